"""The papers about the store and what it keeps, for an invented person and an invented day.

`access` is all that is stored in private, `access-open` what is told where others may read along; `closing` and
`recovery` are sheets for staff, in German alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import cycle, islice

from intake.handover.papers.case_papers import Left
from intake.handover.papers.closing import Closing, closing_paper
from intake.handover.papers.paper import Paper
from intake.handover.papers.persons_copy import Handed
from intake.handover.papers.recovery_sheet import RecoverySheet, recovery_paper, store_mark
from intake.interview.answers import Answer, AnswerGiven, Answers, State
from intake.interview.values import Json, PartialDate
from intake.store.disclosed import Beside
from intake.store.kept.answers import Event, PastChange
from intake.store.kept.audit import Action, AuditEntry
from intake.store.kept.cases import CaseFile, CaseHeader, CaseSettings, Status
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.handovers import Record, RecordStatus
from intake.store.kept.happened import CaseEvent
from intake.store.keys.recovery_key import printed
from intake.ui.closing_room import NUMBERS
from intake.ui.disclosed import Sources
from intake.ui.disclosure import Disclosing
from intake.ui.wording import CaseWording
from tests.handover.handover_cases import ALL_PACKAGES, DAY, MADE_AT, consent, content
from tests.handover.handover_cases import answers as answers_of
from tests.handover.papers.papers_cases import CODE, SLIP, WITH_EVERYTHING, papers, tongues
from tests.ui.program import parts

SITE = "hannover"
OF_THE_PERSON = ("access", "access-open")
OF_STAFF = ("notice", "closing", "recovery")
"""German alone, whoever the person is."""

NAMES = ("Amira Staff", "Boris Staff")
HEALTH_OFFICE, PLAIN_OFFICE = "Praxis am Park", "Stelle jc"
GUARDED: Mapping[str, Json] = {
    "health_limits": {"value": "limited", "note": "Rückenschmerz"},
    "feels_safe": {"value": "no", "note": "Nachbar"},
    "wg_opener": "no",
}
MARKS = ("Rückenschmerz", "Nachbar", HEALTH_OFFICE, "Eigene Worte")
"""What nobody but the person may read."""

_TEXTS = ("Frau Beispiel", "Erstgespräch", "Region", "Zeile", "Eigene Worte", "Notiz", "Alter Name")


def kept_paper(kind: str, language: str, texts: tuple[str, ...] = ()) -> Paper:
    """A paper with all that it can hold; `texts` stand in every place that takes one, where there are any."""
    some = [*islice(cycle(texts or _TEXTS), len(_TEXTS))]
    match kind:
        case "access" | "access-open":
            return _disclosing(language, kind == "access", some, bool(texts)).paper().paper
        case "notice":
            office = some[0] if texts else "Stelle soz"
            withdrawn = Handed("soz", office[:180], DAY, withdrawn=DAY, told=DAY)
            return papers(WITH_EVERYTHING, language).notice(Left(withdrawn, 1, SLIP, is_open=False)).paper
        case "closing":
            numbers = tuple((message, at) for at, (_, message) in enumerate(NUMBERS))
            names = tuple(each[:80] for each in some[:2]) if texts else NAMES
            return closing_paper(Closing(_site(some, texts), DAY, numbers, names, 4711, "ab12" * 16), tongues("de"))
        case "recovery":
            key = printed(bytes(range(32)))
            return recovery_paper(
                RecoverySheet(key, _site(some, texts), store_mark("0" * 28 + "a1b2"), DAY), tongues("de")
            )
        case _:
            raise ValueError(kind)


def _site(some: list[str], texts: tuple[str, ...]) -> str:
    return some[2][:120] if texts else content().sites[SITE].name.de


def _disclosing(language: str, in_private: bool, some: list[str], is_hostile: bool) -> Disclosing:
    answers = answers_of(_answers(some, is_hostile))
    header = CaseHeader(
        "c1", CODE, "full", SITE, content().questionnaire.version, MADE_AT, "s1", Status.OPEN, None, None,
        CaseSettings(languages=(language,)), MADE_AT,
    )  # fmt: skip
    offices = (some[0][:180], some[1][:180]) if is_hostile else (HEALTH_OFFICE, PLAIN_OFFICE)
    sources = Sources(
        CaseFile(header, answers),
        _history(answers, some),
        (Decision("d1", "c1", "offer", "x", DecisionKind.CHANGED, some[4], some[3], "s1", MADE_AT),),
        tuple(_record(number, office) for number, office in enumerate(offices)),
        Beside(
            (CaseEvent("e1", "c1", "addition", PartialDate(2016, 8, 20), "s1", MADE_AT, note=some[5]),),
            (),
            (),
            "",
            (),
            tuple(_deed(number) for number in range(40)),
        ),
        dict(zip(("s1", "s2"), some[:2] if is_hostile else NAMES, strict=True)),
    )
    wording = CaseWording(parts(SITE).lexicon, "de", language)
    return Disclosing(
        sources, content().questionnaire, wording, tongues(language), content().sites[SITE], in_private
    )  # fmt: skip


def _answers(some: list[str], is_hostile: bool) -> Mapping[str, Json]:
    asked = {**WITH_EVERYTHING, **GUARDED}
    health, plain = (some[0][:180], some[1][:180]) if is_hostile else (HEALTH_OFFICE, PLAIN_OFFICE)
    purpose = some[2][:180] if is_hostile else "Übergang und Vermittlung"
    asked["consents"] = [
        consent("health", ["IDN", "MED"], office=health, purpose="Termin"),
        consent("jc", ALL_PACKAGES, office=plain, purpose=purpose),
    ]
    if is_hostile:
        asked["family_name"] = {"value": some[3][:80], "note": some[6][:300]}
    return asked


def _history(answers: Answers, some: list[str]) -> tuple[PastChange, ...]:
    """The family name was another one first."""
    now = answers["family_name"]
    given = (Answer(State.ANSWERED, some[6][:80]), now)
    return tuple(
        PastChange(number, Event(f"v{number}", AnswerGiven("family_name", answer), MADE_AT), "s1", NAMES[0])
        for number, answer in enumerate(given, 1)
    )


def _record(number: int, office: str) -> Record:
    recipient = ("health", "jc")[number]
    return Record(
        f"r{number}", "c1", recipient, office, 1, MADE_AT, "s1", "0" * 64, RecordStatus.EXPORTED, SLIP,
        exported_at=MADE_AT,
    )  # fmt: skip


def _deed(number: int) -> AuditEntry:
    at = MADE_AT - dt.timedelta(days=number // 2)
    return AuditEntry(number + 1, at, ("s1", "s2")[number % 2], Action.CASE_VIEWED.value, "c1", "review")
