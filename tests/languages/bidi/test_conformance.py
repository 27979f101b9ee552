"""The order of characters is the one of Unicode Standard Annex 9."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from intake.languages.bidi.levels import levels, visual_order
from intake.languages.direction import Direction
from tests.languages.bidi.conformance import character_cases, class_cases, conforms
from tests.languages.bidi.unicode_files import unicode_file

SAMPLE = Path(__file__).with_name("sample_cases.txt").read_text(encoding="utf-8").splitlines()
EVERY = 61
"""Of the 770,000 cases of BidiTest.txt each one of so many; tests/soak/bidi_order.py runs them all."""


def test_the_sample_of_the_conformance_tests_holds() -> None:
    cases = list(character_cases(SAMPLE))
    assert len(cases) > 100
    assert [case for case in cases if not conforms(case)] == []


def test_every_case_of_the_character_test_holds() -> None:
    lines = unicode_file("BidiCharacterTest.txt").read_text(encoding="utf-8").splitlines()
    wrong = [case for case in character_cases(lines) if not conforms(case)]
    assert wrong == []


def test_one_case_in_a_few_of_the_class_test_holds() -> None:
    cases = islice(class_cases(unicode_file("BidiTest.txt")), 0, None, EVERY)
    assert [case for case in cases if not conforms(case)] == []


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("", None, 0),
        ("", "rtl", 1),
        ("12 +", None, 0),
        ("12 \u0627", None, 1),
        ("\u2067\u0627\u2069 a", None, 0),
        ("\u2067\u0627", None, 0),
        ("a \u0627", "rtl", 1),
        ("\u0627 a", "ltr", 0),
    ],
)
def test_the_first_strong_letter_outside_isolates_gives_the_level_of_the_line(
    text: str, base: Direction | None, expected: int
) -> None:
    assert levels(text, base).base == expected


def test_embeddings_deeper_than_the_standard_allows_are_ignored() -> None:
    text = "\u202b\u202a" * 80 + "a"
    assert max(levels(text, "ltr").of) <= 126


def test_brackets_of_canonically_equivalent_characters_are_a_pair() -> None:
    assert levels("\u0627\u2329a\u3009", "rtl").of == [1, 1, 2, 1]
    assert levels("\u0627\u2329a\u232a", "rtl").of == [1, 1, 2, 1]
    assert levels("a \u3008\u05d0\u232a\u05d0", "ltr").of == [0, 0, 0, 1, 0, 1]


def test_more_than_63_open_brackets_are_no_pairs_any_more() -> None:
    def bracket_level(depth: int) -> int:
        return levels("\u05d0" + "(" * depth + "a \u05d0" + ")" * depth + "\u05d0", "ltr").of[-2]

    assert bracket_level(63) == 0
    assert bracket_level(64) == 1


def test_a_paragraph_separator_inside_ends_embeddings() -> None:
    text = "\u202e" + "ab\u2029cd"
    assert levels(text, "ltr").of == [0, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("sign", ["$", " ", "(", "\u0300", "\u202b", "\u2067", "\u2068", "1,", "\u0661-", "\u2029"])
def test_ten_thousand_of_a_sign_take_no_more_than_steps_in_proportion(sign: str) -> None:
    text = "\u0627" + sign * (10_000 // len(sign)) + "a"
    found = levels(text)
    assert len(found.of) == len(text)
    assert sorted(visual_order(found.of)) == list(range(len(text)))
