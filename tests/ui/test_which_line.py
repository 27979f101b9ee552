"""Which line looks right is asked once where nobody knows the terminal, can be asked again, and holds at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from intake.languages.terminal_answers import Answers
from intake.languages.terminal_text import PROFILES, Wish
from intake.ui.keys import ACTIONS
from intake.ui.screens.dialog import Dialog
from intake.ui.screens.which_line import SAMPLE, Sample, WhichLine, ways
from intake.ui.terminal import Terminal
from intake.ui.terminal_choices import TerminalChoices
from tests.ui.cases import TALK, stored
from tests.ui.pages import InterviewPage, at_the_desk, talking
from tests.ui.program import LOW, USUAL, WIDE, Program, locked, text_of

SAID = Answers(is_complete=True)
UNKNOWN = {"TERM": "xterm-256color"}
DARI, TURKISH = "Dari", "Türkisch"


def unknown(folder: Path) -> Terminal:
    return Terminal(UNKNOWN, SAID, choices=TerminalChoices(folder / "settings"))


async def choose_language(talk: InterviewPage, name: str) -> None:
    """The language of the person, at the question for it."""
    await talk.answer("interview_mode", "in_person")
    await talk.program.type(name)
    await talk.do("confirm")


def drawn_samples(program: Program) -> list[str]:
    """The lines as the terminal gets them."""
    black = program.app.screen.styles.background
    found = []
    for sample in program.app.screen.query(Sample):
        strip = sample.render_line(0)
        for each in sample.get_line_filters():
            strip = strip.apply_filter(each, black)
        found.append(strip.text.strip())
    return found


async def test_the_first_right_to_left_language_asks_and_the_choice_is_kept_for_the_desk(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, terminal=unknown(tmp_path)) as desk:
        talk = await desk.begin_case()
        await choose_language(talk, DARI)
        assert isinstance(desk.program.app.screen, WhichLine)
        await desk.program.press("3")
        assert talk.is_shown
        assert talk.shown_question == "interpreter_type"
        assert desk.program.app.terminal.profile == PROFILES["kitty"]
        assert "+P" in desk.program.app.told[-1]
    assert not unknown(tmp_path).is_unknown
    async with at_the_desk(tmp_path, terminal=unknown(tmp_path)) as desk:
        talk = await desk.begin_case()
        assert desk.program.app.terminal.profile == PROFILES["kitty"]


async def test_a_language_that_runs_left_to_right_asks_nothing(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, terminal=unknown(tmp_path)) as desk:
        talk = await desk.begin_case()
        await choose_language(talk, TURKISH)
        assert talk.is_shown
        assert desk.program.app.terminal.is_unknown


async def test_a_terminal_that_is_known_asks_nothing(tmp_path: Path) -> None:
    vte = Terminal(UNKNOWN, Answers("1", "2", is_complete=True))
    async with at_the_desk(tmp_path, terminal=vte) as desk:
        talk = await desk.begin_case()
        await choose_language(talk, DARI)
        assert talk.is_shown


async def test_what_is_decided_later_is_asked_once_in_a_run(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, terminal=unknown(tmp_path)) as desk:
        talk = await desk.begin_case()
        await choose_language(talk, DARI)
        await desk.program.do("go-back")
        assert talk.is_shown
        await talk.do("switch-language")
        assert talk.is_shown
    assert unknown(tmp_path).is_unknown


async def test_a_language_picked_from_the_list_asks_too(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="family_name")
    async with talking(tmp_path, terminal=unknown(tmp_path)) as talk:
        await talk.program.type("Mans")
        await talk.do("switch-language")
        await talk.program.type("arab")
        await talk.do("confirm")
        assert isinstance(talk.program.app.screen, WhichLine)
        await talk.program.press("1")
        assert (talk.shown_question, talk.half_typed) == ("family_name", "Mans")
        assert talk.program.app.terminal.profile == PROFILES["vte"]


async def test_where_no_line_looks_right_the_ways_out_are_said(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path, terminal=unknown(tmp_path)) as desk:
        talk = await desk.begin_case()
        await choose_language(talk, DARI)
        await desk.program.press("6")
        assert isinstance(desk.program.app.screen, Dialog)
        shown = await desk.program.seen()
        assert "xterm" in shown
        assert f"+O {ACTIONS['card'].letter}" in shown
        await desk.program.press("1")
        assert talk.is_shown
    assert not unknown(tmp_path).is_unknown


@pytest.mark.parametrize(
    ("environment", "answers"),
    [({"TERM": "linux"}, SAID), (UNKNOWN, Answers(secondary="0;115;0", is_complete=True))],
    ids=["console", "qterminal"],
)
async def test_a_terminal_that_cannot_do_it_says_so_and_what_helps(
    tmp_path: Path, environment: dict[str, str], answers: Answers
) -> None:
    async with at_the_desk(tmp_path, terminal=Terminal(environment, answers)) as desk:
        talk = await desk.begin_case()
        await choose_language(talk, DARI)
        assert isinstance(desk.program.app.screen, Dialog)
        shown = await desk.program.seen()
        assert "xterm" in shown
        assert f"+O {ACTIONS['card'].letter}" in shown
        await desk.program.press("1")
        assert talk.is_shown


async def test_the_palette_leads_to_the_page_from_the_first_screen_on(tmp_path: Path) -> None:
    async with locked(tmp_path, terminal=unknown(tmp_path)) as program:
        names = [command.title for command in program.app.get_system_commands(program.app.screen)]
        assert program.say("Right-to-left text: which line looks right?") in names
        program.app.action_which_line()
        await program.settled()
        await program.press("5")
        profile = program.app.terminal.profile
        assert (profile.name, profile.missing, profile.marks) == ("vte", "raw", False)


async def test_a_choice_against_the_settings_says_that_they_hold_again(tmp_path: Path) -> None:
    terminal = Terminal(UNKNOWN, SAID, Wish("plain"), TerminalChoices(tmp_path / "settings"))
    async with locked(tmp_path, terminal=terminal) as program:
        program.app.action_which_line()
        await program.settled()
        await program.press("4")
        assert terminal.profile == PROFILES["native"]
        assert "terminal" in program.app.told[-1]


@pytest.mark.parametrize("size", [WIDE, USUAL, LOW])
async def test_each_line_is_drawn_in_its_own_way_and_reached_by_the_arrows(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with locked(tmp_path, size=size, terminal=unknown(tmp_path)) as program:
        program.app.action_which_line()
        await program.settled()
        await program.drawn()
        lines = drawn_samples(program)
        assert len(set(lines)) == 5
        assert lines[0] == "ﻡﺪّﻗ (12) ﻡﻼﺳ"
        assert lines[3] == SAMPLE
        await program.press("down", "down", "down", "enter")
        assert program.app.terminal.profile == PROFILES["native"]


@pytest.mark.parametrize("size", [WIDE, USUAL])
async def test_picture_and_lines_are_on_the_screen_together(tmp_path: Path, size: tuple[int, int]) -> None:
    async with locked(tmp_path, size=size, terminal=unknown(tmp_path)) as program:
        program.app.action_which_line()
        await program.settled()
        await program.drawn()
        shown = program.app.screen.region
        for part in (*program.app.screen.query(Sample), program.app.screen.query_one(".picture", Static)):
            assert shown.contains_region(part.region), text_of(part)


async def test_in_a_low_window_the_picture_comes_first_and_the_lines_are_a_page_away(tmp_path: Path) -> None:
    async with locked(tmp_path, size=LOW, terminal=unknown(tmp_path)) as program:
        program.app.action_which_line()
        await program.settled()
        await program.drawn()
        screen = program.app.screen
        picture, last = screen.query_one(".picture", Static), screen.query(Sample).last()
        assert screen.region.contains_region(picture.region)
        assert not screen.region.contains_region(last.region)
        await program.press("pagedown")
        await program.drawn()
        assert screen.region.contains_region(last.region)
        await program.press("pageup")
        await program.drawn()
        assert screen.region.contains_region(picture.region)


def test_a_choice_keeps_switched_off_what_was_off_while_the_line_was_looked_at() -> None:
    for name, cells in (("konsole", "konsole"), ("mlterm", "mlterm"), ("unknown", "vte"), ("unmarked", "plain")):
        wishes = {way.id: way.wish for way in ways(PROFILES[name])}
        assert wishes["cells"].terminal == cells
        assert wishes["unmarked"].terminal == cells
