"""Which programs have the store open. Each holds a lock that the operating system takes away when it ends, however.

So an interview whose program was killed is told from one that is going on at the next desk. The files hold nothing and
are named by random ids; they lie beside the store, for its owner only.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

_ID = re.compile(r"[0-9a-f]{32}")
_TRIES = 5

if sys.platform == "win32":
    import msvcrt

    def _locked(descriptor: int, *, alone: bool) -> bool:
        """Whether the lock could be had; a lock of Windows is always for one alone."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _locked(descriptor: int, *, alone: bool) -> bool:
        """Whether the lock could be had: for one alone, or together with others who only look."""
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class RunningProgram:
    """This program among those that have the store open, from `enter` to `leave`."""

    def __init__(self, folder: Path) -> None:
        """`folder` is where all of them have their files."""
        self._folder = folder
        self._descriptor: int | None = None
        self.id = ""
        """Opaque; empty while the program is not known to others."""

    def enter(self) -> str:
        """Makes the program known, and gives its id. Empty where the disk knows no locks: then nobody is told apart."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            _sweep(self._folder)
            for _ in range(_TRIES):
                if self._descriptor is None:
                    self._try(os.urandom(16).hex())
        return self.id

    def leave(self) -> None:
        """From now on the program is one that has ended."""
        if self._descriptor is None:
            return
        file, self.id = self._folder / self.id, ""
        os.close(self._descriptor)
        self._descriptor = None
        with suppress(OSError):
            file.unlink()

    def _try(self, id_: str) -> None:
        """Somebody who sweeps could take the file away before it is locked: then it is no file of ours any more."""
        file = self._folder / id_
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        try:
            if _locked(descriptor, alone=True) and file.exists():
                self._descriptor, self.id = descriptor, id_
        finally:
            if self._descriptor is None:
                os.close(descriptor)


def is_running(folder: Path, program: str | None) -> bool:
    """Whether the program with this id runs. None and what is no id stand for programs that are not known."""
    if program is None or not _ID.fullmatch(program):
        return False
    try:
        descriptor = os.open(folder / program, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _locked(descriptor, alone=False)
    except OSError:
        return False
    finally:
        os.close(descriptor)


def running(folder: Path, but: str = "") -> int:
    """How many programs have the store open; `but` is one that does not count."""
    try:
        names = [file.name for file in folder.iterdir()]
    except OSError:
        return 0
    return sum(is_running(folder, name) for name in names if name != but)


def remove_left(folder: Path) -> None:
    """Removes what programs left that were killed; those that run stay."""
    with suppress(OSError):
        _sweep(folder)


def _sweep(folder: Path) -> None:
    """Removes what programs left that were killed."""
    for file in folder.iterdir():
        if _ID.fullmatch(file.name):
            with suppress(OSError):
                _remove_if_left(file)


def _remove_if_left(file: Path) -> None:
    if sys.platform == "win32":
        file.unlink()  # refused while the program has it open
        return
    descriptor = os.open(file, os.O_RDWR)
    try:
        if _locked(descriptor, alone=True):
            file.unlink()
    finally:
        os.close(descriptor)
