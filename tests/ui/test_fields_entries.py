from __future__ import annotations

from dataclasses import replace

import pytest
from textual.message import Message

from intake.interview.answers import (
    NOT_ASKED,
    Answer,
    Answers,
    Entry,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
    FieldGiven,
    State,
    Value,
)
from intake.interview.questions import Question
from intake.interview.values import PartialDate, Problem
from intake.ui.widgets.entries import EntriesField
from intake.ui.widgets.field import Field, Layout
from intake.ui.widgets.open_entry import EntryRules
from tests.ui.field_app import (
    BACK,
    DOWN,
    ENTER,
    FAMILY,
    NEW,
    REMOVE,
    UNKNOWN_KEY,
    UP,
    FieldApp,
    answered,
    asked,
    lines,
    make,
    text,
)
from tests.ui.wordings import SmallWording

AMINA = Entry("a", {"relation": answered("child"), "name": answered("Amina")})
BILAL = Entry("b", {"relation": answered("child"), "name": answered("Bilal")})
CYRUS = Entry("c", {"relation": answered("parent")})
THREE = answered((AMINA, BILAL, CYRUS))


class Ids:
    """Ids that count up."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        return f"new{self.count}"


def family(answer: Answer = NOT_ASKED, rules: EntryRules | None = None) -> EntriesField:
    field = make(FAMILY, answer, rules=replace(rules or EntryRules(), new_id=Ids()))
    assert isinstance(field, EntriesField)
    return field


def changes(app: FieldApp) -> list[object]:
    return [message.change for message in app.of(Field.Changed)]


def given(entry: str, field: str, value: Value, note: str = "") -> FieldGiven:
    return FieldGiven("family", entry, field, Answer(State.ANSWERED, value, note=note))


def only_entry(app: FieldApp) -> dict[str, object]:
    """The fields of the one entry that was answered."""
    value = app.value
    assert isinstance(value, tuple)
    (entry,) = value
    assert isinstance(entry, Entry)
    return {name: answer.value for name, answer in entry.fields.items()}


@pytest.mark.parametrize("key", [NEW, ENTER])
async def test_a_new_entry_is_added_with_an_id_and_its_fields_are_asked_in_order(key: str) -> None:
    async with asked(family(), key) as app:
        assert changes(app) == [EntryAdded("family", "new1")]
        assert "Who?" in text(app.field)
        await app.press("1")
        assert "Which name?" in text(app.field)
        await app.press(*"Omar", ENTER, *"2001", ENTER)
        assert changes(app)[1:] == [
            given("new1", "relation", "child"),
            given("new1", "name", "Omar"),
            given("new1", "born", PartialDate(2001)),
        ]
        assert "Child · Omar · 2001" in text(app.field)
        await app.press(ENTER)
        assert only_entry(app)["name"] == "Omar"


async def test_no_entries_is_an_answer() -> None:
    async with asked(family(), "down") as app:
        assert "› 0 No entries" in text(app.field)
        await app.press(ENTER)
        assert app.value == ()
    async with asked(family(), "0") as app:
        assert app.value == ()


async def test_enter_alone_confirms_the_entries_as_they_are_stored() -> None:
    async with asked(family(THREE), ENTER) as app:
        assert app.value == (AMINA, BILAL, CYRUS)
        assert app.field.locked


async def test_an_entry_is_opened_by_its_digit_or_by_enter() -> None:
    for keys in (("2",), ("home", "down", ENTER)):
        async with asked(family(THREE), *keys) as app:
            assert isinstance(app.field, EntriesField)
            assert app.field.editing is not None
            assert app.field.editing[0] == BILAL


async def test_a_changed_field_keeps_the_marks_of_its_answer() -> None:
    marked = Entry("a", {"name": Answer(State.ANSWERED, "Amina", note="as in the passport")})
    async with asked(family(answered((marked,))), "1", "tab", *"x", ENTER) as app:
        assert changes(app) == [given("a", "name", "Aminax", note="as in the passport")]


async def test_tab_goes_on_without_an_answer_and_shift_tab_back() -> None:
    async with asked(family(THREE), "3", "tab") as app:
        assert "Which name?" in text(app.field)
        await app.press("shift+tab")
        assert "Who?" in text(app.field)
        await app.press("tab", "tab", "tab")
        assert "No more entries" in text(app.field)
        assert changes(app) == []


@pytest.mark.parametrize("key", [BACK, "left"])
async def test_going_back_from_an_entry_shows_the_list(key: str) -> None:
    async with asked(family(THREE), "3", key) as app:
        assert "› 3 Parent" in text(app.field)
        assert app.passed == []


async def test_backspace_goes_to_the_field_before_and_from_the_first_to_the_list() -> None:
    async with asked(family(THREE), "3", "tab", "backspace") as app:
        assert "Who?" in text(app.field)
        await app.press("backspace")
        assert "› 3 Parent" in text(app.field)
        assert not app.of(Field.WentBack)
        await app.press("backspace")
        assert len(app.of(Field.WentBack)) == 1


async def test_going_back_from_the_list_is_left_to_the_screen() -> None:
    async with asked(family(THREE), BACK) as app:
        assert app.passed == [BACK]


async def test_a_new_entry_in_which_nothing_was_answered_is_taken_away_again() -> None:
    async with asked(family(), NEW, BACK) as app:
        assert changes(app) == [EntryAdded("family", "new1"), EntryRemoved("family", "new1")]
        assert "No entries" in text(app.field)


async def test_half_typed_text_in_a_field_waits_for_its_return() -> None:
    async with asked(family(THREE), "3", "tab", *"Cy", BACK, "3", "tab") as app:
        assert app.field.typed == "c/name/Cy"
        await app.press(ENTER)
        assert changes(app) == [given("c", "name", "Cy")]


async def test_half_typed_text_finds_its_entry_and_field_again() -> None:
    async with asked(family(THREE), "3", "tab", *"C/y") as app:
        kept = app.of(Field.Typed)[-1].text
    field = make(FAMILY, THREE, half_typed=kept)
    async with asked(field, ENTER) as app:
        assert changes(app) == [given("c", "name", "C/y")]


async def test_removing_an_entry_asks_once() -> None:
    async with asked(family(THREE), "home", "down", REMOVE) as app:
        assert changes(app) == []
        assert "again removes this entry" in text(app.field)
        await app.press(REMOVE)
        assert changes(app) == [EntryRemoved("family", "b")]
        assert "Bilal" not in text(app.field)


async def test_another_key_takes_the_removal_back() -> None:
    async with asked(family(THREE), "home", REMOVE, "down", "up", REMOVE) as app:
        assert changes(app) == []


async def test_entries_are_moved() -> None:
    async with asked(family(THREE), "home", DOWN, DOWN, DOWN, UP) as app:
        assert changes(app) == [
            EntryMoved("family", "a", 1),
            EntryMoved("family", "a", 2),
            EntryMoved("family", "a", 1),
        ]
        assert ["Amina" in line for line in lines(app.field)[:3]] == [False, True, False]


async def test_the_keys_of_the_list_have_actions_too() -> None:
    async with asked(family(THREE), "home") as app:
        for action in ("move_down", "remove", "remove", "new"):
            await app.run_action(action, app.field)
        await app.settle()
        assert changes(app) == [
            EntryMoved("family", "a", 1),
            EntryRemoved("family", "a"),
            EntryAdded("family", "new1"),
        ]


async def test_a_field_that_is_not_relevant_is_not_asked() -> None:
    def is_relevant(entry: Entry, field: Question) -> bool:
        return field.id != "name" or entry.answer("relation").value == "child"

    async with asked(family(rules=EntryRules(is_relevant=is_relevant)), NEW, "2") as app:
        assert "Born when?" in text(app.field)
        await app.press("shift+tab", "1")
        assert "Which name?" in text(app.field)


async def test_a_refused_value_stays_at_its_field() -> None:
    def problem(entry: Entry, field: Question, value: object) -> Problem | None:
        return Problem("No.") if value == "Omar" else None

    async with asked(family(THREE, EntryRules(problem=problem)), "3", "tab", *"Omar", ENTER) as app:
        assert app.problems == ["No."]
        assert changes(app) == []
        await app.press("s", ENTER)
        assert changes(app) == [given("c", "name", "Omars")]


async def test_a_state_is_given_to_the_field_that_is_asked() -> None:
    async with asked(family(THREE), "3", UNKNOWN_KEY) as app:
        assert app.passed == [UNKNOWN_KEY]
        field = app.field
        assert isinstance(field, EntriesField)
        assert field.give_state(State.UNKNOWN)
        await app.settle()
        assert changes(app) == [FieldGiven("family", "c", "relation", Answer(State.UNKNOWN))]
        assert "Which name?" in text(field)
        await app.press(BACK)
        assert not field.give_state(State.DECLINED)


async def test_marks_are_given_to_the_field_that_is_asked() -> None:
    async with asked(family(THREE), "1") as app:
        field = app.field
        assert isinstance(field, EntriesField)
        marked = replace(AMINA.answer("relation"), note="looks after him")
        assert field.mark_field(marked)
        await app.settle()
        assert changes(app) == [FieldGiven("family", "a", "relation", marked)]
        assert "Who?" in text(field)


async def test_the_list_stays_beside_the_entry_where_there_is_room() -> None:
    async with asked(family(THREE), "2", size=(120, 24)) as app:
        assert any("Amina" in line and "│" in line for line in lines(app.field))
        assert "Who?" in text(app.field)
    async with asked(family(THREE), "2") as app:
        assert "Amina" not in text(app.field)


class Screen:
    """Saves each change and hands the stored answer back, as the screen does."""

    def __init__(self, app: FieldApp, answer: Answer) -> None:
        self.answers = Answers({"family": answer})
        self.app = app

    async def save(self, *, only: int | None = None) -> None:
        for message in self.app.of(Field.Changed)[:only]:
            self.answers = self.answers.apply(message.change)
        field = self.app.field
        assert isinstance(field, EntriesField)
        field.update_answer(self.answers["family"])
        await self.app.settle()


async def test_a_saved_answer_that_comes_back_late_does_not_undo_what_was_done_since() -> None:
    async with asked(family(), NEW, "1", *"Omar", ENTER) as app:
        screen = Screen(app, NOT_ASKED)
        await screen.save(only=1)
        assert "Child" in text(app.field)
        await screen.save(only=2)
        assert "Child · Omar" in text(app.field)
        await screen.save()
        await app.press(*"1999", ENTER, ENTER)
        assert only_entry(app) == {"relation": "child", "name": "Omar", "born": PartialDate(1999)}


async def test_an_entry_that_is_gone_from_the_store_is_closed() -> None:
    async with asked(family(THREE), "2") as app:
        field = app.field
        assert isinstance(field, EntriesField)
        field.update_answer(answered((AMINA,)))
        await app.settle()
        assert field.editing is None
        assert "Bilal" not in text(field)


async def test_a_switch_of_language_keeps_the_open_field_and_its_text() -> None:
    async with asked(family(THREE), "3", "tab", *"Cy") as app:
        app.field.reword(SmallWording("ar"), Layout.PERSON)
        await app.settle()
        assert "Which name? ar" in text(app.field)
        await app.press("r", ENTER)
        assert changes(app) == [given("c", "name", "Cyr")]


async def test_messages_of_the_fields_do_not_reach_the_screen() -> None:
    async with asked(family(), NEW, "1", *"Omar") as app:
        said: list[Message] = [message for message in app.said if not isinstance(message, Field.Changed)]
        assert all(isinstance(message, Field.Typed) and message.question == FAMILY for message in said)
        assert app.values == []
