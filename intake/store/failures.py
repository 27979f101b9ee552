"""What can go wrong with a store. Every text says what happened, what was kept and what to do; none holds an answer.

Screens tell them apart by class; the texts are message ids and stand where the error is raised.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake.errors import StoreError


class StoreMissing(StoreError):
    """There is no store in this folder."""


class AlreadySetUp(StoreError):
    """There is a store, or the keys of one, in this folder already."""


class KeysMissing(StoreError):
    """The store is there, its key file is not."""


class KeysDamaged(StoreError):
    """The key file cannot be read as one."""


class KeysChanged(StoreError):
    """The key file is not as the program wrote it."""


class StoreDamaged(StoreError):
    """The file is no store of these keys, or parts of it are damaged."""


class NotAsWritten(StoreDamaged):
    """A value in the store is none that this program writes."""


class StoreNewer(StoreError):
    """A newer version of the program has written this store."""


class StoreReadOnly(StoreError):
    """The folder or a file in it may not be read or written."""


class StoreGone(StoreError):
    """The file is not where it was when it was opened."""


class StoreLocked(StoreError):
    """Another program is writing and did not finish in time."""


class DiskFull(StoreError):
    """There is no room left for the change."""


class FolderRefused(StoreError):
    """The folder for the store cannot be made."""


class UpdateCancelled(StoreError):
    """The update of an older store was stopped between two steps."""


class CaseMissing(StoreError):
    """The case is not, or no longer, in the store."""


class CaseHeld(StoreError):
    """Somebody else has the interview open."""


class CaseClosed(StoreError):
    """The interview is closed: what comes later is an addition with its date."""


class StepRefused(StoreError):
    """What is to be noted of a record does not fit what became of it before."""


class CaseRestricted(StoreError):
    """The case may be read, not changed, until the restriction is lifted."""


class StoreClosed(StoreError):
    """The store was locked while something still wanted to use it."""


def case_closed() -> CaseClosed:
    return CaseClosed(
        "This interview is closed.",
        "Nothing was changed; what you typed is still here. "
        "Note it as an addition with its date, under 'What happened'.",
    )


def case_restricted() -> CaseRestricted:
    return CaseRestricted(
        "This case is restricted: it may be read, not changed.",
        "Nothing was changed; what you typed is still here. The restriction has to be lifted first, with a reason.",
    )


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


def not_as_written(place: str) -> NotAsWritten:
    """`place` is table and column, never what stands there."""
    return NotAsWritten(
        "Something in the store is not as this program writes it.",
        "{place} was changed with other tools, or is damaged. Nothing was changed now, and what does not need it can "
        "still be read. Keep a copy of the folder as it is. 'intake doctor --full --name NAME' says what is hit; then "
        "go back to the newest backup ('intake restore'), or take out what can be read ('intake salvage').",
        place=place,
    )


def disk_full() -> DiskFull:
    return DiskFull(
        "The disk is full.",
        "Everything saved before is safe. Make room on the disk, then try again.",
    )


def read_only(file: Path) -> StoreReadOnly:
    return StoreReadOnly(
        "The store may not be read or written.",
        "{file} or its folder is protected. What was saved before is unchanged. "
        "Ask for the right to read and write this folder, then try again.",
        file=str(file),
    )


def gone(file: Path) -> StoreGone:
    return StoreGone(
        "The store is not where it was.",
        "{file} was moved, replaced or deleted, or its disk was unplugged. Put the folder back or plug the disk in, "
        "then try again.",
        file=str(file),
    )


def disk_error(file: Path) -> StoreError:
    return StoreError(
        "The disk reports an error.",
        "{file} could not be read or written. What was saved before is unchanged. "
        "Check the disk and its cable, then try again; write a backup to another disk soon.",
        file=str(file),
    )


def of_os_error(error: OSError, file: Path) -> StoreError:
    """The failure behind an error of the operating system at `file`."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return disk_full()
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return read_only(file)
        case _:
            return disk_error(file)


@contextmanager
def os_errors(file: Path) -> Iterator[None]:
    """Turns errors of the operating system inside the block into failures of the store."""
    try:
        yield
    except OSError as error:
        raise of_os_error(error, file) from error
