"""Conditions mean in the form what they mean at the desk: certainly true, certainly false, or open.

A question whose condition is c is asked unless c is certainly false, one with `not (c)` unless c is certainly true: two
questions say everything about a condition.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from intake.interop import nodes
from intake.interop.rows import XlsForm
from intake.interop.xlsform import Builder
from intake.interview.conditions.condition import parse_condition
from intake.interview.facts import Facts
from intake.interview.logic import Logic
from intake.interview.truth import Truth
from tests.interop.any_answers import any_answers
from tests.interop.filled_form import fill, row_of
from tests.interop.forms import DAY, context, texts
from tests.pathways.personas import logic

OF_HOUSEHOLD = "any_between(children_ages,6,17)"
"""Stays open in the form while the household has entries."""

CONDITIONS = (
    "age < 18",
    "age <= 18",
    "age == 17",
    "age != 66",
    "age >= cfg('pension_age')",
    "birth_date < '2008-11-25'",
    "birth_date >= '2008-11-26'",
    "arrival_date <= birth_date",
    "months_since(first_title_date) < 18",
    "months_since(birth_date) >= 216",
    "school_years == 10",
    "school_years > 0 and work_months <= 24",
    "school_year_end < assessment_day",
    "gender == 'f' or gender == 'd'",
    "residence_status not in ('eu','none')",
    "has(contact_safe,'phone')",
    "overlap(work_sectors,['textile','care'])",
    "has(documents,'passport') or known(documents)",
    OF_HOUSEHOLD,
    "atleast(german_speaking,'b1')",
    "atleast(english_level,'a2') and not atleast(german_speaking,'a2')",
    "macro_language(preferred_language)",
    "nat_in('good_prospect')",
    "nat_in('safe_origin')",
    "status_group == 'asylum_pending'",
    "stay_prospect == 'good'",
    "legal_circle in ('sgb2','asylblg_sgb3')",
    "course_access == 'entitled'",
    "school_duty == 'yes' and course_type != 'general_course'",
    "hannover_group == 'G1_high_education'",
    "market_ready == 'yes' or recognition_needed == 'yes'",
    "known(goal_work)",
    "not known(youth_office_known)",
    "sure(age < 18) or maybe(gender == 'm')",
    "maybe(not sure(goal_main == 'work'))",
    "youth_office_known == 'no'",
    "youth_office_known != 'no' and minor_company == 'alone'",
    "site_uses_recipient('jc')",
    "deadline_base('grant_start') and cfg('special_needs_block')",
    "cfg('ik_rule') == 'stop'",
    "country_of_birth == origin_country",
)


SETTLED = [
    "site_uses_recipient('jc')",
    "deadline_base('grant_start') and cfg('special_needs_block')",
    "cfg('ik_rule') == 'stop'",
]
"""Decided by site and law alone."""

PARTS = 2
"""There are not enough questions for all conditions at once."""


@cache
def changed(part: int) -> tuple[Logic, dict[str, tuple[str, str]], XlsForm]:
    """The questionnaire with each condition at two questions that nothing depends on, and the form of it."""
    whole = logic()
    read = {id_ for reads in whole.reads.values() for id_ in reads} | {"privacy", "interpreter_type"}
    grids = whole.questionnaire.grid_of
    openers = {grid.opener for grid in whole.questionnaire.grids}
    free = [
        question.id
        for question in nodes.questions_in(whole.questionnaire, "full")
        if not (question.id in read or question.id in grids or question.id in openers)
        and not (question.private or question.filled_by or question.id == "household")
    ]
    wanted = CONDITIONS[part::PARTS]
    names = {id_ for text in wanted for id_ in parse_condition(text, whole.vocabulary).ids}
    more = iter([id_ for id_ in free if id_ not in names])
    places = {text: (next(more), next(more)) for text in wanted}
    whens = dict(whole.relevance)
    for text, (plain, negated) in places.items():
        whens[plain] = parse_condition(text, whole.vocabulary)
        whens[negated] = parse_condition(f"not ({text})", whole.vocabulary)
    new = replace(whole, relevance=whens)
    return new, places, Builder(new, context("zebera"), "full", texts("de")).form()


@pytest.mark.parametrize("part", range(PARTS))
def test_only_what_the_household_says_is_beyond_the_form(part: int) -> None:
    _, places, made = changed(part)
    assert set(made.open_conditions) == set(places.get(OF_HOUSEHOLD, ()))


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("day", [DAY, dt.date(2026, 2, 28), dt.date(2028, 2, 29), dt.date(2026, 8, 1)])
def test_conditions_keep_their_three_values(day: dt.date, part: int) -> None:
    new, places, made = changed(part)
    for seed in range(25):
        answers = any_answers(Random(seed), new.questionnaire, "full", day)
        facts = Facts(new, answers, replace(context("zebera"), day=day))
        shown = fill(made, new.questionnaire, "full", answers, day)
        for text, (plain, negated) in places.items():
            truth = parse_condition(text, new.vocabulary).truth(facts)
            if text == OF_HOUSEHOLD and facts.entries("household"):
                truth = Truth.OPEN
            asked = tuple(shown.is_relevant(row_of(new.questionnaire[id_])) for id_ in (plain, negated))
            assert asked == (truth is not Truth.FALSE, truth is not Truth.TRUE), (seed, text)


def test_the_answers_decide_nearly_every_condition_both_ways() -> None:
    seen: dict[str, set[Truth]] = {}
    for seed in range(25):
        facts = Facts(logic(), any_answers(Random(seed), logic().questionnaire, "full", DAY), context("zebera"))
        for text in CONDITIONS:
            seen.setdefault(text, set()).add(parse_condition(text, logic().vocabulary).truth(facts))
    assert [text for text, truths in seen.items() if len(truths) == 1] == SETTLED
