"""The eight invented people of `personas.jsonl`, with what every site is expected to propose."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from intake.interview.answer_file import answers_from_json
from intake.interview.answers import Answers
from intake.interview.logic import Logic, load_logic
from intake.interview.questionnaire import load_questionnaire
from intake.interview.values import Json
from intake.pathways.assess import FULL, Assessment, assess
from intake.pathways.law import Laws, load_laws
from intake.pathways.profile_reader import load_sites
from intake.pathways.sites import Sites

HOMES = {
    "P01": "muenster",
    "P03": "muenster",
    "P05": "bielefeld",
    "P07": "muenster",
    "P09": "muenster",
    "P12": "hannover",
    "P14": "dortmund",
    "P16": "zebera",
}


@dataclass(frozen=True)
class Persona:
    """One line of the file: a person at one site."""

    id: str
    site: str
    on: dt.date
    law: dt.date
    answers: Mapping[str, Json]
    expected: dict[str, Any]


@cache
def logic() -> Logic:
    return load_logic(load_questionnaire())


@cache
def sites() -> Sites:
    return load_sites(logic())


@cache
def laws() -> Laws:
    return load_laws()


@cache
def personas() -> tuple[Persona, ...]:
    text = (Path(__file__).parent / "personas.jsonl").read_text(encoding="utf-8")
    return tuple(
        Persona(
            line["id"],
            line["site"],
            dt.date.fromisoformat(line["on"]),
            dt.date.fromisoformat(line["law"]),
            line["answers"],
            line["expected"],
        )
        for line in map(json.loads, text.splitlines())
    )


def persona(id_: str, site: str) -> Persona:
    return next(found for found in personas() if (found.id, found.site) == (id_, site))


def answers_of(data: Mapping[str, Json]) -> Answers:
    read = answers_from_json(logic().questionnaire, dict(data))
    assert isinstance(read, Answers), read
    return read


def assessed(who: Persona, law: dt.date | None = None, kind: str = FULL, **changes: Json) -> Assessment:
    """The assessment of a person at a site, with some answers changed; None takes an answer away."""
    answers = {id_: value for id_, value in {**who.answers, **changes}.items() if value is not None}
    return assess(logic(), answers_of(answers), sites()[who.site], laws().of(law or who.law), who.on, kind)
