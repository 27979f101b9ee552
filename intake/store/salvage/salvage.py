"""Salvage: what can be read of a damaged store, in a new one with the same keys, and a report of what is missing.

The damaged files are only read. Rows come from single pages (`pages.py`, `cells.py`), so the loss of one page is not
the loss of those below it. The current view is built anew from the changes; of the audit chain every
entry that can be read is carried; it goes on with entries that say what is missing.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake.errors import StoreError
from intake.interview.values import Problem
from intake.store.backups.tombstones import read_tombstones
from intake.store.failures import AlreadySetUp, os_errors
from intake.store.folder import StoreFolder
from intake.store.kept.audit import Action
from intake.store.keys.slots import read_key_file, write_whole
from intake.store.keys.unlocking import Unlocked
from intake.store.opening import open_unlocked
from intake.store.salvage.audit_rows import CarriedTrail
from intake.store.salvage.build import Builder, Made
from intake.store.salvage.pages import Pages, read_pages


@dataclass(frozen=True, slots=True)
class CaseReport:
    """What became of a case. `losses` is empty where nothing of it is missing, as far as can be known."""

    code: str
    losses: tuple[Problem, ...]

    @property
    def is_complete(self) -> bool:
        return not self.losses


@dataclass(frozen=True, slots=True)
class SalvageReport:
    """What was found. `rows_lost` lie in part on damaged pages, `strangers` fit no table or are not whole.

    `vanished` cases are known from the audit chain only. `trail` says what of that was carried.
    """

    pages: int
    damaged: tuple[int, ...]
    is_authentic: bool
    rows_lost: int
    strangers: int
    cases: tuple[CaseReport, ...]
    vanished: int
    trail: CarriedTrail
    version: int


def salvage(
    source: StoreFolder, unlocked: Unlocked, into: Path, at: datetime, site: str, questionnaire: str
) -> SalvageReport:
    """Makes a new store of what can be read, in a folder that is empty or not there.

    `site` and `questionnaire` stand for those of a case whose own are lost. Raises AlreadySetUp, DiskFull, StoreError
    where there is nothing to read.
    """
    target = StoreFolder(into)
    _check_place(source, target)
    with os_errors(source.database):
        pages = read_pages(source.database, unlocked.key.raw)
    if not pages.content:
        raise nothing_left(source.database)
    keys = read_key_file(source.keys)
    erased = frozenset(read_tombstones(source.path, keys.store_id)) | frozenset(
        read_tombstones(source.backups, keys.store_id)
    )
    target.make()
    builder = Builder(target, unlocked, keys, at, site, questionnaire, erased)
    made = builder.build(pages)
    with os_errors(target.keys), source.keys.open("rb") as file:
        write_whole(target.keys, file.read())
    target.finish_set_up()
    with closing(open_unlocked(into, unlocked, at)) as store:
        store.care.rebuild_names()
        for subject in made.trail.subjects():
            store.care.note(Action.STORE_SALVAGED, subject, store.staff.id, at)
        store.care.check()
        store.care.keep_lists()
    return _report(pages, made)


def nothing_left(file: Path) -> StoreError:
    return StoreError(
        "Nothing of the store can be read with these keys.",
        "{file} was not changed. Keep a copy of the folder; go back to the newest backup: 'intake restore'.",
        file=str(file),
    )


def _report(pages: Pages, made: Made) -> SalvageReport:
    return SalvageReport(
        pages.count,
        tuple(sorted(pages.damaged)),
        pages.is_authentic,
        made.rows_lost,
        made.strangers,
        tuple(CaseReport(code, losses) for code, losses in sorted(made.cases.items())),
        made.vanished,
        made.trail,
        made.version,
    )


def _check_place(source: StoreFolder, target: StoreFolder) -> None:
    here, there = source.path.absolute().resolve(), target.path.absolute().resolve()
    is_inside = there == here or there.is_relative_to(here)
    with os_errors(target.path):
        is_taken = target.path.exists() and (not target.path.is_dir() or any(target.path.iterdir()))
    if is_inside or is_taken:
        raise AlreadySetUp(
            "The folder for the salvaged store has to be empty, and outside the damaged one.",
            "Nothing was changed. Choose another folder than {folder}.",
            folder=str(target.path),
        )
