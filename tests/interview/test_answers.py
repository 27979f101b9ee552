from __future__ import annotations

import pytest

from intake.interview.answers import (
    ASK_LATER,
    DECLINED,
    NOT_ASKED,
    Answer,
    AnswerGiven,
    Answers,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
    FieldGiven,
    State,
)


def said(value: str) -> Answer:
    return Answer(State.ANSWERED, value)


def test_a_change_returns_new_answers_and_leaves_the_old_ones() -> None:
    before = Answers()
    after = before.apply(AnswerGiven("gender", said("f")))
    assert before["gender"] is NOT_ASKED
    assert after["gender"].value == "f"
    assert "gender" in after
    assert "gender" not in before


def test_a_value_without_the_state_answered_is_refused() -> None:
    with pytest.raises(ValueError, match="answered"):
        Answer(State.DECLINED, "f")
    with pytest.raises(ValueError, match="answered"):
        Answer(State.ANSWERED)


def test_entries_are_added_changed_moved_and_removed_one_by_one() -> None:
    answers = Answers().apply_all(
        [
            EntryAdded("cv_stations", "a"),
            EntryAdded("cv_stations", "b"),
            FieldGiven("cv_stations", "a", "kind", said("work")),
            FieldGiven("cv_stations", "b", "kind", DECLINED),
            EntryMoved("cv_stations", "b", 0),
        ]
    )
    assert [entry.id for entry in answers.entries("cv_stations")] == ["b", "a"]
    assert answers.entries("cv_stations")[1].answer("kind").value == "work"
    left = answers.apply(EntryRemoved("cv_stations", "b"))
    assert [entry.id for entry in left.entries("cv_stations")] == ["a"]


def test_a_change_to_an_entry_that_is_gone_changes_nothing() -> None:
    answers = Answers().apply(EntryAdded("household", "a"))
    for change in (
        FieldGiven("household", "x", "where", said("here")),
        EntryRemoved("household", "x"),
        EntryMoved("household", "x", 0),
    ):
        assert answers.apply(change) == answers


def test_the_same_entry_is_added_only_once() -> None:
    answers = Answers().apply_all([EntryAdded("household", "a"), EntryAdded("household", "a")])
    assert len(answers.entries("household")) == 1


def test_a_state_of_a_repeat_gives_way_to_its_first_entry() -> None:
    answers = Answers().apply_all([AnswerGiven("household", ASK_LATER), EntryAdded("household", "a")])
    assert answers["household"].state is State.ANSWERED
