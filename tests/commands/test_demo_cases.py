from __future__ import annotations

import datetime as dt
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.commands.demo_cases import FILE, By, Stage, changes_of, load_demo_cases, resolved
from intake.errors import ContentError
from intake.interview.answers import Answers
from intake.interview.values import Json
from intake.pathways.assess import assess
from intake.pathways.profile_reader import BUILT_IN
from tests.commands.stored import content

DAY = dt.date(2026, 5, 17)
RAW = (files("intake.commands") / FILE).read_text(encoding="utf-8")


def value(data: Json, site: str = "zebera", day: dt.date = DAY) -> Json:
    return resolved(data, content().sites[site], day)


@pytest.mark.parametrize("site", BUILT_IN)
@pytest.mark.parametrize("day", [DAY, dt.date(2028, 2, 29), dt.date(2030, 1, 1)], ids=str)
def test_every_case_can_be_assessed_at_every_site_on_any_day(site: str, day: dt.date) -> None:
    cases = load_demo_cases(content().questionnaire, content().sites[site], day)
    assert len(cases) == 8
    for case in cases:
        assess(content().logic, case.answers, content().sites[site], content().laws.in_force(day), day)


def test_the_cases_stand_at_several_stages() -> None:
    cases = load_demo_cases(content().questionnaire, content().sites["zebera"], DAY)
    assert {case.stage for case in cases} == set(Stage)
    assert [case.by for case in cases].count(By.COLLEAGUE) == 1
    assert [case.stage for case in cases].count(Stage.INTERRUPTED) == 1
    assert all(case.answers["privacy_info_given"].value == "yes" for case in cases)


def test_no_date_of_a_case_is_fixed() -> None:
    assert not re.search(r'"(19|20)\d\d(-\d\d){0,2}"', RAW)


def test_marks_become_dates_and_the_town_of_the_site() -> None:
    assert value({"a": ["@today-17", "@today+14", "@today"], "b": "@month-5", "c": "@year-17", "d": "text @today"}) == {
        "a": ["2026-04-30", "2026-05-31", "2026-05-17"],
        "b": "2025-12",
        "c": "2009",
        "d": "text @today",
    }
    assert value("@town", "muenster") == {"text": "Münster", "ags": "05515000"}
    assert value("@town", "gib_chain") is None


@given(st.integers(-1200, 1200), st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_months_are_counted_over_the_turn_of_years(distance: int, day: dt.date) -> None:
    year, month = map(int, str(value(f"@month{distance:+d}", day=day)).split("-"))
    assert (year - day.year) * 12 + month - day.month == distance


def test_the_changes_of_answers_lead_to_these_answers() -> None:
    for case in load_demo_cases(content().questionnaire, content().sites["zebera"], DAY):
        assert Answers().apply_all(changes_of(case.answers)) == case.answers


BROKEN = {
    "no JSON": "{",
    "no object": "[]",
    "no answers": '{"stage": "open", "by": "me", "hours": 1}',
    "unknown stage": '{"stage": "lost", "by": "me", "hours": 1, "answers": {}}',
    "unknown person": '{"stage": "open", "by": "nobody", "hours": 1, "answers": {}}',
    "no number": '{"stage": "open", "by": "me", "hours": "soon", "answers": {}}',
    "wrong answer": '{"stage": "open", "by": "me", "hours": 1, "answers": {"gender": "q"}}',
}


@pytest.mark.parametrize("line", list(BROKEN.values()), ids=list(BROKEN))
def test_a_broken_case_is_named_with_its_line(line: str, tmp_path: Path) -> None:
    sound = json.dumps({"stage": "open", "by": "me", "hours": 1, "answers": {}})
    file = tmp_path / FILE
    file.write_text(f"{sound}\n{line}\n", "utf-8")
    with pytest.raises(ContentError) as caught:
        load_demo_cases(content().questionnaire, content().sites["zebera"], DAY, file)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(f"{FILE}:2: ")
