"""Builds what stands between a program and the disk (`disk.c`), starts programs under it, and reads what it wrote down.

Linux with gcc only: `is_possible` says whether that is here.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

SOURCE = Path(__file__).with_name("disk.c")
REPOSITORY = Path(__file__).parents[3]
_HEADER = struct.Struct("<cHQI")

WHY_NOT = "needs Linux and gcc: a library that is loaded in front of libc"


class Kind(Enum):
    """What a record of the shim is about; the letters are those of `disk.c`."""

    CREATED = b"C"
    WRITTEN = b"W"
    TRUNCATED = b"T"
    SYNCED = b"S"
    UNLINKED = b"U"
    RENAMED = b"R"
    FOLDER_MADE = b"M"
    FOLDER_REMOVED = b"D"
    NOTED = b"N"


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of the watched folder. `data` is what was written, the new name, or the text of a note."""

    kind: Kind
    name: str
    offset: int
    data: bytes


def is_possible() -> bool:
    return sys.platform == "linux" and shutil.which("gcc") is not None


def build(into: Path) -> Path:
    """Compiles the shim into a folder; returns the library."""
    library = into / "disk.so"
    command = ["gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    return library


def preloaded(library: Path, folder: Path) -> dict[str, str]:
    """The environment of a program that runs with the shim before `folder`."""
    return {**os.environ, "LD_PRELOAD": str(library), "DISK_FOLDER": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}


def run(library: Path, folder: Path, log: Path | None, module: str, arguments: Sequence[str]) -> str:
    """Runs a module of the tests with the shim before `folder`. Returns what it printed; raises where it failed."""
    environment = preloaded(library, folder)
    if log is not None:
        environment["DISK_LOG"] = str(log)
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=environment, cwd=REPOSITORY, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{module} ended with {done.returncode}: {done.stderr[-3000:]}")
    return done.stdout


def read_log(log: Path) -> Iterator[Operation]:
    """The operations in the order in which they happened."""
    raw, at = log.read_bytes(), 0
    while at < len(raw):
        kind, name_bytes, offset, data_bytes = _HEADER.unpack_from(raw, at)
        at += _HEADER.size
        name = raw[at : at + name_bytes].decode()
        at += name_bytes
        yield Operation(Kind(kind), name, offset, raw[at : at + data_bytes])
        at += data_bytes


class Disk:
    """The shim, seen from the program that runs under it."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.disk_changes.restype = ctypes.c_long

    def note(self, text: str) -> None:
        """Writes down, among the operations, what the program has told somebody by now."""
        self._library.disk_note(text.encode())

    def fail(self, nth: int, error: int, *, lasting: bool) -> None:
        """The `nth` change from now fails with this errno, and all after it where `lasting`."""
        self._library.disk_fail(ctypes.c_long(nth), error, int(lasting))

    def heal(self) -> None:
        """Nothing fails any more. Counting begins anew."""
        self._library.disk_fail(ctypes.c_long(0), 0, 0)

    @property
    def changes(self) -> int:
        """How many changes there were since `fail` or `heal`."""
        return int(self._library.disk_changes())
