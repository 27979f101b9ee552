"""Texts that nobody should have to print, through every document that can hold a text of a person or an office."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import cycle, islice

from intake.handover.formats.as_csv import record_csv
from intake.handover.formats.as_json import record_bytes
from intake.handover.formats.as_pdf import PdfResult
from intake.handover.formats.as_text import COLUMNS, record_text, width
from intake.handover.formats.check_code import LENGTH, check_code
from intake.handover.formats.pages import record_sheet
from intake.handover.formats.spreadsheet import one_line, unguarded
from intake.handover.papers.cards import private_cards
from intake.handover.papers.case_papers import Left
from intake.handover.papers.persons_copy import Handed
from intake.handover.projection.ceilings import CEILINGS, RECIPIENTS
from intake.handover.record.parts import Record
from intake.handover.sanitize import valid_unicode
from intake.handover.sealing.locked_pdf import locked
from intake.interview.values import Json
from tests.handover.handover_cases import COVER, DAY, MADE_AT, PERSON, consent, content, printer, record_for, wording
from tests.handover.papers import papers_cases

PAPERS = ("release", "copy", "slips")
_RANGES = (
    (0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x400, 0x52F), (0x590, 0x5FF), (0x600, 0x6FF),
    (0x600, 0x6FF), (0x750, 0x77F), (0x1200, 0x139F), (0x0, 0x1F), (0x7F, 0x9F), (0x2000, 0x206F), (0x2066, 0x2069),
    (0x202A, 0x202E), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF), (0x4E00, 0x9FFF), (0x900, 0x97F), (0xD800, 0xDFFF),
    (0xE000, 0xF8FF), (0xFFF0, 0xFFFF), (0x1F300, 0x1FAFF), (0xE0000, 0xE007F), (0x10000, 0x10FFFF),
)  # fmt: skip
"""Letters that people have, and everything else that a file may bring along."""


def random_text(chance: random.Random) -> str:
    """One to eighty signs, of one kind or of many."""
    ranges = chance.sample(_RANGES, chance.randint(1, 5))
    signs = (chr(chance.randint(*chance.choice(ranges))) for _ in range(chance.randint(1, 80)))
    return "".join(signs)


def random_texts(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return [random_text(chance) for _ in range(count)]


def _fit(text: str, length: int) -> str:
    """A text that a field takes: not empty, and not longer than it may be."""
    cut = text[:length]
    return cut if cut.strip() else "x" + cut[: length - 1]


PER_RECORD = 24
"""Texts that one record holds."""


def hostile_record(recipient: str, texts: Sequence[str]) -> Record:
    """A record with these texts in every place that takes one."""
    given = islice(cycle(texts), PER_RECORD)
    some = [*given]
    data: dict[str, Json] = {
        **PERSON,
        **answers(some),
        "consents": [_consent(recipient, some)],
    }
    site = next(site.id for site in content().sites if recipient in site.recipient_codes)
    cover = replace(COVER, case=_fit(some[20], 30), sender_role=_fit(some[21], 80), sender_phone=_fit(some[22], 30))
    return record_for(data, recipient, site=site, cover=cover, ticked=["skills_note"])


def _consent(recipient: str, some: Sequence[str]) -> Json:
    office, purpose, person = _fit(some[17], 180), _fit(some[18], 180), _fit(some[19], 100)
    return consent(recipient, [*CEILINGS[recipient]], office=office, purpose=purpose, secrecy_person=person)


def answers(some: Sequence[str]) -> Mapping[str, Json]:
    return {
        "family_name": _fit(some[0], 80),
        "given_name": _fit(some[1], 80),
        "phone": _fit(some[2], 30),
        "contact_safe": ["phone"],
        "skills_note": {"value": _fit(some[3], 300), "note": _fit(some[4], 300)},
        "last_occupation": {"text": _fit(some[5], 100)},
        "training_state": "finished",
        "training_title": {"text": _fit(some[6], 100)},
        "cv_stations": [
            {"kind": "work", "from": "2008", "what": _fit(some[7], 100), "place": _fit(some[8], 100)},
            {"kind": "school", "from": "1996", "to": "2004", "what": _fit(some[9], 100), "place": _fit(some[10], 100)},
        ],
        "household": [{"relation": "child", "given_name": _fit(some[11], 80)}],
        "documents_missing": _fit(some[12], 200),
        "guardian_contact": _fit(some[13], 100),
        "place_of_birth": _fit(some[14], 80),
        "next_appointment": {"at": "2016-09-20", "place": _fit(some[15], 100), "with": _fit(some[16], 80)},
    }


def hostile_paper(kind: str, language: str, texts: Sequence[str]) -> PdfResult:
    """A paper for the person with these texts in every place that takes one."""
    some = [*islice(cycle(texts), PER_RECORD)]
    data = {**PERSON, **answers(some), "consents": [_consent("youth", some), _consent("jc", some[::-1])]}
    left = (Left(Handed("soz", _fit(some[23], 120), DAY), 1),)
    found = papers_cases.papers(data, language, left=left)
    match kind:
        case "release":
            paper = found.release(found.terms("youth")[0]).paper
        case "copy":
            paper = found.copy(in_private=True).paper
        case "slips":
            paper = found.slips().paper
        case _:
            raise ValueError(kind)
    return papers_cases.pdf(paper)


def cards(language: str) -> PdfResult:
    """Cards hold no text of a person: they are laid out once."""
    site = content().sites["hannover"].name.de
    return papers_cases.pdf(private_cards(content().questionnaire, papers_cases.tongues(language), site))


@cache
def _validator() -> object:
    from jsonschema import Draft202012Validator

    from intake.handover.formats.as_json import schema

    return Draft202012Validator(schema())


def record_problems(record: Record) -> Iterator[str]:
    """What is wrong with a record in any form, and nothing where all is well."""
    result = printer().pdf(record_sheet(record, wording()), MADE_AT, "nicht archivfest")
    if not result.is_archival:
        yield f"pdf: {result.problem}"
    for line in record_text(record, wording()).splitlines():
        if width(line) > COLUMNS:
            yield f"text: {width(line)} columns"
        if any(ord(sign) < 0x20 or 0x7F <= ord(sign) < 0xA0 for sign in line):
            yield "text: a control character"
    yield from _csv_problems(record)
    data = json.loads(record_bytes(record))
    if data["case"] != valid_unicode(record.cover.case):
        yield "json: the text is not the one that was given"
    if len(check_code(record).text) > LENGTH:
        yield "code: too long"


def _csv_problems(record: Record) -> Iterator[str]:
    raw = record_csv(record, wording()).decode("utf-8-sig")
    rows = [*csv.reader(io.StringIO(raw, newline=""), delimiter=";")]
    if {len(row) for row in rows} != {6}:
        yield "csv: a text left its cell"
    if any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row):
        yield "csv: a formula"
    found = next((unguarded(row[3]) for row in rows if row[0] == "record.recipient"), "")
    if found != one_line(record.office):
        yield "csv: the text is not the one that was given"


def all_problems(texts: Sequence[str], languages: Sequence[str]) -> Iterator[str]:
    """Every document with these texts: a record for each kind of office in turn, and each paper in each language."""
    chunks = [texts[at : at + PER_RECORD] for at in range(0, len(texts), PER_RECORD)]
    for chunk, recipient in zip(chunks, cycle(RECIPIENTS), strict=False):
        yield from (f"{recipient}: {problem}" for problem in record_problems(hostile_record(recipient, chunk)))
    for chunk, language in zip(chunks, cycle(languages), strict=False):
        for kind in PAPERS:
            result = hostile_paper(kind, language, chunk)
            if not result.is_archival:
                yield f"{kind} {language}: {result.problem}"
            if kind == "copy" and not locked(result.content, "0" * 20).startswith(b"%PDF"):
                yield f"locked {language}"


@dataclass(frozen=True, slots=True)
class Reach:
    """How many records and papers a run laid out."""

    records: int
    papers: int


def reach(texts: Sequence[str]) -> Reach:
    chunks = -(-len(texts) // PER_RECORD)
    return Reach(chunks, chunks * len(PAPERS))
