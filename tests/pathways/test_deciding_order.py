"""Whoever asks in the order of what decides, until nothing is left, leaves no line open that an answer could decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.answers import ASK_LATER, DECLINED, UNKNOWN, Answer, AnswerGiven, Answers
from intake.interview.facts import QuestionState
from intake.pathways.assess import CHILD, FULL, Assessment, assess
from intake.pathways.deciding import deciding_questions, still_to_ask, waiting
from tests.pathways.personas import answers_of, laws, logic, sites
from tests.pathways.test_properties import given_answers

DAY = dt.date(2026, 5, 18)
SITES = [site.id for site in sites()]
STATES = {QuestionState.UNKNOWN, QuestionState.ASK_LATER, QuestionState.DECLINED}


def askable(kind: str = FULL) -> frozenset[str]:
    return frozenset(question.id for question in logic().questionnaire.questions_of(kind)) - {"consents"}


def assessed(answers: Answers, site: str, kind: str = FULL) -> Assessment:
    return assess(logic(), answers, sites()[site], laws().in_force(DAY), DAY, kind)


def asked_to_the_end(
    site: str, answer: Callable[[str], Answer], kind: str = FULL, answers: Answers | None = None
) -> tuple[Assessment, list[str]]:
    """The proposal once nothing more is to be asked, and what was asked. Nothing is put twice."""
    answers = answers or Answers()
    asked: list[str] = []
    while True:
        found = assessed(answers, site, kind)
        left = [each.question for each in still_to_ask(found, askable(kind)) if each.question not in asked]
        if not left:
            return found, asked
        asked.append(left[0])
        given_answer = answer(left[0])
        value = given_answer.value
        if isinstance(value, tuple):
            answers = Answers({**answers.by_id, left[0]: given_answer})
        else:
            answers = answers.apply(AnswerGiven(left[0], given_answer))


@given(st.sampled_from(SITES), st.sampled_from((FULL, CHILD)), st.data())
def test_after_the_last_of_them_no_open_line_waits_for_an_answer_that_could_still_be_given(
    site: str, kind: str, data: st.DataObject
) -> None:
    def answer(id_: str) -> Answer:
        known = given_answers().get(id_, ())
        state = data.draw(st.sampled_from((None, None, None, UNKNOWN, DECLINED, ASK_LATER)))
        if state is not None or not known:
            return state or UNKNOWN
        return answers_of({id_: data.draw(st.sampled_from(known))})[id_]

    found, asked = asked_to_the_end(site, answer, kind)
    for each in deciding_questions(found):
        if each.question in askable(kind):
            assert each.question in asked
            # What is answered and still listed was answered as exactly as the person knows.
            state = found.facts.state(each.question)
            assert state in STATES or (state is QuestionState.ANSWERED and each.question in asked)


@pytest.mark.parametrize("site", SITES)
def test_with_an_answer_to_each_of_them_every_line_is_decided(site: str) -> None:
    """Every answer that a person of the domain's examples gave, the first there is."""

    def answer(id_: str) -> Answer:
        known = given_answers().get(id_)
        return answers_of({id_: known[0]})[id_] if known else DECLINED

    found, asked = asked_to_the_end(site, answer)
    assert asked
    missing = {id_ for line in found.open for id_ in line.open.missing}
    assert not missing


def test_fewer_questions_are_asked_than_the_core_run_has() -> None:
    def answer(id_: str) -> Answer:
        known = given_answers().get(id_)
        return answers_of({id_: known[0]})[id_] if known else DECLINED

    _, asked = asked_to_the_end("zebera", answer)
    required = [question.id for question in logic().questionnaire if question.required]
    assert len(asked) < len(required)


def test_what_was_postponed_waits_and_what_nobody_knows_is_not_put_again() -> None:
    first = still_to_ask(assessed(Answers(), "zebera"), askable())[0].question
    for state in (ASK_LATER, UNKNOWN, DECLINED):
        found = assessed(Answers({first: state}), "zebera")
        assert first not in [each.question for each in still_to_ask(found, askable())]
        assert (first in [each.question for each in waiting(found, askable())]) is (state is ASK_LATER)


def test_an_answer_that_is_not_exact_enough_comes_after_what_nobody_asked() -> None:
    answers = answers_of({"birth_date": "2011", "residence_municipality": {"text": "Münster", "ags": "05515000"}})
    order = [each.question for each in still_to_ask(assessed(answers, "muenster"), askable())]
    assert "birth_date" in order
    facts = assessed(answers, "muenster").facts
    states = [facts.state(id_) for id_ in order]
    assert states == sorted(states, key=lambda state: state is QuestionState.ANSWERED)


def test_a_private_question_waits_while_somebody_could_listen() -> None:
    alone = answers_of({"privacy": "yes"})
    listening = answers_of({"privacy": "no"})
    private = {question.id for question in logic().questionnaire if question.private}
    for site in SITES:
        could = {each.question for each in still_to_ask(assessed(alone, site), askable())} & private
        assert could or site != "muelheim"
        found = assessed(listening, site)
        assert not {each.question for each in still_to_ask(found, askable())} & private
        assert could <= {each.question for each in waiting(found, askable())}


def test_of_the_short_case_of_a_child_only_its_own_questions_are_asked() -> None:
    found = assessed(Answers(), "zebera", CHILD)
    assert {each.question for each in still_to_ask(found, askable(CHILD))} <= askable(CHILD)
