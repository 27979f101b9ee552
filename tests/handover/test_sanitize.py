from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.handover.sanitize import MAX_SHOWN, display, is_covered, islands, isolate, shown, valid_unicode


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Selam Tesfay", "Selam Tesfay"),
        ("a\x00b", "a[U+0000]b"),
        ("a\x1b[31mrot\x7f", "a[U+001B][31mrot[U+007F]"),
        ("a\r\nb\tc\x0bd\x0ce\u2028f", "a  b c d e f"),
        ("gnp.\u202eexe\u202c \u202dabc", "gnp.exe abc"),
        ("a\u2067\u2067\u2068b", "ab"),
        ("a\u200eb\ufeffc", "abc"),
        ("Kran\u00adken", "Kranken"),
        ("زبان\u200cها", "زبان\u200cها"),
        ("a\ud83db", "a\ufffdb"),
        ("Sara 😀", "Sara [U+1F600]"),
        ("王小明", "[U+738B][U+5C0F][U+660E]"),
        ("a\uffff\ufdd0b", "a[U+FFFF][U+FDD0]b"),
        ("\ue000", "[U+E000]"),
        ("Z" + "\u0316" * 9, "Z" + "\u0316" * 4),
        ("e\u0301", "é"),
        ("\ufefb \ufdf2", "لا \ufdf2"),
        ("ⶀ ሰላም", "ⶀ ሰላም"),
        ("שלום", "שלום"),
    ],
)
def test_text_is_shown_without_tricks(text: str, expected: str) -> None:
    assert display(text) == expected


def test_a_long_text_ends_with_an_ellipsis() -> None:
    assert display("a " * MAX_SHOWN).endswith("…")
    assert len(display("a " * MAX_SHOWN)) == MAX_SHOWN + 1


def test_a_long_word_can_be_broken_but_never_inside_of_a_letter() -> None:
    broken = display("Ab" * 600)
    assert max(len(piece) for piece in broken.split("\u200b")) == 12
    marked = display("e\u0316" * 30)
    assert all(not unicodedata.combining(piece[0]) for piece in marked.split("\u200b"))


def test_a_word_in_a_narrow_column_can_be_broken_earlier() -> None:
    assert display("Werkstattmeisterin") == "Werkstattmeisterin"
    assert display("Werkstattmeisterin", in_table=True) == "Werksta\u200bttmeist\u200berin"


def test_an_address_stays_fit_to_copy() -> None:
    address = "maximilian.mustermann@beratung.example.org"
    assert display(address) == address
    assert "\u200b" in display("x@" + "y" * 80)


def test_right_to_left_text_is_isolated_last() -> None:
    assert shown("\u2067محمد") == "\u2068محمد\u2069"
    assert shown("+49 151 2345") == "+49 151 2345"
    assert isolate("") == ""


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_whatever_comes_in_no_control_and_no_direction_mark_comes_out(text: str) -> None:
    clean = display(text)
    clean.encode()
    assert all(is_covered(character) or character in "\u200b\u200c\u200d" for character in clean)
    assert unicodedata.normalize("NFC", clean) == clean or "[U+" in clean or len(text) > 4
    assert shown(text).count("\u2068") == shown(text).count("\u2069") <= 1


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_data_stay_unchanged_but_for_lone_surrogates(text: str) -> None:
    valid = valid_unicode(text)
    valid.encode()
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert valid == text


@pytest.mark.parametrize(
    "number", ["+49 151 2345 6789", "0151 2345 678", "(0202) 123-456", "+491512345678", "12 345/67-8"]
)
def test_a_number_between_right_to_left_words_is_set_apart(number: str) -> None:
    assert isolate(f"هاتف {number} مساء") == f"\u2068هاتف \u2066{number}\u2069 مساء\u2069"
    assert isolate(f"Telefon {number}") == f"Telefon {number}"


@pytest.mark.parametrize("text", ["5 7 9", "12:30", "1999", "14.03.1991", "123456", "3/4"])
def test_counts_days_and_times_are_left_to_their_words(text: str) -> None:
    assert islands(f"في {text} من") == f"في {text} من"
