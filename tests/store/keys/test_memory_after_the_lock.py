"""After the lock the key of the store is nowhere in the memory of the program: read from outside, as a thief would."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.store.opening import create_store
from tests.store.making import AT, CHEAP, PASSPHRASE, key_of

REPOSITORY = Path(__file__).parents[3]

A_DAY = f"""
import os, sys
from datetime import timedelta
from pathlib import Path
from intake.store.backups.after_work import back_up_after_work
from intake.store.backups.places import Plan
from intake.store.opening import open_store
from tests.store.making import AT, begin, said

def work():
    store = open_store(Path(sys.argv[1]), "Amira", {PASSPHRASE!r}, AT)
    for _ in range(5):
        store.load_case(begin(store, said("gender", "f"), said("health_limits", "limited")))
    for _ in range(3):
        with store.care.database.raw():
            pass
    store.trail.verify()
    sys.executable = "/bin/true"  # the program that writes the backup has a memory of its own
    back_up_after_work(store.care, Plan(), store.staff.id, AT + timedelta(minutes=9))
    print("open", flush=True)
    os.read(0, 1)
    store.close()

work()
print("locked", flush=True)
os.read(0, 1)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_key_of_the_store_is_in_no_copy_after_the_lock(folder: Path) -> None:
    create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)[0].close()
    raw = key_of(folder).raw
    wanted = (raw, raw.hex().encode(), raw.hex().upper().encode())
    arguments = [sys.executable, "-c", A_DAY, str(folder)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=REPOSITORY) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stdout.readline() == b"open\n"
        areas = list(_memory(program.pid))
        assert any(raw in area for area in areas), "it is there while the store is open"
        assert not any(b"key = \"x'" + wanted[1] in area for area in areas), "and never part of a text"
        program.stdin.write(b"x")
        program.stdin.flush()
        assert program.stdout.readline() == b"locked\n"
        found = [key.hex() == raw.hex() for area in _memory(program.pid) for key in wanted if key in area]
        program.stdin.write(b"x")
    assert found == []


def _memory(pid: int) -> Iterator[bytes]:
    """What a program may write to, area by area."""
    areas = Path(f"/proc/{pid}/maps").read_text("ascii", "replace").splitlines()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in areas:
            place, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            first, end = (int(each, 16) for each in place.split("-"))
            try:
                memory.seek(first)
                yield memory.read(end - first)
            except OSError:  # an area of the system itself
                continue
