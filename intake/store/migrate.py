"""Brings an older store up to date: a checked backup first, then one migration after the other.

Each migration is one transaction: a crash or an error leaves the store as it was before that step. Foreign keys are
off meanwhile, else rebuilding a table would delete the rows that refer to it. Source: storage.md 5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlcipher3.dbapi2 import complete_statement

from intake.errors import StoreError
from intake.store.backups.backup import write_backup
from intake.store.connection import RawConnection
from intake.store.database import migration_engine
from intake.store.failures import UpdateCancelled
from intake.store.folder import StoreFolder
from intake.store.keys.unlocking import DataKey
from intake.store.schema import Schema, fingerprint, fingerprint_of_sql
from intake.store.sqlite_errors import failures_of


@dataclass(frozen=True, slots=True)
class UpdateStep:
    """What comes next in an update. `message` is a message id, `done` of `total` steps are finished."""

    message: str
    done: int
    total: int


Progress = Callable[[UpdateStep], bool]
"""Told before each step; returning False stops the update there."""


def update_store(
    folder: StoreFolder, key: DataKey, schema: Schema, found: int, at: datetime, progress: Progress
) -> None:
    """Migrates a store from version `found` to that of the schema.

    Raises UpdateCancelled, or StoreError where a migration does not keep what it found; both leave a whole store.
    """
    steps = [script for script in migrations(schema.migrations) if int(script.revision) > found]
    total = len(steps) + 1
    _announce(progress, UpdateStep("Writing a backup of the store and reading it back", 0, total))
    backup = write_backup(folder, key, folder.backups, at)
    for done, script in enumerate(steps, start=1):
        _announce(progress, UpdateStep("Bringing the store up to date", done, total))
        try:
            with failures_of(folder.database):
                _run(folder.database, key, schema, script, backup.folder)
        except DBAPIError:  # without it as the cause: it may quote a row
            raise _not_kept(f"schema {script.revision}", backup.folder) from None


def migrations(folder: Path) -> tuple[Script, ...]:
    """The migration scripts, oldest first. Their revision is the version of the schema they lead to: `0001`."""
    directory = ScriptDirectory(str(folder), version_locations=[str(folder)])
    return tuple(reversed(tuple(directory.walk_revisions())))


def build_version(file: Path, key: DataKey, schema: Schema, version: int) -> None:
    """Makes the tables of a version in an empty file; it has no row, not even that of the store itself."""
    engine = migration_engine(file, key)
    try:
        with engine.begin() as connection:
            if version == schema.version:
                raw: RawConnection = connection.connection.dbapi_connection  # type: ignore[assignment]  # as below
                for statement in statements(schema.sql):
                    raw.execute(statement)
                return
            for script in migrations(schema.migrations):
                if int(script.revision) <= version:
                    apply(connection, script)
    finally:
        engine.dispose()


def statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one, so that all of them can stand in one transaction."""
    waiting = ""
    for line in sql.splitlines(keepends=True):
        waiting += line
        if line.rstrip().endswith(";") and complete_statement(waiting):
            yield waiting
            waiting = ""


def apply(connection: Connection, script: Script) -> None:
    """Runs one migration inside the transaction of `connection`."""
    with Operations.context(MigrationContext.configure(connection)):
        script.module.upgrade()


def _run(file: Path, key: DataKey, schema: Schema, script: Script, backup: Path) -> None:
    version = int(script.revision)
    engine = migration_engine(file, key)
    try:
        with engine.begin() as connection:
            found = connection.exec_driver_sql("SELECT schema_version FROM store_info").scalar_one()
            if found >= version:  # another program was quicker
                return
            before = _row_counts(connection)
            apply(connection, script)
            connection.exec_driver_sql("UPDATE store_info SET schema_version = ?", (version,))
            for lost in _losses(connection, before, script):
                raise _not_kept(lost, backup)
            if version == schema.version and not _is_as_written(connection, schema):
                raise _not_kept("schema.sql", backup)
    finally:
        engine.dispose()


def _losses(connection: Connection, before: Mapping[str, int], script: Script) -> Iterator[str]:
    """Tables with fewer or more rows than before, unless the migration names them, and broken references."""
    allowed: frozenset[str] = getattr(script.module, "ROWS_CHANGE", frozenset())
    after = _row_counts(connection)
    yield from (table for table, rows in before.items() if table not in allowed and after.get(table) != rows)
    yield from (str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check"))


def _row_counts(connection: Connection) -> Mapping[str, int]:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).scalars()
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for name in names.fetchall()
    }


def _is_as_written(connection: Connection, schema: Schema) -> bool:
    raw: RawConnection = connection.connection.dbapi_connection  # type: ignore[assignment]  # sqlcipher3 is untyped
    return fingerprint(raw) == fingerprint_of_sql(schema.sql)


def _announce(progress: Progress, step: UpdateStep) -> None:
    if not progress(step):
        raise UpdateCancelled(
            "The update of the store was stopped.",
            "Nothing was lost: the steps done so far are kept and the rest follows next time. "
            "Start the program again to go on.",
        )


def _not_kept(what: str, backup: Path) -> StoreError:
    return StoreError(
        "The store could not be brought up to date.",
        "The step was taken back and nothing was lost: {what} would not have been as it should. "
        "A checked backup is in {backup}. Go on with the version of the program used so far, and report this.",
        what=what,
        backup=str(backup),
    )
