"""Monitoring figures as plain text with bars, as wide as the terminal. Every bar stands behind its number."""

from __future__ import annotations

from collections.abc import Iterator

from intake.handover.figures.sheet import FigureSheet, SheetRow, TableSheet
from intake.handover.formats.as_text import width, wrapped

NARROWEST, WIDEST = 40, 120
_BLOCKS = " ▏▎▍▌▋▊▉█"
_PLAIN_BLOCK = "#"
_LABEL_SHARE = 0.4
_SHORTEST_BAR = 8
_GAP = 2
_HEAD_WIDTH = 12


def figure_lines(sheet: FigureSheet, columns: int, has_blocks: bool = True) -> Iterator[str]:
    """The lines, none wider than `columns` (40 to 120). `has_blocks`: the terminal can show block characters."""
    room = max(NARROWEST, min(columns, WIDEST))
    yield from wrapped(f"{sheet.title} – {sheet.subtitle}", room)
    yield from (line for label, value in sheet.head for line in wrapped(f"{label}: {value}", room))
    for table in sheet.tables:
        yield ""
        yield from (line.rstrip() for line in _table(table, room, has_blocks))
    yield ""
    yield from (line for text in sheet.legend for line in wrapped(text, room))


def table_lines(table: TableSheet, columns: int) -> Iterator[str]:
    """The lines of one figure, none wider than `columns` (40 to 120), with its remarks."""
    yield from (line.rstrip() for line in _table(table, max(NARROWEST, min(columns, WIDEST)), True))


def bar(share: float, columns: int, has_blocks: bool = True) -> str:
    """A bar for a part of a whole, in eighths of a column; at least a sliver where the part is not nothing."""
    if not has_blocks:
        return _PLAIN_BLOCK * max(round(share * columns), share > 0)
    eighths = max(round(share * columns * 8), share > 0)
    return (_BLOCKS[-1] * (eighths // 8) + _BLOCKS[eighths % 8]).rstrip()


def _table(table: TableSheet, room: int, has_blocks: bool) -> Iterator[str]:
    by = f"{table.rows_by} × {table.columns_by}" if table.columns_by else table.rows_by
    yield from wrapped(f"{table.heading} [{table.unit}]", room)
    yield from wrapped(f"{table.id}: {by}", room)
    yield "-" * room
    for first, last in _parts(table, room):
        yield from _part(table, first, last, room, has_blocks)
    yield from (line for note in table.notes for line in wrapped(note, room))


def _widths(table: TableSheet) -> list[int]:
    """Each column as wide as its widest number, with room for a head that is wrapped after twelve characters."""
    return [
        max([min(width(head), _HEAD_WIDTH), *(width(row.cells[index]) for row in table.rows)])
        for index, head in enumerate(table.heads)
    ]


def _label_width(table: TableSheet, room: int) -> int:
    longest = max((width(row.label) for row in table.rows), default=0)
    return min(longest, int(room * _LABEL_SHARE))


def _parts(table: TableSheet, room: int) -> Iterator[tuple[int, int]]:
    """The columns that fit beside each other, as first and last (not included)."""
    if not table.rows:
        return
    left, first, taken = room - _label_width(table, room), 0, 0
    for index, columns in enumerate(_widths(table)):
        if index > first and taken + columns + _GAP > left:
            yield first, index
            first, taken = index, 0
        taken += columns + _GAP
    yield first, len(table.heads)


def _part(table: TableSheet, first: int, last: int, room: int, has_blocks: bool) -> Iterator[str]:
    label, widths = _label_width(table, room), _widths(table)[first:last]
    heads = [wrapped(head, columns) for head, columns in zip(table.heads[first:last], widths, strict=True)]
    for number in range(max(map(len, heads))):
        cells = [head[number] if number < len(head) else "" for head in heads]
        yield " " * label + _cells(cells, widths)
    left = room - label - sum(columns + _GAP for columns in widths) - _GAP
    is_drawn = left >= _SHORTEST_BAR and last == len(table.heads)
    for row in table.rows:
        yield from _row(row, row.cells[first:last], label, widths, left if is_drawn else 0, has_blocks)


def _row(
    row: SheetRow, cells: tuple[str, ...], label: int, widths: list[int], left: int, has_blocks: bool
) -> Iterator[str]:
    lines = wrapped(row.label, label)
    drawn = bar(row.share, left, has_blocks) if row.share is not None and left else ""
    yield _padded(lines[0], label) + _cells(cells, widths) + " " * _GAP + drawn
    yield from lines[1:]


def _cells(cells: list[str] | tuple[str, ...], widths: list[int]) -> str:
    return "".join(" " * (_GAP + columns - width(cell)) + cell for cell, columns in zip(cells, widths, strict=True))


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))
