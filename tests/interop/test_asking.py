"""The form asks what the desk asks: for invented people and for random answers, at several sites and on edge days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

import pytest

from intake.interop import nodes
from intake.interop.xlsform import Builder
from intake.interview.answers import Answers, State
from intake.interview.conditions.condition import parse_condition
from intake.interview.facts import Facts
from intake.interview.questions import Question
from intake.interview.values import Json
from tests.interop.any_answers import any_answers
from tests.interop.filled_form import Filled, fill, row_of
from tests.interop.forms import DAY, context, form, texts
from tests.pathways.personas import HOMES, answers_of, logic, persona

EDGE_DAYS = (DAY, dt.date(2024, 2, 29), dt.date(2025, 2, 28), dt.date(2026, 7, 31), dt.date(2026, 8, 1))


def filled(answers: Answers, site: str = "zebera", kind: str = "full", day: dt.date = DAY) -> Filled:
    return fill(form(site, kind, day), logic().questionnaire, kind, answers, day)


def asks(data: dict[str, Json], row: str, site: str = "zebera") -> bool:
    return filled(answers_of(data), site).is_relevant(row)


def asked_at_the_desk(facts: Facts, question: Question) -> bool:
    """What the desk asks in a form that is filled in from the first row to the last."""
    grid = logic().questionnaire.grid_of.get(question.id)
    opener = grid.opener if grid else ""
    is_taken_over = bool(opener) and facts.is_asked(opener) and facts.answers[opener].state in _TAKEN_OVER
    return facts.is_asked(question.id) and not (facts.lacks_privacy and question.private) and not is_taken_over


_TAKEN_OVER = (State.UNKNOWN, State.DECLINED, State.ASK_LATER)


def differences(answers: Answers, site: str, kind: str, day: dt.date, law: dt.date | None = None) -> list[str]:
    """The rows of questions and fields that the form asks and the desk does not, or the other way round."""
    facts = Facts(logic(), answers, context(site, day, law))
    shown = fill(form(site, kind, day, law), logic().questionnaire, kind, answers, day)
    found = []
    for question in nodes.questions_in(logic().questionnaire, kind):
        is_asked = asked_at_the_desk(facts, question)
        if shown.is_relevant(row_of(question)) != is_asked:
            found.append(question.id)
        for place, entry in enumerate(facts.entries(question.id) if question.fields and is_asked else ()):
            inside = shown.of_entry(question.id, place)
            wrong = [each for each in question.fields if inside.is_relevant(row_of(each)) != entry.is_asked(each.id)]
            found += [each.context for each in wrong]
    return found


@pytest.mark.parametrize(("id_", "site"), HOMES.items())
def test_the_form_asks_an_invented_person_what_the_desk_asks(id_: str, site: str) -> None:
    who = persona(id_, site)
    assert differences(answers_of(who.answers), site, "full", who.on, who.law) == []


@pytest.mark.parametrize("seed", range(30))
def test_the_form_asks_anybody_what_the_desk_asks(seed: int) -> None:
    random = Random(seed)
    site, kind = random.choice(("zebera", "muenster", "hannover")), random.choice(("full", "full", "child"))
    day = random.choice(EDGE_DAYS)
    answers = any_answers(random, logic().questionnaire, kind, day)
    assert differences(answers, site, kind, day) == []


def test_before_anything_is_answered_every_question_that_may_be_relevant_is_asked() -> None:
    assert differences(Answers(), "zebera", "full", DAY) == []
    assert asks({}, "minor_company")
    assert asks({"birth_date": {"state": "unknown"}}, "minor_company")
    assert not asks({"birth_date": "1980"}, "minor_company")


def test_a_question_that_does_not_arise_is_no_answer_and_no_open_one() -> None:
    assert not asks({"birth_date": "1980"}, "youth_office_known")
    assert asks({"birth_date": "2012"}, "youth_office_known")
    assert not asks({"birth_date": "2012", "minor_company": "parent"}, "youth_office_known")


def test_a_year_of_birth_is_an_interval() -> None:
    assert asks({"birth_date": "2008"}, "minor_company")
    assert asks({"birth_date": "2008-11"}, "minor_company")
    assert asks({"birth_date": "2008-11-26"}, "minor_company")
    assert not asks({"birth_date": "2008-11-25"}, "minor_company")


def test_private_questions_are_hidden_while_somebody_could_listen_and_stay_open() -> None:
    alone: dict[str, Json] = {"birth_date": "1990", "gender": "f", "privacy": "yes", "pregnancy": "yes"}
    assert asks(alone, "pregnancy")
    assert asks(alone, "doctor_appointment__private")
    assert not asks(alone, "doctor_appointment__private__hidden")
    for id_, code in (("privacy", "no"), ("interpreter_type", "adult_relative"), ("interpreter_type", "volunteer")):
        assert not asks({**alone, id_: code}, "pregnancy")
        assert asks({**alone, id_: code}, "doctor_appointment__private__hidden")


@pytest.mark.parametrize("state", ["unknown", "declined", "ask_later"])
def test_a_state_of_an_opener_stands_for_its_screen(state: str) -> None:
    assert asks({}, "wg_seeing")
    assert asks({"wg_opener": "yes"}, "wg_seeing")
    assert not asks({"wg_opener": {"state": state}}, "wg_seeing")


def test_entries_of_the_household_stand_in_for_what_they_say() -> None:
    child: Json = [{"relation": "child", "where": "here", "birth_date": "2015"}]
    assert asks({"birth_date": "1990", "children_ages": [7]}, "children_school")
    assert not asks({"birth_date": "1990", "children_ages": [7], "household": child}, "children_school")
    assert not asks({"birth_date": "1990", "household": child}, "children_ages__page")
    assert asks({"birth_date": "1990", "household": []}, "children_ages__page")


def test_what_site_and_law_decide_is_decided_in_the_form() -> None:
    assert asks({}, "wellbeing_ok", "muenster") is context("muenster").config["special_needs_block"]
    assert asks({}, "grant_start__page", "zebera") is ("grant_start" in context("zebera").deadline_bases)


def test_a_condition_that_the_form_cannot_read_is_named_and_its_question_always_asked() -> None:
    whens = {**logic().relevance, "phone": parse_condition("in_site_area == 'yes'", logic().vocabulary)}
    changed = replace(logic(), relevance=whens)
    made = Builder(changed, context("zebera"), "full", texts("de")).form()
    assert made.open_conditions == ("phone",)
    assert next(row for row in made.rows if row.name == "phone__page").relevant == ""


def test_no_condition_of_the_questionnaire_is_beyond_the_form() -> None:
    for site in ("zebera", "muenster", "bielefeld", "hannover", "dortmund"):
        for kind in ("full", "child"):
            assert form(site, kind).open_conditions == ()
