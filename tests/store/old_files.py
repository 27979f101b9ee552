"""Files as earlier versions of the program made them, filled from a store of today as far as they knew its content."""

from __future__ import annotations

import random
from pathlib import Path

from sqlalchemy import create_engine
from sqlcipher3 import dbapi2

from intake.store.connection import RawConnection, connect
from intake.store.folder import StoreFolder
from intake.store.keys.unlocking import DataKey
from intake.store.migrate import apply, migrations
from intake.store.opening import create_store
from intake.store.schema import current_schema
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, change_at_random, key_of, saving
from tests.store.promises import NAME, Promises

WERE = {("staff", "role"): "CASE WHEN instr(roles, 'coordinator') THEN 'coordinator' ELSE 'desk' END"}
"""Columns that are gone, and what they would hold."""


def older_store(folder: Path, version: int, cases: int = 4, answers: int = 5) -> Promises:
    """A store with cases as this version of the program left it, and the answers that are in it."""
    store, _ = create_store(folder, NAME, PASSPHRASE, AT, CHEAP)
    chance, promised = random.Random(version), Promises(made=True)
    for _ in range(cases):
        case = begin(store)
        for _ in range(answers):
            what = saving(store, case, change_at_random(chance))
            store.save(what)
            promised.answers.setdefault(case, set()).update(each.id for each in what.events)
    store.close()
    make_older(StoreFolder(folder), key_of(folder), version)
    return promised


def make_older(place: StoreFolder, key: DataKey, version: int) -> None:
    """Puts a file of this version of the schema in the place of the store's, which nobody may have open."""
    built = place.path / "built.db"
    _make_schema(built, key, version)
    _copy_rows(place.database, built, key, version)
    for file in (place.database, *place.path.glob("cases.db-*")):
        file.unlink(missing_ok=True)
    built.replace(place.database)


def _make_schema(file: Path, key: DataKey, version: int) -> None:
    file.touch(mode=0o600)
    engine = create_engine("sqlite://", creator=lambda: connect(file, key), module=dbapi2)
    for script in migrations(current_schema().migrations)[:version]:
        with engine.begin() as connection:
            apply(connection, script)
    engine.dispose()


def _copy_rows(source: Path, target: Path, key: DataKey, version: int) -> None:
    reading, writing = connect(source, key), connect(target, key)
    try:
        writing.execute("BEGIN IMMEDIATE")
        known = _columns(reading)
        for table, columns in _columns(writing).items():
            found = {name: WERE.get((table, name), name) for name in columns}
            read = {name: what for name, what in found.items() if what != name or name in known.get(table, ())}
            names, marks = ", ".join(read), ", ".join("?" * len(read))
            query = f"SELECT {', '.join(read.values())} FROM {table} ORDER BY rowid"
            for row in reading.execute(query).fetchall() if read else ():
                writing.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)
        writing.execute("UPDATE store_info SET schema_version = ?", (version,))
        writing.execute("COMMIT")
    finally:
        reading.close()
        writing.close()


def _columns(connection: RawConnection) -> dict[str, list[str]]:
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    ).fetchall()
    return {
        str(name): [str(row[1]) for row in connection.execute(f"PRAGMA table_info({name})").fetchall()]
        for (name,) in names
    }
