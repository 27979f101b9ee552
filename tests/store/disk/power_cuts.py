"""Cuts the power of a working store at moments nobody chose, and looks at what is left.

A program works on a real store (`working.py`) while every change of its folder is written down (`disk.c`). The cuts are
made on paper afterwards (`replay.py`); what they leave is opened by the real `open_store`.
"""

from __future__ import annotations

import random
import shutil
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from tests.store.disk.replay import ForgetfulDisk
from tests.store.disk.shim import Kind, Operation, build, read_log, run
from tests.store.old_files import older_store
from tests.store.promises import Findings, Promises, look

FULL, NORMAL = "FULL", "NORMAL"


@dataclass(frozen=True)
class Recording:
    """What a program did to its disk: the folder as it was before, and all changes in their order."""

    before: Path
    watched: Path
    operations: tuple[Operation, ...]
    promised: Promises
    """What held before the first of them."""

    def __str__(self) -> str:
        syncs = sum(each.kind is Kind.SYNCED for each in self.operations)
        return f"{len(self.operations)} operations, {syncs} syncs"


def record(room: Path, rounds: int, seed: int, synchronous: str = FULL, version: int = 0) -> Recording:
    """Lets a program work for some rounds, on a new store or on one of an older version of the schema."""
    watched, before, log = room / "disk", room / "before", room / "disk.log"
    watched.mkdir(parents=True)
    promised = older_store(watched / "desk", version) if version else Promises()
    shutil.copytree(watched, before)
    run(
        build(room),
        watched,
        log,
        "tests.store.disk.working",
        [str(watched / "desk"), str(rounds), str(seed), synchronous],
    )
    return Recording(before, watched, tuple(read_log(log)), promised)


def cut_often(recording: Recording, cuts: int, seed: int, room: Path, *, journal: bool) -> Findings:
    """Cuts the power at that many moments, drawn from all operations."""
    chance = random.Random(seed)
    operations = recording.operations
    found = Findings()
    disk = ForgetfulDisk(recording.before, recording.watched, journal=journal)
    promises, done = deepcopy(recording.promised), 0
    for moment in sorted(chance.randrange(1, len(operations) + 1) for _ in range(cuts)):
        for operation in operations[done:moment]:
            disk.apply(operation)
            if operation.kind is Kind.NOTED:
                promises.take(operation.data.decode())
        done = moment
        left = room / "left"
        shutil.rmtree(left, ignore_errors=True)
        disk.cut(chance, left)
        look(left / "desk", promises, found, f"cut at {moment}, seed {seed}")
    return found
