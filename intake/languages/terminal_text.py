"""How a terminal gets right-to-left text, and how its own bidi is switched off.

Whether a terminal orders text itself cannot be seen from the outside: it is asked before the program starts
(`terminal_probe`), and what it is called decides where it does not say. Nothing here is imported for the order of text
itself before a line needs it, and these are named tuples because the first screen waits for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from intake.languages.terminal_answers import OFF, Answers

if TYPE_CHECKING:
    from intake.languages.bidi.clusters import Lettering
    from intake.languages.bidi.letters import Missing
    from intake.languages.bidi.visual import Order

AUTO: Final = "auto"


class Profile(NamedTuple):
    """What one kind of terminal needs.

    order: how the cells are sent; None leaves lines as they are, for a terminal that does everything itself.
    setup, teardown: what is sent when the program begins and ends (or is suspended). missing: what stands for letters
    without presentation forms. marks: whether vowel signs are drawn; the data keep them in any case.
    """

    name: str
    order: Order | None = "cells"
    setup: str = ""
    teardown: str = ""
    missing: Missing = "compose"
    marks: bool = True

    def lettering(self) -> Lettering:
        """How letters are drawn. Letters are left unjoined where the terminal turns words round, and joins them."""
        from intake.languages.bidi.clusters import Lettering  # tables of letters, only where such a line is drawn

        return Lettering(joined=self.order != "words", missing=self.missing, marks=self.marks)


_MODE_8 = ("\x1b[8l", "\x1b[8h")
_KONSOLE = ("\x1b]50;BidiRenderingEnabled=false\x07", "\x1b]50;BidiRenderingEnabled=true\x07")
_MLTERM = ("\x1b]5379;use_ctl=false\x07", "\x1b]5379;use_ctl=true\x07")

PROFILES: Final[Mapping[str, Profile]] = {
    profile.name: profile
    for profile in (
        Profile("plain"),
        Profile("vte", setup=_MODE_8[0], teardown=_MODE_8[1]),
        Profile("mintty", setup=_MODE_8[0], teardown=_MODE_8[1]),
        # OSC 50 means 'set the font' to xterm: it is for Konsole alone.
        Profile("konsole", setup=_KONSOLE[0], teardown=_KONSOLE[1]),
        Profile("mlterm", setup=_MLTERM[0], teardown=_MLTERM[1]),
        Profile("kitty", order="words"),
        # A mark would move, or take its letter with it: a letter of marks and body would become another letter.
        Profile("unmarked", missing="raw", marks=False),
        Profile("web", missing="pua"),
        Profile("native", order=None),
        Profile("unknown", order="guarded", setup=_MODE_8[0], teardown=_MODE_8[1]),
    )
}
"""All profiles by name.

plain draws what it gets (xterm, urxvt, Windows Terminal, xterm.js); vte and mintty obey mode 8; unmarked is plain but
loses or moves marks (alacritty, foot, st, the Linux console); web is a browser with a font of our own; kitty is best
started with `force_ltr=yes` and taken for plain; native orders text itself and cannot be stopped (qterminal); unknown
is safe with most others, tmux included.
"""

TERMINALS: Final = (AUTO, *PROFILES)
LETTERS: Final = (AUTO, "compose", "raw", "pua")
MARKS: Final = (AUTO, "shown", "hidden")


class Wish(NamedTuple):
    """What the settings say about the terminal: one of TERMINALS, of LETTERS and of MARKS."""

    terminal: str = AUTO
    letters: str = AUTO
    marks: str = AUTO

    def impossible(self) -> tuple[str, ...]:
        """The names of the settings whose value does not exist."""
        possible = {"terminal": TERMINALS, "letters": LETTERS, "marks": MARKS}
        return tuple(name for name, values in possible.items() if getattr(self, name) not in values)


NO_WISH: Final = Wish()


def chosen(environment: Mapping[str, str], answers: Answers, wish: Wish = NO_WISH) -> Profile:
    """The profile for this terminal: what is wished for, else what it answered, else what the environment hints at.

    A wish that does not exist counts as none.
    """
    name = wish.terminal if wish.terminal in PROFILES else _by_answers(answers, environment) or _by_hints(environment)
    profile = PROFILES[name]
    if answers.mode_before in OFF and profile.setup == _MODE_8[0]:
        profile = profile._replace(teardown="")  # the mode was off before: it stays as the person had it
    match wish.letters:
        case "compose" | "raw" | "pua":
            profile = profile._replace(missing=wish.letters)
    if wish.marks in ("shown", "hidden"):
        profile = profile._replace(marks=wish.marks == "shown")
    return profile


_FIRST_VTE_WITH_BIDI = 5800
_BY_NAME = (
    ("kitty", "kitty"),
    ("konsole", "konsole"),
    ("mintty", "mintty"),
    ("foot", "unmarked"),
    ("alacritty", "unmarked"),
    ("tmux", "unknown"),
    ("xterm", "plain"),
    ("wezterm", "plain"),
    ("contour", "plain"),
)
_BY_SECONDARY = (
    (re.compile(r"24;"), "mlterm"),
    (re.compile(r"8[34];"), "unknown"),  # screen and tmux: what is behind them cannot be asked
    (re.compile(r"(41|85);"), "plain"),  # xterm, urxvt
    (re.compile(r"0;115;0"), "native"),  # qterminal; Konsole, which once said the same, has 1;115;0
    (re.compile(r"0;\d{4,5};1"), "unmarked"),  # alacritty
)
_BY_TERM = (
    ("xterm-kitty", "kitty"),
    ("mlterm", "mlterm"),
    ("foot", "unmarked"),
    ("alacritty", "unmarked"),
    ("st-", "unmarked"),
    ("linux", "unmarked"),
    ("rxvt", "plain"),
)


def _by_answers(answers: Answers, environment: Mapping[str, str]) -> str:
    name = answers.name.lower()
    for beginning, profile in _BY_NAME:
        if name.startswith(beginning):
            return profile
    if answers.mode in OFF:
        return "vte"
    is_old_konsole = "KONSOLE_VERSION" in environment and answers.secondary == "0;115;0"
    for pattern, profile in _BY_SECONDARY:
        if pattern.match(answers.secondary):
            return "konsole" if is_old_konsole else profile
    return ""


def _by_hints(environment: Mapping[str, str]) -> str:
    """The environment is only a hint: it does not cross ssh, and survives where it is no longer true."""
    term = environment.get("TERM", "")
    for beginning, profile in _BY_TERM:
        if term.startswith(beginning):
            return profile
    if "TMUX" in environment or "STY" in environment or term.startswith(("tmux", "screen")):
        return "unknown"
    if environment.get("TERM_PROGRAM") == "mintty":
        return "mintty"
    # Textual's driver for the browser, Windows Terminal, and Windows as such.
    if "TEXTUAL_DRIVER" in environment or "WT_SESSION" in environment or environment.get("OS") == "Windows_NT":
        return "plain"
    if "KONSOLE_VERSION" in environment:
        return "konsole"
    version = environment.get("VTE_VERSION", "")
    if version.isdecimal():
        return "vte" if int(version) >= _FIRST_VTE_WITH_BIDI else "plain"
    return "unknown"
