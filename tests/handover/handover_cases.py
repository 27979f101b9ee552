"""Cases for the handover: the content read once, answers from plain data, consents, records."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from intake.handover.formats.as_pdf import Printer
from intake.handover.projection.view import View, office_views
from intake.handover.record.layout import load_layout
from intake.handover.record.parts import Cover, Event, Record
from intake.handover.record.record import build_record
from intake.handover.record.wording import Wording
from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answers
from intake.interview.occupations import load_occupations
from intake.interview.values import Json
from intake.languages.catalogs import Catalogs
from intake.languages.names import Names
from intake.pathways.assess import Assessment, assess
from intake.pathways.content import Content, load_content

DAY = dt.date(2016, 9, 1)
LAW = dt.date(2016, 8, 1)
MADE_AT = dt.datetime(2016, 9, 1, 10, 42, tzinfo=dt.UTC)
PERSONAS = Path(__file__).parents[1] / "pathways" / "personas.jsonl"
ALL_PACKAGES = (
    "IDN", "IDB", "IDX", "LNC", "LNS", "STA", "BEN", "FAC", "FAH",
    "EDU", "WRK", "GOA", "MOB", "DOC", "FUN", "MED", "PRO", "NXT", "RES",
)  # fmt: skip
PLAIN_PACKAGES = tuple(package for package in ALL_PACKAGES if package not in ("FUN", "MED", "PRO"))
COVER = Cover(case="K-2026-0417", version=2, event=Event.REFERRAL, sender_role="Erstgespräch", sender_phone="0511 1234")

PERSON: Mapping[str, Json] = {
    "preferred_language": "tir",
    "privacy_info_given": "yes",
    "family_name": "Tesfay",
    "given_name": "Selam",
    "birth_date": "1990-09-02",
    "nationality": ["ERI"],
    "residence_municipality": {"text": "Hannover", "ags": "03241001"},
    "residence_status": "permission",
    "asylum_stage": "pending",
    "german_speaking": "none",
}


@cache
def content() -> Content:
    return load_content()


@cache
def wording() -> Wording:
    questionnaire = content().logic.questionnaire
    name = "occupations.toml"
    text = (files("intake.interview") / "content" / questionnaire.version / name).read_text(encoding="utf-8")
    occupations = {occupation.isco08: occupation for occupation in reversed(load_occupations(text, name))}
    names = Names(questionnaire.codes)
    return Wording(Catalogs()["de"].pgettext, names, load_layout(questionnaire), occupations)


@cache
def printer() -> Printer:
    return Printer()


def personas() -> Iterator[dict[str, Json]]:
    """The expected lines: eight people at every site."""
    for line in PERSONAS.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def consent(recipient: str, packages: Collection[str] = PLAIN_PACKAGES, /, **fields: Json) -> dict[str, Json]:
    """A consent that holds, unless a field says otherwise. `packages` as a field replaces the second argument."""
    given: dict[str, Json] = {
        "recipient": recipient,
        "office": f"Stelle {recipient}",
        "packages": list(packages),
        "purpose": "Beratung und Vermittlung",
        "decision": "granted",
        "signer": "self",
        "form": "paper",
        "signed_on": "2016-08-15",
    }
    if {"MED", "PRO"} & set(packages):
        given["secrecy_person"] = "Frau Beispiel"
    return {**given, **fields}


def answers(data: Mapping[str, Json]) -> Answers:
    found = answers_from_json(content().logic.questionnaire, dict(data))
    assert isinstance(found, Answers), [str(problem) for problem in found]
    return found


def assessed(data: Mapping[str, Json], site: str = "hannover", on: dt.date = DAY, law: dt.date = LAW) -> Assessment:
    return assess(content().logic, answers(data), content().sites[site], content().laws.of(law), on)


def view_for(assessment: Assessment, recipient: str) -> View:
    """The view of the first office of this kind."""
    return next(view for view in office_views(assessment.facts) if view.recipient == recipient)


def record_for(
    data: Mapping[str, Json],
    recipient: str,
    *,
    site: str = "hannover",
    on: dt.date = DAY,
    law: dt.date = LAW,
    cover: Cover = COVER,
    ticked: Collection[str] = (),
) -> Record:
    assessment = assessed(data, site, on, law)
    return build_record(assessment, view_for(assessment, recipient), cover, wording(), ticked)
