"""A suggestion is kept by Enter, replaced by what is typed, and changed after an arrow key; it is never half-typed."""

from __future__ import annotations

import pytest

from intake.interview.answers import Value
from intake.interview.questions import Question
from intake.interview.values import Municipality, OwnWords, PartialDate
from intake.ui.widgets.field import Field
from tests.ui.field_app import (
    DATE,
    ENTER,
    FREE,
    JOB,
    LANGUAGE,
    LANGUAGES,
    MONTHS,
    NUMBER,
    TOWN,
    YES_NO,
    answered,
    answering,
    asked,
    make,
    text,
    typing,
)

TYPED: tuple[tuple[Question, Value, str, Value], ...] = (
    (MONTHS, 94, "84", 84),
    (NUMBER, 94, "84", 84),
    (FREE, "Mansour", "Al Ali", "Al Ali"),
    (DATE, PartialDate(2026, 5, 18), "17.5.2026", PartialDate(2026, 5, 17)),
    (TOWN, Municipality("Wuppertal", "05124000"), "Münster", Municipality("Münster", "05515000")),
    (JOB, OwnWords("Koch"), "Bäcker", OwnWords("Bäcker")),
    (LANGUAGES, ("ara",), "ukr", ("ukr",)),
    (LANGUAGE, "ara", "ukr", "ukr"),
)
EVERY = pytest.mark.parametrize(
    ("question", "suggested", "words", "other"), TYPED, ids=[each[0].kind.value for each in TYPED]
)


@EVERY
async def test_the_first_typed_character_takes_the_place_of_a_suggestion(
    question: Question, suggested: Value, words: str, other: Value
) -> None:
    field = make(question, answered(suggested), is_suggested=True)
    # A list of languages takes one Enter for the language and one for the list.
    enters = [ENTER] * (2 if question is LANGUAGES else 1)
    assert (await answering(field, *typing(words), *enters)).value == other


@EVERY
async def test_what_is_pasted_takes_the_place_of_a_suggestion(
    question: Question, suggested: Value, words: str, other: Value
) -> None:
    async with asked(make(question, answered(suggested), is_suggested=True)) as app:
        await app.paste(words)
        await app.press(ENTER, *([ENTER] if question is LANGUAGES else []))
        assert app.value == other


@EVERY
async def test_enter_alone_keeps_a_suggestion(question: Question, suggested: Value, words: str, other: Value) -> None:
    app = await answering(make(question, answered(suggested), is_suggested=True), ENTER)
    assert app.value == suggested
    assert app.of(Field.Typed) == []


async def test_after_an_arrow_key_a_suggestion_is_changed_in_its_place() -> None:
    assert (await answering(make(NUMBER, answered(94), is_suggested=True), "left", "0", ENTER)).value == 904
    assert (await answering(make(NUMBER, answered(94), is_suggested=True), "right", "0", ENTER)).value == 940
    assert (await answering(make(NUMBER, answered(94), is_suggested=True), "home", "1", ENTER)).value == 194


async def test_after_an_arrow_key_a_suggested_list_of_languages_is_added_to() -> None:
    field = make(LANGUAGES, answered(("ara",)), is_suggested=True)
    assert (await answering(field, "right", *typing("ukr"), ENTER, ENTER)).value == ("ara", "ukr")


async def test_backspace_takes_a_whole_suggestion_away_and_does_not_go_back() -> None:
    app = await answering(make(NUMBER, answered(94), is_suggested=True), "backspace", "7", ENTER)
    assert app.value == 7
    assert app.of(Field.WentBack) == []


async def test_a_stored_answer_is_gone_on_with_and_not_replaced() -> None:
    assert (await answering(make(NUMBER, answered(94)), "0", ENTER)).value == 940


async def test_text_that_was_half_typed_over_a_suggestion_is_gone_on_with() -> None:
    field = make(NUMBER, answered(94), half_typed="8", is_suggested=True)
    assert (await answering(field, "4", ENTER)).value == 84


async def test_a_suggested_choice_has_the_cursor_and_is_not_marked_as_answered() -> None:
    async with asked(make(YES_NO, answered("yes"), is_suggested=True)) as app:
        assert "(x)" not in text(app.field)
        await app.press(ENTER)
        assert app.value == "yes"
