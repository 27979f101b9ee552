"""Submissions as tables: the CSV of ODK Central (one file for the form, one for each repeat) and of KoboToolbox.

A column is taken where its whole path is that of a row of the form, or where it is the bare name of one: extra columns
such as those of single choices (`contact_safe/phone`) are left alone.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.interop import nodes
from intake.interop.submission import (
    LONGEST_VALUE,
    MOST_ENTRIES,
    MOST_SUBMISSIONS,
    Submission,
    Unreadable,
    Values,
)

_INSTANCE: Final = ("meta-instanceID", "meta/instanceID", "KEY", "instanceID", "_uuid")
_VERSION: Final = ("FormVersion", "__version__")
_PARENT: Final = "PARENT_KEY"
_KEY: Final = "KEY"
_MOST_LINES: Final = 500_000
_MOST_COLUMNS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Columns:
    """The rows of a form: the path of each, and the names of its repeats."""

    paths: Mapping[str, str]
    repeats: Collection[str]

    def name(self, head: str) -> str | None:
        """The row behind the heading of a column."""
        path = head.strip().replace("/", "-")
        if path in self.paths:
            return self.paths[path]
        return head if head in self.paths.values() else None


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file: its name without folder and ending, headings, lines."""

    name: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]

    def cells(self) -> Iterator[dict[str, str]]:
        return (dict(zip(self.heads, line, strict=False)) for line in self.lines)


def read_table(name: str, content: bytes) -> Table:
    """A CSV file with commas or semicolons. Raises Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("A table is not UTF-8.") from None
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines: list[tuple[str, ...]] = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if len(lines) > _MOST_LINES or len(line) > _MOST_COLUMNS:
                raise Unreadable("A table is larger than can be read.")
            if line:
                lines.append(tuple(line))
    except csv.Error:
        raise Unreadable("A table is no CSV.") from None
    if not lines:
        raise Unreadable("A table has no heading.")
    return Table(name, lines[0], tuple(lines[1:]))


def is_of_repeat(table: Table) -> bool:
    return _PARENT in table.heads


def submissions(tables: Sequence[Table], columns: Columns) -> tuple[Submission, ...]:
    """The submissions of one form. Raises Unreadable where there is no table of submissions among them, or several."""
    main = [table for table in tables if not is_of_repeat(table)]
    if len(main) != 1:
        raise Unreadable("There has to be one table of submissions, with those of its lists beside it.")
    if len(main[0].lines) > MOST_SUBMISSIONS:
        raise Unreadable("There are more submissions than can be read at once.")
    entries = _entries((table for table in tables if is_of_repeat(table)), columns)
    return tuple(_submission(cells, columns, entries) for cells in main[0].cells())


def _submission(
    cells: Mapping[str, str], columns: Columns, entries: Mapping[str, Mapping[str, tuple[Values, ...]]]
) -> Submission:
    values = dict(_values(cells, columns))
    version = next((cells[head] for head in _VERSION if cells.get(head)), "")
    return Submission(
        instance=next((cells[head] for head in _INSTANCE if cells.get(head)), ""),
        form=values.get(nodes.IDENTITY, "") or version,
        values=values,
        repeats=entries.get(cells.get(_KEY, ""), {}),
        earlier=cells.get("meta-deprecatedID", ""),
    )


def _values(cells: Mapping[str, str], columns: Columns) -> Iterator[tuple[str, str]]:
    for head, value in cells.items():
        name = columns.name(head)
        if name is not None and value:
            if len(value) > LONGEST_VALUE:
                raise Unreadable("A value is longer than can be read.")
            yield name, value


def _entries(tables: Iterator[Table], columns: Columns) -> dict[str, dict[str, tuple[Values, ...]]]:
    """The entries by the key of their submission and the name of their repeat."""
    found: dict[str, dict[str, tuple[Values, ...]]] = {}
    for table in tables:
        repeat = next((name for name in columns.repeats if table.name.endswith(f"-{name}")), None)
        if repeat is None:
            raise Unreadable("A table of entries belongs to no list of the form.")
        for cells in table.cells():
            ours = found.setdefault(cells.get(_PARENT, ""), {})
            ours[repeat] = (*ours.get(repeat, ()), dict(_of_entry(cells, columns)))
            if len(ours[repeat]) > MOST_ENTRIES:
                raise Unreadable("A list has more entries than can be read.")
    return found


def _of_entry(cells: Mapping[str, str], columns: Columns) -> Iterator[tuple[str, str]]:
    """In the table of a repeat paths begin at the entry."""
    names = frozenset(columns.paths.values())
    for head, value in cells.items():
        name = columns.name(head) or head.replace("/", "-").rpartition("-")[2]
        if name in names and value:
            if len(value) > LONGEST_VALUE:
                raise Unreadable("A value is longer than can be read.")
            yield name, value
