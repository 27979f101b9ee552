"""Direction from the letters, and text that is safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.languages.direction import (
    direction_of,
    fill,
    isolate,
    isolate_citations,
    listed,
    piece,
    reading_direction,
    shown,
    strip_controls,
)

FSI, LRI, RLI, PDI = "\u2068", "\u2066", "\u2067", "\u2069"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Hallo", "ltr"),
        ("سوريا", "rtl"),
        ("עברית", "rtl"),
        ("ܣܘܪܝܬ", "rtl"),
        ("ትግርኛ", "ltr"),
        ("(2) سوريا", "rtl"),
        ("12 Syrien سوريا", "ltr"),
        (f"{RLI}سوريا{PDI} Syrien", "ltr"),
        (f"{FSI}Syrien{PDI} سوريا", "rtl"),
        (f"{LRI}{FSI}a{PDI}b{PDI}ب", "rtl"),
        (f"{PDI}{PDI}ب", "rtl"),
    ],
)
def test_the_first_strong_letter_outside_isolates_decides(text: str, direction: str) -> None:
    assert direction_of(text) == direction


@pytest.mark.parametrize("text", ["", "12", "+49 151 2345", "?!", f"{FSI}سوريا{PDI}"])
def test_a_text_without_a_strong_letter_takes_the_direction_it_is_told(text: str) -> None:
    assert direction_of(text) == "ltr"
    assert direction_of(text, "rtl") == "rtl"


def test_an_isolate_is_closed_and_holds_the_text() -> None:
    assert isolate("+49 151") == f"{FSI}+49 151{PDI}"
    assert isolate("a", "ltr") == f"{LRI}a{PDI}"
    assert isolate("ب", "rtl") == f"{RLI}ب{PDI}"


@given(st.text(alphabet=st.sampled_from(f"aب1 {FSI}{LRI}{RLI}{PDI}\u202a\u202e\u202c")))
def test_nothing_inside_an_isolate_can_reach_beyond_it(text: str) -> None:
    inner = isolate(text)[1:-1]
    assert not any(unicodedata.bidirectional(char) in {"LRI", "RLI", "FSI", "PDI", "LRO", "RLO"} for char in inner)


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_shown_text_has_no_control_character_whatever_comes_in(text: str) -> None:
    for visible in (False, True):
        for char in strip_controls(text, visible=visible):
            assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
            assert char not in "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b"


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert strip_controls(strip_controls(text)) == strip_controls(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jweg", "[2Jweg"),
        ("a\x9b31mb", "a31mb"),
        ("a\tb\r\nc\u2028d", "a b c d"),
        ("gnp\u202egpj.exe", "gnpgpj.exe"),
        ("a\ud800b", "a\ufffdb"),
        ("mark\ufdd0", "mark"),
        ("\U000e0041tag", "tag"),
    ],
)
def test_what_could_deceive_or_drive_a_terminal_is_taken_out(text: str, shown: str) -> None:
    assert strip_controls(text) == shown


def test_staff_can_see_that_something_was_taken_out() -> None:
    assert strip_controls("gnp\u202egpj", visible=True) == "gnp[U+202E]gpj"
    assert strip_controls("a\x1bb", visible=True) == "a[U+001B]b"


@pytest.mark.parametrize("text", ["می‌خواهم", "ٱلسَّلَامُ", "Zoë ŞĞİı", "ትግርኛ፡", "क्‍ष", "👍", "\u0601 ۱۲"])
def test_what_scripts_write_with_stays(text: str) -> None:
    assert strip_controls(text) == text


def test_values_are_isolated_in_right_to_left_text() -> None:
    assert fill("الهاتف {number}", {"number": "+49 151"}) == f"الهاتف {FSI}+49 151{PDI}"


def test_right_to_left_values_are_isolated_in_other_text() -> None:
    assert fill("{name} (2)", {"name": "أحمد"}) == f"{FSI}أحمد{PDI} (2)"
    assert fill("{name} (2)", {"name": "Ahmed"}) == "Ahmed (2)"


def test_values_bring_no_controls_and_no_placeholders_of_their_own() -> None:
    assert fill("Ort: {town}", {"town": "A\x1b\u202eB {name}"}) == "Ort: AB {name}"


@pytest.mark.parametrize("text", ["{wrong}", "{", "a } b", "{0}", "{name.x}", "{name!z}", "{name:d}"])
def test_a_text_whose_placeholders_do_not_fit_is_shown_as_it_is(text: str) -> None:
    assert fill(text, {"name": "x"}) == text


def test_isolates_that_are_closed_stay_in_a_text_that_is_shown_and_all_else_is_seen() -> None:
    filled = fill("Name: {name}, {phone}", {"name": "علي", "phone": "12"})
    assert shown(filled) == filled
    assert shown("a \u2068b\u2069 c") == "a \u2068b\u2069 c"
    assert shown("a \u2068b") == "a [U+2068]b"
    assert shown("a\u2069 \u202eb") == "a[U+2069] [U+202E]b"
    assert shown("\u2067a\u2066b\u2069") == "[U+2067]a\u2066b\u2069"
    assert shown("\u2068a\nb\u2069") == "[U+2068]a b[U+2069]"


@given(st.text(alphabet="ab 1א\u2066\u2067\u2068\u2069\u202e\n"))
def test_a_text_that_is_shown_ends_every_isolate_and_showing_it_again_changes_nothing(text: str) -> None:
    once = shown(text)
    assert shown(once) == once
    assert sum(once.count(char) for char in "\u2066\u2067\u2068") == once.count("\u2069")
    assert "\u202e" not in once


def test_pieces_keep_their_own_order_in_a_list_of_either_direction() -> None:
    assert listed(["Bäcker", "2019", ""], "ltr") == "Bäcker, 2019"
    assert listed(["خباز 1", "2019"], "ltr") == "\u2068خباز 1\u2069, 2019"
    assert listed(["خباز 1", "2019"], "rtl") == "خباز 1, \u20682019\u2069"
    assert listed([piece("خباز"), "x"], "ltr") == "\u2068خباز\u2069, x"
    assert listed([f"{piece('خباز')} (Bäcker)", "x"], "ltr") == "\u2068\u2068خباز\u2069 (Bäcker)\u2069, x"


def test_a_typed_value_in_a_list_shows_what_was_taken_out_of_it() -> None:
    assert piece("Ali") == "Ali"
    assert piece("\u202eAli") == "[U+202E]Ali"
    assert piece("\u2067علي") == "\u2068[U+2067]علي\u2069"


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Duldung (وقف مؤقت للترحيل)", "rtl"),
        ("منصور wohnt in Köln", "ltr"),
        ("عمل، Ausbildung، دراسة، عائلة", "rtl"),
        ("", "ltr"),
        ("12.03.", "ltr"),
        ("a ب", "ltr"),
        ("ب a", "rtl"),
        ("Ausbildung (تدريب مهني)", "rtl"),
        ("می\u200cخواهم, Köln Deutz", "ltr"),
        (f"{FSI}Ausbildung{PDI} نعم", "rtl"),
        ("ሰላም 12", "ltr"),
    ],
)
def test_a_whole_text_is_read_in_the_direction_of_most_of_its_words(text: str, direction: str) -> None:
    assert reading_direction(text) == direction


def test_a_citation_of_german_law_is_one_unit_in_right_to_left_text() -> None:
    arabic = "تصريح إقامة: حماية (§ 24، § 25 Abs. 1–3)"
    assert isolate_citations(arabic) == f"تصريح إقامة: حماية ({LRI}§ 24{PDI}، {LRI}§ 25 Abs. 1–3{PDI})"
    assert isolate_citations("أسباب (§§ 22, 23, 25 Abs. 4–5) نعم") == f"أسباب ({LRI}§§ 22, 23, 25 Abs. 4–5{PDI}) نعم"
    assert isolate_citations("Schutz (§ 24)") == "Schutz (§ 24)"


def test_values_in_a_right_to_left_sentence_are_isolated_although_it_begins_with_a_german_word() -> None:
    assert fill("BAMF: هل لديكم موعد عند {office}", {"office": "Köln 12"}).endswith(f"{FSI}Köln 12{PDI}")
