"""Says whether a record is the one it claims to be: data against code, paper against data, both against what was noted.

A verdict is as sure as what was compared: where nothing can be compared, it says so and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from intake.handover.formats.check_code import CheckCode
from intake.handover.sanitize import display
from intake.handover.verification.pdf_reading import ReadPdf
from intake.handover.verification.reading import ReadRecord
from intake.interview.values import Json, Problem


class Verdict(IntEnum):
    """What came out, in the order of what counts where several come together."""

    SAME = 0
    UNCHECKED = 1
    DIFFERENT = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with its reason: a message id, and what fills it."""

    verdict: Verdict
    reason: Problem


@dataclass(frozen=True, slots=True)
class NotedRecord:
    """What the desk noted of one record of a case. `reference` is case, recipient and version as in a check code."""

    reference: tuple[str, str, int]
    sha256: str


def reference_of(code: CheckCode) -> tuple[str, str, int]:
    return (code.case, code.recipient, code.version)


def of_data(
    record: ReadRecord, typed: str, noted: Sequence[NotedRecord] | None, papers: Iterable[ReadPdf]
) -> tuple[Finding, ...]:
    """What is to be said about a data file. `typed` are the digits that somebody typed, empty for none.

    `noted` are the records that the desk noted for the case, None where no store was asked.
    """
    found: list[Finding] = []
    if typed:
        found.append(_by_digits(record, typed))
    if noted is not None:
        found.append(_by_notes(record, noted))
    for paper in papers:
        if any(reference_of(code) == reference_of(record.code) for code in paper.codes):
            found.append(of_paper(paper, [record], ""))
    if not found:
        found.append(
            _unchecked(
                Problem("It is a record by the schema. There is nothing to compare it with: give the code, or the PDF.")
            )
        )
    if not record.is_as_written and any(each.verdict is Verdict.SAME for each in found):
        found.append(Finding(Verdict.SAME, Problem("The file was formatted anew on its way; its content counts.")))
    return tuple(found)


def of_paper(paper: ReadPdf, records: Sequence[ReadRecord], typed: str) -> Finding:
    """What is to be said about a PDF, with the data files beside it."""
    if not paper.codes:
        return _unchecked(Problem("The PDF holds no check code: it is no record of this program, or was made anew."))
    if len(paper.codes) > 1:
        return _different(Problem("The PDF holds several check codes that contradict each other."))
    (code,) = paper.codes
    if typed and not _agree(code.digits, typed):
        return _different(Problem("The check code in the PDF is not the one that was typed."))
    ours = [record for record in records if _agree(record.sha256, code.digits)]
    if ours and reference_of(ours[0].code) == reference_of(code):
        return _by_pages(paper, ours[0])
    if ours or any(reference_of(record.code) == reference_of(code) for record in records):
        return _different(Problem("The check code of the PDF is not that of the data file."))
    return _unchecked(
        Problem("The PDF can only be checked against its data file. Give the JSON of this record as well.")
    )


def worst(findings: Iterable[Finding]) -> Verdict:
    """The verdict of all together: one that differs decides, else one that fits."""
    verdicts = {finding.verdict for finding in findings}
    if Verdict.DIFFERENT in verdicts:
        return Verdict.DIFFERENT
    return Verdict.SAME if Verdict.SAME in verdicts else Verdict.UNCHECKED


def _by_digits(record: ReadRecord, typed: str) -> Finding:
    if _agree(record.sha256, typed):
        return _same(Problem("The data file has the check sum that was typed."))
    return _different(Problem("The data file has another check sum than the one that was typed."))


def _by_notes(record: ReadRecord, noted: Sequence[NotedRecord]) -> Finding:
    reference = reference_of(record.code)
    theirs = [each for each in noted if each.reference == reference]
    if any(each.sha256 == record.sha256 for each in theirs):
        return _same(Problem("The data file is the one that this desk noted when it was written."))
    if theirs:
        return _different(Problem("This desk noted another check sum for this record."))
    return _unchecked(Problem("This desk has noted no record with this case, receiver and version."))


def _by_pages(paper: ReadPdf, record: ReadRecord) -> Finding:
    """Code and data agree; what was answered has to stand on the pages as well."""
    page = _bare(paper.text)
    lacking = [words for words in _answers(record.data) if _bare(display(words)) not in page]
    if lacking:
        reason = Problem(
            "The check code fits, but the pages were changed: {count} values of the data file are not on them.",
            {"count": len(lacking)},
        )
        return Finding(Verdict.DIFFERENT, reason)
    return _same(Problem("The PDF has the check code of the data file, and what was answered stands on its pages."))


def _answers(data: Mapping[str, Json]) -> Iterator[str]:
    """The words of the answers that are printed as they are, in letters that each reader of PDF gives back in order."""
    blocks = data.get("blocks")
    for block in blocks if isinstance(blocks, list) else []:
        answers = block.get("answers") if isinstance(block, dict) else None
        for answer in answers if isinstance(answers, list) else []:
            words = answer.get("words") if isinstance(answer, dict) else None
            for part in words.split("; ") if isinstance(words, str) else []:
                if _LATIN.fullmatch(part):
                    yield part


_LATIN = re.compile(r"[\u0020-\u024f\u2010-\u2027]+")
_SPACES = re.compile(r"[\s\u00ad\u200b\u2066-\u2069-]+")


def _bare(text: str) -> str:
    """The text without what a line break may add or take."""
    return _SPACES.sub("", text)


def _agree(one: str, other: str) -> bool:
    """Whether two beginnings of a hash agree as far as both go."""
    return all(a == b for a, b in zip(one.upper(), other.upper(), strict=False))


def _same(reason: Problem) -> Finding:
    return Finding(Verdict.SAME, reason)


def _different(reason: Problem) -> Finding:
    return Finding(Verdict.DIFFERENT, reason)


def _unchecked(reason: Problem) -> Finding:
    return Finding(Verdict.UNCHECKED, reason)
