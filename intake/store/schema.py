"""The schema of the file: its text, its version, its migrations, and a fingerprint that two files share or do not.

Source: storage.md 5. Alembic's own comparison sees no CHECK, no STRICT and no trigger; the fingerprint does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from sqlcipher3 import dbapi2

from intake.store.connection import RawConnection

Fingerprint: TypeAlias = Mapping[str, tuple[object, ...]]
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Schema:
    """A version of the schema, its text, and the folder of the migrations that lead to it."""

    version: int
    sql: str
    migrations: Path


def current_schema() -> Schema:
    """The schema of this program: `schema.sql` lies beside this file in a wheel and at the top of the repository."""
    shipped, canonical = _HERE / "schema.sql", _HERE.parent.parent / "schema.sql"
    file = shipped if shipped.is_file() else canonical
    return Schema(VERSION, file.read_text(encoding="utf-8"), _HERE / "migrations")


VERSION = 3


def trigger(name: str) -> str:
    """The statement that makes a trigger of the current schema."""
    found = re.search(rf"CREATE TRIGGER {name} .*?\nEND", current_schema().sql, re.DOTALL)
    if found is None:
        raise ValueError(f"there is no trigger {name}")
    return found[0]


def fingerprint_of_sql(sql: str) -> Fingerprint:
    """The fingerprint of a file that was made from this text."""
    connection: RawConnection = dbapi2.connect(":memory:")
    try:
        connection.executescript(sql)
        return fingerprint(connection)
    finally:
        connection.close()


def fingerprint(connection: RawConnection) -> Fingerprint:
    """What the schema of a file is, whatever its spelling: columns, keys, indexes, checks, STRICT, triggers."""
    found: dict[str, tuple[object, ...]] = {}
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'").fetchall()
    for kind, name, sql in rows:
        if kind == "table":
            found[f"table {name}"] = _table(connection, str(name), str(sql))
        else:
            found[f"{kind} {name}"] = (_plain(str(sql)),)
    return found


def _table(connection: RawConnection, name: str, sql: str) -> tuple[object, ...]:
    columns = connection.execute(f'PRAGMA table_xinfo("{name}")').fetchall()
    keys = sorted(row[2:] for row in connection.execute(f'PRAGMA foreign_key_list("{name}")').fetchall())
    indexes = []
    for _, index, unique, origin, partial in connection.execute(f'PRAGMA index_list("{name}")').fetchall():
        parts = connection.execute(f'PRAGMA index_xinfo("{index}")').fetchall()
        indexes.append((unique, origin, partial, tuple(row[2:] for row in parts)))
    flags = connection.execute("SELECT wr, strict FROM pragma_table_list WHERE name = ?", (name,)).fetchall()
    return tuple(columns), tuple(keys), tuple(sorted(indexes, key=str)), tuple(flags), _checks(sql)


def _checks(sql: str) -> tuple[str, ...]:
    """The text of every CHECK, found by counting brackets."""
    checks = []
    for start in re.finditer(r"\bCHECK\s*\(", sql):
        depth, end = 1, start.end()
        while depth and end < len(sql):
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        checks.append(_plain(sql[start.end() : end - 1]))
    return tuple(sorted(checks))


def _plain(sql: str) -> str:
    """Without comments, quotes around names and needless blanks."""
    sql = re.sub(r"--[^\n]*", "", sql)
    sql = re.sub(r'"(\w+)"', r"\1", sql)
    return re.sub(r"\s*([(),;=<>])\s*", r"\1", re.sub(r"\s+", " ", sql)).strip()
