"""The tables that Python lacks are those of the Unicode Character Database."""

from __future__ import annotations

import sys
import unicodedata

from intake.languages.bidi import needs_reordering
from intake.languages.bidi.joining import joining_type
from intake.languages.bidi.properties import CODES, OPENING, classes, mirrored
from intake.languages.bidi.tables import BRACKETS, JOINING, MIRRORED, UNASSIGNED
from tests.languages.bidi.unicode_files import (
    bracket_pairs,
    joining_ranges,
    joining_types,
    mirror_pairs,
    missing_classes,
)

_REORDERING = {"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_SHORT = {"Left_To_Right": "L", "Right_To_Left": "R", "Arabic_Letter": "AL", "European_Terminator": "ET"}


def test_the_mirror_images_are_those_of_unicode() -> None:
    pairs = mirror_pairs()
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    assert {char: mirrored(char) for char in every if mirrored(char) != char} == pairs


def test_only_characters_that_unicode_mirrors_have_a_mirror_image() -> None:
    pairs = BRACKETS + MIRRORED
    assert all(unicodedata.mirrored(char) for char in pairs)
    assert len(set(pairs)) == len(pairs)
    assert [mirrored(mirrored(char)) for char in pairs] == list(pairs)


def test_the_brackets_are_those_of_unicode() -> None:
    assert dict(zip(BRACKETS[::2], BRACKETS[1::2], strict=True)) == bracket_pairs()


def test_the_joining_types_are_those_of_unicode() -> None:
    assert {kind: joining_ranges(kind) for kind in "DRCLTU"} == dict(JOINING)
    assert all(joining_type(char) == kind for char, kind in joining_types().items())


def test_unassigned_characters_have_the_class_that_unicode_reserves_for_their_block() -> None:
    compared = 0
    for first, last, name in missing_classes()[1:]:
        free = [chr(code) for code in range(first, last + 1) if not unicodedata.bidirectional(chr(code))]
        compared += len(free)
        assert set(classes("".join(free))) <= {CODES[_SHORT[name]]}
    assert compared > 1000
    assert classes("\u0378\U00030000") == "LL"
    assert classes("\ufdd0\uffff\U0003fffe\u2065") == "bbbb"


def test_no_character_that_runs_right_to_left_is_missed_by_the_one_search() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    to_reorder = [char for char in every if unicodedata.bidirectional(char) in _REORDERING]
    reserved = [chr(code) for first, last, name in UNASSIGNED if name in _REORDERING for code in range(first, last + 1)]
    assert len(to_reorder) > 2000
    assert [char for char in to_reorder + reserved if not needs_reordering(char)] == []


def test_latin_cyrillic_and_ethiopic_text_need_no_order() -> None:
    assert not needs_reordering("Müller, 12 € – Шевченко ትግርኛ ║ 汉字 😀")


def test_every_bracket_has_a_mirror_image_or_fits_itself() -> None:
    for opening in OPENING:
        assert mirrored(opening) in BRACKETS
