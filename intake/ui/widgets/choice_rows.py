"""How choices are drawn: a marker, the digit that picks it, its mark, and its text in the languages of the layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from intake.ui.widgets.drawing import (
    GAP,
    Row,
    Span,
    aligned,
    cut,
    directed,
    drawable,
    in_languages,
    is_rtl,
    window,
)
from intake.ui.widgets.field import Layout, Pair

MARKER = "›"
MIRRORED_MARKER = "‹"
TWO_COLUMNS = 96
"""From so many cells on, a long list stands in two columns: a terminal of 100, less its margins."""


@dataclass(frozen=True, slots=True)
class Line:
    """One choice of a list: what it is, and how it stands now. `key` picks it, `mark` is '[x]' or the like."""

    code: str
    text: Pair
    key: str = ""
    mark: str = ""
    style: str = ""


def stacked(lines: Sequence[Line], cursor: str | None, cells: int, height: int, layout: Layout) -> list[Row]:
    """One choice below the other, each in full; the one with the cursor stays in sight."""
    rows: list[Row] = []
    first = last = 0
    mirrored = layout is Layout.PERSON and any(is_rtl(line.text.person) for line in lines)
    has_key = any(line.key for line in lines)
    for line in lines:
        block = _block(line, line.code == cursor, cells, layout, mirrored, has_key)
        if line.code == cursor:
            first, last = len(rows), len(rows) + len(block) - 1
        rows += block
    return window(rows, height, first, last)


def _block(line: Line, has_cursor: bool, cells: int, layout: Layout, mirrored: bool, has_key: bool) -> list[Row]:
    style = "cursor" if has_cursor else ""
    head = _head(line, has_cursor, has_key)
    head_cells = sum(cell_len(span.text) for span in head)
    blanks = (Span(" " * head_cells),)
    if mirrored:
        tail = _mirrored_head(line, has_cursor, has_key)
        texts = in_languages(line.text, layout, max(1, cells - head_cells - 1), line.style)
        return [
            Row((*text.spans, Span(" "), *(tail if n == 0 else blanks)), style, line.code).padded(cells)
            for n, text in enumerate(texts)
        ]
    number = ""
    if layout is Layout.BOTH and line.key and line.text.person != line.text.staff and is_rtl(line.text.person):
        number = f"  {line.key}"
    texts = in_languages(line.text, layout, max(1, cells - head_cells - len(number)), line.style)
    return [
        Row(
            (*(head if n == 0 else blanks), *text.spans, Span(number if n == 0 else " " * len(number), "key")),
            style,
            line.code,
        ).padded(cells)
        for n, text in enumerate(texts)
    ]


def _head(line: Line, has_cursor: bool, has_key: bool) -> tuple[Span, ...]:
    head = [Span(f"{MARKER} " if has_cursor else "  ", "key")]
    if has_key:
        head.append(Span(f"{line.key:1} ", "key"))
    if line.mark:
        head.append(Span(f"{line.mark} ", "chosen" if "x" in line.mark else "quiet"))
    return tuple(head)


def _mirrored_head(line: Line, has_cursor: bool, has_key: bool) -> tuple[Span, ...]:
    """The same at the right side of a text that runs right to left; two blanks keep it a piece of its own."""
    parts = [f" {line.mark}" if line.mark else "", f" {line.key:1}" if has_key else ""]
    return (Span("".join(parts), "key"), Span(f" {MIRRORED_MARKER}" if has_cursor else "  ", "key"))


def short_text(text: Pair, layout: Layout) -> str:
    """A text on one line, in the languages of the layout; two blanks part them."""
    if layout is Layout.PERSON:
        return directed(drawable(text.person or text.staff))
    if layout is Layout.STAFF or text.person in ("", text.staff):
        return drawable(text.staff)
    return f"{drawable(text.staff)}  {directed(drawable(text.person))}"


def in_columns(lines: Sequence[Line], cursor: str | None, cells: int, layout: Layout) -> list[Row]:
    """Two columns, one line to each choice, read down and then across. Long texts end in an ellipsis."""
    half = (cells - GAP) // 2
    has_key = any(line.key for line in lines)
    depth = column_depth(len(lines))
    return [
        Row((
            *_cell(lines[index], cursor, half, layout, has_key),
            Span(" " * GAP),
            *(_cell(lines[index + depth], cursor, half, layout, has_key) if index + depth < len(lines) else ()),
        ))
        for index in range(depth)
    ]  # fmt: skip


def column_depth(count: int) -> int:
    """How many rows two columns of so many choices have."""
    return (count + 1) // 2


def _cell(line: Line, cursor: str | None, cells: int, layout: Layout, has_key: bool) -> tuple[Span, ...]:
    has_cursor = line.code == cursor
    style = "cursor" if has_cursor else line.style
    head = _head(line, has_cursor, has_key)
    room = cells - sum(cell_len(span.text) for span in head)
    if layout is Layout.BOTH and line.text.person not in ("", line.text.staff):
        staff_cells = room * 3 // 5
        person_cells = room - staff_cells - 2
        staff, person = cut(line.text.staff, staff_cells), cut(line.text.person, person_cells)
        texts = (
            Span(aligned(staff, staff_cells, False), style),
            Span("  ", style),
            Span(aligned(person, person_cells, is_rtl(line.text.person)), "cursor" if has_cursor else "person"),
        )
        return (*head, *texts)
    text = cut(short_text(line.text, layout), room)
    return (*head, Span(aligned(text, room, is_rtl(text)), style))


def is_cut(line: Line, cells: int, layout: Layout) -> bool:
    """Whether a column cannot show the choice in full."""
    room = (cells - GAP) // 2 - 2 - (2 if line.key else 0) - (len(line.mark) + 1 if line.mark else 0)
    if layout is Layout.BOTH and line.text.person not in ("", line.text.staff):
        staff_cells = room * 3 // 5
        return cell_len(line.text.staff) > staff_cells or cell_len(line.text.person) > room - staff_cells - 2
    return cell_len(short_text(line.text, layout)) > room
