"""What holds for every field, whatever its kind."""

from __future__ import annotations

import random

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult

from intake.interview.answers import Answer, Entry
from intake.interview.questions import Kind, Question
from intake.interview.values import Appointment, Documents, Municipality, OwnWords, PartialDate
from intake.ui.keys import ACTIONS
from intake.ui.widgets.drawn import PadWidget
from intake.ui.widgets.factory import pad_for
from intake.ui.widgets.field import Field, Layout
from intake.ui.widgets.grid import GridField
from intake.ui.widgets.pad import Asked, Key
from tests.ui.field_app import (
    ALL_KINDS,
    BACK,
    DOWN,
    ENTER,
    FAMILY,
    NEW,
    REMOVE,
    UP,
    FieldApp,
    answered,
    asked,
    character,
    choices,
    lines,
    make,
    question,
)
from tests.ui.wordings import SmallWording

KEYS = [
    *"0123456789abcdefghisy?[]", ENTER, BACK, NEW, REMOVE, UP, DOWN, "minus", "space", "up", "down", "left", "right",
    "home", "end", "pageup", "pagedown", "backspace", "tab", "shift+tab", "shift+left", "ctrl+a", "ctrl+u", "ctrl+k",
    "ctrl+w", "ctrl+right", "ctrl+left", "ctrl+v", "ctrl+x", "full_stop", "colon", "f5", "ß", "م", "中",
    *(ACTIONS[id_].keys for id_ in ("undo", "redo", "non-joiner")),
]  # fmt: skip
NAMES = [f"{each.kind.value}{n}" for n, each in enumerate(ALL_KINDS)]
SIZES = [(20, 5), (60, 15), (80, 24), (120, 40)]
STORED: dict[Kind, Answer] = {
    Kind.MULTI: answered(("family", "plum")),
    Kind.TEXT: answered("Ali"),
    Kind.NUMBER: answered(42),
    Kind.LIST_NUMBER: answered((3, 7)),
    Kind.PARTIAL_DATE: answered(PartialDate(1999, 5)),
    Kind.APPOINTMENT: answered(Appointment("2026-11-24T10:30", "Room 5", "Amal")),
    Kind.COUNTRY: answered("SYR"),
    Kind.MULTI_COUNTRY: answered(("SYR", "AFG")),
    Kind.LANGUAGE: answered("prs"),
    Kind.LANGUAGE_OR_NO: answered("no"),
    Kind.MULTI_LANGUAGE: answered(("prs",)),
    Kind.TEXT_CODE: answered(OwnWords("Koch", "5120")),
    Kind.MUNICIPALITY: answered(Municipality("Wuppertal", "05124000")),
    Kind.DOC_LIST: answered(Documents({"passport": ("seen",)})),
    Kind.REPEAT: answered((Entry("a", {"name": answered("Amina")}), Entry("b"))),
}
EMPTY_FIRST_KEY = {Kind.REPEAT: NEW}


def stored(asked_question: Question) -> Answer:
    single = answered(asked_question.choices[0].code) if asked_question.choices else answered("Ali")
    return STORED.get(asked_question.kind, single)


FOR_THE_FILTER = "\u200c\u200d\u200e\u200f\u202c\u202d"
"""Joiners, and marks of direction and order: the filter for the terminal takes them out."""


@pytest.mark.parametrize("each", ALL_KINDS, ids=NAMES)
def test_any_keys_in_any_order_and_room_are_dealt_with(each: Question) -> None:
    """Every row stays within its room, and what is sent to the terminal can be printed."""
    chance = random.Random(each.kind.value)
    for start in (Answer(state=make(each).answer.state), stored(each)):
        pad = pad_for(Asked(each, SmallWording(), start))
        said: list[object] = []
        pad.post = said.append
        for turn in range(400):
            pad.take(Key(name := chance.choice(KEYS), character(name)))
            cells, height = chance.choice(SIZES) if turn % 7 else (chance.randint(1, 150), chance.randint(0, 40))
            drawing = pad.draw(cells, height, focused=True)
            assert len(drawing.rows) <= max(height, 1)
            shown = [row.padded(cells) for row in drawing.rows]
            assert all(cell_len(row.text) == cells for row in shown)
            assert all(char.isprintable() or char in FOR_THE_FILTER for row in shown for char in row.text)
            if chance.random() < 0.05:
                pad.reword(SmallWording(chance.choice(["ar", "uk"])), chance.choice(list(Layout)))
        assert said


@pytest.mark.parametrize("each", ALL_KINDS, ids=NAMES)
async def test_two_hundred_keys_in_the_app_and_a_small_terminal_in_the_middle(each: Question) -> None:
    chance = random.Random(each.kind.value)
    async with asked(make(each)) as app:
        for size in ((80, 24), (60, 15), (20, 5), (120, 40)):
            await app.pilot.resize_terminal(*size)
            await app.press(*chance.choices(KEYS, k=50))
            app.field.unlock()
        assert app.said


@pytest.mark.parametrize("each", ALL_KINDS, ids=NAMES)
async def test_a_locked_field_hands_every_key_back(each: Question) -> None:
    async with asked(make(each)) as app:
        app.field.locked = True
        await app.press("1", ENTER, "x", "f5", BACK, "backspace", "tab")
        assert app.held == ["1", ENTER, "x", "f5", BACK, "backspace", "tab"]
        assert app.said == []
        assert app.passed == []
        await app.paste("later")
        assert app.said == []


async def test_keys_behind_an_answer_are_held_in_their_order() -> None:
    yes_no = next(each for each in ALL_KINDS if each.kind is Kind.SINGLE)
    async with asked(make(yes_no), "1", "2", "x", ENTER) as app:
        assert app.values == ["yes"]
        assert app.held == ["2", "x", ENTER]


async def test_an_app_that_holds_no_keys_gets_them_the_usual_way() -> None:
    class PlainApp(App[None]):
        got: tuple[str, ...] = ()

        def compose(self) -> ComposeResult:
            yield make(ALL_KINDS[0])

        def on_key(self, event: events.Key) -> None:
            self.got = (*self.got, event.key)

    app = PlainApp()
    async with app.run_test() as pilot:
        field = app.query_one(PadWidget)
        field.focus()
        field.locked = True
        await pilot.press("1")
        assert app.got == ("1",)


@pytest.mark.parametrize("each", ALL_KINDS, ids=NAMES)
async def test_a_switch_of_language_and_layout_changes_nothing_but_the_view(each: Question) -> None:
    first = [NEW, "1"] if each.kind is Kind.REPEAT else []
    async with asked(make(each), *first, "1", "down", "a") as app:
        app.field.unlock()
        before = app.field.typed, list(app.said)
        shown = lines(app.field)
        for person, layout in (("ar", Layout.PERSON), ("ar", Layout.BOTH), ("uk", Layout.STAFF), ("uk", Layout.BOTH)):
            app.field.reword(SmallWording(person), layout)
            await app.settle()
        assert (app.field.typed, app.said) == before
        assert lines(app.field) == shown


@pytest.mark.parametrize("each", ALL_KINDS, ids=NAMES)
async def test_an_unlocked_field_takes_keys_again(each: Question) -> None:
    async with asked(make(each, stored(each))) as app:
        app.field.locked = True
        app.field.unlock()
        await app.press(ENTER, ENTER, ENTER)
        assert app.of(Field.Answered)
        assert app.field.locked


@pytest.mark.parametrize("each", ALL_KINDS, ids=NAMES)
async def test_a_stored_answer_is_confirmed_unchanged_by_enter(each: Question) -> None:
    presses = 3 if each.kind is Kind.APPOINTMENT else 2 if each.groups else 1
    start = stored(each)
    if each.kind is Kind.MULTI:
        start = answered(tuple(choice.code for choice in each.choices[:2]))
    async with asked(make(each, start), *[ENTER] * presses) as app:
        assert app.value == start.value


@pytest.mark.parametrize("each", ALL_KINDS, ids=NAMES)
async def test_what_is_half_typed_comes_back_as_it_was(each: Question) -> None:
    first = [NEW, "1"] if each.kind is Kind.REPEAT else []
    start = Answer(state=make(each).answer.state) if each.kind is not Kind.REPEAT else stored(each)
    keys = ["1", "down", "a"] if each.kind is Kind.REPEAT else [*first, "down", "p", "space", "n"]
    async with asked(make(each, start), *keys) as app:
        kept, shown = app.field.typed, lines(app.field)
    if not kept:
        return
    async with asked(make(each, start, half_typed=kept)) as app:
        assert app.field.typed == kept
        assert app.of(Field.Typed) == []
        marked = [line for line in shown if "[x]" in line]
        assert [line.replace("›", " ") for line in lines(app.field) if "[x]" in line] == [
            line.replace("›", " ") for line in marked
        ]


@pytest.mark.parametrize("each", ALL_KINDS, ids=NAMES)
async def test_a_click_anywhere_breaks_nothing(each: Question) -> None:
    async with asked(make(each, stored(each))) as app:
        for y in range(6):
            for x in (1, 4, 30, 78):
                await app.pilot.click(app.field, offset=(x, y))
                app.field.unlock()


async def test_a_click_picks_what_it_points_at() -> None:
    pick = question(Kind.SINGLE, choices=choices("Yes", "No"))
    async with asked(make(pick)) as app:
        await app.pilot.click(app.field, offset=(6, 1))
        await app.settle()
        assert app.value == "no"


async def test_every_kind_of_question_has_a_field() -> None:
    for kind in Kind:
        assert isinstance(make(question(kind, choices=choices("Yes"), fields=FAMILY.fields)), PadWidget)


@pytest.mark.parametrize("size", [(20, 5), (10, 2), (3, 1)])
@pytest.mark.parametrize("each", ALL_KINDS, ids=NAMES)
async def test_the_smallest_terminal_shows_something_and_takes_keys(each: Question, size: tuple[int, int]) -> None:
    async with asked(make(each), "1", "a", size=size) as app:
        assert isinstance(app, FieldApp)
        assert len(lines(app.field)) == size[1]


@pytest.mark.parametrize("size", SIZES)
async def test_a_grid_of_all_kinds_takes_any_keys_in_any_room(size: tuple[int, int]) -> None:
    rows = [
        question(each.kind, f"q{n}", choices=each.choices, groups=each.groups) for n, each in enumerate(ALL_KINDS[:-1])
    ]
    chance = random.Random(str(size))
    async with asked(GridField(rows, SmallWording(), {}), size=size) as app:
        await app.press(*chance.choices(KEYS, k=300))
        app.field.unlock()
        assert app.said
        assert all(cell_len(line) <= size[0] for line in lines(app.field))
