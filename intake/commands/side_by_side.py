"""What changes if, in words: assessments side by side as a table, or the changes from one to the other."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby, zip_longest

from intake.pathways.compare import Cell, Change, Comparison, Row
from intake.ui.comparison_words import Say, Words

__all__ = ["WIDTH", "Say", "Words", "change_lines", "table"]

WIDTH = 100
ID_WIDTH = 22
_SIGNS = {Change.ADDED: "+", Change.REMOVED: "-", Change.CHANGED: "~"}


def change_lines(comparison: Comparison, words: Words) -> Iterator[str]:
    """What is added, removed and changed from the first assessment to the last, part by part; one line if nothing."""
    changed = [row for row in comparison.rows if row.change]
    if not changed:
        yield words.say("Nothing changes.")
    for part, rows in groupby(changed, key=lambda row: row.part):
        yield words.part(part)
        for row in rows:
            yield from _change(row, words)


def _change(row: Row, words: Words) -> Iterator[str]:
    before, after = row.cells[0], row.cells[-1]
    shown = after or before
    assert row.change is not None
    assert shown is not None
    old, new = words.cell(row.part, before), words.cell(row.part, after)
    if row.change is not Change.CHANGED:
        said = new if before is None else old
    else:
        said = words.say("{before}; new: {after}", before=old, after=new) if old != new else new
    yield f"  {_SIGNS[row.change]} {row.id}  {said}"
    if before is not None and after is not None and (before.text, before.bring) != (after.text, after.bring):
        yield from _wording_change(before, after, words)
    else:
        yield from _wrapped(words.text(shown.text), 6)


def _wording_change(before: Cell, after: Cell, words: Words) -> Iterator[str]:
    pairs = [(before.text, after.text)]
    if before.bring and after.bring:
        pairs.append((before.bring, after.bring))
    for old, new in pairs:
        if old != new:
            yield from _wrapped(words.say("before: {text}", text=words.text(old)), 6)
            yield from _wrapped(words.say("now: {text}", text=words.text(new)), 6)


def table(comparison: Comparison, words: Words) -> Iterator[str]:
    """All lines, one column for each assessment; those that differ have a mark in front."""
    count = len(comparison.assessments)
    width = max(18, (WIDTH - ID_WIDTH) // max(count, 1))
    for cells in zip(*(words.head(each) for each in comparison.assessments), strict=True):
        yield from _lines("", cells, width)
    for part, rows in groupby(comparison.rows, key=lambda row: row.part):
        yield ""
        yield words.part(part)
        for row in rows:
            label = f"{'≠' if row.differs else ' '} {row.id}"
            yield from _lines(label, tuple(words.cell(row.part, cell) for cell in row.cells), width)
            yield from _wrapped(words.text(next(cell for cell in row.cells if cell).text), 4)
    yield ""
    differing = len(comparison.differences)
    if not differing:
        yield words.say("Nothing differs.")
    elif differing == 1:
        yield words.say("1 line differs (≠).")
    else:
        yield words.say("{count} lines differ (≠).", count=differing)


def _lines(label: str, cells: tuple[str, ...], width: int) -> Iterator[str]:
    """One row of the table, each cell wrapped in its column."""
    wrapped = (textwrap.wrap(cell, width - 2) for cell in cells)
    for number, line in enumerate(zip_longest(*wrapped, fillvalue="")):
        head = (label if number == 0 else "").ljust(ID_WIDTH)
        yield f"{head} {' '.join(part.ljust(width - 1) for part in line)}".rstrip()


def _wrapped(text: str, indent: int) -> list[str]:
    space = " " * indent
    return textwrap.wrap(text, WIDTH, initial_indent=space, subsequent_indent=space)
