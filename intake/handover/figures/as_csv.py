"""Monitoring figures as CSV that a German Excel opens by a double click: semicolons and a byte order mark.

RFC 4180 besides: one line a count, CRLF, quotes doubled. Cells that a spreadsheet would change are guarded, see
`spreadsheet`; counts and averages are numbers, and stay so.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from intake.handover.figures.sheet import FigureSheet, TableSheet
from intake.handover.figures.words import FigureWording
from intake.handover.formats.spreadsheet import guarded, one_line

ENCODING = "utf-8-sig"
_NUMBER = re.compile(r"[0-9]+([.,][0-9]+)?")
_VALUE = -2
"""Where the value stands in a line."""


def figure_csv(sheet: FigureSheet, wording: FigureWording) -> bytes:
    """One line for each count and each average; a table that shows nothing has one line with its note.

    At the end stand lines without a figure, with notes about all of them.
    """
    say = wording.say
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    heads = (
        *(label for label, _ in sheet.head),
        say("site"),
        say("figure"),
        say("name"),
        say("unit"),
        say("rows by"),
        say("row"),
        say("columns by"),
        say("column"),
        say("value"),
        say("note"),
    )
    writer.writerow(_safe(heads))
    values = [value for _, value in sheet.head]
    for table in sheet.tables:
        for cells in _lines(table):
            writer.writerow(_safe((*values, sheet.site, *cells)))
    for note in sheet.legend:
        writer.writerow(_safe((*values, sheet.site, *[""] * 8, note)))
    return text.getvalue().encode(ENCODING)


def _lines(table: TableSheet) -> Sequence[tuple[str, ...]]:
    start = (table.id, table.heading, table.unit, table.rows_by)
    note = " ".join(table.notes)
    lines = [
        (*start, row.label, table.columns_by, head, value, note)
        for row in table.rows
        for head, value in zip(table.heads, row.cells, strict=True)
        if value
    ]
    return lines or [(*start, "", table.columns_by, "", "", note)]


def _safe(cells: Sequence[str]) -> list[str]:
    """The line with every cell as it is shown."""
    line = [guarded(one_line(cell)) for cell in cells]
    if _NUMBER.fullmatch(cells[_VALUE]):
        line[_VALUE] = cells[_VALUE]
    return line
