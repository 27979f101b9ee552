"""Makes any text fit for paper and screen, without a silent loss and without a chance to disguise itself.

The order matters: clean first, isolate last, because cleaning takes out isolates that came with the text.
Presentation only: the JSON of a record keeps the text as it was given (`valid_unicode` is all it needs).
Source: studies of hostile input; Unicode Standard Annex 9 (bidirectional text).
"""

from __future__ import annotations

import bisect
import re
import unicodedata

MAX_SHOWN = 2_000
"""Characters of one text that are shown; longer ones end with an ellipsis."""

MAX_MARKS = 4
"""Combining marks in a row that are shown."""

ZERO_WIDTH_SPACE = "\u200b"
LEFT_TO_RIGHT_ISOLATE, FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2066", "\u2068", "\u2069"

_JOINERS = frozenset("\u200c\u200d")
"""Carry meaning in Persian and Kurdish. A soft hyphen carries none, and would spoil the hyphens copied from a file."""

_SPACES = frozenset("\t\n\v\f\r\u0085\u2028\u2029")
_PRESENTATION_FORM = re.compile("[\ufb50-\ufdf1\ufdf3-\ufdf9\ufdfb-\ufdff\ufe70-\ufefc]")
_LONG_WORD = re.compile(r"\S{25,}")
_LONG_IN_TABLE = re.compile(r"\S{15,}")
_PIECE, _PIECE_IN_TABLE = 12, 7
_ADDRESS = re.compile(r"[!-~]+(@|://)[!-~]+")
_MAX_ADDRESS = 64
_NUMBER = re.compile(r"[+(]*\d[\d ()/.\u2013-]{3,40}\d")
_MIN_DIGITS = 6
"""A number with as many digits in groups is one to dial or to look up, not a count."""

_COVERED_POINTS = """
20-7E A0-AC AE-483 485-486 48A-4FF 510-513 51A-51D 531-5F4 606-61B 61D-6DC 6DE-6FF 750-77F 870-88E 898-8E1 8E3-950
955-97F 10D0-10FF 1200-139F 1D00-1DBF 1E00-200A 2010-2027 202F-205F 2070-20CF 2100-2151 2153-2184 2189 2190-23FF
2422-2423 2460-262F 2638-268B 2690-269C 26A0-26A7 26AA-26B2 2701-2704 2706-2709 270C-2727 2729-274B 274D 274F-2752 2756
2758-275E 2761-277F 2794 2798-27AF 27B1-2BFF 2C60-2C7F 2D80-2DDE 2E17 A720-A721 A789-A78C AB01-AB2E FB00-FDFF FE70-FEFC
FFFD
"""
"""Characters that the fonts of the record can show: Libertinus, DejaVu, Noto Sans Arabic, Hebrew and Ethiopic."""

_COVERED = tuple(
    (int(first, 16), int(last or first, 16))
    for first, _, last in (part.partition("-") for part in _COVERED_POINTS.split())
)
_STARTS = tuple(first for first, _ in _COVERED)


def valid_unicode(text: str) -> str:
    """The same text with each lone surrogate replaced by U+FFFD, so that it can be written as UTF-8."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def display(text: str, limit: int = MAX_SHOWN, *, in_table: bool = False) -> str:
    """The text as it may be shown: one line, no control characters, nothing that turns its neighbours around.

    Characters that no font of ours has, and control characters, become visible as `[U+001B]`. Long words get places
    where they may be broken, more of them for the narrow columns of a table.
    """
    clean = _visible(unicodedata.normalize("NFC", _folded(valid_unicode(text))), limit)
    if in_table:
        return _LONG_IN_TABLE.sub(lambda found: _breakable(found[0], _PIECE_IN_TABLE), clean)
    return _LONG_WORD.sub(lambda found: _with_break_points(found[0]), clean)


def isolate(text: str) -> str:
    """The text set apart from its surroundings where it holds right-to-left letters; else unchanged."""
    if is_turned(text):
        return f"{FIRST_STRONG_ISOLATE}{islands(text)}{POP_ISOLATE}"
    return text


def is_turned(text: str) -> bool:
    """Whether it holds letters that are read from right to left."""
    return any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text)


def islands(text: str) -> str:
    """The text with each phone or file number in it set apart: `+49 151 2345` between Arabic words stands backwards
    otherwise, group by group, as UAX 9 has it."""
    return _NUMBER.sub(_island, text)


def _island(found: re.Match[str]) -> str:
    number = found[0]
    is_one = sum(character.isdigit() for character in number) >= _MIN_DIGITS
    is_grouped = number.startswith(("+", "(")) or any(sign in number for sign in " ()/")
    return f"{LEFT_TO_RIGHT_ISOLATE}{number}{POP_ISOLATE}" if is_one and is_grouped else number


def shown(text: str, limit: int = MAX_SHOWN, *, in_table: bool = False) -> str:
    """A value for paper or screen: cleaned, then isolated."""
    return isolate(display(text, limit, in_table=in_table))


def is_covered(character: str) -> bool:
    """Whether the fonts of the record can show this character."""
    point = ord(character)
    index = bisect.bisect_right(_STARTS, point) - 1
    return index >= 0 and point <= _COVERED[index][1] and unicodedata.category(character) != "Cn"


def _folded(text: str) -> str:
    """Arabic presentation forms as plain letters; two ligatures that are words of their own (U+FDF2, U+FDFA) stay."""
    return _PRESENTATION_FORM.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _visible(text: str, limit: int) -> str:
    parts: list[str] = []
    marks = 0
    for character in text[:limit]:
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks > MAX_MARKS:
            continue
        if character in _SPACES:
            parts.append(" ")
        elif character in _JOINERS or (category != "Cf" and is_covered(character)):
            parts.append(character)
        elif category != "Cf":
            parts.append(f"[U+{ord(character):04X}]")
    return "".join(parts) + ("…" if len(text) > limit else "")


def _with_break_points(word: str) -> str:
    """A long word that can be broken; an address of usual length stays fit to copy."""
    return word if len(word) <= _MAX_ADDRESS and _ADDRESS.fullmatch(word) else _breakable(word, _PIECE)


def _breakable(word: str, piece: int) -> str:
    """The word with a place to break it after each piece, never inside of a letter with its marks."""
    parts: list[str] = []
    length = 0
    for character in word:
        if length >= piece and not unicodedata.combining(character):
            parts.append(ZERO_WIDTH_SPACE)
            length = 0
        parts.append(character)
        length += 1
    return "".join(parts)
