from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.answers import Answer, Answers, State
from intake.interview.conditions.condition import parse_condition
from intake.interview.facts import NO_PRIVATE_SETTING, Facts, PanelState, QuestionState
from intake.interview.questions import Kind
from intake.interview.truth import NA, OPEN, Truth
from intake.interview.values import Json
from tests.interview.conditions.condition_cases import CONTEXT, facts_of, real_logic

NOW = dt.date(2026, 7, 10)


@pytest.mark.parametrize(
    ("stored", "state", "value"),
    [
        ("no", QuestionState.ANSWERED, "no"),
        ({"state": "unknown"}, QuestionState.UNKNOWN, OPEN),
        ({"state": "declined"}, QuestionState.DECLINED, OPEN),
        ({"state": "ask_later"}, QuestionState.ASK_LATER, OPEN),
        (None, QuestionState.NOT_ASKED, OPEN),
    ],
)
def test_a_relevant_question_has_its_stored_state(stored: Json, state: QuestionState, value: object) -> None:
    facts = facts_of({"literacy": stored})
    assert (facts.state("literacy"), facts.value("literacy")) == (state, value)


def test_a_closed_branch_parks_its_answers() -> None:
    facts = facts_of({"literacy": "no", "scripts": ["Arab"], "latin_script": {"state": "declined"}})
    assert facts.state("scripts") is QuestionState.PARKED
    assert facts.state("latin_script") is QuestionState.NOT_RELEVANT
    assert facts.value("scripts") is NA
    assert facts.value("latin_script") is NA
    assert facts.parked == ("scripts",)


def test_a_parked_answer_comes_back_with_its_branch() -> None:
    facts = facts_of({"literacy": "slow", "scripts": ["Arab"]})
    assert facts.parked == ()
    assert facts.value("scripts") == ("Arab",)


def test_an_open_when_counts_as_relevant() -> None:
    facts = facts_of({"scripts": ["Arab"]})
    assert facts.relevance("scripts") is Truth.OPEN
    assert facts.is_asked("scripts")
    assert facts.state("scripts") is QuestionState.ANSWERED


def test_parked_answers_stand_in_interview_order() -> None:
    facts = facts_of(
        {"wellbeing_ok": "no", "email": "a@b.de", "contact_safe": ["phone"], "literacy": "no", "scripts": []}
    )
    assert facts.parked == ("email", "scripts", "wellbeing_ok")


@pytest.mark.parametrize(
    ("session", "waits"),
    [
        ({}, False),
        ({"privacy": "yes", "interpreter_type": "staff"}, False),
        ({"interpreter_type": {"state": "unknown"}, "privacy": {"state": "declined"}}, False),
        ({"privacy": "no"}, True),
        ({"interpreter_type": "volunteer"}, True),
        ({"interpreter_type": "adult_relative", "privacy": "yes"}, True),
    ],
)
def test_private_questions_wait_while_somebody_listens(session: dict[str, Json], waits: bool) -> None:
    facts = facts_of({**session, "feels_safe": "no", "birth_date": "1980"})
    assert facts.state("doctor_appointment") is (QuestionState.ASK_LATER if waits else QuestionState.NOT_ASKED)
    assert facts.later_reason("doctor_appointment") == (NO_PRIVATE_SETTING if waits else "")
    assert facts.value("doctor_appointment") is OPEN
    assert facts.state("feels_safe") is QuestionState.ANSWERED
    assert facts.state("acute_need") is QuestionState.NOT_ASKED
    assert facts.state("pregnancy_due") is (QuestionState.ASK_LATER if waits else QuestionState.NOT_ASKED)


def test_a_declined_private_question_stays_declined() -> None:
    facts = facts_of({"privacy": "no", "doctor_appointment": {"state": "declined"}})
    assert facts.state("doctor_appointment") is QuestionState.DECLINED


def test_a_postponed_question_keeps_its_reason() -> None:
    later = Answer(State.ASK_LATER, reason="person is tired")
    facts = Facts(real_logic(), Answers({"doctor_appointment": later}), CONTEXT)
    assert facts.later_reason("doctor_appointment") == "person is tired"


def test_documents_count_with_at_least_one_mark() -> None:
    facts = facts_of({"documents": {"passport": ["seen"], "id": []}})
    for code, expected in (("passport", Truth.TRUE), ("id", Truth.FALSE)):
        condition = parse_condition(f"has(documents,'{code}')", real_logic().vocabulary)
        assert condition.truth(facts) is expected


def test_a_birth_date_after_the_day_is_noticed() -> None:
    facts = facts_of({"birth_date": "2016-02-16"})
    assert not facts.is_birth_date_possible
    assert facts.value("age") is OPEN
    assert facts.value("school_year_end") is OPEN
    assert facts_of({"birth_date": "2016"}).is_birth_date_possible
    assert facts_of({"birth_date": {"state": "unknown"}}).is_birth_date_possible


def test_a_row_before_the_hit_that_is_open_leaves_the_value_open() -> None:
    assert facts_of({"birth_date": "1990", "residence_status": "none"}).value("title_pending") is OPEN
    assert facts_of({"residence_status": "res_25_2_r"}).value("title_pending") == "no"
    assert facts_of({"asylum_stage": "pending"}).value("title_pending") == "no"


@pytest.mark.parametrize(
    ("day", "circle", "title", "expected"),
    [
        (NOW, "asylblg", "2024-05", "asylblg_sgb3"),
        (NOW, "by_date", "2025-03-31", "sgb2"),
        (NOW, "by_date", "2025-04-01", "asylblg_sgb3"),
        (NOW, "by_date", "2025", None),
        (NOW, "sgb2", "2025-05", "sgb2"),
    ],
)
def test_the_circle_of_section_24_follows_the_law_set(
    day: dt.date, circle: str, title: str, expected: str | None
) -> None:
    facts = facts_of(
        {"birth_date": "1990-01-01", "residence_status": "res_24", "first_title_date": title}, day, s24_circle=circle
    )
    assert facts.derived_output()["legal_circle"] == expected


@pytest.mark.parametrize(
    ("title", "expected"), [("2014-08-15", "sgb2"), ("2014-08-16", None), ("2014", None), ("2013", "sgb2")]
)
def test_section_25_5_leaves_the_asylum_benefits_after_18_months(title: str, expected: str | None) -> None:
    answers: dict[str, Json] = {
        "birth_date": "1990",
        "residence_status": "res_25_5",
        "asylum_stage": "negative_final",
        "first_title_date": title,
    }
    assert facts_of(answers).derived_output()["legal_circle"] == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [("good", "good"), ("poor", "poor"), (None, "unclear"), ({"state": "declined"}, "unclear")],
)
def test_the_entry_of_staff_overrides_the_list_and_an_empty_one_does_not(entry: Json, expected: str) -> None:
    facts = facts_of(
        {
            "residence_status": "permission",
            "asylum_stage": "pending",
            "nationality": ["AFG"],
            "stay_prospect_entry": entry,
        }
    )
    assert facts.value("stay_prospect") == expected


def panel(answers: dict[str, Json], block: bool = False) -> dict[str, PanelState]:
    return {line.letter: line.state for line in facts_of(answers, special_needs_block=block).panel()}


def test_the_panel_of_a_minor_alone() -> None:
    states = panel({"birth_date": "2000", "minor_company": "alone"})
    assert (states["a"], states["b"], states["d"]) == (PanelState.YES, PanelState.YES, PanelState.NO)
    assert list(states) == list("abcdefghijk")


def test_letters_of_the_list_are_not_asked_where_the_site_has_no_list() -> None:
    states = panel({"birth_date": "1990"})
    assert {states[letter] for letter in "fhijk"} == {PanelState.NOT_ASKED}
    assert panel({"birth_date": "1990"}, block=True)["f"] is PanelState.OPEN
    answered = panel({"birth_date": "1990", "special_needs_self": ["illness"]}, block=True)
    assert (answered["i"], answered["j"]) == (PanelState.YES, PanelState.NO)


def test_a_wish_to_talk_is_enough_to_please_assess() -> None:
    states = panel({"birth_date": "1990", "protection_talk_wish": "yes", "doctor_appointment": "yes"})
    assert {states[letter] for letter in "fhik"} == {PanelState.ASSESS}


def test_lines_of_the_panel_name_the_answers_that_decided_them() -> None:
    lines = {line.letter: line for line in facts_of({"birth_date": "2000", "protection_talk_wish": "yes"}).panel()}
    assert [reason.question for reason in lines["a"].because] == ["birth_date"]
    assert [reason.question for reason in lines["f"].because] == ["protection_talk_wish"]


CODED = [question for question in real_logic().questionnaire if question.kind in (Kind.SINGLE, Kind.CEFR)]
some_answers = st.fixed_dictionaries(
    {},
    optional={
        question.id: st.sampled_from([choice.code for choice in question.choices]).map(
            lambda code: Answer(State.ANSWERED, code)
        )
        for question in CODED
    },
).map(Answers)


@given(some_answers)
def test_every_question_is_in_exactly_one_state_that_fits_its_value(answers: Answers) -> None:
    facts = Facts(real_logic(), answers, CONTEXT)
    for question in real_logic().questionnaire:
        state, value = facts.state(question.id), facts.value(question.id)
        if state in (QuestionState.PARKED, QuestionState.NOT_RELEVANT):
            assert value is NA
        elif state is QuestionState.ANSWERED:
            assert value == answers[question.id].value
        else:
            assert value is OPEN
        assert (question.id in facts.parked) == (state is QuestionState.PARKED)


@given(some_answers)
def test_values_do_not_depend_on_what_was_read_before(answers: Answers) -> None:
    forward, backward = Facts(real_logic(), answers, CONTEXT), Facts(real_logic(), answers, CONTEXT)
    ids = [*real_logic().vocabulary.terms]
    assert {id_: forward.value(id_) for id_ in ids} == {id_: backward.value(id_) for id_ in reversed(ids)}


@given(some_answers)
def test_an_open_derived_value_lacks_something_or_is_left_to_staff(answers: Answers) -> None:
    facts = Facts(real_logic(), answers, CONTEXT)
    for table in real_logic().derivations.tables.values():
        if facts.value(table.id) is not OPEN:
            continue
        row = next(row for row in table.rows if row.condition.truth(facts) is not Truth.FALSE)
        lacking = facts.missing(row.condition)
        assert row.then is None or lacking.missing
        assert not set(lacking.missing) & set(facts.parked)


# What staff decide


def decided(answers: Mapping[str, Json], **values: str) -> Facts:
    """The facts of these answers where staff decided some derived values."""
    plain = facts_of(answers)
    return Facts(plain.logic, plain.answers, plain.context, values)


LITERATE: Mapping[str, Json] = {"literacy": "well", "school_certificate": "upper", "birth_date": "1990-01-01"}


def test_a_value_that_staff_decided_stands_in_the_place_of_the_computed_one() -> None:
    facts = decided(LITERATE, hannover_group="G3_long_term")
    condition = parse_condition("hannover_group == 'G3_long_term'", real_logic().vocabulary)
    assert condition.truth(facts) is Truth.TRUE
    assert condition.truth(facts.computed) is not Truth.TRUE
    assert facts.computed.value("hannover_group") == facts_of(LITERATE).value("hannover_group")
    assert facts_of(LITERATE).computed.value("hannover_group") == facts_of(LITERATE).value("hannover_group")


def test_a_condition_on_a_decided_value_names_the_value_and_not_the_answers_behind_it() -> None:
    facts = decided({**LITERATE, "gender": "f"}, hannover_group="G3_long_term")
    condition = parse_condition("hannover_group == 'G3_long_term' and gender == 'f'", real_logic().vocabulary)
    assert [reason.question for reason in facts.because(condition)] == ["gender"]
    assert facts.decided_in(condition) == ("hannover_group",)
    assert facts.computed.decided_in(condition) == ()
    unread = parse_condition("gender == 'f' or hannover_group == 'G3_long_term'", real_logic().vocabulary)
    assert facts.decided_in(unread) == ()


def test_a_decided_value_is_never_what_is_missing() -> None:
    facts = decided({}, hannover_group="G3_long_term")
    condition = parse_condition("hannover_group == 'G3_long_term' and gender == 'f'", real_logic().vocabulary)
    assert facts.missing(condition).missing == ("gender",)
    assert "literacy" in facts.computed.missing(condition).missing
