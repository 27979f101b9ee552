"""No size of the terminal and no sequence of keys ends the program or makes the store disagree with itself."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual import events
from textual.command import CommandList
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.worker import WorkerFailed

from intake.interview.session import Run
from intake.interview.values import Json
from intake.ui.keys import ACTIONS
from intake.ui.palette import Palette
from intake.ui.screens.desk import DeskScreen
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.widgets.line_input import LineInput
from intake.ui.widgets.question_pane import QuestionPane
from tests.ui.cases import DIMA, stored
from tests.ui.pages import DeskPage, HandoverPage, InterviewPage, at_the_desk, talking
from tests.ui.program import LOW, TINY, USUAL, WIDE, Program, bytes_of, open_as, starting

OFFICE = "zebera, Erstantrag und Beratung"
CASE: dict[str, Json] = {
    **{id_: value for id_, value in DIMA.items() if id_ != "children_ages"},
    "training_state": "finished",
    "cv_stations": [{"kind": "work", "from": "2012"}],
    "household": [{"relation": "child", "where": "here", "birth_date": "2018", "school_or_childcare": "no"}],
}
"""With a child that has a short case of its own."""
KINDS = (
    "family_name", "gender", "nationality", "birth_date", "residence_status", "work_sectors", "cv_stations", "german",
    "documents", "training_title", "next_appointment",
)  # fmt: skip
"""A question of every kind, and screens with several questions."""

LEAVING = {"quit", "interrupt", "lock", "palette"}
KEYS = (
    *(key for action in ACTIONS.values() if action.id not in LEAVING for key in action.keys.split(",")),
    *"0123456789", *"aeinrstxzßä", "space", "full_stop", "comma",
    "up", "down", "left", "right", "tab", "shift+tab", "home", "end", "pageup", "pagedown", "backspace", "ctrl+u",
    "enter", "enter", "enter", "alt+1",
)  # fmt: skip


@pytest.fixture
def full_case(tmp_path: Path) -> Path:
    stored(tmp_path, CASE, at="family_name", run=Run.FULL, languages=("tr", "en"))
    (tmp_path / "out").mkdir()
    return tmp_path


# Sizes


@pytest.mark.parametrize("size", [WIDE, USUAL, LOW, TINY], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_screen_is_drawn_at_every_size_with_question_and_field_in_sight(
    full_case: Path, size: tuple[int, int]
) -> None:
    async with at_the_desk(full_case, size=size) as desk:
        program = desk.program
        talk = await desk.open("Mansour")
        for kind in KINDS:
            await talk.go_to(kind)
            await program.drawn()
            pane, field = program.app.screen.query_one(QuestionPane), talk.field
            assert field.has_focus, kind
            if size != TINY:
                assert any(line.strip() for line in talk.question_text), kind
                assert field.size.height >= 3, kind
                assert pane.region.bottom <= field.region.y, kind
                assert field.region.bottom <= size[1], kind
        for action in ("help", "note", "go-to", "papers", "review", "next-steps", "events", "handover"):
            await talk.do(action)
            await program.drawn()
            assert program.app.screen.size == program.app.size
            if isinstance(program.app.screen, ModalScreen):
                await talk.do("go-back")
        await talk.do("confirm")
        await program.drawn()
        assert program.screen == "ConsentScreen"


async def test_a_terminal_that_shrinks_and_grows_keeps_what_is_typed(full_case: Path) -> None:
    async with at_the_desk(full_case) as desk:
        talk = await desk.open("Mansour")
        await talk.go_to("training_title")
        await talk.program.type("Schneid")
        for size in (TINY, WIDE, LOW, USUAL):
            await talk.program.pilot.resize_terminal(*size)
            await talk.program.settled()
            assert (talk.shown_question, talk.half_typed) == ("training_title", "Schneid")
        for action in ("review", "next-steps", "events", "handover"):
            await talk.do(action)
            for size in (TINY, WIDE):
                await talk.program.pilot.resize_terminal(*size)
                await talk.program.settled()


# Keys


async def to_desk(program: Program) -> None:
    """Whatever is shown: back to the desk."""
    for _ in range(20):
        if isinstance(program.app.screen, DeskScreen):
            return
        if isinstance(program.app.screen, ModalScreen):
            await program.do("go-back")
        else:
            await program.do("desk")
            if isinstance(program.app.screen, ModalScreen):
                await program.press("2")
    raise AssertionError(program.screen)


async def to_interview(program: Program) -> None:
    """The case; first the filter that random keys may have set is taken away, and what they typed."""
    await to_desk(program)
    search = program.app.screen.query_one("#desk-search", LineInput)
    search.value = ""
    search.focus()
    await program.settled()
    await program.do("go-back")
    await DeskPage(program).open("Z-")


def through(*actions: str) -> Callable[[Program], Awaitable[None]]:
    async def go(program: Program) -> None:
        await to_interview(program)
        await program.do(*actions)

    return go


async def to_consent(program: Program) -> None:
    await through("handover")(program)
    await HandoverPage(program).choose(OFFICE)


async def to_list(program: Program) -> None:
    await to_interview(program)
    await InterviewPage(program).go_to("cv_stations")


async def to_what_decides(program: Program) -> None:
    await through("go-to")(program)
    await program.press("tab", "enter")


PLACES: dict[str, Callable[[Program], Awaitable[None]]] = {
    "desk": to_desk,
    "interview": to_interview,
    "papers": through("papers"),
    "list": to_list,
    "review": through("review"),
    "next steps": through("next-steps"),
    "handover": through("handover"),
    "events": through("events"),
    "event": through("events", "new"),
    "consent": to_consent,
    "only what decides": to_what_decides,
}
DIALOGS = ("note", "go-to", "help")


def chunks(seed: str, count: int = 150, size: int = 75) -> Iterator[list[str]]:
    chance = random.Random(seed)
    for _ in range(0, count, size):
        yield chance.choices(KEYS, k=size)


@pytest.mark.parametrize("place", PLACES)
async def test_many_random_keys_raise_nothing_and_the_store_still_adds_up(full_case: Path, place: str) -> None:
    async with at_the_desk(full_case) as desk:
        program = desk.program
        for keys in chunks(place):
            await PLACES[place](program)
            await program.press_at_once(*keys)
        assert program.app.is_running
        assert program.app.return_code is None
    assert_adds_up(full_case)


async def test_many_random_keys_in_dialogs_raise_nothing(full_case: Path) -> None:
    async with at_the_desk(full_case) as desk:
        program = desk.program
        for dialog in DIALOGS:
            for keys in chunks(dialog, 100, 25):
                await through(dialog)(program)
                await program.press_at_once(*keys)
        assert program.app.is_running
    assert_adds_up(full_case)


def assert_adds_up(tmp_path: Path) -> None:
    """The events of each case add up to its answers, and nobody changed the file by hand."""
    store = open_as(tmp_path / "desk")
    for line in store.lists.list_cases():
        assert store.load_case(line.id).answers == store.replayed(line.id)
    assert store.care.check().audit.broken_at is None
    store.close()


def untouched(folder: Path) -> dict[str, bytes]:
    """What guessing may not change: everything but the counts of wrong tries."""
    return {name: content for name, content in bytes_of(folder) if not name.endswith("-shm") and "tries" not in name}


async def test_random_keys_before_the_desk_is_unlocked_open_nothing(full_case: Path) -> None:
    before = untouched(full_case)
    async with starting(full_case) as program:
        for keys in chunks("unlock", 120, 20):
            await program.press_at_once(*keys)
        assert program.app.desk is None
    assert untouched(full_case) == before


@pytest.mark.parametrize("key", ["²", "٩", "0"])
async def test_a_digit_that_no_choice_of_a_dialog_has_picks_none(full_case: Path, key: str) -> None:
    async with talking(full_case) as talk:
        await talk.do("quit")
        asked = talk.program.screen
        assert asked != "InterviewScreen"
        await talk.program.press(key)
        assert talk.program.screen == asked


async def test_a_drag_lights_nothing_up_and_a_press_on_a_part_that_is_going_away_does_nothing(full_case: Path) -> None:
    async with talking(full_case) as talk:
        app, pilot = talk.program.app, talk.program.pilot
        await talk.program.press("f1")
        text = app.screen.query_one("VerticalScroll > Static")
        await pilot.mouse_down(text, offset=(1, 0))
        await pilot.hover(text, offset=(9, 1))
        await pilot.mouse_up(text, offset=(9, 1))
        assert app.screen.get_selected_text() is None
        x, y = text.region.x + 1, text.region.y
        parent = text.parent
        assert parent is not None
        text._detach()
        app.screen._forward_event(events.MouseDown(None, x, y, 0, 0, 1, False, False, False))
        text._attach(parent)


async def test_a_palette_that_finds_nothing_says_so_and_answered_twice_takes_away_no_screen_below_it(
    full_case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Palette, "_NO_MATCHES_COUNTDOWN", 0.001)
    async with talking(full_case) as talk:
        await talk.program.press("ctrl+p")
        palette = talk.program.app.screen
        await talk.program.type("qqq")
        while not palette.query_one(CommandList).options:
            await talk.program.pilot.pause()
        (line,) = palette.query_one(CommandList).options
        assert str(line.prompt) == talk.program.say("No command has this name. Type less of it.")
        palette.dismiss()
        palette.dismiss()
        await talk.program.settled()
        assert talk.program.screen == "InterviewScreen"


async def test_a_worker_that_finds_its_screen_left_is_no_fault_and_any_other_is(full_case: Path) -> None:
    async with at_the_desk(full_case) as desk:
        app = desk.program.app

        async def look(screen: Dialog, *, leaves: bool) -> None:
            if leaves:
                screen.dismiss("")
            screen.query_one("#not-there")

        gone, there = (Dialog("Titel", [], [Item("a", "Weiter")]) for _ in range(2))
        await app.push_screen(gone)
        gone.run_worker(look(gone, leaves=True))
        await desk.program.settled()
        assert (app.is_running, app.return_code) == (True, None)
        await app.push_screen(there)
        with pytest.raises(WorkerFailed):
            await there.run_worker(look(there, leaves=False), exit_on_error=False).wait()
        assert not app._was_left(there)
        assert app._was_left(gone)


@pytest.mark.parametrize("key", ["pageup", "pagedown"])
async def test_a_list_that_is_not_laid_out_yet_has_no_page_to_move_by(full_case: Path, key: str) -> None:
    async with at_the_desk(full_case) as desk:
        await desk.program.app.push_screen(Dialog("Titel", [], [Item(each, each) for each in "abc"]))
        await desk.program.settled()
        listed = desk.program.app.screen.query_one(OptionList)
        listed._index_to_line.clear()
        await desk.program.press(key)
        assert desk.program.app.is_running
        assert listed.highlighted == 0
