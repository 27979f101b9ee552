"""Finished lines are turned round for the terminal; widgets know nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widgets import Static

from intake.languages.bidi.visual import LRM, in_order, visual_line
from intake.languages.terminal_text import PROFILES
from intake.ui.palette import Palette
from intake.ui.rtl import BidiFilter
from intake.ui.screens.dialog import Above

BLACK = Color(0, 0, 0)
BOLD, RED = Style(bold=True), Style(color="red", meta={"@click": "go"})
PLAIN = BidiFilter(PROFILES["plain"])
LINES = st.lists(
    st.tuples(
        st.text(
            st.sampled_from("ab 12 .(ابلاتپښ אב│┃  \u064b\u200c\u200d\u200f\u2067\u2069\u202d\u202c漢\xa0"),
            max_size=12,
        ),
        st.sampled_from([None, BOLD, RED]),
    ),
    max_size=6,
)


def turned(line: str, profile: str = "plain") -> str:
    """What the terminal gets for a line of one style."""
    return "".join(segment.text for segment in BidiFilter(PROFILES[profile]).apply([Segment(line)], BLACK))


def test_a_line_of_other_scripts_goes_through_untouched() -> None:
    segments = [Segment("Name: Шевченко ", BOLD), Segment("│ ትግርኛ")]
    assert PLAIN.apply(segments, BLACK) is segments


def test_a_terminal_that_orders_text_itself_gets_it_as_it_is() -> None:
    segments = [Segment("Name: علي")]
    assert BidiFilter(PROFILES["native"]).apply(segments, BLACK) is segments


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("│ אב │ גד │", "│ בא │ דג │"),
        ("Name   אב", "Name   בא"),
        ("   אב 12", "   12 בא"),
        ("אב   ", "בא   "),
        ("אב  גד", "בא  דג"),
        ("אב\xa0\xa0גד", "בא\xa0\xa0דג"),
        ("אב גד", "דג בא"),
        ("1  אב (2)", "1  (2) בא"),
        ("a אב. ", "a בא. "),
        ("אב. ", ".בא "),
    ],
)
def test_each_piece_between_lines_and_gaps_is_turned_by_itself(line: str, expected: str) -> None:
    assert turned(line) == expected


def test_a_lam_alef_leaves_its_second_cell_at_the_end_of_the_text() -> None:
    assert turned("│سلام│") == "│ \ufee1\ufefc\ufeb3│"
    assert turned("│a سلام│") == "│a \ufee1\ufefc\ufeb3 │"


def test_the_style_goes_with_the_letter() -> None:
    turned_round = PLAIN.apply([Segment("א", BOLD), Segment("בג", RED), Segment("דa", None)], BLACK)
    assert [(segment.text, segment.style) for segment in turned_round] == [("aד", None), ("גב", RED), ("א", BOLD)]


def test_a_letter_behind_a_joiner_takes_its_cell_from_the_blanks_and_not_from_the_border() -> None:
    assert turned("│ه\u200dم   │") == "│\ufee2\ufeeb  │"


def test_text_in_visual_order_stays_in_it() -> None:
    drawn = visual_line("سلام  (a)", "rtl", opened_at=2).text
    assert turned(f"▌{in_order(drawn)}▐") == f"▌{drawn}▐"
    assert turned(in_order(drawn), "unknown").replace(LRM, "") == drawn


def test_a_terminal_that_turns_words_round_gets_their_letters_in_order() -> None:
    assert turned("│ می\u200cخواهم علی │", "kitty") == "│ علی می\u200cخواهم │"


def test_an_unknown_terminal_gets_a_mark_behind_each_letter() -> None:
    assert turned("אב a", "unknown") == f"a ב{LRM}א{LRM}"


@given(LINES, st.sampled_from(sorted(PROFILES)))
def test_a_line_stays_as_wide_as_it_was_measured(line: list[tuple[str, Style | None]], profile: str) -> None:
    segments = [Segment(text, style) for text, style in line]
    cells = cell_len("".join(text for text, _ in line))
    found = BidiFilter(PROFILES[profile]).apply(segments, BLACK)
    sent = "".join(segment.text for segment in found)
    if found is segments:
        return
    if PROFILES[profile].order == "cells":
        # Rich takes the letter behind a joiner for none; the terminal does not.
        assert cell_len(sent.replace("\u200d", "")) == cells
    assert not set(sent) & set("\u2067\u2069\u202d\u202c")


def test_every_widget_of_an_app_is_turned_round() -> None:
    class Small(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("אב (1)")

        def get_line_filters(self) -> list[LineFilter]:
            return [*super().get_line_filters(), PLAIN]

    async def shown() -> str:
        app = Small()
        async with app.run_test(size=(20, 3)):
            strips = app.screen._compositor.render_strips()
            return strips[0].text.strip()

    import asyncio

    assert asyncio.run(shown()) == "(1) בא"


class _Name(App[None]):
    """A name on a screen, and dialogs above it."""

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), PLAIN]

    def compose(self) -> ComposeResult:
        yield Static("\n" * 28 + "سلام ۱۲")

    def lines(self) -> list[str]:
        return [strip.text.strip() for strip in self.screen._compositor.render_strips()]


class _Box(Above[None]):
    def compose(self) -> ComposeResult:
        yield Static("box")


@pytest.mark.parametrize("above", [_Box, Palette])
async def test_text_behind_a_dialog_is_turned_round_once(above: Callable[[], Screen[Any]]) -> None:
    app = _Name()
    async with app.run_test(size=(40, 30)) as pilot:
        seen = visual_line("سلام ۱۲").text
        assert app.lines()[28] == seen
        await app.push_screen(above())
        await pilot.pause()
        assert app.lines()[28] == seen


def test_a_line_that_a_widget_drew_reaches_each_terminal_as_it_wants_its_letters() -> None:
    drawn = in_order(visual_line("Ali پښتو").text)
    plain = turned(drawn)
    assert plain == visual_line("Ali پښتو").text
    assert turned(drawn, "kitty") == "Ali " + "".join(reversed(visual_line("پښتو").sent()))
    assert turned(drawn, "unmarked").replace("\u069a", "") != turned(drawn, "unmarked")
    assert "\u0323" not in turned(drawn, "unmarked")
    assert any("\ue900" <= char <= "\ue9ff" for char in turned(drawn, "web"))
