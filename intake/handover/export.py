"""Writes a record to a file: whole or not at all, for its owner only, under a name that names nobody."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from intake.errors import OutputError
from intake.handover.projection.ceilings import IN_FILE_NAMES

_SAFE = re.compile(r"[^A-Za-z0-9._-]+")
_BEGUN = ".intake-"
_LEFTOVER = re.compile(r"\.intake-[a-z0-9_]{8}")
_MOST_SECONDS = 60


class _NoFileError(OSError):
    """What stands in the place of the file is a device or a pipe."""


def file_name(case: str, recipient: str, digits: str, version: int, ending: str) -> str:
    """The name that is proposed: case code, office and version of the record, never the name of a person.

    `digits` are those of the check code.
    """
    parts = (_SAFE.sub("-", part).strip("-.") for part in (case, office_sign(recipient, digits), f"v{version}"))
    return "_".join(part for part in parts if part) + f".{ending}"


def office_sign(recipient: str, digits: str) -> str:
    """What a file name says of an office: its kind, or the first group of the check code where the kind would tell."""
    return recipient if recipient in IN_FILE_NAMES else f"record-{digits[:4].lower()}"


def write_record(content: bytes, path: Path) -> Path:
    """Writes the bytes to `path`, replacing what is there, and returns the absolute path.

    A reader sees the old file or the new one, never a part. Raises OutputError where it cannot be written.
    """
    target = path.expanduser().absolute()
    temporary: Path | None = None
    try:
        if target.is_dir():
            raise IsADirectoryError
        if target.exists() and not target.is_file():
            raise _NoFileError
        handle, name = tempfile.mkstemp(prefix=_BEGUN, dir=target.parent)  # 0600 from the start
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


def write_all(contents: Mapping[Path, bytes]) -> tuple[Path, ...]:
    """Writes each of these as `write_record` does, or none: those that were not there before go again."""
    new = [path for path in contents if not os.path.lexists(path)]
    try:
        return tuple([write_record(content, path) for path, content in contents.items()])
    except BaseException:
        for path in new:
            with contextlib.suppress(OSError):
                path.unlink()
        raise


def insist_on_folder(folder: Path) -> None:
    """Raises OutputError where there is no such folder, in the words of a record that could not be written there."""
    found = folder.expanduser()
    try:
        if not found.exists():
            raise FileNotFoundError
        if not found.is_dir():
            raise NotADirectoryError
        if not os.access(found, os.W_OK | os.X_OK):
            raise PermissionError
    except OSError as error:  # those of the system too: a folder of somebody else, a stick that was pulled out
        raise _cannot_write(error) from None


def make_folder(folder: Path) -> None:
    """Makes the folder, for its owner only, where nothing but this last one is missing. Raises OutputError."""
    found = folder.expanduser()
    if not os.path.exists(found):
        try:
            found.mkdir(mode=0o700)
        except OSError as error:
            raise _cannot_write(error) from None
    insist_on_folder(found)


def make_folders(folder: Path) -> None:
    """Makes the folder with all above it that are missing, for its owner only. Raises OutputError."""
    found = folder.expanduser()
    try:
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(error) from None
    insist_on_folder(found)


def clear_leftovers(folder: Path, at: dt.datetime) -> None:
    """Removes files that a write which was cut off left half done: plain content under names of this module alone.

    Only own files that nobody has written to for a minute before `at`: a colleague may be writing one now.
    """
    last = at.timestamp() - _MOST_SECONDS
    with contextlib.suppress(OSError):
        for entry in list(os.scandir(folder.expanduser())):
            if _LEFTOVER.fullmatch(entry.name) is None or not entry.is_file(follow_symlinks=False):
                continue
            about = entry.stat(follow_symlinks=False)
            if about.st_mtime < last and (os.name != "posix" or about.st_uid == os.getuid()):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


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
        case _NoFileError():
            reason = "This is a device, not a file. The record is kept here. Choose a file name and export again."
        case PermissionError():
            reason = "You may not write there. The record is kept here. Choose another folder and export again."
        case OSError() if error.errno == 28:
            reason = "The disk is full. The record is kept here. Make room or choose another place, then export again."
        case _:
            reason = "The place cannot be written to. The record is kept here. Choose another place and export again."
    return OutputError("The record was not written.", reason)
