"""What a program was told to be done, and whether a store keeps it: after a power cut, and after kill -9."""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from intake.errors import IntakeError, KeyRefused
from intake.store.backups.backup import list_backups
from intake.store.failures import KeysMissing, StoreMissing
from intake.store.kept.audit import Action
from intake.store.keys.unlocking import refused
from intake.store.opening import create_store, open_store
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE

NAME = "Amira"
"""Who works, and opens the store afterwards."""


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
    held: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    """By name of the folder: the answers that were promised when the backup was done."""
    restoring: str = ""
    """The backup that is being put in the place of the store. Until that is done either of the two may be there."""
    exported: dict[str, set[str]] = field(default_factory=dict)
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
            case "leaving", [name]:
                self.passphrases.pop(name, None)
            case "exported", [case, record]:
                self.exported.setdefault(case, set()).add(record)
            case "backup", [name, answers]:
                self.backups[name] = answers
                self.held[name] = deepcopy(self.answers)
            case "restoring", [name]:
                self.restoring = name
            case "restored", [name]:
                self.restoring, self.answers = "", deepcopy(self.held[name])
            case "erasing", [case]:
                self.erasing.add(case)
            case "erased", [case]:
                self.erased.add(case)
            case _:
                raise ValueError(f"unknown note {note}")


@dataclass
class Findings:
    """What looking has shown. `lost` counts promised answers, `faults` says all that was not as it should.

    `promised` counts each promise at each look; `acknowledged` once.
    """

    looks: int = 0
    acknowledged: int = 0
    promised: int = 0
    lost: int = 0
    looks_with_loss: int = 0
    damaged: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.promised} answers looked up, {self.lost} lost at {self.looks_with_loss} looks, "
            f"{self.damaged} stores damaged, {len(self.faults)} faults"
        )


def look(folder: Path, promises: Promises, found: Findings, moment: str) -> None:
    """Opens the store and looks every promise up. `moment` says in a fault when it was."""
    found.looks += 1
    found.promised += promises.answered
    try:
        store = _opened(folder, promises)
        try:
            if promises.restoring and _is_back(store, promises):
                promises.take(json.dumps(["restored", promises.restoring]))
            promises.restoring = ""
            lost = _missing(store, promises)
            faults = list(_faults(store, promises))
        finally:
            store.close()
    except IntakeError as error:
        found.damaged += 1
        found.faults.append(f"{moment}: {type(error).__name__}: {error}")
        return
    found.lost += lost
    found.looks_with_loss += lost > 0
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


def _is_back(store: Store, promises: Promises) -> bool:
    """Whether the backup is in the place of the store; the audit trail says when it came."""
    (newest, *_) = [entry.subject for entry in store.trail.entries(20) if entry.action == Action.BACKUP_RESTORED] or [
        ""
    ]
    return newest.partition(" ")[0] == promises.restoring


def _missing(store: Store, promises: Promises) -> int:
    there = {line.id for line in store.lists.list_cases(None)}
    kept = {case: {past.event.id for past in store.history(case)} for case in there}
    return sum(
        len(ids - kept.get(case, set()))
        for case, ids in promises.answers.items()
        if case not in promises.erasing or case in there
    )


def _faults(store: Store, promises: Promises) -> Iterable[str]:
    for line in store.lists.list_cases(None):
        history = store.history(line.id)
        if line.id in promises.erased:
            yield "a case that was erased is there"
        if [past.seq for past in history] != list(range(1, len(history) + 1)):
            yield "the numbers of a case have gaps"
        named = {id_ for happened in store.events_of(line.id) for id_ in happened.note.split()}
        if named - {past.event.id for past in history}:
            yield "what happened and the answers that followed from it differ"
        left = {record.id for record in store.handovers.of_case(line.id) if record.exported_at is not None}
        if promises.exported.get(line.id, set()) - left:
            yield "a record that left the desk is not noted"
        if store.replayed(line.id) != store.load_case(line.id).answers:
            yield "events and view differ"
    if store.care.check().audit.broken_at is not None:
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
        copy.care.check()
        held = sum(len(copy.history(line.id)) for line in copy.lists.list_cases(None))
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
