"""The empty file that takes the rows that were salvaged, within one transaction."""

from __future__ import annotations

from sqlalchemy.dialects.sqlite import dialect
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel

from intake.store.columns import Kept
from intake.store.connection import RawConnection
from intake.store.failures import NotAsWritten
from intake.store.salvage.rows import table_texts
from intake.store.salvage.view import Raw

_NOT_WHOLE = {1, 19, 20}
"""What SQLite says of a row that breaks a rule, a type, or the JSON that a rule looks into."""
_DIALECT = dialect()


class Target:
    """What of a row the file knows is put into it. `refused` counts those that it did not take."""

    def __init__(self, connection: RawConnection) -> None:
        self._connection = connection
        self.refused = 0
        self.columns = {name: _columns(connection, name) for name in table_texts(connection)}

    def insert(self, table: str, row: Raw) -> bool:
        """Whether the file took the row: one that is not whole is refused by its CHECKs, and one that the program
        could not read again by the columns themselves.
        """
        if not _is_readable(table, row):
            self.refused += 1
            return False
        columns = [name for name in self.columns[table] if name in row]
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" for _ in columns)
        try:
            self._connection.execute(
                f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(row[name] for name in columns)
            )
        except dbapi2.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _NOT_WHOLE:
                raise
            self.refused += 1
            return False
        return True

    def without_trigger(self, name: str) -> str:
        """Takes a trigger away while rows are put in; the text that makes it again, empty where there is none."""
        found = self._connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
        if found is not None:
            self._connection.execute(f"DROP TRIGGER {name}")
        return "" if found is None else str(found[0])

    def make(self, sql: str) -> None:
        """Makes again what was taken away."""
        if sql:
            self._connection.execute(sql)

    def change_case(self, case_id: str, row: Raw) -> None:
        """Sets these columns of the head of a case."""
        marks = ", ".join(f"{name} = ?" for name in row)
        self._connection.execute(f"UPDATE case_file SET {marks} WHERE id = ?", (*row.values(), case_id))

    def count_events(self, case_id: str) -> int:
        """How many events of a case the file holds."""
        row = self._connection.execute("SELECT count(*) FROM answer_event WHERE case_id = ?", (case_id,)).fetchone()
        return int(str(row[0] if row else 0))

    def parents(self, table: str) -> list[tuple[str, str]]:
        """The columns of a table that refer to another one, and which."""
        rows = self._connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        return [(str(row[3]), str(row[2])) for row in rows]


def _is_readable(table: str, row: Raw) -> bool:
    known = SQLModel.metadata.tables.get(table)
    try:
        for column in known.columns if known is not None else ():
            if column.name in row and isinstance(column.type, Kept):
                column.type.process_result_value(row[column.name], _DIALECT)
    except NotAsWritten:
        return False
    return True


def _columns(connection: RawConnection, table: str) -> tuple[str, ...]:
    return tuple(str(row[1]) for row in connection.execute(f'PRAGMA table_info("{table}")').fetchall())
