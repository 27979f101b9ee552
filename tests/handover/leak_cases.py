"""Every place where something that was not released could turn up, for the people of `random_cases`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from intake.handover.export import file_name
from intake.handover.formats.as_csv import record_csv
from intake.handover.formats.as_json import record_bytes
from intake.handover.formats.as_text import record_text
from intake.handover.formats.check_code import check_code
from intake.handover.formats.pages import record_sheet
from intake.handover.formats.rendering import ENDINGS
from intake.handover.projection.ceilings import AGE, CEILINGS
from intake.handover.projection.view import View, record_views
from intake.handover.record.answers import seen_as_json
from intake.handover.record.parts import Record
from intake.handover.record.record import build_record
from intake.interview.questions import Sensitivity
from intake.interview.values import Json
from tests.handover.handover_cases import COVER, MADE_AT, assessed, content, printer, wording
from tests.handover.random_cases import RandomCase, records

FORMATS = ("json", "csv", "text", "qr", "names", "pdf")
COMPUTED = frozenset({AGE, "admission", "circle_change", "market_ready"})


def marks_in(value: Json) -> set[str]:
    """The marks in a value: texts, and days of the years before the person was born."""
    match value:
        case str():
            is_day = value[:4].isdigit() and value < "1970" and len(value) == 10
            return {value} if value.startswith(("Wort", "Notiz")) or is_day else set()
        case list():
            return {mark for item in value for mark in marks_in(item)}
        case dict():
            return {mark for item in value.values() for mark in marks_in(item)}
        case _:
            return set()


def written(mark: str) -> tuple[str, ...]:
    """How a mark may be written: as it is, and a day as a German date as well."""
    return (mark, ".".join(reversed(mark.split("-")))) if mark[0].isdigit() else (mark,)


def released(case: RandomCase, view: View) -> set[str]:
    """The marks that this office may see."""
    found: set[str] = set()
    for seen in view.seen.values():
        found |= marks_in(seen_as_json(seen.value, is_list=seen.question != AGE))
        if seen.is_whole and seen.question in case.ticked:
            found |= {case.notes[seen.question]}
    return found


@dataclass(frozen=True, slots=True)
class Files:
    """One record in every form in which something leaves the desk, as text that can be searched."""

    record: Record
    parts: Mapping[str, str] = field(default_factory=dict)


def files_of(record: Record, *, with_pdf: bool = False) -> Files:
    code = check_code(record)
    cover = record.cover
    names = [file_name(cover.case, record.recipient, code.digits, cover.version, ending) for ending in ENDINGS.values()]
    parts = {
        "json": record_bytes(record).decode(),
        "csv": record_csv(record, wording()).decode("utf-8-sig"),
        "text": record_text(record, wording()),
        "qr": code.text,
        "names": "\n".join(names),
    }
    if with_pdf:
        from tests.handover.test_leaks import pdf_strings

        result = printer().pdf(record_sheet(record, wording()), MADE_AT, "nicht archivfest")
        parts["pdf"] = pdf_strings(result.content).replace("\n", " ")
    return Files(record, parts)


def leaks(case: RandomCase, view: View, files: Files) -> Iterator[str]:
    """What is in a file and was not released: the form, and the mark or the id."""
    may_be_there = released(case, view)
    reasons = {case.by_law.reason} if case.by_law else set()
    hidden = sorted((marks_in(dict(case.data)) | reasons) - may_be_there)
    for kind, text in files.parts.items():
        bare = text.replace("\u200b", "")
        yield from (f"{kind}: {mark}" for mark in hidden if any(form in bare for form in written(mark)))
    yield from _strange_views(case, view)
    yield from _strange_questions(view, files)
    yield from _strange_labels(view, files)


def _strange_views(case: RandomCase, view: View) -> Iterator[str]:
    """Questions in the view that no permission of this office names, by what was typed and the ceilings alone."""
    consents = case.data["consents"]
    named: set[str] = {"NXT"}
    for entry in consents if isinstance(consents, list) else []:
        if isinstance(entry, dict) and (entry["recipient"], entry["office"]) == (view.recipient, view.office):
            packages = entry["packages"] if entry["decision"] == "granted" else []
            named |= {str(package) for package in packages} if isinstance(packages, list) else set()
    if view.statute is not None and case.by_law is not None:
        named = {"NXT", *case.by_law.packages}
    possible = named & set(CEILINGS[view.recipient])
    for id_ in view.ids:
        question = content().questionnaire.get("birth_date" if id_ == AGE else id_)
        may_go = question is not None and question.sensitivity is not Sensitivity.INTERNAL
        if question is None or not may_go or not possible & set(question.packages):
            yield f"view: {id_}"


def _strange_questions(view: View, files: Files) -> Iterator[str]:
    """Ids in the data that are neither in the view nor points that this office may be asked to clarify."""
    questionnaire = content().questionnaire
    for id_ in sorted(_questions(json.loads(files.parts["json"])) - set(view.ids) - COMPUTED):
        question = questionnaire.get(id_)
        if question is None or not view.receiver.may_see(question):
            yield f"json: {id_}"
    keys = {line.split(";")[0].split(".")[0] for line in files.parts["csv"].splitlines()}
    for id_ in sorted(keys & {question.id for question in questionnaire} - set(view.ids) - COMPUTED):
        yield f"csv: {id_}"


def _strange_labels(view: View, files: Files) -> Iterator[str]:
    """Names of questions on paper that are not in the data: no text says more than the JSON does."""
    data = files.parts["json"]
    for kind in ("pdf", "text", "csv"):
        text = _bare(files.parts.get(kind, ""))
        for id_, label in _labels().items():
            if label not in data and _bare(label) in text:
                yield f"{kind}: {id_}"


@cache
def _labels() -> Mapping[str, str]:
    """Long names of questions that stand in no other text of a record, so that finding one tells something."""
    found = {question.id: wording().layout.labels.get(question.id, "") for question in content().questionnaire}
    ours = _bare(" ".join(files_of(_empty()).parts.values()))
    return {id_: label for id_, label in found.items() if len(label) >= 12 and _bare(label) not in ours}


def _empty() -> Record:
    """A record with as little as there can be."""
    given: Json = {
        "recipient": "lang",
        "office": "Stelle",
        "packages": ["NXT"],
        "purpose": "Beratung",
        "decision": "granted",
        "signer": "self",
        "form": "paper",
        "signed_on": "2016-08-15",
    }
    assessment = assessed({"birth_date": "1990-09-02", "privacy_info_given": "yes", "consents": [given]})
    return next(build_record(assessment, view, COVER, wording()) for view in record_views(assessment))


def _bare(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "").replace("-", "")


def _questions(value: Json) -> set[str]:
    found: set[str] = set()
    if isinstance(value, dict):
        if isinstance(value.get("question"), str):
            found.add(str(value["question"]))
        value = [*value.values()]
    if isinstance(value, list):
        for item in value:
            found |= _questions(item)
    return found


# Traces


def without_guarded(case: RandomCase, view: View) -> RandomCase:
    """The same person, who was never asked what this office may not see of health and protection."""
    guarded = {
        question.id
        for question in content().questionnaire
        if question.sensitivity in (Sensitivity.HEALTH, Sensitivity.PROTECTION) and question.id not in view.seen
    }
    data = {id_: value for id_, value in case.data.items() if id_ not in guarded}
    return replace(case, data=data)


def same_office(case: RandomCase, view: View) -> Record:
    """The record of this office for another case."""
    theirs = (
        other for other in records(case) if (other[0].recipient, other[0].office) == (view.recipient, view.office)
    )
    return next(record for _, record in theirs)


def said(record: Record) -> dict[str, Json]:
    """What the record says of the person: everything but proposals and computed values."""
    data: dict[str, Json] = json.loads(record_bytes(record))
    found = data["blocks"]
    kept: list[Json] = []
    for block in found if isinstance(found, list) else []:
        answers = block.get("answers") if isinstance(block, dict) else None
        for answer in answers if isinstance(answers, list) else []:
            if isinstance(answer, dict) and answer["question"] not in COMPUTED:
                kept.append(answer)
    data["blocks"] = kept
    return data


def proposed(record: Record) -> set[str]:
    """The ids of all lines, offers and indications, by what they are."""
    found: set[str] = set()
    for block in record.blocks:
        found |= {f"line {line.rule}" for line in block.lines}
        found |= {f"offer {offer.offer}" for group in block.offers for offer in group.offers}
        found |= {f"to do {each.station} {rule}" for each in block.to_do for rule in each.rules}
        found |= {f"panel {each.letter}" for each in block.panel}
    return found
