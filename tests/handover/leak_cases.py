"""Random people with random permissions, and every place where something that was not released could turn up.

Each text and date of a case is found nowhere else, so whatever turns up in a file tells which answer it is.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from intake.handover.as_csv import record_csv
from intake.handover.as_json import record_bytes
from intake.handover.as_text import record_text
from intake.handover.ceilings import AGE, CEILINGS
from intake.handover.check_code import check_code
from intake.handover.export import file_name
from intake.handover.layout import packages_of
from intake.handover.pages import record_sheet
from intake.handover.record import Record, build_record, seen_as_json
from intake.handover.rendering import ENDINGS
from intake.handover.view import View, record_views
from intake.interview.questions import PACKAGES, Kind, Question, Sensitivity
from intake.interview.values import Json
from intake.pathways.assess import Assessment
from tests.handover.handover_cases import COVER, MADE_AT, PERSON, assessed, content, printer, wording

TEXT_KINDS = ("json", "csv", "text", "qr", "names")
FORMATS = (*TEXT_KINDS, "pdf")
COMPUTED = frozenset({AGE, "admission", "circle_change", "market_ready"})
_START = dt.date(1931, 1, 1)
_STATES = ("declined", "unknown", "ask_later")
_ODDS_OF_A_STATE, _ODDS_OF_A_NOTE = 0.1, 0.3


@dataclass
class Marks:
    """Texts and days that no other answer of the case has."""

    chance: random.Random
    count: int = 0

    def text(self, kind: str = "Wort") -> str:
        self.count += 1
        return f"{kind}{self.count:05d}"

    def day(self) -> str:
        self.count += 1
        return (_START + dt.timedelta(days=self.count * 3)).isoformat()


@dataclass(frozen=True, slots=True)
class RandomCase:
    """One person at a site. `notes` are the marks of the notes by question, `ticked` the notes that may go along."""

    seed: int
    site: str
    data: Mapping[str, Json]
    notes: Mapping[str, str]
    ticked: frozenset[str]

    def assessment(self) -> Assessment:
        return assessed(self.data, self.site)


def random_case(seed: int) -> RandomCase:
    """The same case for the same seed."""
    chance = random.Random(seed)
    marks, share = Marks(chance), chance.uniform(0.3, 1.0)
    data: dict[str, Json] = {}
    notes: dict[str, str] = {}
    for question in content().questionnaire:
        if question.id == "consents" or chance.random() > share:
            continue
        value = _value(question, marks)
        if chance.random() < _ODDS_OF_A_STATE:
            data[question.id] = {"state": chance.choice(_STATES)}
        elif chance.random() < _ODDS_OF_A_NOTE:
            notes[question.id] = marks.text("Notiz")
            data[question.id] = {"value": value, "note": notes[question.id]}
        else:
            data[question.id] = value
    for id_ in ("preferred_language", "privacy_info_given", "birth_date"):
        data[id_] = PERSON[id_]
        notes.pop(id_, None)
    data["birth_date"] = f"{chance.choice((1975, 1990, 1997, 2000, 2001))}-09-02"
    site = chance.choice([site for site in content().sites if site.recipient_codes])
    data["consents"] = [_consent(chance, site.recipient_codes, marks) for _ in range(chance.randint(1, 5))]
    ticked = frozenset(id_ for id_ in notes if chance.random() < 0.3)
    return RandomCase(seed, site.id, data, notes, ticked)


def _consent(chance: random.Random, recipients: frozenset[str], marks: Marks) -> Json:
    recipient = chance.choice(sorted(recipients))
    possible = [package for package in PACKAGES if package in CEILINGS[recipient]]
    packages = chance.sample(possible, chance.randint(1, len(possible)))
    given: dict[str, Json] = {
        "recipient": recipient,
        "office": f"Stelle {chance.randint(1, 2)}",
        "packages": [*packages],
        "purpose": "Beratung",
        "decision": "granted" if chance.random() < 0.9 else "refused",
        "signer": chance.choice(("self", "self", "self", "guardian")),
        "form": chance.choice(("paper", "paper", "electronic", "oral")),
        "signed_on": chance.choice(("2016-08-15", "2016-08-15", "2016-09-02")),
    }
    if chance.random() < 0.8:
        given["secrecy_person"] = "Frau Beispiel"
    if chance.random() < 0.1:
        given["withdrawn_on"] = "2016-08-20"
    return given


def _value(question: Question, marks: Marks) -> Json:
    chance = marks.chance
    codes = [choice.code for choice in question.choices]
    match question.kind:
        case Kind.SINGLE | Kind.CEFR:
            return chance.choice(codes)
        case Kind.MULTI:
            free = [code for code in codes if code not in question.limits.alone]
            return [*chance.sample(free, chance.randint(1, min(3, len(free))))]
        case Kind.TEXT:
            return marks.text()
        case Kind.TEXT_CODE:
            return {"text": marks.text(), "isco08": chance.choice(("2221", "7531", "5120"))}
        case Kind.NUMBER:
            return chance.randint(1, 12)
        case Kind.LIST_NUMBER:
            return [chance.randint(0, 17) for _ in range(chance.randint(0, 4))]
        case Kind.PARTIAL_DATE:
            return marks.day()
        case Kind.COUNTRY:
            return chance.choice(("TCD", "SYR", "AFG"))
        case Kind.MULTI_COUNTRY:
            return [chance.choice(("ERI", "SYR", "IRQ"))]
        case Kind.LANGUAGE | Kind.LANGUAGE_OR_NO:
            return chance.choice(("tir", "amh", "arb"))
        case Kind.MULTI_LANGUAGE:
            return ["tir", "amh"]
        case Kind.DOC_LIST:
            return {code: ["seen"] for code in chance.sample(codes, min(len(codes), 4))}
        case Kind.APPOINTMENT:
            return {"at": "2016-09-20T10:30", "place": marks.text(), "with": marks.text()}
        case Kind.MUNICIPALITY:
            return {"text": marks.text(), "ags": "03241001"}
        case Kind.REPEAT:
            fields = [field for field in question.fields if chance.random() < 0.8] or list(question.fields[:1])
            return [{field.id: _value(field, marks) for field in fields} for _ in range(chance.randint(1, 3))]
        case Kind.MULTI_RECIPIENT:
            return ["jc"]


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
    names = [file_name(cover.case, record.recipient, cover.version, ending) for ending in ENDINGS.values()]
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
    hidden = sorted(marks_in(dict(case.data)) - may_be_there)
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
    possible = named & set(CEILINGS[view.recipient])
    for id_ in view.ids:
        question = content().questionnaire.get("birth_date" if id_ == AGE else id_)
        may_go = question is not None and question.sensitivity is not Sensitivity.INTERNAL
        if question is None or not may_go or not possible & set(packages_of(question)):
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


def records(case: RandomCase) -> Iterator[tuple[View, Record]]:
    """The record of each office that may have one."""
    assessment = case.assessment()
    for view in record_views(assessment):
        yield view, build_record(assessment, view, COVER, wording(), case.ticked)


# Traces


PROPOSAL = frozenset({"lines", "offers", "deadlines", "to_do", "to_clarify", "panel"})
"""What a record says because of answers, and not the answers themselves."""


def without_guarded(case: RandomCase, view: View) -> RandomCase:
    """The same person, who was never asked what this office may not see of health and protection."""
    guarded = {
        question.id
        for question in content().questionnaire
        if question.sensitivity in (Sensitivity.HEALTH, Sensitivity.PROTECTION) and question.id not in view.seen
    }
    data = {id_: value for id_, value in case.data.items() if id_ not in guarded}
    return RandomCase(case.seed, case.site, data, case.notes, case.ticked)


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
