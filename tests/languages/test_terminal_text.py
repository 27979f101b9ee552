"""Each terminal gets right-to-left text in the way that was seen to be right for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from intake.languages.bidi.visual import visual_line
from intake.languages.terminal_answers import Answers
from intake.languages.terminal_text import LETTERS, MARKS, PROFILES, TERMINALS, Wish, chosen


@pytest.mark.parametrize(
    ("environment", "profile"),
    [
        ({"TERM": "xterm-256color", "VTE_VERSION": "7006"}, "vte"),
        ({"TERM": "xterm-256color", "VTE_VERSION": "5202"}, "plain"),
        ({"TERM": "xterm-256color", "VTE_VERSION": "x"}, "unknown"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "221203"}, "konsole"),
        ({"TERM": "tmux-256color", "KONSOLE_VERSION": "221203", "TMUX": "/tmp/tmux"}, "unknown"),
        ({"TERM": "screen", "VTE_VERSION": "7006"}, "unknown"),
        ({"TERM": "mlterm"}, "mlterm"),
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "st-256color"}, "unmarked"),
        ({"TERM": "linux"}, "unmarked"),
        ({"TERM": "rxvt-unicode"}, "plain"),
        ({"TERM": "xterm", "TERM_PROGRAM": "mintty", "OS": "Windows_NT"}, "mintty"),
        ({"OS": "Windows_NT"}, "plain"),
        ({"TERM": "xterm-256color", "WT_SESSION": "1"}, "plain"),
        ({"TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver"}, "plain"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_a_terminal_that_said_nothing_is_known_by_its_environment(environment: dict[str, str], profile: str) -> None:
    assert chosen(environment, Answers()).name == profile


def test_what_a_terminal_says_counts_more_than_its_environment() -> None:
    konsole = Answers(name="Konsole 22.12.3", secondary="1;115;0", is_complete=True)
    assert chosen({"TERM": "xterm-256color", "VTE_VERSION": "7006"}, konsole).name == "konsole"


def test_an_old_konsole_is_no_qterminal() -> None:
    said = Answers(secondary="0;115;0", is_complete=True)
    assert chosen({"TERM": "xterm", "KONSOLE_VERSION": "190800"}, said).name == "konsole"
    assert chosen({"TERM": "xterm"}, said).name == "native"


def test_the_settings_count_more_than_anything_else() -> None:
    kitty = Answers(name="kitty(0.26.5)")
    profile = chosen({"TERM": "xterm-kitty"}, kitty, Wish("plain", "pua", "hidden"))
    assert (profile.name, profile.order, profile.missing, profile.marks) == ("plain", "cells", "pua", False)
    assert chosen({"TERM": "st-256color"}, Answers(), Wish(marks="shown", letters="compose")).marks


def test_a_wish_that_does_not_exist_is_named_and_counts_as_none() -> None:
    wish = Wish("vt52", "big", "some")
    assert wish.impossible() == ("terminal", "letters", "marks")
    assert chosen({"TERM": "xterm-kitty"}, Answers(), wish) == PROFILES["kitty"]
    assert all(not Wish(a, b, c).impossible() for a in TERMINALS for b in LETTERS for c in MARKS)


def test_only_konsole_gets_the_sequence_that_sets_the_font_of_an_xterm() -> None:
    assert {name for name, profile in PROFILES.items() if "]50;" in profile.setup + profile.teardown} == {"konsole"}


def test_whatever_is_switched_off_is_switched_on_again() -> None:
    for profile in PROFILES.values():
        assert bool(profile.setup) == bool(profile.teardown)
        assert profile.setup != profile.teardown or not profile.setup


def test_a_letter_stays_the_same_letter_where_marks_are_lost() -> None:
    profile = PROFILES["unmarked"]
    assert profile.order == "cells"
    drawn = visual_line("ټَ ټول", "rtl", profile.lettering()).text
    assert drawn.count("ټ") == 2
    assert "\u064e" not in drawn
    assert "\u0325" not in drawn


def test_choosing_a_profile_imports_no_tables() -> None:
    code = (
        "import sys; from intake.languages.terminal_text import *; from intake.languages.terminal_probe import asked;"
        "chosen({}, asked({}, 0, 2)); print([name for name in sys.modules if 'bidi' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
