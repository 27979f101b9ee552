"""Which Arabic letters join their neighbours, and which marks belong to them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from intake.languages.bidi.letters import Shape
from intake.languages.bidi.tables import JOINING

ZWNJ: Final = "\u200c"
ZWJ: Final = "\u200d"
_JOINS_BEFORE = frozenset("DRC")
_JOINS_BEHIND = frozenset("DLC")
_SHAPED = frozenset("DRL")
_PART_OF_THE_LETTER = frozenset("\u0653\u0654\u0655")
_POINTED = ((0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06ED), (0x0898, 0x08FF))


def _listed() -> dict[str, str]:
    types = {}
    for kind, ranges in JOINING.items():
        for span in ranges.split():
            first, _, last = span.partition("-")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                types[chr(code)] = kind
    return types


_LISTED = _listed()


@lru_cache(4096)
def joining_type(char: str) -> str:
    """Joining_Type: D joins on both sides, R only with what is before, L only behind, C joins and has no shape of its
    own, T is passed over, U joins nothing."""
    if char in _LISTED:
        return _LISTED[char]
    return "T" if unicodedata.category(char) in ("Mn", "Me", "Cf") else "U"


@lru_cache(4096)
def is_optional_mark(char: str) -> bool:
    """Whether a mark may be left out where a terminal cannot draw it: vowel signs of Arabic and points of Hebrew.

    Hamza and madda are part of the letter, and so are the vowels of Thaana and Syriac.
    """
    code = ord(char)
    if char in _PART_OF_THE_LETTER or not any(first <= code <= last for first, last in _POINTED):
        return False
    return unicodedata.category(char) == "Mn"


def shapes(text: str, levels: Sequence[int]) -> dict[int, Shape]:
    """The shape of each letter that can join, by its index. Letters join only at the same level."""
    found: dict[int, Shape] = {}
    last = -1
    joins_behind = False
    for index, char in enumerate(text):
        kind = joining_type(char)
        if kind == "T":
            continue
        is_joined = joins_behind and kind in _JOINS_BEFORE and levels[last] == levels[index]
        if is_joined and last in found:
            found[last] = Shape.MEDIAL if found[last] is Shape.FINAL else Shape.INITIAL
        if kind in _SHAPED:
            found[index] = Shape.FINAL if is_joined else Shape.ISOLATED
        last, joins_behind = index, kind in _JOINS_BEHIND
    return found
