"""A folder that cannot be looked at: that of somebody else, or one on a stick that was pulled out."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

NOT_ALLOWED, BROKEN = errno.EACCES, errno.EIO


def unseen(monkeypatch: pytest.MonkeyPatch, folder: Path, code: int = NOT_ALLOWED) -> None:
    """From now on the system refuses to say what is in the folder. Rights would not do: tests may run as root."""
    seen = os.stat

    def stat(path: str | Path | int, *, dir_fd: int | None = None, follow_symlinks: bool = True) -> os.stat_result:
        if not isinstance(path, int) and folder in Path(path).parents:
            raise OSError(code, os.strerror(code))
        return seen(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(os, "stat", stat)
