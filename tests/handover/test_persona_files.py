"""The personas: each office gets what domain/personas.md says, in data, table, text and PDF alike."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from intake.handover.formats.as_text import wrapped
from intake.handover.projection.view import View, office_views
from intake.handover.record.parts import Record
from intake.handover.record.record import build_record
from intake.interview.values import Json
from intake.pathways.assess import Assessment
from tests.handover.handover_cases import COVER, assessed, content, personas, wording
from tests.handover.leak_cases import COMPUTED, files_of

SENSITIVE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "P01": {"acute_need": (), "health_limits": ()},
    "P03": {
        "acute_need": ("psych",),
        "wg_opener": (),
        "health_limits": (),
        "doctor_appointment": ("psych",),
        "pregnancy": ("psych",),
        "wellbeing_ok": ("psych",),
        "wb_wants_help": ("psych",),
    },
    "P05": {"acute_need": ()},
    "P07": {"acute_need": ()},
    "P09": {"acute_need": ()},
    "P12": {
        "acute_need": ("health",),
        "wg_opener": ("health", "housing"),
        "health_limits": ("health", "housing"),
        "doctor_appointment": ("health",),
        "pregnancy": ("health",),
        "pregnancy_due": ("health",),
        "feels_safe": (),
        "protection_talk_wish": (),
    },
    "P14": {"acute_need": (), "pregnancy": ()},
    "P16": {"acute_need": (), "pregnancy": ()},
}
"""Who may see what is sensitive. Source: personas.md, 'Sensitive answers are visible only to'."""

PRINTED_SITES = ("muenster", "hannover")
NEVER_TO_WORK = ("G5", "G7", "G10b")
"""The psychosocial talk, the protection talk and birth first never reach agency or job centre (interview.md 4.2.5)."""


def line_id(line: Mapping[str, Json]) -> str:
    return f"{line['id']}-{line['site']}"


@cache
def lines() -> tuple[dict[str, Json], ...]:
    return tuple(personas())


@cache
def assessment(id_: str) -> Assessment:
    line = next(line for line in lines() if line_id(line) == id_)
    given = line["answers"]
    assert isinstance(given, dict)
    on, law = (dt.date.fromisoformat(str(line[key])) for key in ("on", "law"))
    return assessed(given, str(line["site"]), on, law)


def records(id_: str) -> Iterator[tuple[View, Record]]:
    for view in office_views(assessment(id_).facts):
        yield view, build_record(assessment(id_), view, COVER, wording())


def answers_in(record: Record) -> set[str]:
    """The ids of the answers in the data."""
    found: set[str] = set()
    for block in record.blocks:
        for answer in block.answers:
            found.add(answer.question if not hasattr(answer, "item") else answer.item.question)
    return found


IDS = [line_id(line) for line in lines()]
PRINTED = [id_ for id_ in IDS if id_.endswith(PRINTED_SITES)]


@pytest.mark.parametrize("id_", IDS)
def test_the_answers_of_a_record_are_those_of_the_view_in_every_text(id_: str) -> None:
    for view, record in records(id_):
        seen = set(view.ids)
        assert answers_in(record) - COMPUTED == seen - COMPUTED
        parts = files_of(record).parts
        data = json.loads(parts["json"])
        listed = {answer["question"] for block in data["blocks"] for answer in block.get("answers", [])}
        assert listed - COMPUTED == seen - COMPUTED
        keys = {line.split(";")[0].split(".")[0] for line in parts["csv"].splitlines()}
        assert keys & {question.id for question in content().questionnaire} == seen - COMPUTED


def check_sensitive(id_: str, view: View, parts: Mapping[str, str]) -> None:
    bare = {kind: "".join(text.split()) for kind, text in parts.items()}
    for question, offices in SENSITIVE[id_.partition("-")[0]].items():
        full = wording().label(question)
        for kind in ("json", "csv", "text", "pdf"):
            if kind in bare:
                label = "".join((wrapped(full, 28)[0] if kind == "text" else full).split())
                is_there = label in bare[kind] or (question in parts[kind] and kind in ("json", "csv"))
                assert is_there == (view.recipient in offices and question in view.seen), (kind, question)


@pytest.mark.parametrize("id_", IDS)
def test_what_is_sensitive_reaches_only_who_may_see_it(id_: str) -> None:
    for view, record in records(id_):
        check_sensitive(id_, view, files_of(record).parts)


@pytest.mark.parametrize("id_", PRINTED)
def test_what_is_sensitive_is_printed_only_for_who_may_see_it(id_: str) -> None:
    for view, record in records(id_):
        check_sensitive(id_, view, files_of(record, with_pdf=True).parts)


@pytest.mark.parametrize("id_", [id_ for id_ in IDS if id_.startswith("P12")])
def test_hearing_and_other_difficulties_go_only_where_they_were_released(id_: str) -> None:
    """P12 said that hearing is hard."""
    for view, record in records(id_):
        parts = files_of(record).parts
        for kind in ("json", "csv", "text"):
            is_there = wording().label("wg_hearing") in parts[kind] or "wg_hearing" in parts["json"] + parts["csv"]
            assert is_there == ("wg_hearing" in view.seen), (kind, view.recipient)
        if view.recipient not in ("health", "housing"):
            assert "wg_hearing" not in view.seen


@pytest.mark.parametrize("id_", IDS)
def test_lines_on_protection_and_health_never_reach_agency_or_job_centre(id_: str) -> None:
    for view, record in records(id_):
        named = {line.rule for block in record.blocks for line in block.lines}
        if view.recipient in ("aa", "jc"):
            assert not named & set(NEVER_TO_WORK)
            assert not any(block.panel for block in record.blocks)


@pytest.mark.parametrize("id_", [id_ for id_ in IDS if id_.startswith("P03")])
def test_the_wish_to_talk_leads_to_psychosocial_advice_and_to_nobody_else(id_: str) -> None:
    """Check of P03: the line of G5 is visible for psych and for nobody else."""
    for view, record in records(id_):
        named = {line.rule for block in record.blocks for line in block.lines}
        named |= {rule for block in record.blocks for each in block.to_do for rule in each.rules}
        assert "G5" not in named or view.recipient == "psych"


@pytest.mark.parametrize("id_", [id_ for id_ in IDS if id_.startswith("P16")])
def test_a_declined_pregnancy_is_nobodys_open_point(id_: str) -> None:
    for _, record in records(id_):
        assert "pregnancy" not in {point.question for block in record.blocks for point in block.to_clarify}
        assert "wanger" not in "".join(files_of(record).parts.values())
