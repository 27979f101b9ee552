"""A private folder that goes away with the program, however that ends: left, interrupted, killed, or crashed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_WAIT_AND_REMOVE = "import shutil, sys; sys.stdin.read(); shutil.rmtree(sys.argv[1], ignore_errors=True)"


@contextmanager
def throw_away_folder(prefix: str) -> Iterator[Path]:
    """The folder, for its owner only. It is gone when the block is left.

    A small process of its own removes it when this one is no more: its input ends then, whatever the reason.
    """
    folder = tempfile.mkdtemp(prefix=prefix)
    command = [sys.executable, "-I", "-S", "-c", _WAIT_AND_REMOVE, folder]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a closed window and Ctrl+C are not for it
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    ):
        yield Path(folder)
