"""One monitoring figure as a simple bar chart of plain characters. Every bar stands behind its number."""

from __future__ import annotations

from collections.abc import Iterator

from intake.handover.figures.as_text import bar
from intake.handover.figures.sheet import SheetRow, TableSheet
from intake.handover.formats.as_text import width, wrapped

_LABEL_SHARE = 0.45
_SHORTEST_BAR = 8
_GAP = 2


def bar_rows(table: TableSheet) -> tuple[SheetRow, ...]:
    """The groups of a figure, without its total."""
    return table.rows[:-1] if table.has_total else table.rows


def chart_lines(table: TableSheet, columns: int, most: int) -> Iterator[str]:
    """A line for each group, at most `most`; of more groups the largest that are shown, in the order of the table.

    Bars are as long as their share of the largest one. A hidden number has its mark and no bar.
    """
    rows = bar_rows(table)
    chosen = sorted(range(len(rows)), key=lambda at: (-(rows[at].share or 0), at))[:most]
    largest = max((rows[at].share or 0 for at in chosen), default=0)
    label = min(max((width(rows[at].label) for at in chosen), default=0), int(columns * _LABEL_SHARE))
    number = max((width(rows[at].cells[table.bar_at]) for at in chosen), default=0)
    room = columns - label - number - 2 * _GAP
    for at in sorted(chosen):
        row = rows[at]
        text = row.label if width(row.label) <= label else wrapped(row.label, label - 1)[0] + "…"
        value = row.cells[table.bar_at]
        drawn = bar(row.share / largest, room) if row.share and largest and room >= _SHORTEST_BAR else ""
        gap = " " * (label - width(text) + _GAP + number - width(value))
        yield f"{text}{gap}{value}{' ' * _GAP}{drawn}".rstrip()
