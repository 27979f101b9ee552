"""The shapes of Arabic letters as characters: Unicode's presentation forms, and what stands in for those it lacks.

Pashto, Sorani and Urdu have letters that join but have no presentation form, and Unicode will not add any.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Final, Literal

Missing = Literal["compose", "raw", "pua"]
"""How a letter without presentation forms is drawn.

compose: the joined form of the letter that has its body, and combining marks in the same cell;
raw: the letter itself, which most terminals draw unjoined: for terminals that lose or move marks;
pua: a private character, for screens with a font that draws the form there (U+E900 on).
"""


class Shape(StrEnum):
    """Which sides of a letter are joined: none, both, or one."""

    ISOLATED = "isolated"
    FINAL = "final"
    INITIAL = "initial"
    MEDIAL = "medial"


Forms = Mapping[Shape, str]


def _presentation_forms() -> dict[str, dict[Shape, str]]:
    """Each letter's own forms, read from the decompositions of Arabic Presentation Forms A and B."""
    forms: dict[str, dict[Shape, str]] = {}
    shapes = {f"<{shape}>": shape for shape in Shape}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        kind, *parts = unicodedata.decomposition(chr(code)).split() or [""]
        if len(parts) == 1 and kind in shapes:
            forms.setdefault(chr(int(parts[0], 16)), {})[shapes[kind]] = chr(code)
    return forms


FORMS: Final[dict[str, dict[Shape, str]]] = _presentation_forms()
"""Letters that have presentation forms, and those whose forms are in no way different from another letter's."""

FORMS["\u06d5"] = {shape: FORMS["\u0647"][shape] for shape in (Shape.ISOLATED, Shape.FINAL)}  # Sorani ae, like heh
FORMS["\u06c3"] = dict(FORMS["\u0629"])  # Urdu teh marbuta goal, like teh marbuta

LAM: Final = "\u0644"
LAM_ALEF: Final[Mapping[str, Forms]] = {
    "\u0622": {Shape.ISOLATED: "\ufef5", Shape.FINAL: "\ufef6"},
    "\u0623": {Shape.ISOLATED: "\ufef7", Shape.FINAL: "\ufef8"},
    "\u0625": {Shape.ISOLATED: "\ufef9", Shape.FINAL: "\ufefa"},
    "\u0627": {Shape.ISOLATED: "\ufefb", Shape.FINAL: "\ufefc"},
}
"""The alefs that lam forms one sign with, and that sign."""

COMPOSED: Final[Mapping[str, tuple[str, str]]] = {
    "\u067c": ("\u062a", "\u0325"),  # teh with ring: teh, ring below
    "\u0681": ("\u062d", "\u0654"),  # hah with hamza above
    "\u0685": ("\u062d", "\u06db"),  # hah with three dots above
    "\u0689": ("\u062f", "\u0325"),  # dal with ring
    "\u0693": ("\u0631", "\u0325"),  # reh with ring
    "\u0695": ("\u0631", "\u032c"),  # reh with small v below
    "\u0696": ("\u0632", "\u0323"),  # reh with dot below and dot above: zain, dot below
    "\u069a": ("\u0633", "\u0307\u0323"),  # seen with dot below and dot above
    "\u06ab": ("\u06a9", "\u030a"),  # kaf with ring
    "\u06b5": ("\u0644", "\u065a"),  # lam with small v
    "\u06bc": ("\u0646", "\u0325"),  # noon with ring
    "\u06ca": ("\u0648", "\u0307\u0307"),  # waw with two dots above
    "\u06cd": ("\u06cc", "\u0328"),  # yeh with tail
    "\u06ce": ("\u06cc", "\u065a"),  # yeh with small v
}
"""Letters without forms: the letter with the same body, and the marks that make the difference."""

_WITH_HAMZA = {"\u06c2": ("\u06c1", "\u0654")}  # Urdu heh goal with hamza above: exact, but it needs a mark

_FIRST_PRIVATE = 0xE900
PRIVATE: Final[Mapping[str, Forms]] = {
    letter: {shape: chr(_FIRST_PRIVATE + 4 * place + at) for at, shape in enumerate(Shape)}
    for place, letter in enumerate(COMPOSED)
}
"""The private characters of the `pua` way: four for each letter of COMPOSED in its order. New letters go to the end."""


def shaped(letter: str, shape: Shape, missing: Missing = "compose") -> str:
    """The letter in a joined shape, as one character or, where Unicode has none, as `missing` says."""
    if (forms := FORMS.get(letter)) is not None:
        return forms.get(shape) or letter
    if missing == "pua" and letter in PRIVATE:
        return PRIVATE[letter][shape]
    body = COMPOSED.get(letter) or _WITH_HAMZA.get(letter)
    if body is None or missing == "raw" or shape is Shape.ISOLATED:
        return letter
    base, marks = body
    return (FORMS[base].get(shape) or base) + marks


@cache
def _composed_drawings() -> Mapping[str, tuple[str, Shape]]:
    """What `compose` draws, and for which letter in which shape."""
    letters = (*COMPOSED, *_WITH_HAMZA)
    return {shaped(letter, shape): (letter, shape) for letter in letters for shape in Shape if shape != Shape.ISOLATED}


def redrawn(drawn: str, missing: Missing) -> str:
    """One letter, already drawn as `compose` says, drawn in another way; any other text as it is."""
    if missing == "compose":
        return drawn
    for length in range(min(3, len(drawn)), 1, -1):
        if (found := _composed_drawings().get(drawn[:length])) is not None:
            return shaped(*found, missing) + drawn[length:]
    return drawn
