"""A bare Textual app that commits each key to an encrypted file and then shows it: the least that saving can cost."""

from __future__ import annotations

import sys

from sqlcipher3 import dbapi2
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

PRAGMAS = ("key = \"x'" + "11" * 32 + "'\"", "journal_mode = WAL", "synchronous = FULL")


class Commit(App[None]):
    """`file` is made anew; every key becomes a row of its own, in a transaction of its own."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self._file = dbapi2.connect(file, isolation_level=None)
        for pragma in PRAGMAS:
            self._file.execute(f"PRAGMA {pragma}").fetchall()
        self._file.execute("CREATE TABLE key_press (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        self._count = 0

    def compose(self) -> ComposeResult:
        yield Static("Question 0")

    def on_key(self, event: events.Key) -> None:
        self._file.execute("BEGIN IMMEDIATE")
        self._file.execute("INSERT INTO key_press (name) VALUES (?)", (event.key,))
        self._file.execute("COMMIT")
        self._count += 1
        self.query_one(Static).update(f"Question {self._count}")


if __name__ == "__main__":
    Commit(sys.argv[1]).run()
