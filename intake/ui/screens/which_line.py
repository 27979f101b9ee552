"""Which of some lines looks right in this terminal: the one sure test of how it shows right-to-left text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.filter import LineFilter
from textual.widgets import Static

from intake.languages.terminal_text import PROFILES, Profile, Wish
from intake.ui.keys import first_key
from intake.ui.rtl import BidiFilter
from intake.ui.screens.dialog import BACK_KEYS, Above

SAMPLE: Final = "\u0633\u0644\u0627\u0645 (12) \u0642\u062f\u0651\u0645"
"""Letters that join, two that become one, a number in brackets, a letter with a mark: what terminals get wrong."""

PICTURE: Final = (
    "⠀⠀⠀⠀⠀⠀⣄⣦⡷⠀⠀⠀⣤⢠⡄⠀⠀⠀⠀⠀⣤⠄⠀⢀⣠⡄⠀⠀⢀⣤⣤⣤⣄⠀⠠⣄⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⠀⢠⡄",
    "⠀⠀⠀⠀⠀⠀⠉⠀⠀⠀⠀⠀⢀⣀⡀⠀⠀⠀⠀⣼⠏⠀⠀⠛⢹⡇⠀⠀⠀⠁⠀⠀⣿⠆⠀⢹⣇⠀⠀⠀⠀⠀⠀⠀⠀⠀⣤⡀⠀⢸⡇",
    "⠀⣤⠶⣦⡀⠀⠀⠘⣷⡀⠀⢰⡟⠉⣿⠀⠀⠀⠀⣿⠀⠀⠀⠀⢸⡇⠀⠀⠀⠀⢀⣴⠏⠀⠀⠈⣿⠀⠀⠀⠀⣠⡴⢶⣄⠀⠈⠻⣦⣸⡇⠀⠀⠀⠀⠀⠀⠀⢰⣆",
    "⠈⣁⣀⣸⡇⠀⡀⠀⢸⣷⡀⠈⠛⢻⣿⠀⠀⠀⠀⣿⠀⠀⠀⠀⢸⡇⠀⠀⢀⣴⠟⠁⠀⠀⠀⢀⣿⠀⠀⠀⠀⣉⣀⣀⣿⠀⠀⠀⣈⣿⣿⠀⠀⣼⡇⠀⣾⡁⢀⣿",
    "⣾⠋⠉⠉⠁⠈⠛⠛⠛⠉⠛⠛⠛⠋⠁⠀⠀⠀⠀⠹⣇⠀⠀⠀⠘⠃⠀⠀⠘⠛⠛⠛⠛⠃⠀⣼⠇⠀⠀⠀⢸⡏⠉⠉⠉⠀⠛⠛⠋⠁⠙⠛⠛⠉⠛⠛⠋⠛⠛⠁",
)
"""The sample as a text with Noto Sans Arabic shows it, in dots that mean the same in every terminal."""

NONE: Final = "none"


class Way(NamedTuple):
    """One way to write the sample: the profile that draws its line, and what is wished for where it looks right."""

    id: str
    profile: Profile
    wish: Wish


def ways(used: Profile) -> tuple[Way, ...]:
    """All ways, for a terminal that is used in this one now: what it has switched off stays off where cells fit.

    Mode 8 is reset in a terminal that nobody knows; who does not know the mode takes no notice.
    """
    cells = "vte" if used.order != "cells" else used.name if used.marks else "plain"
    return (
        Way("cells", PROFILES["plain"], Wish(cells)),
        Way("guarded", PROFILES["unknown"], Wish("unknown")),
        Way("words", PROFILES["kitty"], Wish("kitty")),
        Way("native", PROFILES["native"], Wish("native")),
        Way("unmarked", PROFILES["unmarked"], Wish(cells, "raw", "hidden")),
    )


class Sample(Static, can_focus=True):
    """The sample in one way; nothing else is on its line, as a terminal may move what is."""

    def __init__(self, way: Way) -> None:
        super().__init__(SAMPLE, markup=False, classes="sample")
        self.way = way
        self._filters = [BidiFilter(way.profile)]

    def get_line_filters(self) -> Sequence[LineFilter]:
        return self._filters


class WhichLine(Above[str]):
    """Shows how the sample has to look, and the lines. Gives the id of the way, NONE, or '' where nothing is said."""

    DEFAULT_CSS = """
    WhichLine {
        align: center middle;
        background: $background;
        & .page { width: 100%; max-width: 110; height: 100%; padding: 0 1; }
        & VerticalScroll > Static { height: auto; }
        & .picture { color: $primary; padding: 0 0 0 3; margin: 1 0 0 0; }
        & .way { height: 1; }
        & .digit { width: 4; text-style: bold; }
        & .sample { width: auto; padding: 0 1; }
        & .sample:focus { background: $primary-muted; text-style: bold; }
    }
    """
    """No frame: a terminal may move what stands beside right-to-left text."""

    def __init__(self, say: Callable[..., str], used: Profile) -> None:
        super().__init__()
        self._say = say
        self._used = used
        self._ways = ways(used)

    def compose(self) -> ComposeResult:
        say = self._say
        with Vertical(classes="page"):
            yield Static(say("Which line looks right?"), classes="box-title", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(
                    say(
                        "Some languages are written from right to left, and terminals differ in how they show them. "
                        "So must it look:"
                    ),
                    markup=False,
                )
                yield Static("\n".join(PICTURE), classes="picture", markup=False)
                yield Static(
                    say(
                        "At the very right stands a word that begins with three small teeth and ends in a small ring; "
                        "the letters hang together. Left of it stands 12 in round brackets. At the very left stands a "
                        "word with two dots above its first letter and a small sign above the second."
                    ),
                    markup=False,
                )
                for number, way in enumerate(self._ways, 1):
                    with Horizontal(classes="way"):
                        yield Static(f" {number} ", classes="digit", markup=False)
                        yield Sample(way)
                yield Static(
                    say(
                        "Type the number of the line that looks like that, or of the first of them. {none}: no line "
                        "looks right. {back}: decide later.",
                        none=len(self._ways) + 1,
                        back=first_key("go-back"),
                    ),
                    markup=False,
                )

    def on_mount(self) -> None:
        self.query(Sample).first().focus(scroll_visible=False)  # the picture comes first

    def on_key(self, event: events.Key) -> None:
        focused = self.focused
        number = int(event.character) if event.character and event.character in "123456789" else 0
        if event.key in BACK_KEYS:
            event.stop()
            self.dismiss("")
        elif event.key in ("up", "down"):
            event.stop()
            self.focus_previous(Sample) if event.key == "up" else self.focus_next(Sample)
        elif event.key in ("pageup", "pagedown"):
            event.stop()
            text = self.query_one(VerticalScroll)
            text.scroll_page_up(animate=False) if event.key == "pageup" else text.scroll_page_down(animate=False)
        elif event.key == "enter" and isinstance(focused, Sample):
            event.stop()
            self.dismiss(focused.way.id)
        elif 1 <= number <= len(self._ways):
            event.stop()
            self.dismiss(self._ways[number - 1].id)
        elif number == len(self._ways) + 1:
            event.stop()
            self.dismiss(NONE)

    def on_click(self, event: events.Click) -> None:
        if isinstance(event.widget, Sample):
            event.stop()
            self.dismiss(event.widget.way.id)
