"""The conformance tests of Unicode Standard Annex 9, read from the files BidiTest.txt and BidiCharacterTest.txt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from intake.languages.bidi.explicit import REMOVED
from intake.languages.bidi.levels import levels, visual_order
from intake.languages.bidi.properties import classes
from intake.languages.direction import Direction

_SAMPLES = {
    "L": "a", "R": "\u05d0", "AL": "\u0627", "EN": "1", "AN": "\u0661", "ES": "+", "ET": "$", "CS": ",",
    "NSM": "\u0300", "BN": "\u00ad", "B": "\u2029", "S": "\t", "WS": " ", "ON": "!", "LRE": "\u202a",
    "RLE": "\u202b", "LRO": "\u202d", "RLO": "\u202e", "PDF": "\u202c", "LRI": "\u2066", "RLI": "\u2067",
    "FSI": "\u2068", "PDI": "\u2069",
}  # fmt: skip
_DIRECTIONS: dict[str, Direction | None] = {"0": "ltr", "1": "rtl", "2": None}
_BASES: tuple[Direction | None, ...] = (None, "ltr", "rtl")


class Case(NamedTuple):
    """A text, the direction it is told, and what the standard wants; `x` stands for a character without a level."""

    text: str
    base: Direction | None
    levels: tuple[str, ...]
    order: tuple[int, ...]
    base_level: int | None = None


def class_cases(path: Path) -> Iterator[Case]:
    """The cases of BidiTest.txt: each line of classes in each of the directions it names."""
    wanted: tuple[str, ...] = ()
    order: tuple[int, ...] = ()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("@Levels:"):
                wanted = tuple(line.removeprefix("@Levels:").split())
            elif line.startswith("@Reorder:"):
                order = tuple(int(place) for place in line.removeprefix("@Reorder:").split())
            elif line.strip() and line[0] not in "#@":
                names, bits = line.split(";")
                text = "".join(_SAMPLES[name] for name in names.split())
                for bit, base in enumerate(_BASES):
                    if int(bits, 16) >> bit & 1:
                        yield Case(text, base, wanted, order)


def character_cases(lines: Iterable[str]) -> Iterator[Case]:
    """The cases of BidiCharacterTest.txt."""
    for line in lines:
        if re.match("[0-9A-F]", line):
            codes, direction, base_level, wanted, order = line.strip().split(";")
            text = "".join(chr(int(code, 16)) for code in codes.split())
            base = _DIRECTIONS[direction]
            places = tuple(int(place) for place in order.split())
            yield Case(text, base, tuple(wanted.split()), places, int(base_level))


def conforms(case: Case) -> bool:
    """Whether levels and order are those that the standard wants."""
    found = levels(case.text, case.base)
    kept = [index for index, code in enumerate(classes(case.text)) if code not in REMOVED]
    if case.base_level is not None and case.base_level != found.base:
        return False
    shown = ["x"] * len(case.text)
    for index in kept:
        shown[index] = str(found.of[index])
    order = [kept[place] for place in visual_order([found.of[index] for index in kept])]
    return tuple(shown) == case.levels and tuple(order) == case.order
