"""The empty file that takes the rows that were salvaged, within one transaction."""

from __future__ import annotations

from sqlcipher3 import dbapi2

from intake.store.connection import RawConnection
from intake.store.salvage.rows import table_texts
from intake.store.salvage.view import Raw

_NOT_WHOLE = {1, 19, 20}
"""What SQLite says of a row that breaks a rule, a type, or the JSON that a rule looks into."""


class Target:
    """What of a row the file knows is put into it. `refused` counts those that it did not take."""

    def __init__(self, connection: RawConnection) -> None:
        self._connection = connection
        self.refused = 0
        self.columns = {name: _columns(connection, name) for name in table_texts(connection)}

    def insert(self, table: str, row: Raw) -> bool:
        """Whether the file took the row: one that is not whole is refused by its CHECKs."""
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


def _columns(connection: RawConnection, table: str) -> tuple[str, ...]:
    return tuple(str(row[1]) for row in connection.execute(f'PRAGMA table_info("{table}")').fetchall())
