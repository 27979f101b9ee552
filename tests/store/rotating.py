"""Kills a rotation of the keys with SIGKILL at moments nobody chose, and looks at what can be opened then.

The child rotates the keys of a store over and over. Run as a program, this file is the child.
"""

from __future__ import annotations

import random
import select
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from intake.errors import StoreError
from intake.store.folder import StoreFolder
from intake.store.kept.people import Role
from intake.store.keys.slots import read_key_file
from intake.store.opening import create_store, open_store
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, later, said

REPOSITORY = Path(__file__).parents[2]
JONAS, THEIRS = "Jonas", "ganz andere Wörter"
ANSWERS = 30


@dataclass
class Findings:
    """What a run of kills has shown. `half` counts kills after which the key file held both old and new keys."""

    kills: int = 0
    rotations: int = 0
    half: int = 0
    leftovers: int = 0
    faults: list[str] = field(default_factory=list)


def make_store(folder: Path) -> str:
    """A store with two people and a case with many answers; returns the printed recovery key."""
    store, recovery = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    store.people.add(JONAS, THEIRS, (Role.CLERK,), store.staff.id, AT, CHEAP)
    begin(store, *(said(f"q{number}", "ä" * 300) for number in range(ANSWERS)), said("pain", "Zahnweh"))
    store.close()
    return recovery


def kill_often(folder: Path, kills: int, seed: int = 1) -> Findings:
    """Starts rotations, kills them at a random moment, and opens the store after each kill."""
    chance = random.Random(seed)
    findings = Findings()
    place = StoreFolder(folder)
    for number in range(kills):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.store.rotating", str(folder), str(number), str(int(chance.random() < 0.3))],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=REPOSITORY,
        )
        assert child.stdout is not None
        child.stdout.readline()  # the first rotation begins
        if chance.random() < 0.5:
            select.select([], [], [], chance.uniform(0, 0.6))
        else:
            _wait_for_both_keys(place, child)
            select.select([], [], [], chance.uniform(0, 0.008))
        child.kill()
        rest, noise = child.communicate()
        if noise:
            findings.faults.append(noise.decode()[-2000:])
        findings.kills += 1
        findings.rotations += rest.count(b"done")
        findings.half += read_key_file(place.keys).coming is not None
        findings.leftovers += place.rotated.exists()
        _look(folder, number, findings.faults)
    return findings


def _wait_for_both_keys(place: StoreFolder, child: subprocess.Popen[bytes]) -> None:
    """Until the key file holds old and new keys: the moment when the files change places."""
    while child.poll() is None and b'"next"' not in place.keys.read_bytes():
        pass


def _look(folder: Path, number: int, faults: list[str]) -> None:
    """Both people get in, every answer is there, the chain is whole, and nothing of a rotation is left over."""
    try:
        people = [("Amira", PASSPHRASE), (JONAS, THEIRS)]
        for name, passphrase in people if number % 2 else reversed(people):
            store = open_store(folder, name, passphrase, later(number))
            try:
                (line,) = store.lists.list_cases(None)
                if len(list(store.load_case(line.id).answers)) != ANSWERS + 1:
                    faults.append("answers are lost")
                if not store.holds_sections or store.replayed(line.id) != store.load_case(line.id).answers:
                    faults.append("answers cannot be read")
                if store.care.check().audit.broken_at is not None:
                    faults.append("the audit chain is broken")
            finally:
                store.close()
    except StoreError as error:
        faults.append(f"kill {number}: {error}")
    place = StoreFolder(folder)
    if read_key_file(place.keys).coming is not None or place.rotated.exists():
        faults.append(f"kill {number}: something of the rotation is left")


def _rotate_for_ever(folder: Path, number: int, *, new_sections: bool) -> None:
    turn = 0
    while True:
        store = open_store(folder, "Amira", PASSPHRASE, AT)
        sys.stdout.write("begins\n")
        sys.stdout.flush()
        store.rotate_keys(later(number * 100 + turn), new_sections=new_sections)
        sys.stdout.write("done\n")
        sys.stdout.flush()
        turn += 1


if __name__ == "__main__":
    _rotate_for_ever(Path(sys.argv[1]), int(sys.argv[2]), new_sections=sys.argv[3] == "1")
