"""Writes a record to a file: whole or not at all, for its owner only, under a name that names nobody."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from pathlib import Path

from intake.errors import OutputError

_SAFE = re.compile(r"[^A-Za-z0-9._-]+")


def file_name(case: str, recipient: str, version: int, ending: str) -> str:
    """The name that is proposed: case code, kind of office and version of the record, never the name of a person."""
    parts = (_SAFE.sub("-", part).strip("-.") for part in (case, recipient, f"v{version}"))
    return "_".join(part for part in parts if part) + f".{ending}"


def write_record(content: bytes, path: Path) -> Path:
    """Writes the bytes to `path`, replacing what is there, and returns the absolute path.

    A reader sees the old file or the new one, never a part. Raises OutputError where it cannot be written.
    """
    target = path.expanduser().absolute()
    temporary: Path | None = None
    try:
        if target.is_dir():
            raise IsADirectoryError
        handle, name = tempfile.mkstemp(prefix=".intake-", dir=target.parent)  # 0600 from the start
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
        temporary = None
        _sync_folder(target.parent)
    except OSError as error:
        raise _cannot_write(error) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
    return target


def _sync_folder(folder: Path) -> None:
    """Makes the new name last through a power cut, where the system can open folders."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # some file systems refuse; the content is safe already
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot_write(error: OSError) -> OutputError:
    """What went wrong in plain words. No path in it: people put names into the names of folders."""
    match error:
        case FileNotFoundError():
            reason = "The folder does not exist. The record is kept here. Choose another folder and export again."
        case IsADirectoryError():
            reason = "This is a folder, not a file. The record is kept here. Add a file name and export again."
        case PermissionError():
            reason = "You may not write there. The record is kept here. Choose another folder and export again."
        case OSError() if error.errno == 28:
            reason = "The disk is full. The record is kept here. Make room or choose another place, then export again."
        case _:
            reason = "The place cannot be written to. The record is kept here. Choose another place and export again."
    return OutputError("The record was not written.", reason)
