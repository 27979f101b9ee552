"""What takes a place of its own on the screen: a letter with its marks, a lam-alef, an emoji with its parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from intake.languages.bidi.joining import ZWJ, is_optional_mark, shapes
from intake.languages.bidi.letters import LAM, LAM_ALEF, Missing, Shape, redrawn, shaped
from intake.languages.bidi.properties import mirrored
from intake.languages.direction import SHOWN_FORMATS

CellCount = Callable[[str], int]
"""Measures a piece of text in cells."""

_CLUSTER = re.compile("[cz]+$|[cz]*(?:ff|e(?:[mcs]*z+e)*|.)[mczs]*")
_PICTURES = ((0x2190, 0x21FF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0x1F000, 0x1FAFF))  # parts of joined emoji
_OF_THE_LIGATURE: Final = {Shape.INITIAL: Shape.ISOLATED, Shape.MEDIAL: Shape.FINAL}


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a terminal wants its letters.

    joined: in their joined forms, lam and alef as one; False leaves the letters as typed, for terminals that join.
    missing: what stands for letters without presentation forms. marks: whether vowel signs are drawn.
    """

    joined: bool = True
    missing: Missing = "compose"
    marks: bool = True


class Cluster(NamedTuple):
    """What is drawn in one place. `text` is what the terminal gets for the letters `start` to `end` of the source.

    `letter` is the index of the one that the marks belong to: it gives the place and the direction. `level` is odd for
    right to left. `cells` is the width: 1, of a wide letter 2, of what has no place of its own 0. A tuple, as a screen
    has thousands of them and a frozen dataclass takes twice as long to make.
    """

    text: str
    start: int
    letter: int
    end: int
    level: int
    cells: int


class _Kinds(dict[str, str]):
    """What a character does to its cluster: c control, z ZWJ, m mark, s skin tone, f half a flag, e emoji, o other."""

    def __missing__(self, char: str) -> str:
        self[char] = found = _kind(char)
        return found


def _kind(char: str) -> str:
    category = unicodedata.category(char)
    if char == ZWJ:
        return "z"
    if category == "Cf":
        return "o" if char in SHOWN_FORMATS else "c"
    if category in ("Mn", "Me", "Mc") or "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb":
        return "m"
    if "\U0001f3fb" <= char <= "\U0001f3ff":
        return "s"
    if "\U0001f1e6" <= char <= "\U0001f1ff":
        return "f"
    return "e" if any(first <= ord(char) <= last for first, last in _PICTURES) else "o"


_kinds = _Kinds()


@lru_cache(4096)
def cells_of(text: str) -> int:
    """The width of one cluster by East Asian Width, for callers without a measure of their own."""
    for char in text:
        if char in SHOWN_FORMATS:
            return 1
        if unicodedata.category(char) not in ("Mn", "Me", "Cf", "Cc"):
            return 2 if unicodedata.east_asian_width(char) in "WF" or "\ufe0f" in text else 1
    return 0


def clusters(
    text: str,
    levels: Sequence[int],
    lettering: Lettering,
    *,
    opened_at: int | None = None,
    measure: CellCount = cells_of,
) -> list[Cluster]:
    """The clusters of a line in logical order; together they hold every character once.

    Controls and joiners belong to the cluster before them and are not drawn. A lam-alef that the place `opened_at` is
    inside of is drawn as two letters.
    """
    kinds = "".join([_kinds[char] for char in text])
    forms = shapes(text, levels) if lettering.joined else {}
    found = []
    for start, base, end, alef in _spans(text, kinds, forms, opened_at):
        level = levels[base]
        if alef:
            drawn = _lam_alef(
                text[base:alef], text[alef:end], kinds[base:alef], kinds[alef:end], forms[base], lettering
            )
        elif base in forms:
            drawn = _letter(text[base:end], kinds[base:end], forms[base], lettering)
        else:
            drawn = _other(text[base:end], kinds[base:end], level, lettering)
        found.append(Cluster(drawn, start, base, end, level, measure(drawn)))
    return found


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of what a caret passes in one step, in logical order. Lam and alef are two, however drawn."""
    kinds = "".join([_kinds[char] for char in text])
    return (found.span() for found in _CLUSTER.finditer(kinds))


def _spans(
    text: str, kinds: str, forms: Mapping[int, Shape], opened_at: int | None
) -> Iterator[tuple[int, int, int, int]]:
    """Start, base and end of each cluster, and the place of the alef in a lam-alef, else 0."""
    found = _CLUSTER.finditer(kinds)
    waiting: tuple[int, int, int] | None = None
    for cluster in found:
        start, end = cluster.span()
        base = start
        while base < end - 1 and kinds[base] in "cz":
            base += 1
        if waiting is not None:
            lam_start, lam, lam_end = waiting
            waiting = None
            is_inside = opened_at is not None and lam < opened_at <= base
            if text[base] in LAM_ALEF and forms.get(base) is Shape.FINAL and not is_inside:
                yield lam_start, lam, end, base
                continue
            yield lam_start, lam, lam_end, 0
        if text[base] == LAM and forms.get(base) in _OF_THE_LIGATURE and "z" not in kinds[base:end]:
            waiting = (start, base, end)
        else:
            yield start, base, end, 0
    if waiting is not None:
        yield *waiting, 0


def _letter(text: str, kinds: str, shape: Shape, lettering: Lettering) -> str:
    """A letter that can join, in its shape. A mark that makes it another letter of Unicode goes into the shape."""
    letter, marks = _composed(text, kinds)
    return shaped(letter, shape, lettering.missing) + _shown(marks, lettering)


def _lam_alef(lam: str, alef: str, lam_kinds: str, alef_kinds: str, shape: Shape, lettering: Lettering) -> str:
    letter, marks = _composed(alef, alef_kinds)
    _, lam_marks = _composed(lam, lam_kinds)
    forms = LAM_ALEF.get(letter) or LAM_ALEF[alef[0]]
    return forms[_OF_THE_LIGATURE[shape]] + _shown(lam_marks + marks, lettering)


def _composed(text: str, kinds: str) -> tuple[str, str]:
    """The letter, with hamza or madda that were typed as marks, and the other marks."""
    if len(text) == 1:
        return text, ""
    marks = "".join([char for char, kind in zip(text, kinds, strict=True) if kind == "m"])
    whole = unicodedata.normalize("NFC", text[0] + marks) if marks else text
    return whole[0], whole[1:] if marks else ""


def _shown(marks: str, lettering: Lettering) -> str:
    if lettering.marks or not marks:
        return marks
    return "".join([mark for mark in marks if not is_optional_mark(mark)])


def _other(text: str, kinds: str, level: int, lettering: Lettering) -> str:
    """What has no joined shape: mirrored in right-to-left text, without controls; emoji keep the joiners they need."""
    if len(text) == 1:
        return "" if kinds in "cz" else mirrored(text) if level & 1 else text
    last = kinds.rfind("e")
    kept = [
        char
        for index, (char, kind) in enumerate(zip(text, kinds, strict=True))
        if kind not in "cz" or (kind == "z" and 0 < index < last) or _is_tag(char, kinds[0])
    ]
    if not kept:
        return ""
    first = mirrored(kept[0]) if level & 1 else kept[0]
    # A widget with a caret sends letters that are in their forms already.
    drawn = redrawn(first + "".join(kept[1:]), lettering.missing)
    return drawn[0] + _shown(drawn[1:], lettering)


def _is_tag(char: str, base_kind: str) -> bool:
    """Whether the character spells out the region of a flag."""
    return base_kind == "e" and "\U000e0020" <= char <= "\U000e007f"
