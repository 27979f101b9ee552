"""The open store file: sessions that read or write, and what a transaction is. Source: storage.md 3."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from random import uniform
from time import monotonic, sleep

from sqlalchemy import Connection, Engine, PoolProxiedConnection, QueuePool, create_engine, event
from sqlcipher3 import dbapi2
from sqlmodel import Session

from intake.errors import StoreError
from intake.store.connection import BUSY_MS, RawConnection, connect
from intake.store.failures import StoreClosed, gone, newer
from intake.store.keys.unlocking import DataKey
from intake.store.sealed_answers import Seal
from intake.store.sqlite_errors import LOCKED, failures_of

_LOOK_AGAIN_S = 0.0005, 0.003
_SEAL = "seal"


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
        self._owes_empty_log = True
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
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in LOCKED or monotonic() > patience_ends:
                    raise
            sleep(uniform(*_LOOK_AGAIN_S))
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {busy_ms}")
        cursor.close()
