"""A case as it stood at an earlier moment, from its history."""

from __future__ import annotations

import datetime as dt

from intake.interview.answers import Answer, AnswerGiven, Answers, State
from intake.interview.values import PartialDate
from intake.store.kept.answers import Event, PastChange
from intake.store.kept.happened import CaseEvent
from intake.ui.looking_back import answers_around, answers_until
from tests.ui.program import AT

MINUTE = dt.timedelta(minutes=1)


def said(text: str) -> Answer:
    return Answer(State.ANSWERED, text)


def past(seq: int, at: dt.datetime, text: str, question: str = "address", actor: str = "amira") -> PastChange:
    return PastChange(seq, Event(str(seq), AnswerGiven(question, said(text)), at), actor, "Amira")


def event_at(at: dt.datetime, actor: str = "amira") -> CaseEvent:
    return CaseEvent("e", "c", "moved", PartialDate(2026), actor, at)


def test_answers_stand_as_they_stood_then() -> None:
    history = [past(1, AT, "a"), past(2, AT + MINUTE, "b"), past(3, AT + 2 * MINUTE, "c")]
    assert answers_until(history, AT - MINUTE) == Answers()
    assert answers_until(history, AT + MINUTE)["address"] == said("b")


def test_an_event_is_found_by_its_own_changes_also_where_the_clock_was_set_back() -> None:
    history = [
        past(1, AT, "a"),
        past(2, AT - MINUTE, "b"),
        past(3, AT - MINUTE, "x", "phone"),
        past(4, AT + MINUTE, "c"),
    ]
    before, after = answers_around(history, event_at(AT - MINUTE))
    assert (before["address"], before["phone"].state) == (said("a"), State.NOT_ASKED)
    assert (after["address"], after["phone"]) == (said("b"), said("x"))


def test_an_event_that_changed_no_answer_stands_between_equal_answers() -> None:
    before, after = answers_around([past(1, AT, "a")], event_at(AT + MINUTE))
    assert before == after


def test_what_a_colleague_changed_in_the_same_moment_is_not_of_the_event() -> None:
    history = [past(1, AT, "a", actor="boris"), past(2, AT, "b", "phone")]
    before, after = answers_around(history, event_at(AT))
    assert before["address"] == said("a")
    assert (before["phone"].state, after["phone"]) == (State.NOT_ASKED, said("b"))
