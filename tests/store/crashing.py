"""Programs at work on one store, killed with SIGKILL at moments nobody chose; then the store is looked at.

Each program tells through a pipe what it was told to be done. Those that come before the kill are promises.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import select
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path

from sqlalchemy import Engine, event

from intake.handover.export import write_record
from intake.interview.values import PartialDate
from intake.store.backups.restore import restore, store_now
from intake.store.backups.unlocking import open_backup
from intake.store.connection import RawConnection
from intake.store.failures import StoreLocked
from intake.store.folder import StoreFolder
from intake.store.ids import new_id
from intake.store.kept.cases import ErasureReason
from intake.store.kept.handovers import RecordDraft
from intake.store.kept.happened import CaseEvent
from intake.store.kept.people import Role
from intake.store.kept.saving import Saving
from intake.store.opening import create_store, open_store
from intake.store.store import Store
from intake.store.writer import Writer
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, change_at_random, later, saving
from tests.store.old_files import older_store
from tests.store.promises import NAME, Findings, Promises, look

REPOSITORY = Path(__file__).parents[2]
COLLEAGUE = "Boris"
CASES, KILLS_A_STORE = 4, 20
RECORD = b'{"record": "' + b"x" * 200_000 + b'"}'

Tell = Callable[..., None]
Job = Callable[[Path, random.Random, Tell], None]


@dataclass(frozen=True)
class Scenario:
    """Programs that run at once. The store is new, or of an older version and then made anew for each kill."""

    jobs: tuple[str, ...]
    version: int = 0
    most_told: int = 12
    """The kill comes after so many things, at most, were told to be done."""
    longest_s: float = 0.01
    """And at most so long after that."""


SCENARIOS: Mapping[str, Scenario] = {
    "one writer": Scenario(("answers",)),
    "two writers": Scenario(("answers", "answers")),
    "writer and backups": Scenario(("backups", "answers")),
    "update from version 1": Scenario(("updates",), version=1, most_told=0, longest_s=1.2),
    "update from version 2": Scenario(("updates",), version=2, most_told=0, longest_s=1.2),
    "writer and exports": Scenario(("exports", "answers")),
    "writer and erasure": Scenario(("erasures", "answers")),
    "writer and keys": Scenario(("keys", "answers")),
    "rotation of the keys": Scenario(("rotations",), most_told=3, longest_s=0.6),
    "restoring a backup": Scenario(("restores",), most_told=12, longest_s=1.0),
}


def kill_often(room: Path, name: str, kills: int, seed: int) -> Findings:
    """Kills the programs of a scenario that many times and looks after each."""
    scenario, chance, found = SCENARIOS[name], random.Random(seed), Findings()
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([__name__])
    folder, ready = room / "desk", room / "ready"
    promises = Promises()
    for number in range(kills):
        if number % KILLS_A_STORE == 0:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(ready, ignore_errors=True)
            promises = _new_store(folder) if not scenario.version else older_store(ready, scenario.version)
        kept = promises
        if scenario.version:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(ready, folder)
            kept = deepcopy(promises)
        running = [_start(server, job, folder, seed * 100_000 + number * 10 + i) for i, job in enumerate(scenario.jobs)]
        before = kept.answered
        _listen([pipe for _, pipe in running], kept, scenario, chance)
        for process, _ in chance.sample(running, len(running)):
            process.kill()
        for process, pipe in running:
            process.join()
            _take(pipe, kept)
            if process.exitcode is not None and process.exitcode > 0:
                found.faults.append(f"{name}: a program ended by itself with {process.exitcode}")
        found.acknowledged += kept.answered - before
        look(folder, kept, found, f"{name}, kill {number}, seed {seed}")
        found.faults += [f"{name}: {fault}" for fault in _left_outside(folder)]
    return found


def _new_store(folder: Path) -> Promises:
    store, _ = create_store(folder, NAME, PASSPHRASE, AT, CHEAP)
    store.people.add(COLLEAGUE, PASSPHRASE, [Role.CLERK, Role.ADMINISTRATOR], store.staff.id, AT, CHEAP)
    promises = Promises(made=True, passphrases={NAME: (PASSPHRASE,), COLLEAGUE: (PASSPHRASE,)})
    promises.answers = {begin(store): set() for _ in range(CASES)}
    store.close()
    return promises


def _start(
    server: multiprocessing.context.ForkServerContext, job: str, folder: Path, seed: int
) -> tuple[multiprocessing.context.ForkServerProcess, Connection]:
    ours, theirs = server.Pipe(duplex=False)
    process = server.Process(target=_run, args=(job, str(folder), seed, theirs))
    process.start()
    theirs.close()
    return process, ours


def _listen(pipes: list[Connection], promises: Promises, scenario: Scenario, chance: random.Random) -> None:
    """Waits until all programs have begun and some things were done, and then for a moment."""
    with suppress(EOFError):  # a program that ended by itself is found by its exit code
        for pipe in pipes:
            pipe.recv()
        for _ in range(chance.randint(0, scenario.most_told)):
            for ready in wait(pipes, 60)[:1]:
                _note(ready, promises)
    select.select([], [], [], chance.uniform(0, scenario.longest_s) * chance.random())


def _note(pipe: object, promises: Promises) -> None:
    assert isinstance(pipe, Connection)
    if note := pipe.recv():
        promises.take(note)


def _take(pipe: Connection, promises: Promises) -> None:
    """Reads what a killed program still told; the last word may be cut off."""
    with pipe:
        while True:
            try:
                _note(pipe, promises)
            except (EOFError, OSError):
                return


def _left_outside(folder: Path) -> list[str]:
    """Records that left the desk are whole, or they are not there."""
    return [f"half a record: {path.name}" for path in folder.parent.glob("*.json") if path.read_bytes() != RECORD]


# What the programs do


def _run(job: str, folder: str, seed: int, pipe: Connection) -> None:
    event.listen(Engine, "connect", _often)
    with suppress(StoreLocked):  # on a crowded machine another one may hold the store for too long: it was told
        JOBS[job](Path(folder), random.Random(seed), lambda *what: pipe.send(json.dumps(what) if what else ""))


def _opened(folder: Path, tell: Tell) -> Store:
    store = open_store(folder, COLLEAGUE, PASSPHRASE, AT)
    tell()
    return store


def _often(connection: RawConnection, record: object) -> None:
    """Moves the log into the file often, so that kills meet that too."""
    connection.execute("PRAGMA wal_autocheckpoint = 40").fetchall()


def _answers(folder: Path, chance: random.Random, tell: Tell) -> None:
    _answer_for_ever(_opened(folder, tell), chance, tell)


def _answer_for_ever(store: Store, chance: random.Random, tell: Tell) -> None:
    cases = [line.id for line in store.lists.list_cases(None)][-CASES:]
    with Writer(store) as writer:
        while True:
            what = saving(store, chance.choice(cases), *(change_at_random(chance) for _ in range(chance.randint(1, 3))))
            writer.save(replace(what, happened=(_led_to(what),))).result()
            tell("saved", what.case_id, [each.id for each in what.events])


def _led_to(what: Saving) -> CaseEvent:
    """Something that happened and led to these answers; its note names them."""
    ids = " ".join(each.id for each in what.events)
    return CaseEvent(new_id(what.at), what.case_id, "moved", PartialDate(2026), what.actor, what.at, note=ids)


def _backups(folder: Path, chance: random.Random, tell: Tell) -> None:
    store = _opened(folder, tell)
    minute = chance.randrange(10**6)
    while True:
        minute += 1
        held = sum(len(store.history(line.id)) for line in store.lists.list_cases(None))
        tell("backup", store.care.write_backup(store.staff.id, later(minute)).folder.name, held)


def _updates(folder: Path, chance: random.Random, tell: Tell) -> None:
    tell()
    _answer_for_ever(open_store(folder, NAME, PASSPHRASE, AT), chance, tell)


def _exports(folder: Path, chance: random.Random, tell: Tell) -> None:
    store = _opened(folder, tell)
    cases = [line.id for line in store.lists.list_cases(None)]
    while True:
        draft = RecordDraft(new_id(AT), chance.choice(cases), "jc", "Jobcenter Wuppertal", "ab" * 32)
        store.handovers.draft(draft, store.staff.id, AT)
        write_record(RECORD, folder.parent / f"{chance.randrange(5)}.json")
        store.handovers.export(draft.id, store.staff.id, AT)
        tell("exported", draft.case_id, draft.id)


def _erasures(folder: Path, chance: random.Random, tell: Tell) -> None:
    store = _opened(folder, tell)
    while True:
        case = begin(store, *(change_at_random(chance) for _ in range(4)), at=later(1))
        tell("saved", case, [past.event.id for past in store.history(case)])
        tell("erasing", case)
        store.care.erase(case, ErasureReason.MISTAKE, store.staff.id, AT)
        tell("erased", case)


def _keys(folder: Path, chance: random.Random, tell: Tell) -> None:
    """One whose passphrase nobody else types changes it, and takes colleagues in and out."""
    store = _opened(folder, tell)
    while True:
        name, old = f"Jonas {chance.randrange(10**6)}", PASSPHRASE
        staff = store.people.add(name, old, [Role.CLERK], store.staff.id, AT, CHEAP)
        tell("passphrases", name, old)
        for number in range(3):
            new = f"{PASSPHRASE} {number}"
            tell("passphrases", name, old, new)
            store.people.change_passphrase(name, old, new, AT, CHEAP)
            tell("passphrases", name, new)
            old = new
        store.people.new_recovery_key(store.staff.id, AT, CHEAP)
        tell("leaving", name)
        store.people.remove(staff.id, store.staff.id, AT)


def _rotations(folder: Path, chance: random.Random, tell: Tell) -> None:
    """Every answer is written with other keys than the one before; rotating closes the store."""
    minute = chance.randrange(10**6)
    while True:
        store = _opened(folder, tell)
        minute += 1
        _answer_once(store, chance, tell)
        done = store.rotate_keys(later(minute), new_sections=chance.random() < 0.3)
        tell("backup", done.backup.folder.name, 0)


def _restores(folder: Path, chance: random.Random, tell: Tell) -> None:
    """Works, makes a backup, works on and goes back to it."""
    minute = chance.randrange(10**6)
    place = StoreFolder(folder)
    while True:
        minute += 1
        with closing(_opened(folder, tell)) as store:
            _answer_once(store, chance, tell)
            held = sum(len(store.history(line.id)) for line in store.lists.list_cases(None))
            backup = store.care.write_backup(store.staff.id, later(minute))
            tell("backup", backup.folder.name, held)
            _answer_once(store, chance, tell)
        tell("restoring", backup.folder.name)
        opened = open_backup(place, backup, COLLEAGUE, PASSPHRASE)
        restore(place, opened, store_now(place, opened), (folder, place.backups), later(minute))
        tell("restored", backup.folder.name)


def _answer_once(store: Store, chance: random.Random, tell: Tell) -> None:
    (case, *_) = [line.id for line in store.lists.list_cases(None)]
    what = saving(store, case, change_at_random(chance))
    store.save(what)
    tell("saved", case, [each.id for each in what.events])


JOBS: Mapping[str, Job] = {
    "answers": _answers,
    "backups": _backups,
    "updates": _updates,
    "exports": _exports,
    "erasures": _erasures,
    "keys": _keys,
    "rotations": _rotations,
    "restores": _restores,
}
