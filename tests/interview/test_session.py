from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.interview.answers import ASK_LATER, DECLINED, NOT_ASKED, UNKNOWN, Answer, AnswerGiven, Answers, Entry, State
from intake.interview.context import ConfigValue, Context, full_config
from intake.interview.facts import QuestionState
from intake.interview.logic import Logic, load_logic
from intake.interview.questionnaire import Questionnaire, load_questionnaire
from intake.interview.questions import Kind
from intake.interview.session import Interview, Run, Step
from intake.interview.values import PartialDate, Plain

DAY = dt.date(2016, 2, 15)
LAW: Mapping[str, ConfigValue] = {"ik_rule": "list", "s24_circle": "asylblg", "pension_age": 65}
LOGIC = load_logic(load_questionnaire())
SINGLE = [question for question in LOGIC.questionnaire if question.kind in (Kind.SINGLE, Kind.CEFR)]


@pytest.fixture(scope="session")
def logic(questionnaire: Questionnaire) -> Logic:
    return LOGIC


def interview(run: Run = Run.CORE, needed: frozenset[str] = frozenset(), **answers: Plain | Answer) -> Interview:
    given_answers = {
        id_: value if isinstance(value, Answer) else Answer(State.ANSWERED, value) for id_, value in answers.items()
    }
    context = Context(DAY, full_config(LAW))
    return Interview(LOGIC, Answers(given_answers), context, run=run, needed=needed)


def settle(talk: Interview, step: Step) -> Interview:
    return talk.change(*(AnswerGiven(id_, UNKNOWN) for id_ in step.questions))


def test_the_first_question_comes_first() -> None:
    step = interview().next_step()
    assert step is not None
    assert step.id == "interview_mode"


@pytest.mark.parametrize("run", list(Run))
def test_an_interview_ends_and_asks_nothing_twice(run: Run) -> None:
    talk = interview(run)
    asked: list[str] = []
    here = ""
    while step := talk.next_step(here):
        assert step.id not in asked
        asked.append(step.id)
        talk, here = settle(talk, step), step.id
        assert len(asked) < 200
    assert talk.progress.done == talk.progress.total
    assert talk.required_left == ()


def test_what_is_left_out_is_no_step_and_counts_all_the_same() -> None:
    whole = interview(privacy="no")
    part = replace(whole, left_out=frozenset({"privacy", "interview_mode"}))
    assert {"privacy", "interview_mode"} <= {id_ for step in whole.steps for id_ in step.questions}
    assert {"privacy", "interview_mode"}.isdisjoint(id_ for step in part.steps for id_ in step.questions)
    assert part.facts.lacks_privacy
    assert part.next_step() == whole.next_step("interview_mode")


def test_the_core_run_asks_what_is_required_and_what_decides() -> None:
    plain, with_need = interview(), interview(needed=frozenset({"course_open"}))
    required = {question.id for question in LOGIC.questionnaire if question.required}
    assert required <= plain.core
    assert "literacy" not in plain.core or "literacy" in required
    assert {"asylum_stage", "residence_status"} <= with_need.core
    assert len(interview(Run.FULL).steps) > len(with_need.steps)


def test_a_closed_branch_is_not_asked_and_its_answers_are_parked() -> None:
    minor = interview(birth_date=PartialDate(2000), minor_company="alone", youth_office_known="no")
    assert minor.step_of("youth_office_known") is not None
    adult = minor.change(AnswerGiven("birth_date", Answer(State.ANSWERED, PartialDate(1980))))
    assert adult.step_of("youth_office_known") is None
    assert adult.parked == ("minor_company", "youth_office_known")
    again = adult.change(AnswerGiven("birth_date", Answer(State.ANSWERED, PartialDate(2000))))
    assert again.parked == ()
    assert again.answers["youth_office_known"].value == "no"


@given(st.lists(st.tuples(st.sampled_from(SINGLE), st.integers(0, 20)), max_size=25))
@settings(max_examples=60)
def test_reopening_a_branch_brings_its_answers_back(picked: list[tuple[object, int]]) -> None:
    talk = interview(Run.FULL)
    for question, number in picked:
        assert hasattr(question, "choices")
        code = question.choices[number % len(question.choices)].code
        talk = talk.change(AnswerGiven(question.id, Answer(State.ANSWERED, code)))  # type: ignore[attr-defined]
    child = talk.change(AnswerGiven("birth_date", Answer(State.ANSWERED, PartialDate(2014))))
    back = child.change(AnswerGiven("birth_date", talk.answers["birth_date"]))
    assert back.parked == talk.parked
    assert [back.answers[id_] for id_ in talk.answers] == [talk.answers[id_] for id_ in talk.answers]


def test_a_grid_is_one_screen_and_a_single_row_is_a_plain_question() -> None:
    full = interview(Run.FULL, wg_opener="yes")
    step = full.step_of("wg_hearing")
    assert step is not None
    assert step.id == "functioning"
    assert len(step.questions) == 6
    core = interview(Run.CORE).step_of("german_speaking")
    assert core is not None
    assert core.grid is None


def test_a_screen_with_one_open_row_is_not_settled() -> None:
    full = interview(Run.FULL, wg_opener="yes", wg_seeing="none")
    step = full.step_of("functioning")
    assert step is not None
    assert not full.is_settled(step)
    assert full.is_settled(step) is False
    assert settle(full, step).is_settled(step)


def test_a_state_of_an_opener_is_taken_over_for_its_screen() -> None:
    talk = interview(Run.FULL, wg_seeing="lot")
    changes = talk.with_consequences(AnswerGiven("wg_opener", DECLINED))
    after = talk.change(*changes)
    assert after.answers["wg_hearing"].state is State.DECLINED
    assert after.answers["wg_seeing"].value == "lot"
    answered = AnswerGiven("wg_opener", Answer(State.ANSWERED, "yes"))
    assert talk.with_consequences(answered) == (answered,)


def test_postponed_questions_are_passed_and_stay_on_the_list() -> None:
    talk = interview(family_name=ASK_LATER, given_name=DECLINED)
    assert talk.postponed == ("family_name",)
    step = talk.step_of("family_name")
    assert step is not None
    assert talk.is_settled(step)


def test_private_questions_wait_while_a_relative_interprets() -> None:
    talk = interview(Run.FULL, interpreter_type="adult_relative")
    assert "feels_safe" in talk.postponed
    assert talk.facts.state("feels_safe") is QuestionState.ASK_LATER
    assert "feels_safe" not in interview(Run.FULL, interpreter_type="remote_pro").postponed


def test_back_leads_through_the_same_screens() -> None:
    talk = interview()
    forward = [step.id for step in talk.steps]
    back = [forward[-1]]
    while step := talk.previous_step(back[-1]):
        back.append(step.id)
    assert back == forward[::-1]


def test_before_data_protection_is_explained_nothing_may_be_stored() -> None:
    assert not interview().may_be_stored
    assert not interview(privacy_info_given="no").may_be_stored
    assert interview(privacy_info_given="yes").may_be_stored


def test_a_later_talk_asks_again_how_it_takes_place() -> None:
    talk = interview(interview_mode="phone", privacy="yes", family_name="Rahimi")
    fresh = talk.change(*talk.new_session())
    assert fresh.answers["interview_mode"] is NOT_ASKED
    assert fresh.answers["privacy"] is NOT_ASKED
    assert fresh.answers["family_name"].value == "Rahimi"


def test_any_question_can_be_gone_to(questionnaire: Questionnaire) -> None:
    talk = interview()
    for question in questionnaire:
        assert question.id in talk.step_for(question.id).questions


def test_an_earlier_answer_is_suggested_and_not_stored() -> None:
    talk = interview(preferred_language="tir")
    mother_tongue = LOGIC.questionnaire["mother_tongue"]
    assert talk.suggestion(mother_tongue) == ("tir",)
    assert talk.answers["mother_tongue"] is NOT_ASKED
    answered = talk.change(AnswerGiven("mother_tongue", Answer(State.ANSWERED, ("amh",))))
    assert answered.suggestion(mother_tongue) is None


def test_months_of_work_are_suggested_from_the_stations() -> None:
    def station(kind: str, first: PartialDate, last: PartialDate) -> Entry:
        values: dict[str, Plain] = {"kind": kind, "from": first, "to": last}
        return Entry(kind, {id_: Answer(State.ANSWERED, value) for id_, value in values.items()})

    stations = (
        station("work", PartialDate(2010, 1, 1), PartialDate(2011, 12, 31)),
        station("school", PartialDate(2000), PartialDate(2009)),
    )
    talk = interview(Run.FULL).change(AnswerGiven("cv_stations", Answer(State.ANSWERED, stations)))
    assert talk.suggestion(LOGIC.questionnaire["work_months"]) == 24
    assert interview().suggestion(LOGIC.questionnaire["work_months"]) is None
