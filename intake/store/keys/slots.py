"""The key file beside a store: read, and written as a whole.

This module knows no cryptography, so the first screen can name the staff cheaply.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from intake.store.failures import KeysDamaged, KeysMissing, of_os_error, os_errors
from intake.store.keys.codec import FORMAT, NONCE_BYTES, SALT_BYTES, as_json, from_json
from intake.store.keys.key_file import Kdf, KeyFile, Slot, SlotKind, folded

__all__ = [
    "FORMAT",
    "NONCE_BYTES",
    "OWNER_ONLY",
    "SALT_BYTES",
    "Kdf",
    "KeyFile",
    "Slot",
    "SlotKind",
    "folded",
    "plain_file",
    "read_key_file",
    "sync_folder",
    "write_key_file",
    "write_whole",
]

MAX_FILE_BYTES = 1_000_000
OWNER_ONLY = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)


class NoPlainFileError(OSError):
    """A pipe or a device stands in the place of a file."""


def plain_file(path: str, flags: int) -> int:
    """The opener of files that others may have put there: it waits for no pipe. Raises NoPlainFileError, OSError."""
    descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NoPlainFileError(errno.EINVAL, os.strerror(errno.EINVAL))
    return descriptor


def read_key_file(path: Path) -> KeyFile:
    """Raises KeysMissing, KeysDamaged, or StoreReadOnly where the file may not be read."""
    try:
        with open(path, "rb", opener=plain_file) as file:
            raw = file.read(MAX_FILE_BYTES + 1)
    except NoPlainFileError:
        raw = b""
    except FileNotFoundError as error:
        raise KeysMissing(
            "The keys of the store are missing.",
            "{file} is not there. The cases are still stored, but nobody can open them without it. "
            "Copy the file back from a backup of this store.",
            file=str(path),
        ) from error
    except OSError as error:
        raise of_os_error(error, path) from error
    try:
        if len(raw) > MAX_FILE_BYTES:
            raise ValueError("too long")
        return from_json(raw)
    except (ValueError, RecursionError) as error:
        raise KeysDamaged(
            "The keys of the store cannot be read.",
            "{file} is damaged. The cases are still stored. Copy the file back from a backup of this store.",
            file=str(path),
        ) from error


def write_key_file(path: Path, keys: KeyFile) -> None:
    """Replaces the file as a whole: after a crash there is the old one or the new one, never half of one.

    Raises ValueError where the MAC is missing, see `key_changes.signed`.
    """
    write_whole(path, as_json(keys))


def copied(path: Path) -> Path:
    """A copy of a file beside it. Putting it in the place of the file again needs no room. Raises StoreError."""
    with os_errors(path):
        content = path.read_bytes()
    copy = copy_of(path)
    write_whole(copy, content)
    return copy


def copy_of(path: Path) -> Path:
    """Where the copy lies; only a crash leaves one there."""
    return path.with_name(path.name + ".before")


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file for its owner only, through a temporary file that is synced and renamed."""
    temporary = path.with_name(path.name + ".new")
    with os_errors(path):
        temporary.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(temporary, OWNER_ONLY, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes new names in the folder outlast a power cut, where the system can do that (Windows cannot)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
