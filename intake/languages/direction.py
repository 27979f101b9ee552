"""The direction of a piece of text, and text that is safe to show.

Direction follows from the letters themselves (Unicode Standard Annex 9, rules P2 and P3), never from a list of
languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal

Direction = Literal["ltr", "rtl"]

FSI: Final = "\u2068"
LRI: Final = "\u2066"
RLI: Final = "\u2067"
PDI: Final = "\u2069"

_ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_JOINERS = frozenset("\u200c\u200d")
_LINE_ENDS = frozenset("\n\r\t\v\f\x85\u2028\u2029")
SHOWN_FORMATS: Final = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Format characters that are drawn, as the sign before an Arabic number; all others are invisible."""


def direction_of(text: str, default: Direction = "ltr") -> Direction:
    """The direction of the first strong character outside isolates; `default` where there is none, as in a number."""
    depth = 0
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif kind == "L":
            return "ltr"
        elif kind in ("R", "AL"):
            return "rtl"
    return default


@lru_cache(4096)
def reading_direction(text: str) -> Direction:
    """The direction in which a whole text is read: that of most of its words outside isolates; the first on a tie.

    A sentence in Arabic that begins with a German word is Arabic all the same.
    """
    if text.isascii():
        return "ltr"
    words = {"ltr": 0, "rtl": 0}
    depth = 0
    is_inside = False
    for char in text:
        kind = unicodedata.bidirectional(char)
        was_inside, is_inside = is_inside, kind in ("L", "R", "AL", "NSM", "BN")
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif not depth and not was_inside and kind in ("L", "R", "AL"):
            words["ltr" if kind == "L" else "rtl"] += 1
    if words["ltr"] == words["rtl"]:
        return direction_of(text)
    return "ltr" if words["ltr"] > words["rtl"] else "rtl"


_CITATION: Final = re.compile(r"§[§ \u00a00-9A-Za-zÄÖÜäöüß.,–-]*[0-9A-Za-z]")


def isolate_citations(text: str) -> str:
    """A right-to-left text with each citation of German law (`§ 25 Abs. 1–3`) as one unit that is read as in German."""
    if "§" not in text or reading_direction(text) == "ltr":
        return text
    return _CITATION.sub(lambda found: f"{LRI}{found[0]}{PDI}", text)


def isolate(text: str, direction: Direction | None = None) -> str:
    """The text as one unit that cannot reorder what stands around it (U+2066 to U+2069).

    Without a direction its own first strong character decides. Bidi controls inside are taken out first: one that is
    not closed would reach beyond the end.
    """
    opening = {None: FSI, "ltr": LRI, "rtl": RLI}[direction]
    return f"{opening}{strip_controls(text)}{PDI}"


def strip_controls(text: str, *, visible: bool = False) -> str:
    """One line that can be shown: no C0, C1 or ESC, no bidi control, no invisible format character.

    Line ends and tabs become a space, half surrogate pairs U+FFFD. The joiners that Persian and Kurdish need stay.
    `visible` writes `[U+202E]` where something is taken out, for staff who have to see that it was there.
    """
    if text.isascii() and text.isprintable():
        return text
    one_line = text.replace("\r\n", "\n")
    return "".join(char if _is_plain(char) else _in_place_of(char, visible) for char in one_line)


def shown(text: str) -> str:
    """A text made of several pieces, as one line that can be shown: isolates that are closed stay, as `fill` puts them.

    They reach no further than their own end. All else is taken out as `strip_controls` does it for staff, visibly.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = _closed_isolates(text)
    edges = [-1, *kept, len(text)]
    pieces = [strip_controls(text[a + 1 : b], visible=True) for a, b in pairwise(edges)]
    return pieces[0] + "".join(text[at] + piece for at, piece in zip(kept, pieces[1:], strict=True))


def _closed_isolates(text: str) -> list[int]:
    """The places of isolates that are closed, and of what closes them."""
    open_ones: list[int] = []
    kept: list[int] = []
    for at, char in enumerate(text):
        if char in (LRI, RLI, FSI):
            open_ones.append(at)
        elif char == PDI and open_ones:
            kept += [open_ones.pop(), at]
        elif char in _LINE_ENDS:
            open_ones.clear()
    return sorted(kept)


def piece(text: str) -> str:
    """A typed value as a piece of a text that is put together without a template, as in a list of answers.

    Controls in it are made visible. It is isolated where it holds right-to-left letters or Arabic numbers.
    """
    plain = strip_controls(text, visible=True)
    return isolate(plain) if _can_turn(plain) else plain


def listed(parts: Iterable[str], base: Direction) -> str:
    """Pieces behind each other in the direction of `base`, each in its own order inside; empty ones are left out."""
    return ", ".join(_as_piece(shown(part), base) for part in parts if part)


def _as_piece(text: str, base: Direction) -> str:
    is_other = reading_direction(text) == "ltr" if base == "rtl" else _can_turn(text)
    return f"{FSI}{text}{PDI}" if is_other and not _is_isolate(text) else text


def _is_isolate(text: str) -> bool:
    return len(text) > 1 and text[0] in (LRI, RLI, FSI) and _closed_isolates(text)[-1:] == [len(text) - 1]


def fill(text: str, params: Mapping[str, object]) -> str:
    """The text with its `{named}` placeholders filled from `params`, each value on one line and without controls.

    Every value in right-to-left text is isolated, and every right-to-left value in other text: `+49 151 2345` would be
    read backwards otherwise. A text whose placeholders do not fit is returned as it is: the check of the catalogs finds
    it, the desk goes on.
    """
    if not params and "{" not in text and "}" not in text:
        return text
    base = reading_direction(text)
    values = {name: _as_value(str(value), base) for name, value in params.items()}
    try:
        return text.format_map(values)
    except (LookupError, ValueError, AttributeError, TypeError):
        return text


def _as_value(value: str, base: Direction) -> str:
    return isolate(value) if base == "rtl" or _can_turn(value) else strip_controls(value)


def _can_turn(text: str) -> bool:
    """Whether the text can reorder what stands beside it."""
    return not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in text)


def _is_plain(char: str) -> bool:
    if char in _JOINERS or char in SHOWN_FORMATS:
        return True
    category = unicodedata.category(char)
    if category == "Cn":
        return not _is_noncharacter(char)
    return category not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _is_noncharacter(char: str) -> bool:
    code = ord(char)
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def _in_place_of(char: str, visible: bool) -> str:
    if char in _LINE_ENDS:
        return " "
    if visible:
        return f"[U+{ord(char):04X}]"
    return "\ufffd" if unicodedata.category(char) == "Cs" else ""
