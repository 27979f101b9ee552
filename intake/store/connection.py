"""One connection to the encrypted file. Source: storage.md 1 and 3 (raw key, WAL, synchronous FULL, silenced log)."""

from __future__ import annotations

from binascii import hexlify
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlcipher3 import dbapi2

from intake.store.keys.secret_memory import overwrite
from intake.store.keys.unlocking import DataKey

BUSY_MS = 5000
LOG_BYTES = 4 * 1024 * 1024
"""The write-ahead log is cut to this when it is begun anew; it grows beyond while somebody reads for long."""


class Rows(Protocol):
    def fetchone(self) -> tuple[object, ...] | None: ...
    def fetchall(self) -> list[tuple[object, ...]]: ...


class RawConnection(Protocol):
    """A connection of sqlcipher3, as far as it is used without SQLAlchemy."""

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Rows: ...
    def executescript(self, sql: str) -> object: ...
    def set_key(self, key: bytearray) -> None: ...
    def close(self) -> None: ...


BEFORE_THE_KEY = ("cipher_log_level = NONE", "cipher_memory_security = ON")
"""What SQLCipher is told first: to write nothing to the screen, and to lock and overwrite the memory it uses."""


@contextmanager
def spelled(key: DataKey) -> Iterator[bytearray]:
    """The key as SQLCipher takes one that no other is derived from: x'68656c6c6f...'. Overwritten afterwards.

    It never becomes a text: those cannot be overwritten, and a PRAGMA with the key in it leaves several behind.
    """
    raw = key.raw
    digits = hexlify(raw)
    written = bytearray(len(digits) + 3)
    written[:2], written[2:-1], written[-1:] = b"x'", digits, b"'"
    overwrite(raw)
    overwrite(digits)
    try:
        yield written
    finally:
        written[:] = bytes(len(written))


def connect(file: Path, key: DataKey, busy_ms: int = BUSY_MS) -> RawConnection:
    """A connection in autocommit mode; transactions are begun by hand. Never makes a file.

    The order matters: the cipher's log is silenced before the key is tried, as it would write over the screen, and what
    SQLite frees is overwritten before there is a key in it.
    """
    connection: RawConnection = dbapi2.connect(
        f"{file.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=busy_ms / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        for pragma in BEFORE_THE_KEY:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        with spelled(key) as written:
            connection.set_key(written)
        for pragma in (
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
