"""Properties of single characters: their class for the order, their mirror image, their bracket.

A class is one letter here, so that a whole text is a string that the rules search:
L, R, A (Arabic letter), 1 (European number), 2 (Arabic number), `+` `$` `,` (separators and terminators of numbers),
m (mark), o (other neutral), w (white space), s (segment separator), p (paragraph separator), b (boundary neutral);
e f l r x for the embeddings LRE RLE LRO RLO PDF, i j k q for the isolates LRI RLI FSI PDI.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from intake.languages.bidi.tables import BRACKETS, MIRRORED, UNASSIGNED

CODES: Final = {
    "L": "L", "R": "R", "AL": "A", "EN": "1", "AN": "2", "ES": "+", "ET": "$", "CS": ",", "NSM": "m", "BN": "b",
    "B": "p", "S": "s", "WS": "w", "ON": "o", "LRE": "e", "RLE": "f", "LRO": "l", "RLO": "r", "PDF": "x",
    "LRI": "i", "RLI": "j", "FSI": "k", "PDI": "q",
}  # fmt: skip
"""The letter for each value of Bidi_Class."""

_IGNORABLE = ((0x2060, 0x206F), (0xFFF0, 0xFFF8), (0xE0000, 0xE0FFF))


class _Classes(dict[str, str]):
    """The letter of each character met so far."""

    def __missing__(self, char: str) -> str:
        found = CODES[unicodedata.bidirectional(char) or _unassigned(ord(char))]
        self[char] = found
        return found


_classes = _Classes()


def _unassigned(code: int) -> str:
    if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE or any(a <= code <= b for a, b in _IGNORABLE):
        return "BN"
    return next((name for first, last, name in UNASSIGNED if first <= code <= last), "L")


def classes(text: str) -> str:
    """The class of each character, one letter each."""
    return "".join([_classes[char] for char in text])


def _both_ways(pairs: str) -> dict[str, str]:
    there = dict(zip(pairs[::2], pairs[1::2], strict=True))
    return there | {b: a for a, b in there.items()}


_MIRRORS = _both_ways(BRACKETS + MIRRORED)


def mirrored(char: str) -> str:
    """The character that looks like the mirror image; the same one where there is none."""
    return _MIRRORS.get(char, char)


def _canonical(char: str) -> str:
    return unicodedata.normalize("NFD", char)


OPENING: Final = {a: _canonical(b) for a, b in zip(BRACKETS[::2], BRACKETS[1::2], strict=True)}
"""Each opening bracket and the closing one that fits, as its canonical equivalent."""

CLOSING: Final = {char: _canonical(char) for char in BRACKETS[1::2]}
"""Each closing bracket and its canonical equivalent."""
