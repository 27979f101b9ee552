"""Reads `schema.sql` statement by statement, as a new store does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from sqlcipher3 import dbapi2

from intake.store.connection import RawConnection


def schema_problems(sql: str, name: str) -> tuple[tuple[str, ...], int]:
    """What SQLite says to the first statement it refuses, with its line, and how many tables there are."""
    connection: RawConnection = dbapi2.connect(":memory:")
    try:
        for line, statement in statements(sql):
            try:
                connection.execute(statement)
            except dbapi2.Error as error:
                return (f"{name}:{line}: {error}",), _tables(connection)
        return (), _tables(connection)
    finally:
        connection.close()


def statements(sql: str) -> Iterator[tuple[int, str]]:
    """Each statement with the line on which it begins; triggers hold statements of their own and stay whole."""
    begun, lines = 0, list[str]()
    for number, line in enumerate(sql.splitlines(), 1):
        if not lines and (not line.strip() or line.lstrip().startswith("--")):
            continue
        begun = begun if lines else number
        lines.append(line)
        if sqlite3.complete_statement("\n".join(lines)):
            yield begun, "\n".join(lines)
            lines.clear()
    if lines:
        yield begun, "\n".join(lines)


def _tables(connection: RawConnection) -> int:
    rows = connection.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").fetchone()
    return int(str(rows[0])) if rows else 0
