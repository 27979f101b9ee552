"""The program that works on a store while its disk is watched, and writes down what it was told to be done.

Run as `python -m tests.store.disk.working FOLDER ROUNDS SEED SYNCHRONOUS` with the shim in front (`shim.py`).
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import Engine, event

from intake.store.connection import RawConnection
from intake.store.folder import StoreFolder
from intake.store.kept.cases import ErasureReason
from intake.store.kept.people import Role
from intake.store.opening import create_store, open_store
from intake.store.store import Store
from intake.store.writer import Writer
from tests.store.disk.shim import Disk
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, change_at_random, later, saving
from tests.store.promises import NAME

CASES, SAVES = 4, 12


class Worker:
    """Does what a day brings, and notes each thing when it was told to be done."""

    def __init__(self, folder: Path, disk: Disk, chance: random.Random) -> None:
        self._folder = folder
        self._disk = disk
        self._chance = chance
        self._passphrase = PASSPHRASE
        self._saved: Counter[str] = Counter()
        self._store = self._opened()

    def work(self, rounds: int) -> None:
        for number in range(rounds):
            while len(self._saved) < CASES:
                self._begin()
            self._answer()
            match number % 6:
                case 1:
                    self._back_up(number)
                case 2:
                    self._change_passphrase(number)
                case 3:
                    self._add_colleague(number)
                case 4:
                    self._erase()
                case 5:
                    self._rotate_keys(number)
                    self._store = self._opened()
        self._store.close()

    def _note(self, what: str, *more: object) -> None:
        self._disk.note(json.dumps([what, *more]))

    def _opened(self) -> Store:
        if not StoreFolder(self._folder).is_set_up:
            store, _ = create_store(self._folder, NAME, PASSPHRASE, AT, CHEAP)
        else:
            store = open_store(self._folder, NAME, self._passphrase, AT)
        self._note("made")
        for line in store.lists.list_cases(None) if not self._saved else ():
            ids = [past.event.id for past in store.history(line.id)]
            self._saved[line.id] = len(ids)
            self._note("saved", line.id, ids)
        return store

    def _begin(self) -> None:
        case = begin(self._store)
        self._saved[case] = 0
        self._note("saved", case, [])

    def _answer(self) -> None:
        with Writer(self._store) as writer:
            for _ in range(SAVES):
                case = self._chance.choice(list(self._saved))
                what = saving(
                    self._store, case, *(change_at_random(self._chance) for _ in range(self._chance.randint(1, 3)))
                )
                writer.save(what).result()
                self._saved[case] += len(what.events)
                self._note("saved", case, [each.id for each in what.events])

    def _back_up(self, number: int) -> None:
        held = self._saved.total()
        written = self._store.care.write_backup(self._store.staff.id, later(number))
        self._note("backup", written.folder.name, held)

    def _change_passphrase(self, number: int) -> None:
        new = f"{PASSPHRASE} {number}"
        self._note("passphrases", NAME, self._passphrase, new)
        self._store.people.change_passphrase(NAME, self._passphrase, new, later(number), CHEAP)
        self._passphrase = new
        self._note("passphrases", NAME, new)

    def _add_colleague(self, number: int) -> None:
        name = f"Jonas {number}"
        self._store.people.add(name, PASSPHRASE, [Role.CLERK], self._store.staff.id, later(number), CHEAP)
        self._note("passphrases", name, PASSPHRASE)

    def _rotate_keys(self, number: int) -> None:
        """Closes the store."""
        done = self._store.rotate_keys(later(number), new_sections=number % 12 == 5)
        self._note("backup", done.backup.folder.name, 0)

    def _erase(self) -> None:
        case = self._chance.choice(list(self._saved))
        self._note("erasing", case)
        self._store.care.erase(case, ErasureReason.MISTAKE, self._store.staff.id, AT)
        self._note("erased", case)
        del self._saved[case]


def main(folder: Path, rounds: int, seed: int, synchronous: str) -> None:
    def configured(connection: RawConnection, record: object) -> None:
        connection.execute("PRAGMA wal_autocheckpoint = 60").fetchall()  # so that cuts meet checkpoints, too
        connection.execute(f"PRAGMA synchronous = {synchronous}").fetchall()

    event.listen(Engine, "connect", configured)
    Worker(folder, Disk(), random.Random(seed)).work(rounds)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
