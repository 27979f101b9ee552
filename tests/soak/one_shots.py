"""Lets the disk fail at every change that something done in one go makes, in three ways, and reports what came of it.

    nice -n 19 python tests/soak/one_shots.py [STEP [ACTION ...]]

STEP 1, where none is given, is every change; 7 every seventh. Ends with status 1 where something was done in part, or
where it was not said that it has to be done again. Linux with gcc only.
"""

from __future__ import annotations

import asyncio
import errno
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.store.disk.shim import WHY_NOT, Disk, build, is_possible, preloaded
from tests.ui.one_shots import ACTIONS, Action, ready, tried

WAYS = ((errno.ENOSPC, True), (errno.EIO, False), (errno.EROFS, True))
"""Full until room is made, broken for a moment, and suddenly only to be read."""


@contextmanager
def failing(disk: Disk, nth: int, error: int, *, lasting: bool) -> Iterator[None]:
    disk.fail(nth, error, lasting=lasting)
    try:
        yield
    finally:
        disk.heal()


def failures(room: Path, disk: Disk, action: Action, step: int) -> Iterator[list[str]]:
    """What was wrong after each failure of an action."""
    for error, lasting in WAYS:
        for nth in count(1, step):
            place = room / "watched"
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(room / "ready", place)
            try:
                has_failed, faults = asyncio.run(
                    tried(place, action, failing(disk, nth, error, lasting=lasting), breaks=True)
                )
            except Exception:  # a traceback is what must not happen: it is the finding
                has_failed, faults = True, [f"{action.name}: {traceback.format_exc()[-1500:]}"]
            if not has_failed:
                break
            yield [f"{fault} (change {nth}, {errno.errorcode[error]})" for fault in faults]


def under_the_shim(room: Path, step: int, names: list[str]) -> int:
    begun, disk, total, faults = time.monotonic(), Disk(), 0, list[str]()
    ready(room / "ready")
    for action in ACTIONS:
        found = list(failures(room, disk, action, step)) if not names or action.name in names else []
        total += len(found)
        faults += [each for several in found for each in several]
        print(f"{action.name:20} {len(found):4} failures", flush=True)
    print("\n".join([f"{total} failures, {len(faults)} faults, {time.monotonic() - begun:.0f} s", *faults]))
    return 1 if faults or not total else 0


def main(arguments: list[str]) -> int:
    if not is_possible():
        print(f"skipped: {WHY_NOT}")
        return 0
    if arguments[:1] == ["--in"]:
        return under_the_shim(Path(arguments[1]), int(arguments[2]), arguments[3:])
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        command = [sys.executable, __file__, "--in", folder, *(arguments or ["1"])]
        return subprocess.run(command, env=preloaded(build(room), room / "watched")).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
