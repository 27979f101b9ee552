"""Cells are shown as they are by a spreadsheet, and nothing is lost by that."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.handover.formats.spreadsheet import GUARD, guarded, one_line, unguarded

FORMULAS = ("=1+1", "+49 151 2345678", "-2+3", "@SUM(A1)", "\tx", "\rx", "|calc", "%x", " =1+1", "＝1+1", "'quoted",
            "﹢1", "\u2212 1", "\u3000=1", "\u200c=1", "\x0b=1")  # fmt: skip
CHANGED = ("03241001", "0151234567", "1234567890123", "1E5", "1.2", "05/1999", "1999-05", "3-4")
PLAIN = ("Tesfay", "17.05.1999", "1999-05-17", "1990", "5", "z-7", "0202 1234567", "K-2026-0417", "", "a=b", "x@y.de")


@pytest.mark.parametrize("text", FORMULAS + CHANGED)
def test_what_a_spreadsheet_would_run_or_change_is_guarded(text: str) -> None:
    assert guarded(text) == GUARD + text


@pytest.mark.parametrize("text", PLAIN)
def test_what_it_shows_as_it_is_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@given(st.text())
@example("''")
@example("'=1")
def test_the_guard_can_always_be_taken_away_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text())
@example("\u200c=1")
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    assert not guarded(one_line(text)).lstrip().lstrip("\u200c").startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(alphabet=st.characters()))
@example("a\u202eb")
@example("a\ud800b")
@example("a\r\nb\x00\x1b[31m")
def test_a_cell_is_one_line_without_controls_and_can_be_written(text: str) -> None:
    line = one_line(text)
    line.encode("utf-8")
    assert line.isprintable() or all(
        not character.isspace() or character == " " or ord(character) > 127 for character in line
    )
    assert not set(line) & set("\n\r\t\x00\x1b\u2028\u2029\u202e\u2066")


def test_joiners_that_carry_meaning_stay() -> None:
    assert one_line("می\u200cخواهم") == "می\u200cخواهم"
