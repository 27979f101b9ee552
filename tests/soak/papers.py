"""Prints every kind of paper in every language by the standards, and says what cannot be read from the files.

    python tests/soak/papers.py [LANGUAGE ...]

Every paper has to keep to PDF/A-2a and PDF/UA-1, to give back its German when its text is copied, and each release and
each card to fit on a page. 'All that is stored' tells the private only in private, and every hostile value goes through
it, the notice of a withdrawal, the closing sheet and the recovery sheet. Ends with 1 where something is wrong. About a
minute a language on a busy machine.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.handover.papers.paper import Format, Paper
from intake.languages.languages import load_languages
from tests.handover.formats.test_as_pdf import HOSTILE
from tests.handover.papers.papers_cases import KINDS, bare, lacking, pages, paper, pdf
from tests.soak.kept_papers import MARKS, OF_STAFF, OF_THE_PERSON, kept_paper

ON_ONE_PAGE = ("notice", "closing", "recovery")


def problems(found: Paper) -> Iterator[str]:
    """What is wrong with a paper, and nothing where it is as it should be."""
    result = pdf(found)
    if not result.is_archival:
        yield f"no archive: {result.problem}"
    yield from (f"cannot be read: {text}" for text in lacking(found, result.content))
    count = len(pages(result.content))
    expected = {Format.ONE_PAGE: 1, Format.CARDS: len(found.elements)}.get(found.format, count)
    if count != expected:
        yield f"{count} pages in the place of {expected}"
    if pdf(found).content != result.content:
        yield "other bytes the second time"


def kept_problems(kind: str, language: str) -> Iterator[str]:
    """What is wrong with a paper about what is kept."""
    found = kept_paper(kind, language)
    yield from problems(found)
    read = pages(pdf(found).content)
    if kind in ON_ONE_PAGE and len(read) != 1:
        yield f"{len(read)} pages in the place of 1"
    told = [mark for mark in MARKS if bare(mark) in bare("".join(read))]
    if kind == "access" and len(told) != len(MARKS):
        yield f"tells of all that is private only {told}"
    if kind != "access" and told:
        yield f"tells {told}"


def hostile_problems(kind: str, language: str) -> Iterator[str]:
    """Every hostile value in every place of such a paper."""
    for name, text in HOSTILE.items():
        result = pdf(kept_paper(kind, language, (text,)))
        if not result.is_archival:
            yield f"{name}: {result.problem}"
        if any("root:" in page for page in pages(result.content)):
            yield f"{name}: a file was read"


def main() -> int:
    languages = sys.argv[1:] or [language.code for language in load_languages()]
    failed = 0
    for language in languages:
        start = time.monotonic()
        of_staff = OF_STAFF if language == "de" else ()
        kept = [(kind, problem) for kind in (*OF_THE_PERSON, *of_staff) for problem in kept_problems(kind, language)]
        hostile = [(kind, problem) for kind in ("access", *of_staff) for problem in hostile_problems(kind, language)]
        others = [(kind, problem) for kind in KINDS for problem in problems(paper(kind, language))]
        for kind, problem in (*kept, *hostile, *others):
            failed += 1
            print(f"{language} {kind}: {problem}")
        count = len(KINDS) + len(OF_THE_PERSON) + len(of_staff)
        print(f"{language}: {count} papers, {len(HOSTILE)} hostile values, {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
