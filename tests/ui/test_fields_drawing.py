from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from intake.ui.widgets.drawing import (
    Row,
    Span,
    beside,
    cut,
    drawable,
    glyph,
    in_languages,
    paragraph,
    row,
    window,
    wrapped,
)
from intake.ui.widgets.field import Layout, Pair
from intake.ui.widgets.typed_line import TypedLine, input_rows

ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
NEVER_SENT = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
HARMLESS = set("\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069")
KEYS = st.sampled_from(
    ["left", "right", "home", "end", "backspace", "delete", "ctrl+left", "ctrl+right", "shift+left", "shift+home",
     "ctrl+a", "ctrl+w", "ctrl+u", "ctrl+k"]
)  # fmt: skip


@given(ANY_TEXT)
def test_whatever_is_drawn_can_be_sent_to_a_terminal(text: str) -> None:
    assert not [char for char in drawable(text) if unicodedata.category(char) in NEVER_SENT and char not in HARMLESS]


@given(ANY_TEXT)
def test_each_typed_character_has_one_sign_in_its_place(text: str) -> None:
    assert all(len(glyph(char)) == 1 for char in text)


@given(ANY_TEXT, st.integers(1, 40))
def test_a_cut_text_fits(text: str, cells: int) -> None:
    assert cell_len(cut(text, cells)) <= cells


def test_a_text_that_fits_is_not_cut() -> None:
    assert cut("Wuppertal", 9) == "Wuppertal"
    assert cut("Wuppertal", 8) == "Wuppert…"
    assert cut("中文字", 5) == "中文…"
    assert cut("中文字", 4) == "中…"


@given(ANY_TEXT, st.integers(2, 40))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, cells: int) -> None:
    lines = wrapped(text, cells)
    assert all(cell_len(line) <= cells for line in lines)
    marks = dict.fromkeys(map(ord, "\u200e\u200f"))
    together = "".join(lines).translate(marks)
    assert "".join(together.split()) == "".join("".join(map(drawable, text.splitlines())).translate(marks).split())


def test_text_is_wrapped_at_blanks() -> None:
    assert wrapped("Wie wohnen Sie zurzeit?", 10) == ("Wie wohnen", "Sie", "zurzeit?")
    assert wrapped("Donaudampfschifffahrt", 10) == ("Donaudampf", "schifffahr", "t")


def test_a_right_to_left_line_that_begins_with_a_latin_word_keeps_its_direction() -> None:
    lines = wrapped("هل تعيش في Wuppertal الآن", 11)
    assert all(line[0] == "\u200f" or line[0] > "\u0600" for line in lines)
    assert any(line.startswith("\u200fWuppertal") for line in lines)


def test_each_text_is_aligned_by_its_own_direction() -> None:
    assert [each.text for each in paragraph("نعم", 6)] == ["   نعم"]
    assert [each.text for each in paragraph("Ja", 6)] == ["Ja    "]


def test_two_languages_stand_beside_each_other_where_there_is_room() -> None:
    both = Pair("Wie alt sind Sie?", "Скільки Вам років?")
    assert len(in_languages(both, Layout.BOTH, 60)) == 1
    assert len(in_languages(both, Layout.BOTH, 40)) == 2
    assert [each.text.strip() for each in in_languages(both, Layout.PERSON, 60)] == ["Скільки Вам років?"]
    assert [each.text.strip() for each in in_languages(both, Layout.STAFF, 60)] == ["Wie alt sind Sie?"]


def test_a_text_that_is_the_same_in_both_languages_stands_once() -> None:
    assert in_languages(Pair("Dari", "Dari"), Layout.BOTH, 60)[0].text.strip() == "Dari"


def test_a_row_is_padded_and_cut_by_what_is_seen() -> None:
    wide = Row((Span("中文", "a"), Span("字", "b")))
    assert wide.padded(8).text == "中文字  "
    assert wide.padded(5).text == "中文 "
    assert wide.padded(0).text == ""


def test_stacks_of_different_height_stand_beside_each_other() -> None:
    rows = beside([row("a"), row("b")], [row("c")], 3, 3, " │ ")
    assert [each.text for each in rows] == ["a   │ c  ", "b   │    "]


@given(st.integers(0, 40), st.integers(0, 12), st.data())
def test_a_window_shows_the_rows_that_matter(count: int, height: int, data: st.DataObject) -> None:
    rows = [row(str(n)) for n in range(count)]
    first = data.draw(st.integers(0, max(0, count - 1)))
    seen = [each.text for each in window(rows, height, first, first)]
    assert len(seen) == min(count, height)
    if count and height:
        assert str(first) in seen


def test_a_window_says_how_much_is_out_of_sight() -> None:
    rows = [row(str(n)) for n in range(20)]
    assert [each.text.strip() for each in window(rows, 6, 10, 10)] == ["↑ 9", "9", "10", "11", "12", "↓ 7"]


@given(ANY_TEXT, st.lists(st.one_of(KEYS, st.characters(codec=None)), max_size=25), st.integers(1, 30))
def test_a_line_takes_any_keys_and_is_drawn_as_wide_as_it_should(text: str, keys: list[str], cells: int) -> None:
    line = TypedLine(text)
    for key in keys:
        line.take(key, key if len(key) == 1 else None)
        assert 0 <= line.caret <= len(line.text)
        rows, caret = line.rows(cells, 3, focused=True)
        assert 1 <= len(rows) <= 3
        assert caret is not None
        assert 0 <= caret[1] < len(rows)
        if cells > 3:
            assert all(each.cells == cells for each in rows)
            assert 0 <= caret[0] < cells


@given(ANY_TEXT, st.integers(4, 30))
def test_the_lines_of_a_text_hold_all_of_it(text: str, cells: int) -> None:
    line = TypedLine(text)
    pieces = line.lines(cells)
    assert "".join(text[start:end] for start, end in pieces) == text


@given(st.text(max_size=30), st.text(st.characters(blacklist_categories=["Cc", "Zl", "Zp", "Cs"]), max_size=30))
def test_what_is_inserted_stands_where_the_caret_was(before: str, new: str) -> None:
    line = TypedLine(before)
    line.take("home", None)
    line.insert(new)
    assert line.text == new + before


def test_a_letter_and_its_marks_are_passed_in_one_step() -> None:
    line = TypedLine("e\u0301a👩‍👩‍👧b")
    line.take("home", None)
    carets = []
    for _ in range(4):
        line.take("right", None)
        carets.append(line.caret)
    assert carets == [2, 3, 8, 9]


def test_words_are_passed_and_deleted_in_one_step() -> None:
    line = TypedLine("one two-three")
    line.take("ctrl+left", None)
    assert line.caret == len("one two-")
    line.take("ctrl+w", None)
    assert line.text == "one twothree"
    line.take("ctrl+k", None)
    assert line.text == "one two"
    line.take("ctrl+u", None)
    assert line.text == ""


def test_backspace_on_an_empty_line_is_not_taken() -> None:
    assert not TypedLine().take("backspace", None)
    assert TypedLine("a").take("backspace", None)


def test_keys_that_do_not_type_are_not_taken() -> None:
    line = TypedLine("a")
    assert not any(line.take(key, None) for key in ("enter", "escape", "f5", "ctrl+s", "tab", "up"))


@pytest.mark.parametrize("text", ["", "نعم"])
def test_the_caret_is_seen_at_the_end_of_a_line(text: str) -> None:
    rows, caret = input_rows(TypedLine(text), 12, 1, focused=True, prefix="› ")
    assert rows[0].text.startswith("› ")
    assert caret == ((2, 0) if not text else (2 + 12 - 2 - 4, 0))


@pytest.mark.parametrize("word", ["word ", "слово "])
def test_typed_text_is_wrapped_after_blanks(word: str) -> None:
    line = TypedLine(word * 3 + "x" * 30)
    pieces = [line.text[start:end] for start, end in line.lines(14)]
    assert pieces == [word * 2, word, "x" * 13, "x" * 13, "x" * 4]
