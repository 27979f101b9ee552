"""Random people at random sites who gave random permissions: the same person for the same number.

Each text and date of a person is found nowhere else, so whatever turns up in a file tells which answer it is.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from intake.handover.projection.ceilings import CEILINGS
from intake.handover.projection.view import Statute, View, record_views, view_by_statute
from intake.handover.record.parts import Record
from intake.handover.record.record import build_record
from intake.interview.questions import PACKAGES, Kind, Question
from intake.interview.values import Json
from intake.pathways.assess import Assessment
from tests.handover.handover_cases import COVER, PERSON, assessed, content, wording

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
class ByLaw:
    """A transfer without consent. The reason of staff is a mark of its own, and stays at the desk."""

    recipient: str
    packages: tuple[str, ...]
    person: str
    reason: str

    office: ClassVar[str] = "Amt ohne Einwilligung"


@dataclass(frozen=True, slots=True)
class RandomCase:
    """One person at a site. `notes` are the marks of the notes by question, `ticked` the notes that may go along."""

    seed: int
    site: str
    data: Mapping[str, Json]
    notes: Mapping[str, str]
    ticked: frozenset[str]
    by_law: ByLaw | None = None

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
    return RandomCase(seed, site.id, data, notes, ticked, _by_law(seed, site.recipient_codes, marks))


def _by_law(seed: int, recipients: frozenset[str], marks: Marks) -> ByLaw | None:
    """For one person in four, by chances of its own."""
    chance = random.Random(-seed - 1)
    if chance.random() > 0.25:
        return None
    recipient = chance.choice(sorted(recipients))
    possible = [package for package in PACKAGES if package in CEILINGS[recipient]]
    packages = tuple(chance.sample(possible, chance.randint(1, len(possible))))
    return ByLaw(recipient, packages, chance.choice(("", "Frau Beispiel")), marks.text("Notiz"))


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


def records(case: RandomCase) -> Iterator[tuple[View, Record]]:
    """The record of each office that may have one, by consent or by law."""
    assessment = case.assessment()
    for view in record_views(assessment):
        yield view, build_record(assessment, view, COVER, wording(), case.ticked)
    view_ = _view_by_law(assessment, case.by_law) if case.by_law else None
    if view_ is not None:
        yield view_, build_record(assessment, view_, COVER, wording(), case.ticked)


def _view_by_law(assessment: Assessment, law: ByLaw) -> View | None:
    """What the office gets by law; None where the law named nothing that it may have."""
    statute = Statute("§ 4 Abs. 3 KKG", law.reason, law.packages, law.person)
    try:
        return view_by_statute(assessment.facts, law.recipient, ByLaw.office, statute)
    except ValueError:
        return None
