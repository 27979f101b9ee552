"""What an error of SQLite means for the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from intake.errors import StoreError
from intake.store.failures import StoreLocked, damaged, disk_error, disk_full, of_os_error, read_only

LOCKED, _PROTECTED, _BROKEN = {5, 6}, {3, 8, 14, 23}, {11, 26}
_DISK_IO, _FULL = 10, 13
_NO_TEXT = "Could not decode to UTF-8"
"""What sqlcipher3 says, without a code, of a text that is none."""


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
        return damaged(file) if _NO_TEXT in str(error) else None
    match code & 0xFF:
        case primary if primary in LOCKED:
            return StoreLocked(
                "Another program is using the store.",
                "Everything saved before is safe. Wait until the other program has finished, then try again.",
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
