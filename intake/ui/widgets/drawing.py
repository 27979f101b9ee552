"""Rows of text measured in cells: what every field, the question and the footer are drawn from.

Text is in logical order here and stays so; one filter turns a finished line into what the terminal shows. Direction
belongs to each piece of text: a piece that runs right to left is aligned right inside its own columns.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from rich.cells import cell_len, chop_cells, set_cell_size

from intake.languages.direction import FSI, LRI, PDI, RLI, Direction, direction_of, reading_direction
from intake.ui.widgets.pair import Layout, Pair

ELLIPSIS: Final = "…"
GAP: Final = 3
"""Cells between two texts on one line. Two or more: the filter then takes them for texts of their own."""
SIDE_BY_SIDE: Final = 52
"""From so many cells on, two languages stand beside each other, else one below the other."""

_ISOLATES = frozenset((LRI, RLI, FSI))
_LRM, _RLM = "\u200e", "\u200f"
_KEPT_FORMATS = frozenset("\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
_NEVER_SENT = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a row in one style: the name of a component class, without its prefix."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a widget. `style` is that of the whole line, `hit` is what a click on it means."""

    spans: tuple[Span, ...] = ()
    style: str = ""
    hit: Hashable = None

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def cells(self) -> int:
        return sum(cell_len(span.text) for span in self.spans)

    def padded(self, cells: int) -> Row:
        """The row as exactly so many cells: filled with blanks, or cut at the end."""
        missing = cells - self.cells
        if missing >= 0:
            return replace(self, spans=(*self.spans, Span(" " * missing))) if missing else self
        kept: list[Span] = []
        left = cells
        for span in self.spans:
            size = cell_len(span.text)
            kept.append(span if size <= left else Span(set_cell_size(span.text, left), span.style))
            left -= min(size, left)
            if not left:
                break
        return replace(self, spans=tuple(kept))


def row(text: str, style: str = "", hit: Hashable = None) -> Row:
    """A row of one piece of text that is already fit to be shown."""
    return Row((Span(text, style),), hit=hit)


@lru_cache(2048)
def glyph(char: str) -> str:
    """What stands for a typed character on the screen: itself, or a sign in the place of one that must not be sent.

    Control characters get their picture (U+241B for Escape); bidi controls, invisible characters and half surrogate
    pairs the replacement character; so do private characters, which a terminal font may use for letters of its own.
    The joiners of Persian and Kurdish stay.
    """
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if char in _JOINERS:
        return char
    return _REPLACEMENT if unicodedata.category(char) in _NEVER_SENT else char


@lru_cache(4096)
def drawable(text: str) -> str:
    """One line that can be sent to the terminal: line ends become a blank, control characters a visible sign.

    Isolates and marks of direction stay, as translations need them; whoever fills in a typed value isolates it.
    """
    if text.isprintable():
        return text
    return "".join(
        " " if char in "\n\r\t\v\f\x85\u2028\u2029" else char if char in _KEPT_FORMATS else glyph(char) for char in text
    )


def cut(text: str, cells: int) -> str:
    """The text, or its beginning and an ellipsis where it is longer than so many cells. It keeps its direction."""
    text = directed(drawable(text))
    if cell_len(text) <= cells:
        return text
    if cells <= 0:
        return ""
    return set_cell_size(text, cells - 1).rstrip() + ELLIPSIS


@lru_cache(1024)
def wrapped(text: str, cells: int) -> tuple[str, ...]:
    """The text in lines of at most so many cells, broken at blanks; longer words are broken anywhere.

    A line keeps the direction of its text: where its own first letter says otherwise, a mark is put before it.
    """
    if cells <= 0:
        return ()
    return tuple(line for part in text.splitlines() or [""] for line in _lines(drawable(part), cells))


def _lines(text: str, cells: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= cells:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = chop_cells(word, cells) if cell_len(word) > cells else [word]
        lines += full
    lines.append(line)
    direction = reading_direction(text)
    return [_marked(line, direction) for line in _with_whole_isolates(lines)]


def _with_whole_isolates(lines: list[str]) -> list[str]:
    """An isolate that a line break has cut is closed at the end of the line and opened again on the next one."""
    open_ones: list[str] = []
    whole = []
    for line in lines:
        opening = "".join(open_ones)
        for char in line:
            if char in _ISOLATES:
                open_ones.append(char)
            elif char == PDI and open_ones:
                open_ones.pop()
        whole.append(f"{opening}{line}{PDI * len(open_ones)}")
    return whole


def directed(text: str) -> str:
    """A text on one line that is read in its own direction, whatever letter stands first.

    Two texts beside each other stay as they are: each was directed before.
    """
    return text if text.isascii() or "  " in text else _marked(text, reading_direction(text))


def _marked(line: str, direction: Direction) -> str:
    if line.isascii() and direction == "ltr":
        return line
    mark = _RLM if direction == "rtl" else _LRM
    return line if direction_of(line, direction) == direction else mark + line


def is_rtl(text: str) -> bool:
    return reading_direction(text) == "rtl"


def aligned(text: str, cells: int, to_right: bool) -> str:
    """The text filled with blanks to exactly so many cells."""
    blanks = " " * max(0, cells - cell_len(text))
    return blanks + text if to_right else text + blanks


def paragraph(text: str, cells: int, style: str = "") -> list[Row]:
    """The text in rows of exactly so many cells, on the side where its direction begins."""
    to_right = is_rtl(text)
    return [row(aligned(line, cells, to_right), style) for line in wrapped(text, cells)]


def in_languages(pair: Pair, layout: Layout, cells: int, style: str = "") -> list[Row]:
    """A text in the languages that the layout shows, in rows of exactly so many cells.

    Side by side where there is room, else one below the other; once only where both are the same.
    """
    person_style = style or "person"
    if layout is Layout.PERSON:
        return paragraph(pair.person or pair.staff, cells, style)
    staff = paragraph(pair.staff, cells, style)
    if layout is Layout.STAFF or pair.person in ("", pair.staff):
        return staff
    if cells < SIDE_BY_SIDE:
        return [*staff, *paragraph(pair.person, cells, person_style)]
    half = (cells - GAP) // 2
    left, right = paragraph(pair.staff, half, style), paragraph(pair.person, cells - GAP - half, person_style)
    return beside(left, right, half, cells - GAP - half)


def beside(
    left: Sequence[Row], right: Sequence[Row], left_cells: int, right_cells: int, between: str = ""
) -> list[Row]:
    """Two stacks of rows on the same lines, `between` (or blanks) between them."""
    gap = Span(between or " " * GAP, "quiet")
    rows = []
    for index in range(max(len(left), len(right))):
        first = (left[index] if index < len(left) else Row()).padded(left_cells)
        second = (right[index] if index < len(right) else Row()).padded(right_cells)
        rows.append(
            Row((*_styled(first), gap, *_styled(second)), hit=first.hit if first.hit is not None else second.hit)
        )
    return rows


def _styled(row: Row) -> tuple[Span, ...]:
    """The spans of a row that loses its own style because it shares its line."""
    return tuple(span if span.style else Span(span.text, row.style) for span in row.spans)


def window(rows: Sequence[Row], height: int, first: int, last: int) -> list[Row]:
    """As many rows as there is room for, around the rows `first` to `last`; the edges say how many are out of sight."""
    if len(rows) <= height:
        return list(rows)
    if height <= 0:
        return []
    start = min(max(0, first - max(0, (height - (last - first + 1)) // 2)), len(rows) - height)
    seen = list(rows[start : start + height])
    if height >= 5:
        if start and not first <= start <= last:
            seen[0] = row(f"  ↑ {start + 1}", "quiet")
        hidden = len(rows) - start - height
        if hidden and not first <= start + height - 1 <= last:
            seen[-1] = row(f"  ↓ {hidden + 1}", "quiet")
    return seen
