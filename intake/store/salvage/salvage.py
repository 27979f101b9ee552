"""Salvage: what can be read of a damaged store, in a new one with the same keys, and a report of what is missing.

The damaged files are only read. Rows come from single pages (`pages.py`, `cells.py`), so the loss of one page is not
the loss of those below it. The current view is built anew from the changes; of the audit chain every
entry that can be read is carried; it goes on with entries that say what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from shutil import rmtree

from intake.errors import StoreError
from intake.interview.values import Problem
from intake.store.backups.tombstones import keep_tombstones, read_tombstones
from intake.store.backups.unlocking import NewLogin
from intake.store.failures import AlreadySetUp, os_errors
from intake.store.folder import StoreFolder, only_if_done
from intake.store.kept.audit import Action
from intake.store.keys.slots import KeyFile, read_key_file, write_whole
from intake.store.keys.unlocking import Unlocked
from intake.store.opening import open_by_recovery, open_unlocked
from intake.store.salvage.audit_rows import CarriedTrail
from intake.store.salvage.build import Builder, Made
from intake.store.salvage.pages import Pages, read_pages
from intake.store.salvage.people import allow
from intake.store.salvage.rows import Sorted, stated_version
from intake.store.schema import VERSION
from intake.store.store import Store


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

    `vanished` cases are known from the audit chain only. `trail` says what of that was carried. `without_roles` are
    the names of those whose roles are lost: they may do next to nothing until they get new ones.
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
    without_roles: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.vanished and not self.without_roles and all(case.is_complete for case in self.cases)


def salvage(
    source: StoreFolder,
    unlocked: Unlocked,
    into: Path,
    at: datetime,
    site: str,
    questionnaire: str,
    login: NewLogin | None = None,
    lists: Iterable[Path] = (),
) -> SalvageReport:
    """Makes a new store of what can be read, in a folder that is empty or not there.

    `site` and `questionnaire` stand for those of a case whose own are lost. `login` is there where the recovery key
    was used: its name gets the new passphrase. `lists` are more folders that may hold a list of erased cases, beside
    those of the store and its backups: all that they know stays erased. A store without damage has it in its audit
    chain first. Raises NotAllowed, AlreadySetUp, DiskFull, StoreError where there is nothing to read.
    """
    target = StoreFolder(into)
    _check_place(source, target)
    with os_errors(source.database):
        pages = read_pages(source.database, unlocked.key.raw)
    if not pages.content:
        raise nothing_left(source.database)
    keys = read_key_file(source.keys)
    places = (source.path, source.backups, *lists)
    known = {each.mark: each for place in places for each in read_tombstones(place, keys.store_id).values()}

    def allowed(found: Sorted) -> None:
        allow(found, unlocked, by_recovery=login is not None)
        _note_copy(source, pages, unlocked, at)

    with only_if_done(into):
        target.make()
        try:
            builder = Builder(target, unlocked, keys, at, site, questionnaire, frozenset(known))
            made = _made(source, target, builder, pages, allowed)
            keep_tombstones(into, keys.store_id, known.values())
            with closing(_opened(into, unlocked, login, at)) as store:
                store.care.rebuild_names()
                for subject in made.trail.subjects():
                    store.care.note(Action.STORE_SALVAGED, subject, store.staff.id, at)
                store.care.check()
                store.care.keep_lists()
        except BaseException:
            _empty(into)
            raise
    return _report(pages, made)


def _made(
    source: StoreFolder, target: StoreFolder, builder: Builder, pages: Pages, allowed: Callable[[Sorted], None]
) -> Made:
    """The new store with the keys of the old one, as somebody can open it."""
    made = builder.build(pages, allowed)
    with os_errors(target.keys), source.keys.open("rb") as file:
        write_whole(target.keys, file.read())
    target.finish_set_up()
    return made


def _empty(folder: Path) -> None:
    """As it was before: half a store would be taken for a whole one."""
    for each in folder.iterdir():
        with suppress(OSError):
            if each.is_dir():
                rmtree(each)
            else:
                each.unlink()


def named(keys: KeyFile, unlocked: Unlocked, name: str) -> Unlocked:
    """What the recovery key opened, for who gets a new passphrase. Raises StoreError where nobody has that name."""
    slot = keys.of(name)
    if slot is None:
        raise StoreError(
            "Nobody with this name can get a new passphrase.",
            "Nothing was written and nothing was changed. Type a name as it was typed to log in, of somebody who has "
            "not left.",
        )
    return replace(unlocked, staff_id=slot.id, name=slot.name)


def _note_copy(source: StoreFolder, pages: Pages, unlocked: Unlocked, at: datetime) -> None:
    """In the audit chain of a store that is whole, as far as it can be written; a damaged one is only read."""
    if pages.damaged or pages.older or not pages.is_authentic or stated_version(pages) != VERSION:
        return
    key = unlocked.key
    own = replace(unlocked, key=key.with_sections(key.sections, key.sections_generation))  # closing forgets it
    with suppress(StoreError), closing(open_unlocked(source.path, own, at)) as store:
        store.care.note(Action.STORE_SALVAGED, "", unlocked.staff_id, at)


def _opened(into: Path, unlocked: Unlocked, login: NewLogin | None, at: datetime) -> Store:
    if login is None:
        return open_unlocked(into, unlocked, at)
    return open_by_recovery(into, login.recovery_key, login.name, login.passphrase, at, login.kdf)


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
        made.without_roles,
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
