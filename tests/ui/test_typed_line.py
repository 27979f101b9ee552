"""A line in any script: what is kept, where the caret stands, what is drawn, what is taken back."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from intake.languages.bidi.visual import in_order, visual_line
from intake.ui.keys import ACTIONS
from intake.ui.widgets.drawing import Row
from intake.ui.widgets.measured_text import ZWNJ, ZWNJ_MARK
from intake.ui.widgets.typed_line import TypedLine, confirmed

UNDO, REDO, NON_JOINER = (ACTIONS[id_].keys for id_ in ("undo", "redo", "non-joiner"))
ARABIC, PERSIAN, MIXED, TIGRINYA, UKRAINIAN = "سلام عليكم", "می\u200cخواهم", "محمد 12 Ali", "ሰላም ገብረ", "Їжак Ґалаґан"
SCRIPTS = (ARABIC, PERSIAN, MIXED, TIGRINYA, UKRAINIAN, "Müller 5", "")
LETTERS = "اآلملاسیک\u064eگ\u200cپ 12۳٤abÄяїሰገ().,«»-"
TEXTS = st.text(LETTERS, max_size=30)
MOVES = ("left", "right", "home", "end", "ctrl+left", "ctrl+right", "up", "down")
CELLS = 40


def line_of(text: str, *keys: str) -> TypedLine:
    line = TypedLine(text)
    line.rows(CELLS, 5, focused=True)
    for key in keys:
        line.take(key, None)
    return line


def write(line: TypedLine, text: str) -> None:
    for char in text:
        line.take(char, char)


def drawn(line: TypedLine, cells: int = CELLS, height: int = 5) -> tuple[list[Row], tuple[int, int]]:
    rows, place = line.rows(cells, height, focused=True)
    assert place is not None
    return rows, place


def styled(line: TypedLine, style: str, cells: int = CELLS) -> list[str]:
    """What is drawn in this style, row by row, without the marks of order."""
    rows, _ = drawn(line, cells)
    return ["".join(span.text for span in row.spans if span.style == style).strip("\u202d\u202c") for row in rows]


@pytest.mark.parametrize("text", SCRIPTS)
def test_what_is_typed_is_kept_letter_by_letter(text: str) -> None:
    line = TypedLine()
    write(line, text)
    assert line.text == text


@given(TEXTS, st.lists(st.sampled_from([*MOVES, *(f"shift+{move}" for move in MOVES), "ctrl+a"]), max_size=12), TEXTS)
@settings(max_examples=80)
def test_moving_changes_no_letter_and_what_is_typed_stands_where_the_caret_was(
    text: str, keys: list[str], more: str
) -> None:
    line = line_of(text, *keys)
    assert line.text == text
    starts = {line.caret, line.caret - len(line.selected)}
    length = len(line.selected)
    write(line, more)
    if more:
        assert line.text in {text[:start] + more + text[start + length :] for start in starts}


def _edit(line: TypedLine, step: str) -> None:
    match step.partition(":"):
        case "write", _, text:
            write(line, text)
        case "paste", _, text:
            line.insert(text)
        case key, _, _:
            line.take(key, None)


STEPS = st.one_of(
    TEXTS.map(lambda text: f"write:{text}"),
    TEXTS.map(lambda text: f"paste:{text}"),
    st.sampled_from(
        [*MOVES, "shift+home", "shift+left", "backspace", "delete", "ctrl+w", "ctrl+k", "ctrl+u", NON_JOINER]
    ),
)


@given(TEXTS, st.lists(STEPS, max_size=15))
@settings(max_examples=120)
def test_all_steps_taken_back_give_the_first_text_and_done_again_the_last(text: str, steps: list[str]) -> None:
    line = line_of(text)
    for step in steps:
        _edit(line, step)
    last = line.text
    for _ in range(400):
        line.take(UNDO, None)
    assert line.text == text
    for _ in range(400):
        line.take(REDO, None)
    assert line.text == last


def test_words_are_taken_back_one_by_one_and_a_paste_at_once() -> None:
    line = TypedLine()
    write(line, "سلام عليكم")
    line.insert(" pasted words here")
    texts = []
    for _ in range(4):
        line.take(UNDO, None)
        texts.append(line.text)
    assert texts == ["سلام عليكم", "سلام ", "", ""]


def test_deleted_letters_come_back_together_with_the_caret_where_it_was() -> None:
    line = line_of("محمد", "backspace", "backspace")
    assert line.text == "مح"
    line.take(UNDO, None)
    assert (line.text, line.caret) == ("محمد", 4)


def test_a_replaced_selection_comes_back_selected() -> None:
    line = line_of("Ali", "ctrl+a")
    write(line, "محمد")
    line.take(UNDO, None)
    assert (line.text, line.selected) == ("Ali", "Ali")


def test_what_is_typed_after_a_step_back_cannot_be_overwritten_by_the_step_forward() -> None:
    line = TypedLine()
    write(line, "ab")
    line.take(UNDO, None)
    write(line, "c")
    line.take(REDO, None)
    assert line.text == "c"


def _columns(text: str, cells: int) -> list[int]:
    """The cell of the caret at each stop of its first line, from Home to End by the arrow that goes forward."""
    line = TypedLine(text)
    line.rows(cells, 1, focused=True)
    line.take("home", None)
    forward = "left" if next(iter(drawn(line, cells)[0][0].spans)).text[:1] == " " else "right"
    found = [drawn(line, cells, 1)[1][0]]
    while line.caret < len(text):
        line.take(forward, None)
        found.append(drawn(line, cells, 1)[1][0])
    return found


@pytest.mark.parametrize("text", ["محمد عليكم", "می\u200cخواهم", "ገብረ", "Їжак", "مُحَمَّد"])
def test_the_caret_goes_one_way_only_in_text_of_one_direction(text: str) -> None:
    columns = _columns(text, CELLS)
    step = -1 if unicodedata.bidirectional(text[0]) == "AL" else 1
    assert all((after - before) * step > 0 for before, after in pairwise(columns)), columns


@given(st.text("اآلمسیگپ\u064e ", min_size=1, max_size=30).filter(lambda text: unicodedata.category(text[0]) == "Lo"))
@settings(max_examples=80)
def test_the_caret_of_right_to_left_text_goes_from_the_right_edge_to_the_left(text: str) -> None:
    columns = _columns(text, CELLS)
    assert columns[0] == CELLS - 1
    assert columns == sorted(columns, reverse=True)


def test_home_of_right_to_left_text_is_its_right_edge_and_end_left_of_its_last_letter() -> None:
    line = line_of("محمد", "home")
    assert (line.caret, drawn(line)[1]) == (0, (CELLS - 1, 0))
    line.take("end", None)
    assert (line.caret, drawn(line)[1]) == (4, (CELLS - 5, 0))


def test_the_arrows_go_where_they_point() -> None:
    assert line_of("محمد", "home", "left").caret == 1
    assert line_of("محمد", "right").caret == 3
    assert line_of("Ali", "home", "right").caret == 1
    assert line_of("محمد Ali", "ctrl+right").caret == len("محمد ")
    assert line_of("محمد Ali", "home", "ctrl+left").caret == 4


def test_a_word_of_persian_is_one_word_with_its_joiner_and_its_marks() -> None:
    assert line_of("او می\u200cخواهد", "ctrl+right").caret == len("او ")
    assert line_of("مُحَمَّد علي", "home", "ctrl+left").caret == len("مُحَمَّد")


@given(TEXTS, st.integers(0, 40))
@settings(max_examples=120)
def test_the_line_is_drawn_as_visual_line_has_it_in_exactly_so_many_cells(text: str, at: int) -> None:
    line = line_of(text)
    line.click(0, at)
    rows, (x, y) = drawn(line, CELLS)
    (start, end) = line.lines(CELLS)[0]
    first = rows[0]
    assert all(cell_len(row.text) == CELLS for row in rows)
    assert y < len(rows)
    assert 0 <= x < CELLS
    shown = text[start:end].replace(ZWNJ, ZWNJ_MARK)
    is_rtl = next((unicodedata.bidirectional(c) != "L" for c in text if unicodedata.bidirectional(c) in "L AL"), False)
    opened_at = line.caret if line.caret < end or end == len(text) else None
    expected = visual_line(shown, "rtl" if is_rtl else "ltr", opened_at=opened_at, measure=cell_len).text
    written = first.text.replace("\u202d", "").replace("\u202c", "")
    assert written.strip() == expected.strip()


@given(TEXTS)
@settings(max_examples=120)
def test_a_click_on_the_cell_of_the_caret_puts_it_there_again(text: str) -> None:
    line = TypedLine(text)
    for index in range(len(line.lines(CELLS))):
        for cell in range(CELLS):
            drawn(line, CELLS, 20)
            line.click(index, cell)
            caret = line.caret
            _, (x, y) = drawn(line, CELLS, 20)
            line.click(y, x)
            assert line.caret == caret


def test_mixed_text_is_clicked_where_it_is_seen() -> None:
    line = TypedLine("محمد 12 Ali")
    rows, _ = drawn(line)
    written = rows[0].text.replace("\u202d", "").replace("\u202c", "")
    line.click(0, written.index("A"))
    assert line.caret == len("محمد 12 ")
    line.click(0, written.index("2"))
    assert line.caret == len("محمد 1")


def test_a_selection_of_mixed_text_lies_over_its_cells() -> None:
    line = line_of("محمد 12 Ali", "home", *["shift+left"] * 7)
    assert line.selected == "محمد 12"
    (picked,) = styled(line, "picked")
    assert sorted(unicodedata.normalize("NFKC", picked)) == sorted("محمد 12")
    line = line_of("Ali محمد", "home", *["shift+right"] * 5)
    assert styled(line, "picked") == ["Ali ﻣ"]


def test_a_lam_alef_opens_for_the_caret_between_its_letters() -> None:
    line = line_of("سلام", "home", "left")
    assert styled(line, "caret") == ["\ufefc"]
    line.take("left", None)
    assert styled(line, "caret") == ["\ufe8e"]
    _, (x, _) = drawn(line)
    assert x == CELLS - 3


def test_the_non_joiner_is_seen_kept_and_taken_away() -> None:
    line = TypedLine()
    write(line, "می")
    line.take(NON_JOINER, None)
    write(line, "خ")
    assert line.text == "می\u200cخ"
    assert styled(line, "quiet") == [ZWNJ_MARK]
    line.take("backspace", None)
    line.take("backspace", None)
    assert line.text == "می"


def test_shift_and_space_is_a_blank_outside_of_arabic_script() -> None:
    line = TypedLine("MAX")
    line.take(NON_JOINER, " ")
    assert line.text == "MAX "
    line = TypedLine("می")
    line.take(NON_JOINER, " ")
    assert line.text == "می\u200c"


def test_letters_of_one_line_are_wrapped_and_the_row_with_the_caret_is_shown_in_few_cells() -> None:
    line = line_of("محمد " * 40)
    rows, (x, y) = drawn(line, 12, 1)
    assert (len(rows), y) == (1, 0)
    assert 0 <= x < 12
    line.take("home", None)
    _, (x, _) = drawn(line, 12, 1)
    assert x == 11


def test_a_latin_line_carries_no_marks_of_order() -> None:
    rows, _ = drawn(TypedLine("Müller Їжак ገብረ"))
    assert "\u202d" not in rows[0].text
    assert in_order("x")[0] in drawn(TypedLine("محمد"))[0][0].text


def test_a_full_line_takes_no_more_and_loses_nothing() -> None:
    line = TypedLine("abc", most=3)
    line.insert("de")
    assert (line.text, line.refused) == ("abc", 1)
    line.take("ctrl+a", None)
    line.insert("xy")
    assert (line.text, line.refused) == ("xy", 1)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Mu\u0308ller ", "Müller"),
        ("ا\u0653مال", "آمال"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("مُحَمَّد", unicodedata.normalize("NFC", "مُحَمَّد")),
        ("Їжак", "Їжак"),
        ("علی كريم", "علی كريم"),
    ],
)
def test_a_text_is_stored_composed_and_else_as_typed(typed: str, stored: str) -> None:
    assert confirmed(typed) == stored


def test_a_double_click_marks_the_word() -> None:
    line = line_of("محمد علي", "home", "left")
    line.select_word()
    assert line.selected == "محمد"
