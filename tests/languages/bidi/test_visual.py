"""A drawn line keeps every letter, every cell and the way back."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from intake.languages.bidi import needs_reordering
from intake.languages.bidi.clusters import Lettering, cells_of
from intake.languages.bidi.letters import Missing
from intake.languages.bidi.visual import LRM, Order, VisualLine, visual_line
from intake.languages.direction import Direction, direction_of

ALPHABET = (
    "ab Z,.:-+()[]<>«»/12٣۴%€ابتلمهویکآأإؤئةىپچگژښځټڕڵێەۂۃہہےאבשׁܫދި"
    "\u0301\u064b\u0651\u0654\u0670\u0325\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e"
    "\u2066\u2067\u2068\u2069\u0600\u06dd\u00ad\ufeff\u2029\n\t\x1b\x00\ud800\udfff漢字ㄱ각😀👩🏽👧\ufe0f\u20e3🇩🇪क्षि\ue900\uffff"
)
TEXTS = st.one_of(st.text(st.sampled_from(ALPHABET), max_size=60), st.text(max_size=40))
MEASURED = [char for char in ALPHABET if unicodedata.category(char) != "Cc"]
BASES: st.SearchStrategy[Direction | None] = st.sampled_from([None, "ltr", "rtl"])
MISSING: st.SearchStrategy[Missing] = st.sampled_from(["compose", "raw", "pua"])
LETTERINGS = st.builds(Lettering, joined=st.booleans(), missing=MISSING, marks=st.booleans())
PLACES = st.one_of(st.none(), st.integers(-2, 62))
LINES = st.builds(visual_line, TEXTS, BASES, LETTERINGS, opened_at=PLACES)


@given(LINES)
def test_every_letter_of_the_text_stands_in_one_cluster(line: VisualLine) -> None:
    logical = sorted(line.clusters, key=lambda cluster: cluster.start)
    assert "".join(line.source[cluster.start : cluster.end] for cluster in logical) == line.source
    assert all(cluster.start < cluster.end for cluster in logical)


@given(TEXTS, BASES, LETTERINGS, PLACES)
def test_the_direction_changes_the_order_and_never_the_clusters(
    text: str, base: Direction | None, lettering: Lettering, place: int | None
) -> None:
    found = [visual_line(text, way, lettering, opened_at=place) for way in ("ltr", "rtl", base)]
    bounds = [sorted((cluster.start, cluster.end) for cluster in line.clusters) for line in found]
    plain = {span for span in bounds[0] if "\u0644" not in text[slice(*span)]}
    assert plain <= set(bounds[1])
    assert plain <= set(bounds[2])


@given(LINES)
def test_letters_and_cells_find_each_other(line: VisualLine) -> None:
    drawn = [cluster for cluster in line.clusters if cluster.cells]
    columns = {line.column_of(cluster.start): cluster.start for cluster in drawn}
    assert len(columns) == len(drawn)
    for column, start in columns.items():
        assert line.index_at(column) == start
    for cluster in line.clusters:
        assert {line.column_of(index) for index in range(cluster.start, cluster.end)} == {line.column_of(cluster.start)}
    covered = sorted(line.column_of(cluster.start) + offset for cluster in drawn for offset in range(cluster.cells))
    assert covered == list(range(line.cells))


@given(LINES)
def test_the_place_behind_the_text_is_on_the_side_where_it_ends(line: VisualLine) -> None:
    end = len(line.source)
    assert line.column_of(end) == (-1 if line.base == "rtl" else line.cells)
    left, right = (end, 0) if line.base == "rtl" else (0, end)
    assert line.index_at(-1) == left
    assert line.index_at(line.cells) == right
    assert line.stops[-1] == end


@given(st.text(st.sampled_from(MEASURED), max_size=60).map("a{}".format), BASES, LETTERINGS)
def test_the_cells_are_those_that_the_screen_counts(text: str, base: Direction | None, lettering: Lettering) -> None:
    line = visual_line(text, base, lettering, measure=cell_len)
    assert cell_len(line.text) == line.cells


@given(LINES)
def test_controls_and_joiners_work_and_are_not_sent(line: VisualLine) -> None:
    sent = line.text
    assert not set(sent) & set("\u061c\u200c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(TEXTS, BASES, st.sampled_from(["guarded", "words"]))
def test_every_order_sends_one_piece_for_each_cluster(text: str, base: Direction | None, order: Order) -> None:
    line = visual_line(text, base, Lettering(joined=order != "words"))
    assert len(line.sent(order)) == len(line.clusters)


@given(TEXTS)
def test_guarded_text_has_nothing_that_a_terminal_could_reverse(text: str) -> None:
    line = visual_line(text)
    assert "".join(line.sent("guarded")).replace(LRM, "") == line.text
    pieces = line.sent("guarded")
    assert all(
        piece.endswith(LRM) == needs_reordering(cluster.text)
        for piece, cluster in zip(pieces, line.clusters, strict=True)
    )


@given(st.text(st.sampled_from("ابتلا محمد אבג abc 12 (),."), max_size=30))
def test_a_terminal_with_its_own_bidi_shows_guarded_text_in_its_own_order(text: str) -> None:
    sent = "".join(visual_line(text).sent("guarded"))
    again = visual_line(sent, "ltr", Lettering(joined=False))
    assert again.text == visual_line(text).text


@given(st.text(st.sampled_from([char for char in ALPHABET if char not in "\n\u2029"]), max_size=60))
def test_the_direction_of_a_line_is_that_of_its_first_strong_letter(text: str) -> None:
    assert visual_line(text).base == direction_of(text)


@given(st.text(st.sampled_from("abc äß 12 .,(Ж)ትግ"), max_size=30))
def test_text_that_runs_left_to_right_is_sent_as_it_stands(text: str) -> None:
    assert visual_line(text, "ltr").text == text


@pytest.mark.parametrize("text", ["\ud800", "\u2067" * 10_000, "لا" * 5_000, "(" * 10_000, "\u0651" * 10_000, ""])
def test_no_text_is_refused(text: str) -> None:
    line = visual_line(text, None)
    assert sum(cluster.end - cluster.start for cluster in line.clusters) == len(text)


def test_a_letter_and_its_marks_share_a_cell() -> None:
    line = visual_line("قُدِّم", "rtl")
    assert [cluster.text for cluster in line.clusters] == ["\ufee1", "\ufeaa\u0650\u0651", "\ufed7\u064f"]
    assert [line.column_of(index) for index in range(7)] == [2, 2, 1, 1, 1, 0, -1]
    assert line.stops == (0, 2, 5, 6)


def test_a_lam_alef_has_one_cell_for_two_letters() -> None:
    line = visual_line("سلام", "rtl")
    assert [line.column_of(index) for index in range(5)] == [2, 1, 1, 0, -1]
    assert [line.index_at(column) for column in range(-1, 4)] == [4, 3, 1, 0, 0]


def test_an_emoji_of_several_parts_stays_whole() -> None:
    family = "👩🏽‍👧"
    line = visual_line(f"אב {family} 🇩🇪🇸🇾", "rtl", measure=cell_len)
    assert [cluster.text for cluster in line.clusters] == ["🇩🇪", "🇸🇾", " ", family, " ", "ב", "א"]


def test_the_flag_of_a_region_keeps_the_letters_that_spell_it() -> None:
    england = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert visual_line(f"אב {england}", "rtl").text == f"{england} בא"


def test_a_bracket_with_a_mark_or_a_control_behind_it_is_mirrored_too() -> None:
    assert visual_line("א(\u0301ב)\u200f", "rtl").text == "(ב)\u0301א"


def test_a_place_before_the_text_is_taken_for_its_beginning() -> None:
    assert visual_line("אב", "rtl").column_of(-5) == 1
    assert visual_line("ab", "ltr").column_of(-5) == 0


def test_a_mouse_between_two_scripts_finds_the_letter_under_it() -> None:
    line = visual_line("Frage: אבג (12)")
    assert line.text == "Frage: (12) גבא"
    assert line.index_at(line.text.index("ג")) == line.source.index("ג")
    assert line.index_at(line.text.index("2")) == line.source.index("2")


def test_a_mark_of_direction_between_two_letters_keeps_them_in_its_order() -> None:
    assert visual_line("אב\u200eגד", "ltr").text == "באדג"
    assert visual_line("אב\u200eגד", "rtl").text == "דגבא"


def test_words_go_out_letter_by_letter_for_a_terminal_that_turns_them_round() -> None:
    line = visual_line("سلام (علی) ۱۲ abc", "rtl", Lettering(joined=False))
    assert "".join(line.sent("words")) == "abc ۲۱ (علی) سلام"
    with_joiner = visual_line("\u2067می\u200cخواهم\u2069", "rtl", Lettering(joined=False))
    assert "".join(with_joiner.sent("words")) == "می\u200cخواهم"


def test_a_caller_without_a_measure_gets_one() -> None:
    assert [cells_of(text) for text in ("a", "ا\u0651", "漢", "😀", "\u0651", "\u200f", "\u06dd", "")] == [
        1,
        1,
        2,
        2,
        0,
        0,
        1,
        0,
    ]


def test_nothing_but_one_search_is_imported_for_other_scripts() -> None:
    code = (
        "import sys, intake.languages.bidi as b; assert not b.needs_reordering('Müller');"
        "print([name for name in sys.modules if name.startswith('intake')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['intake', 'intake.languages', 'intake.languages.bidi']"
