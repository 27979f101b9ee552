"""Cuts the power of a working store at moments nobody chose, and looks at what is left.

A program works on a real store while every change of its folder is written down (`disk.c`). The cuts are made on
paper afterwards (`replay.py`); what they leave is opened by the real `open_store`. What the program was told to be
done is a promise: an answer that is saved, a passphrase that was changed, a backup, an erasure. Run as a program, this
file is the one that works.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from intake.errors import IntakeError, KeyRefused
from intake.store.backup import list_backups
from intake.store.failures import KeysMissing, StoreMissing
from intake.store.folder import StoreFolder
from intake.store.keys import refused
from intake.store.opening import create_store, open_store
from intake.store.store import Store
from tests.store.crashing import change_at_random
from tests.store.disk.replay import ForgetfulDisk
from tests.store.disk.shim import Kind, Operation, build, read_log, run
from tests.store.disk.working import CASES, NAME
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, key_of, saving
from tests.store.old_files import make_older

FULL, NORMAL = "FULL", "NORMAL"


@dataclass
class Promises:
    """What the program was told to be done by now, and what it has only begun."""

    made: bool = False
    answers: dict[str, set[str]] = field(default_factory=dict)
    passphrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By name: the one that holds; while it is being changed, the old one and the new one."""
    ever: dict[str, None] = field(default_factory=dict)
    """All passphrases that the one who works has had."""
    backups: dict[str, int] = field(default_factory=dict)
    """By name of the folder: how many answers were promised when it was begun."""
    erasing: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)

    @property
    def answered(self) -> int:
        return sum(len(ids) for ids in self.answers.values())

    def take(self, note: str) -> None:
        """A note of the program that works."""
        what, *rest = json.loads(note)
        match what, rest:
            case "made", []:
                self.made = True
            case "saved", [case, ids]:
                self.answers.setdefault(case, set()).update(ids)
            case "passphrases", [name, *passphrases]:
                self.passphrases[name] = tuple(passphrases)
                self.ever.update(dict.fromkeys(passphrases) if name == NAME else ())
            case "backup", [name, answers]:
                self.backups[name] = answers
            case "erasing", [case]:
                self.erasing.add(case)
            case "erased", [case]:
                self.erased.add(case)
            case _:
                raise ValueError(f"unknown note {note}")


@dataclass
class Findings:
    """What the cuts have shown. `lost` counts promised answers, `faults` says all that was not as it should."""

    cuts: int = 0
    promised: int = 0
    lost: int = 0
    cuts_with_loss: int = 0
    damaged: int = 0
    operations: int = 0
    syncs: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.cuts} cuts over {self.operations} operations ({self.syncs} syncs): {self.promised} answers looked "
            f"up, {self.lost} lost in {self.cuts_with_loss} cuts, {self.damaged} stores damaged, "
            f"{len(self.faults)} faults"
        )


@dataclass(frozen=True)
class Recording:
    """What a program did to its disk: the folder as it was before, and all changes in their order."""

    before: Path
    watched: Path
    operations: tuple[Operation, ...]
    promised: Promises
    """What held before the first of them."""


def record(room: Path, rounds: int, seed: int, synchronous: str = FULL, version: int = 0) -> Recording:
    """Lets a program work for some rounds, on a new store or on one of an older version of the schema."""
    watched, before, log = room / "disk", room / "before", room / "disk.log"
    watched.mkdir(parents=True)
    promised = _older_store(watched / "desk", version) if version else Promises()
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
    found = Findings(operations=len(operations), syncs=sum(each.kind is Kind.SYNCED for each in operations))
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
        _look(left / "desk", promises, found, f"cut at {moment}, seed {seed}")
    return found


def _look(folder: Path, promises: Promises, found: Findings, moment: str) -> None:
    found.cuts += 1
    found.promised += promises.answered
    try:
        store = _opened(folder, promises)
        try:
            lost = _missing(store, promises)
            faults = list(_faults(store, promises))
        finally:
            store.close()
    except IntakeError as error:
        found.damaged += 1
        found.faults.append(f"{moment}: {type(error).__name__}: {error}")
        return
    found.lost += lost
    found.cuts_with_loss += lost > 0
    found.faults += [f"{moment}: {fault}" for fault in faults]
    if lost:
        found.faults.append(f"{moment}: {lost} answers are lost")


def _opened(folder: Path, promises: Promises) -> Store:
    """The store after the cut, by a passphrase that holds; one that was only being set up is set up now."""
    for passphrase in promises.passphrases.get(NAME, (PASSPHRASE,)):
        try:
            return open_store(folder, NAME, passphrase, AT)
        except KeyRefused:
            continue
        except (StoreMissing, KeysMissing):
            if promises.made:
                raise
            return create_store(folder, NAME, PASSPHRASE, AT, CHEAP)[0]
    raise refused()


def _missing(store: Store, promises: Promises) -> int:
    there = {line.id for line in store.list_cases(None)}
    kept = {case: {past.event.id for past in store.history(case)} for case in there}
    return sum(
        len(ids - kept.get(case, set()))
        for case, ids in promises.answers.items()
        if case not in promises.erasing or case in there
    )


def _faults(store: Store, promises: Promises) -> Iterable[str]:
    for line in store.list_cases(None):
        history = store.history(line.id)
        if line.id in promises.erased:
            yield "a case that was erased is there"
        if [past.seq for past in history] != list(range(1, len(history) + 1)):
            yield "the numbers of a case have gaps"
        if store.replayed(line.id) != store.load_case(line.id).answers:
            yield "events and view differ"
    if store.check().audit.broken_at is not None:
        yield "the audit chain is broken"
    for name, passphrases in promises.passphrases.items():
        if not any(_unlocks(store.folder.path, name, each) for each in passphrases):
            yield f"{name} cannot open the store"
    finished = {backup.folder.name: backup for backup in list_backups(store.folder.backups)}
    for name in promises.backups.keys() - finished.keys():
        yield f"the backup {name} is gone"
    for name, backup in finished.items():
        try:
            copy = _opened(backup.folder, Promises(made=True, passphrases=_ever(promises)))
        except IntakeError as error:
            yield f"the backup {name} does not open: {error}"
            continue
        copy.check()
        held = sum(len(copy.history(line.id)) for line in copy.list_cases(None))
        copy.close()
        if held < promises.backups.get(name, 0):
            yield f"the backup {name} holds {held} answers instead of {promises.backups[name]}"


def _ever(promises: Promises) -> dict[str, tuple[str, ...]]:
    """A backup opens with the passphrase of its day."""
    return {NAME: tuple(dict.fromkeys([PASSPHRASE, *promises.ever]))}


def _unlocks(folder: Path, name: str, passphrase: str) -> bool:
    try:
        open_store(folder, name, passphrase, AT).close()
    except KeyRefused:
        return False
    return True


def _older_store(folder: Path, version: int) -> Promises:
    store, _ = create_store(folder, NAME, PASSPHRASE, AT, CHEAP)
    chance, promised = random.Random(version), Promises(made=True)
    for _ in range(CASES):
        case = begin(store)
        for _ in range(5):
            what = saving(store, case, change_at_random(chance))
            store.save(what)
            promised.answers.setdefault(case, set()).update(each.id for each in what.events)
    store.close()
    make_older(StoreFolder(folder), key_of(folder), version)
    return promised
