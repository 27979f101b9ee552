"""Connections to the encrypted file: how they are opened, what a transaction is, and what an error of SQLite means.

Source: storage.md 1 and 3 (raw key, WAL with synchronous FULL, BEGIN IMMEDIATE, silenced log of the cipher).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import Protocol

from sqlalchemy import Connection, Engine, PoolProxiedConnection, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2
from sqlmodel import Session

from intake.errors import StoreError
from intake.store.failures import (
    StoreClosed,
    StoreDamaged,
    StoreLocked,
    StoreNewer,
    disk_error,
    disk_full,
    gone,
    of_os_error,
    read_only,
)
from intake.store.keys.unlocking import DataKey
from intake.store.sealed_answers import Seal

BUSY_MS = 5000
LOG_BYTES = 4 * 1024 * 1024
"""The write-ahead log is cut to this when it is begun anew; it grows beyond while somebody reads for long."""
_LOCKED, _PROTECTED, _BROKEN = {5, 6}, {3, 8, 14, 23}, {11, 26}
_DISK_IO, _FULL = 10, 13
_LOOK_AGAIN_S = 0.0005, 0.003
_SEAL = "seal"


class Rows(Protocol):
    def fetchone(self) -> tuple[object, ...] | None: ...
    def fetchall(self) -> list[tuple[object, ...]]: ...


class RawConnection(Protocol):
    """A connection of sqlcipher3, as far as it is used without SQLAlchemy."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Rows: ...
    def executescript(self, sql: str) -> object: ...
    def close(self) -> None: ...


def connect(file: Path, key: DataKey, busy_ms: int = BUSY_MS) -> RawConnection:
    """A connection in autocommit mode; transactions are begun by hand. Never makes a file.

    The order matters: the cipher's log is silenced before the key is tried, as it would write over the screen.
    """
    connection: RawConnection = dbapi2.connect(
        f"{file.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=busy_ms / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        for pragma in (
            "cipher_log_level = NONE",
            f"key = \"x'{key.raw.hex()}'\"",
            "cipher_memory_security = ON",
            f"busy_timeout = {busy_ms}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "fullfsync = ON",  # macOS flushes the drive only then; no effect elsewhere
            "checkpoint_fullfsync = ON",
            "foreign_keys = ON",
            "secure_delete = ON",
            "trusted_schema = OFF",
            f"journal_size_limit = {LOG_BYTES}",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def seal_of(session: Session) -> Seal:
    """What seals and opens answers on health and protection in this session."""
    seal = session.info[_SEAL]
    assert isinstance(seal, Seal)
    return seal


class Database:
    """The open store file. Reading and writing happen in sessions, one transaction each; any thread may use it."""

    def __init__(self, file: Path, key: DataKey, version: int, busy_ms: int = BUSY_MS) -> None:
        self.file = file
        self.version = version
        self._key = key
        self._busy_ms = busy_ms
        self._closed = False
        self._identity = _identity(file)
        self._owes_empty_log = False
        self._engine = _engine(file, key, busy_ms)
        self._reader = self._engine.execution_options(reads_only=True)
        self._info = {_SEAL: Seal(key)}

    def seal_with(self, key: DataKey) -> None:
        """Seals and opens answers on health and protection with the second key of `key` from now on."""
        self._info = {_SEAL: Seal(key)}

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the store and writes nothing."""
        with self._guarded(), Session(self._reader, info=self._info) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one immediate transaction: all of it is on the disk when the block is left, or none of it.

        Raises StoreGone where the file is not the one that was opened: what is written to it nobody would find again.
        """
        self._insist_on_the_file()
        with (
            self._guarded(),
            Session(self._engine, expire_on_commit=False, info=self._info) as session,
            session.begin(),
        ):
            found = session.connection().exec_driver_sql("SELECT schema_version FROM store_info").scalar_one()
            if found != self.version:
                raise newer(self.file)
            yield session
        self._insist_on_the_file()
        if self._owes_empty_log:
            with suppress(StoreError):  # what was written is safe; the next write tries again
                self.empty_log(busy_ms=0)

    def empty_log(self, busy_ms: int | None = None) -> bool:
        """Moves all of the write-ahead log into the file, so that nothing that was removed is left in either.

        False where somebody has been reading for long: then it is done with one of the next writes, at the latest
        when the last program closes the store.
        """
        with self.raw(busy_ms) as connection:
            found = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self._owes_empty_log = found is None or found[0] != 0
        return not self._owes_empty_log

    @contextmanager
    def raw(self, busy_ms: int | None = None) -> Iterator[RawConnection]:
        """A connection of its own outside any transaction, for what cannot run inside one."""
        with self._guarded():
            connection = connect(self.file, self._key, self._busy_ms if busy_ms is None else busy_ms)
            try:
                yield connection
            finally:
                connection.close()

    def close(self) -> None:
        """Closes all connections. The key stays readable for whoever made it; `forget` overwrites it."""
        self._closed = True
        self._engine.dispose()

    def forget(self) -> None:
        """Closes all connections and overwrites the key."""
        self.close()
        self._key.forget()

    def _insist_on_the_file(self) -> None:
        found = _identity(self.file)
        if found != self._identity and not self._closed:
            self._engine.dispose()  # the next try opens what is there then
            self._identity = found or self._identity
            raise gone(self.file)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        if self._closed:
            raise StoreClosed(
                "The store is locked.", "Nothing was lost. Unlock it with your passphrase, then try again."
            )
        with failures_of(self.file):
            yield


def _identity(file: Path) -> tuple[int, int] | None:
    """Which file is under this name; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def newer(file: Path) -> StoreNewer:
    return StoreNewer(
        "This store belongs to a newer version of the program.",
        "{file} was not changed. Install the newest version of the program on this computer, then try again.",
        file=str(file),
    )


def damaged(file: Path) -> StoreDamaged:
    return StoreDamaged(
        "The store is damaged, or belongs to other keys.",
        "{file} cannot be read as a whole; nothing in it was changed. Keep a copy of the folder as it is. "
        "Then go back to the newest backup, or ask for help before typing anything again.",
        file=str(file),
    )


@contextmanager
def failures_of(file: Path) -> Iterator[None]:
    """Turns errors of the disk and of SQLite inside the block into failures of the store; bugs stay what they are."""
    try:
        yield
    except DBAPIError as error:
        failure = _failure(error.orig, file)
        if failure is None:
            raise
        raise failure from error
    except dbapi2.Error as error:
        failure = _failure(error, file)
        if failure is None:
            raise
        raise failure from error
    except OSError as error:
        raise of_os_error(error, file) from error


def _failure(error: BaseException | None, file: Path) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    match code & 0xFF:
        case primary if primary in _LOCKED:
            return StoreLocked(
                "Another program is using the store.",
                "Everything saved before is safe. What is not saved yet is kept as long as the program runs. "
                "Wait until the other program has finished, then try again.",
            )
        case primary if primary in _PROTECTED:
            return read_only(file)
        case primary if primary in _BROKEN:
            return damaged(file)
        case primary if primary == _FULL:
            return disk_full()
        case primary if primary == _DISK_IO:
            return disk_error(file)
        case _:
            return None


def migration_engine(file: Path, key: DataKey) -> Engine:
    """An engine for migrations: foreign keys are off, which is only possible before a transaction begins.

    Tables are renamed the old way: a trigger that names a table while it is rebuilt is no error then, and nothing that
    refers to it is rewritten. Source: SQLite, ALTER TABLE, "Making Other Kinds Of Table Schema Changes".
    """
    engine = _engine(file, key, BUSY_MS)

    def prepare(connection: RawConnection, _: object) -> None:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA legacy_alter_table = ON")

    event.listen(engine, "connect", prepare)
    return engine


def _engine(file: Path, key: DataKey, busy_ms: int) -> Engine:
    """Without `module` an IntegrityError would escape SQLAlchemy; without `hide_parameters` answers would be logged."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(file, key, busy_ms),
        module=dbapi2,
        poolclass=QueuePool,
        pool_size=3,
        max_overflow=-1,
        hide_parameters=True,
    )
    event.listen(engine, "begin", partial(_begin, busy_ms=busy_ms))
    return engine


def _begin(connection: Connection, busy_ms: int) -> None:
    if connection.get_execution_options().get("reads_only", False):
        connection.exec_driver_sql("BEGIN")
    else:
        _wait_for_its_turn(connection.connection, busy_ms)


def _wait_for_its_turn(connection: PoolProxiedConnection, busy_ms: int) -> None:
    """Begins to write as soon as no other program does. Raises the error of SQLite after `busy_ms`.

    SQLite itself would look ever more seldom, up to ten times a second: among several programs some would hardly ever
    get their turn. Here all look equally often.
    """
    cursor = connection.cursor()
    patience_ends = monotonic() + busy_ms / 1000
    cursor.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                cursor.execute("BEGIN IMMEDIATE")
                return
            except dbapi2.OperationalError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _LOCKED or monotonic() > patience_ends:
                    raise
            sleep(uniform(*_LOOK_AGAIN_S))
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {busy_ms}")
        cursor.close()
