"""Several programs on one machine that work on different cases of one store at once, and how long each save took."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from intake.store.kept.people import Role
from intake.store.opening import create_store, open_store
from intake.store.writer import Writer
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, later, said, saving
from tests.store.promises import NAME

QUESTIONS = 40


@dataclass(frozen=True)
class Measured:
    """What some programs did at once: seconds of each save, and what was wrong afterwards."""

    programs: int
    saves_s: Sequence[float]
    took_s: float
    faults: Sequence[str]

    def quantile_ms(self, part: float) -> float:
        ordered = sorted(self.saves_s)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000

    def __str__(self) -> str:
        return (
            f"{self.programs} programs, {len(self.saves_s)} answers saved in {self.took_s:.0f} s: p50 "
            f"{self.quantile_ms(0.5):.1f} ms, p99 {self.quantile_ms(0.99):.1f} ms, "
            f"longest {self.quantile_ms(1):.0f} ms; {len(self.faults)} faults"
        )


def work_at_once(room: Path, programs: int, answers: int) -> Measured:
    """So many programs, each of another person, save so many answers each, one after the other, into own cases."""
    folder, server = room / "desk", multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([__name__])
    cases = _store(folder, programs)
    running = []
    for number, case in enumerate(cases):
        ours, theirs = server.Pipe()
        process = server.Process(target=_save, args=(str(folder), _name(number), case, answers, theirs))
        process.start()
        theirs.close()
        running.append((process, ours))
    for _, pipe in running:
        pipe.recv()
    begun = time.perf_counter()
    for _, pipe in running:
        pipe.send("go")
    saves: list[float] = []
    faults: list[str] = []
    for process, pipe in running:
        try:
            saves += pipe.recv()
        except EOFError:
            faults.append("a program ended before it was done")
        process.join()
    took = time.perf_counter() - begun
    return Measured(programs, saves, took, [*faults, *_missing(folder, cases, answers)])


def _name(number: int) -> str:
    return f"Jonas {number}"


def _store(folder: Path, programs: int) -> list[str]:
    store, _ = create_store(folder, NAME, PASSPHRASE, AT, CHEAP)
    for number in range(programs):
        store.people.add(_name(number), PASSPHRASE, [Role.CLERK], store.staff.id, AT, CHEAP)
    cases = [begin(store) for _ in range(programs)]
    store.close()
    return cases


def _save(folder: str, name: str, case: str, answers: int, pipe: Connection) -> None:
    store = open_store(Path(folder), name, PASSPHRASE, AT)
    store.holds.take(case, store.staff.id, AT, over=True)
    saves = []
    with Writer(store) as writer:
        pipe.send("ready")
        pipe.recv()
        for number in range(answers):
            what = saving(store, case, said(f"q{number % QUESTIONS}", number), at=later(number / 60))
            begun = time.perf_counter()
            writer.save(what).result()
            saves.append(time.perf_counter() - begun)
    store.close()
    pipe.send(saves)


def _missing(folder: Path, cases: Sequence[str], answers: int) -> list[str]:
    store = open_store(folder, NAME, PASSPHRASE, AT)
    faults = []
    try:
        for case in cases:
            history = store.history(case)
            if [past.event.change.question for past in history] != [f"q{n % QUESTIONS}" for n in range(answers)]:
                faults.append("answers are missing or mixed")
            if [past.seq for past in history] != list(range(1, answers + 1)):
                faults.append("the numbers of a case have gaps")
            if store.replayed(case) != store.load_case(case).answers:
                faults.append("events and view differ")
        if store.care.check().audit.broken_at is not None:
            faults.append("the audit chain is broken")
    finally:
        store.close()
    return faults
