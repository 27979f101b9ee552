"""Which table a row of a damaged file belongs to: by the trees as far as they can be walked, else by its shape.

A leaf whose tree is damaged above it holds rows of one table. That is the only one whose columns and CHECKs take all of
them: every table here is STRICT, and no two take the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sqlcipher3 import dbapi2

from intake.store.connection import RawConnection
from intake.store.salvage.cells import LEAF, Cell, LeafPage, Row, leaf, tree
from intake.store.salvage.pages import Pages

Type: TypeAlias = "type[str] | type[int] | type[float] | type[bytes]"

SCHEMA_ROOT = 1
_TYPES: Final[Mapping[str, Type]] = {"TEXT": str, "INTEGER": int, "INT": int, "REAL": float, "BLOB": bytes}


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row by the names of its columns. `is_older` where only an earlier version of its page was left."""

    cells: Mapping[str, Cell]
    is_older: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: its columns in order, and which of them is the number of the row, if one is."""

    name: str
    columns: tuple[str, ...]
    types: tuple[Type, ...]
    rowid: int | None

    def fits(self, cells: tuple[Cell, ...]) -> bool:
        """Whether each cell is of the type of its column: SQLite itself would make a text of a number."""
        return len(cells) <= len(self.columns) and all(
            cell is None or isinstance(cell, expected) for cell, expected in zip(cells, self.types, strict=False)
        )


@dataclass(slots=True)
class Sorted:
    """What was found. `lost` rows go on on damaged pages, `strangers` are rows on pages that no table takes."""

    tables: dict[str, dict[int, FoundRow]] = field(default_factory=dict)
    lost: int = 0
    strangers: int = 0
    orphans: int = 0
    """Leaves that were given to a table by the shape of their rows."""

    def rows(self, table: str) -> list[FoundRow]:
        return list(self.tables.get(table, {}).values())


class Sorter:
    """Sorts rows into the tables of one version of the schema. Close it after use."""

    def __init__(self, table_texts: Mapping[str, str]) -> None:
        """`table_texts` are the CREATE TABLE of each table by name."""
        self._scratch: RawConnection = dbapi2.connect(":memory:", isolation_level=None)
        for text in table_texts.values():
            self._scratch.execute(text)
        self.shapes = {name: self._shape(name) for name in table_texts}

    def close(self) -> None:
        self._scratch.close()

    def sorted(self, pages: Pages) -> Sorted:
        """All rows of all leaves that can be read."""
        found, done = Sorted(), set(tree(SCHEMA_ROOT, pages.content)) | {SCHEMA_ROOT}
        for name, root in roots(pages.content).items():
            for number in tree(root, pages.content):
                page = leaf(number, pages.content)
                if page is not None and number not in done and name in self.shapes:
                    done.add(number)
                    self._add(found, self.shapes[name], page, pages)
        for number in sorted(pages.content.keys() - done):
            if pages.content[number][0] == LEAF and (page := leaf(number, pages.content)) is not None:
                self._add_orphan(found, page, pages)
        return found

    def _add_orphan(self, found: Sorted, page: LeafPage, pages: Pages) -> None:
        found.lost += page.lost
        if not page.rows or _is_schema(page.rows):
            return
        width = len(page.rows[0].cells)
        taking = self._taking(page, lambda shape: len(shape.columns) == width)
        taking = taking or self._taking(page, lambda shape: len(shape.columns) > width)
        if len(taking) == 1:
            found.orphans += 1
            self._add(found, taking[0], LeafPage(page.number, page.rows, 0), pages)
        else:
            found.strangers += len(page.rows)

    def _taking(self, page: LeafPage, is_meant: Callable[[Shape], bool]) -> list[Shape]:
        shapes = [shape for shape in self.shapes.values() if is_meant(shape)]
        return [shape for shape in shapes if all(self._takes(shape, row) for row in page.rows)]

    def _add(self, found: Sorted, shape: Shape, page: LeafPage, pages: Pages) -> None:
        found.lost += page.lost
        rows = found.tables.setdefault(shape.name, {})
        for row in page.rows:
            is_older = any(number in pages.older for number in row.pages)
            before = rows.get(row.rowid)
            if before is None or (before.is_older and not is_older):
                rows[row.rowid] = FoundRow(_named(shape, row), is_older)

    def _takes(self, shape: Shape, row: Row) -> bool:
        if not shape.fits(row.cells):
            return False
        named = _named(shape, row)
        marks = ", ".join("?" for _ in shape.columns)
        values = tuple(named[column] for column in shape.columns)
        try:
            self._scratch.execute(f'INSERT INTO "{shape.name}" VALUES ({marks})', values)
        except dbapi2.Error:
            return False
        self._scratch.execute(f'DELETE FROM "{shape.name}"')
        return True

    def _shape(self, name: str) -> Shape:
        rows = self._scratch.execute(f'PRAGMA table_info("{name}")').fetchall()
        keys = [row for row in rows if row[5]]
        is_alias = len(keys) == 1 and str(keys[0][2]).upper() == "INTEGER"
        columns, types = tuple(str(row[1]) for row in rows), tuple(_TYPES[str(row[2]).upper()] for row in rows)
        return Shape(name, columns, types, columns.index(str(keys[0][1])) if is_alias else None)


def roots(content: Mapping[int, bytes]) -> dict[str, int]:
    """The first page of each table that the file's own list of tables still names."""
    return {name: root for name, root, _ in _schema_rows(content)}


def table_texts(connection: RawConnection) -> dict[str, str]:
    """The CREATE TABLE of each table of a file, by name."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return {str(name): str(sql) for name, sql in rows}


def stated_version(pages: Pages) -> int | None:
    """The version of the schema that the file states of itself, None where that page is damaged."""
    root = roots(pages.content).get("store_info")
    for number in tree(root, pages.content) if root else ():
        page = leaf(number, pages.content)
        for row in page.rows if page else ():
            if len(row.cells) >= 4 and isinstance(row.cells[2], int):
                return row.cells[2]
    return None


def _schema_rows(content: Mapping[int, bytes]) -> Iterator[tuple[str, int, str]]:
    """Rows of the file's list of tables, also from leaves of it that nothing leads to any more."""
    numbers = dict.fromkeys(tree(SCHEMA_ROOT, content))
    if not numbers:
        numbers = dict.fromkeys(number for number in content if content[number][0] == LEAF)
    for number in numbers:
        page = leaf(number, content)
        if page is None or not _is_schema(page.rows):
            continue
        for row in page.rows:
            kind, name, _, root, sql = row.cells
            if kind == "table" and isinstance(name, str) and isinstance(root, int):
                yield name, root, str(sql)


def _is_schema(rows: tuple[Row, ...]) -> bool:
    kinds = ("table", "index", "trigger", "view")
    return bool(rows) and all(len(row.cells) == 5 and row.cells[0] in kinds for row in rows)


def _named(shape: Shape, row: Row) -> dict[str, Cell]:
    """The row by column. One that was written before a column was added has NULL there."""
    cells = [*row.cells, *[None] * (len(shape.columns) - len(row.cells))]
    if shape.rowid is not None and cells[shape.rowid] is None:
        cells[shape.rowid] = row.rowid
    return dict(zip(shape.columns, cells, strict=False))


def sort_rows(pages: Pages, texts: Mapping[str, str]) -> Sorted:
    """All rows of a damaged file in the tables with these texts."""
    with closing(Sorter(texts)) as sorter:
        return sorter.sorted(pages)
