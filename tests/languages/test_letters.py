"""The letters that can be chosen on the screen: complete, of one script, each once."""

from __future__ import annotations

import string
import unicodedata
from pathlib import Path

import pytest

from intake.errors import ContentError
from intake.interview.content_file import Mistake
from intake.languages.languages import load_languages
from intake.languages.letters import LETTERS_FILE, LetterSets, load_letters, read_letters

KNOWN = load_letters()
WITHOUT = {"de", "en", "so"}
"""Languages that every keyboard of a desk can write."""


def problems(text: str) -> list[str]:
    found = read_letters("letters.toml", text, load_languages())
    return [] if isinstance(found, LetterSets) else [str(mistake) for mistake in found]


def changed(old: str, new: str) -> str:
    text = LETTERS_FILE.read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_every_language_has_letters_but_those_of_the_keyboard_here() -> None:
    codes = {language.code for language in load_languages()}
    assert {each.language for each in KNOWN.all} == codes - WITHOUT & codes


@pytest.mark.parametrize("language", [each.language for each in KNOWN.all])
def test_a_language_can_write_its_own_name(language: str) -> None:
    letters = next(each for each in KNOWN.all if each.language == language)
    there = {*"".join(letters.groups), *"".join(letters.orders.values()), *string.ascii_letters, " ", "(", ")"}
    assert set(load_languages()[language].own_name) <= there


@pytest.mark.parametrize("letters", KNOWN.all, ids=lambda each: each.language)
def test_no_letter_is_lost_in_composed_form(letters: object) -> None:
    assert hasattr(letters, "groups")
    for char in "".join(letters.groups):
        assert unicodedata.normalize("NFC", char) == char


def test_every_base_letter_of_a_syllabary_leads_to_its_orders() -> None:
    for letters in KNOWN.all:
        if letters.orders:
            assert letters.groups == ("".join(letters.orders),)
            assert all(orders[0] == base and 5 <= len(orders) <= 8 for base, orders in letters.orders.items())


def test_the_language_of_the_person_comes_first_then_its_script() -> None:
    order = [each.language for each in KNOWN.beginning_with("ps", "Arab")]
    assert order[0] == "ps"
    assert set(order[1:6]) == {"ar", "prs", "fa", "ckb", "ur"}
    assert sorted(order) == sorted(each.language for each in KNOWN.all)


def test_a_key_jumps_to_what_is_like_it_and_a_digit_to_its_value() -> None:
    assert set(KNOWN.like("Arab", "s")) >= {"س", "ص", "ش"}
    assert KNOWN.like("Cyrl", "B") == KNOWN.like("Cyrl", "b")
    assert set(KNOWN.like("Arab", "3")) == {"٣", "۳"}
    assert KNOWN.like("Arab", "?") == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"ءأإآؤئةى"', '"ءأإآؤئةىx"', "letters.toml:15: U+0078 is no letter of Arab"),
        ('"ءأإآؤئةى"', '"ءأإآؤئةىب"', "letters.toml:15: U+0628 stands there twice"),
        ('digits = "٠', 'digits = "a', "letters.toml:20: U+0061 is no digit of Arab"),
        ('marks = "', 'marks = "a', "letters.toml:19: U+0061 is no mark of Arab"),
        ('punctuation = "', 'punctuation = "a', "letters.toml:21: U+0061 is no sign of Arab"),
        ('language = "ar"', 'language = "xx"', "letters.toml:14: 'language' is the code of an interface language"),
        ('language = "prs"', 'language = "ar"', "letters.toml:13: ar has its letters twice"),
        ('x = "خ"', 'x = "q"', "'x' jumps to U+0071, which no language has"),
        ('x = "خ"', 'xx = "خ"', "'xx' is no letter of the Latin keyboard"),
        ("non_joiner = true", "joiner = true", "'joiner' is not known"),
        ('language = "ar"', 'language = "ar', "no valid TOML"),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, said: str) -> None:
    assert said in "\n".join(problems(changed(old, new)))


def test_an_empty_file_is_a_mistake() -> None:
    assert problems("") == [str(Mistake("letters.toml", 1, "there are no [[letters]]"))]


def test_a_broken_file_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "letters.toml"
    with pytest.raises(ContentError):
        load_letters(file)
    file.write_text("[[letters]]", "utf-8")
    with pytest.raises(ContentError) as caught:
        load_letters(file)
    assert caught.value.problems
