"""Kills a writing process with SIGKILL at moments nobody chose, and looks at what is in the store then.

An answer counts as acknowledged when the child has printed its event after the writer's future was finished: that is
when the screen would say 'saved'. Run as a program, this file is the child.
"""

from __future__ import annotations

import random
import select
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Engine, event

from intake.errors import StoreError
from intake.interview.answers import Change, EntryAdded, EntryMoved, EntryRemoved, FieldGiven
from intake.interview.values import PartialDate
from intake.store.backup import list_backups
from intake.store.database import RawConnection
from intake.store.ids import new_id
from intake.store.opening import open_store
from intake.store.records import CaseEvent, Saving
from intake.store.store import Store
from intake.store.writer import Writer
from tests.store.making import AT, PASSPHRASE, answered, later, said, saving

REPOSITORY = Path(__file__).parents[2]
MODES = ("one", "two", "backup")


@dataclass
class Findings:
    """What a run of kills has shown."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    log_in_use: int = 0
    faults: list[str] = field(default_factory=list)


def kill_often(folder: Path, kills: int, mode: str = "one", seed: int = 1) -> Findings:
    """Starts writers, kills them after a random number of answers, and checks the store after each kill."""
    chance = random.Random(seed)
    findings = Findings()
    acknowledged: dict[str, set[str]] = defaultdict(set)
    seen: dict[str, int] = defaultdict(int)
    for number in range(kills):
        children = [_start(folder, "writes", seed * 1000 + number * 10 + extra) for extra in range(1 + (mode == "two"))]
        if mode == "backup":
            children.append(_start(folder, "backs-up", number))
        lines = _read(children[0], chance.randint(1, 25), chance.uniform(0, 0.006))
        for child in children:
            child.kill()
        findings.log_in_use += (folder / "cases.db-wal").stat().st_size > 0 if (folder / "cases.db-wal").exists() else 0
        for child in children:
            rest, noise = child.communicate()
            lines += rest.decode().splitlines()
            if noise:
                findings.faults.append(noise.decode()[-2000:])
        for line in lines:
            case, id_ = line.split()
            acknowledged[case].add(id_)
            findings.acknowledged += 1
        findings.kills += 1
        findings.unacknowledged += _look(folder, acknowledged, seen, findings.faults, thorough=number % 10 == 9)
    return findings


def _start(folder: Path, role: str, seed: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.store.crashing", str(folder), role, str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY)


def _read(child: subprocess.Popen[bytes], answers: int, moment_s: float) -> list[str]:
    """Reads that many acknowledgements, then leaves the child at work for a moment."""
    assert child.stdout is not None
    lines = [child.stdout.readline().decode() for _ in range(answers)]
    select.select([], [], [], moment_s)
    return [line for line in lines if line.endswith("\n")]


def _look(
    folder: Path, acknowledged: dict[str, set[str]], seen: dict[str, int], faults: list[str], *, thorough: bool
) -> int:
    """Everything acknowledged is there, the numbers have no gaps, events and view agree. Returns what came on top."""
    on_top = 0
    store = open_store(folder, "Amira", PASSPHRASE, AT)
    try:
        for line in store.list_cases(None):
            history = store.history(line.id)
            ids = {past.event.id for past in history}
            if missing := acknowledged[line.id] - ids:
                faults.append(f"{len(missing)} acknowledged answers of {line.code} are lost")
            named = [id_ for happened in store.events_of(line.id) for id_ in happened.note.split()]
            if sorted(named) != sorted(ids):
                faults.append(f"what happened in {line.code} and the answers that followed from it differ")
            if [past.seq for past in history] != list(range(1, len(history) + 1)):
                faults.append(f"the numbers of {line.code} have gaps")
            if store.replayed(line.id) != store.load_case(line.id).answers:
                faults.append(f"events and view of {line.code} differ")
            on_top += len(ids) - len(acknowledged[line.id]) - seen[line.id]
            seen[line.id] = len(ids) - len(acknowledged[line.id])
        report = store.check().audit if thorough else store.verify_audit()
        if report.broken_at is not None:
            faults.append(f"the audit chain is broken at {report.broken_at}")
        for backup in list_backups(store.folder.backups)[:1] if thorough else ():
            copy = open_store(backup.folder, "Amira", PASSPHRASE, AT)
            copy.check()
            copy.close()
    except StoreError as error:
        faults.append(str(error))
    finally:
        store.close()
    return on_top


def _write_for_ever(store: Store, chance: random.Random) -> None:
    cases = [line.id for line in store.list_cases(None)]
    with Writer(store) as writer:
        while True:
            case = chance.choice(cases)
            what = saving(store, case, *(change_at_random(chance) for _ in range(chance.randint(1, 3))))
            writer.save(replace(what, happened=(_led_to(what),))).result()
            sys.stdout.write("".join(f"{case} {written.id}\n" for written in what.events))
            sys.stdout.flush()


def _led_to(what: Saving) -> CaseEvent:
    """Something that happened and led to these answers; its note names them."""
    ids = " ".join(event.id for event in what.events)
    return CaseEvent(new_id(what.at), what.case_id, "moved", PartialDate(2026), what.actor, what.at, note=ids)


def change_at_random(chance: random.Random) -> Change:
    """A change of any kind to an answer or an entry."""
    entry = f"e{chance.randrange(4)}"
    possible: tuple[Change, ...] = (
        said(f"q{chance.randrange(30)}", "ä" * chance.randrange(300)),
        said("family_name", chance.choice(["Haddad", "Khoury", "Шевченко"])),
        EntryAdded("stations", entry),
        FieldGiven("stations", entry, "where", answered("Aleppo" * chance.randrange(30))),
        EntryMoved("stations", entry, chance.randrange(4)),
        EntryRemoved("stations", entry),
    )
    return chance.choice(possible)


def _often(connection: RawConnection, record: object) -> None:
    """Moves the log into the file often, so that kills meet that too."""
    connection.execute("PRAGMA wal_autocheckpoint = 40").fetchall()


def child(folder: Path, role: str, seed: int) -> None:
    event.listen(Engine, "connect", _often)
    store = open_store(folder, "Amira", PASSPHRASE, AT)
    if role == "writes":
        _write_for_ever(store, random.Random(seed))
    minute = 0
    while True:
        store.backup(store.staff.id, later(seed * 1000 + minute))
        minute += 1


if __name__ == "__main__":
    child(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
