"""What the doctor finds inside a store that was unlocked: pages, audit trail, clock, people and keys, what is due."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from intake.errors import StoreError
from intake.interview.values import Problem
from intake.store.backups.backup import list_backups
from intake.store.backups.tombstones import read_tombstones
from intake.store.checkup.files import Finding, Level, fine
from intake.store.failures import NotAsWritten
from intake.store.kept.audit import Action
from intake.store.keys.slots import read_key_file
from intake.store.store import Store

QUICK_ENTRIES = 2000
DRILL_AFTER = timedelta(days=365)


def check_content(store: Store, lists: tuple[Path, ...], at: datetime, *, is_full: bool) -> Iterator[Finding]:
    """Everything that needs the key. `lists` are the folders in which lists of erased cases belong."""
    for findings in (
        _pages(store, is_full=is_full),
        _values(store) if is_full else (),
        _audit(store, is_full=is_full),
        _clock(store, at),
        _people(store),
        _drill(store, at),
        _lists(store, lists),
    ):
        yield from _readable(findings)


def _readable(findings: Iterable[Finding]) -> Iterator[Finding]:
    """What cannot be found out, as it is not as it was written, is a finding too."""
    try:
        yield from findings
    except NotAsWritten as error:
        yield damage(error)


def damage(error: StoreError) -> Finding:
    """A store that cannot be opened or read as a whole, and the two ways out."""
    advice = Problem(
        "Keep a copy of the folder. Restore the newest backup ('intake restore'), or take out what can be read "
        "('intake salvage')."
    )
    what = Problem("{place} holds what the program cannot have written.", error.params)
    return Finding(Level.WRONG, what if isinstance(error, NotAsWritten) else Problem(error.title, error.params), advice)


def _values(store: Store) -> Iterator[Finding]:
    store.care.check_values()
    yield fine("Every value in the store can be read.")


def _pages(store: Store, *, is_full: bool) -> Iterator[Finding]:
    try:
        whole = store.care.check_pages(is_full=is_full)
    except StoreError as error:
        yield damage(error)
        return
    if not is_full:
        yield fine("The store can be read; with --full every page is checked.")
    elif whole:
        yield fine("Every page of the store was read and is as it was written.")
    else:
        yield Finding(
            Level.LOOK,
            Problem("The store can be read, but its pages were not authenticated: others kept writing."),
            Problem("Do this again when nobody works in the store."),
        )


def _audit(store: Store, *, is_full: bool) -> Iterator[Finding]:
    newest = next((each for each in list_backups(store.folder.backups) if each.store_id == store.store_id), None)
    anchor = replace(newest.audit, at=newest.at) if newest else None
    report = store.trail.verify([anchor] if anchor else (), last=None if is_full else QUICK_ENTRIES)
    if report.broken_at is not None:
        yield Finding(
            Level.WRONG,
            Problem("The audit trail does not fit from entry {seq} on.", {"seq": report.broken_at}),
            Problem("Somebody changed the store outside the program. Keep a copy of the folder, and find out who."),
        )
    elif report.gaps:
        yield Finding(
            Level.LOOK,
            Problem(
                "The audit trail holds, but {count} entries are lost since a damaged store was salvaged.",
                {"count": report.missing},
            ),
            Problem("'intake audit verify' names them. A backup of before may still hold them: keep it."),
        )
    elif is_full:
        yield fine("The audit trail holds: {count} entries.", count=report.entries)
    else:
        yield fine(
            "The end of the audit trail holds; with --full all {count} entries are checked.", count=report.entries
        )


def _clock(store: Store, at: datetime) -> Iterator[Finding]:
    newest, now = store.care.clock_put_back(at), at.strftime("%Y-%m-%d %H:%M")
    if newest is not None:
        shown = {"when": newest.strftime("%Y-%m-%d %H:%M"), "now": now}
        yield Finding(
            Level.WRONG,
            Problem("The clock says {now} (UTC), but the last entry of the audit trail is of {when}.", shown),
            Problem("Set the clock of the computer: dates due are counted from today."),
        )
    elif days := store.care.days_ahead(at):
        yield Finding(
            Level.LOOK,
            Problem(
                "The clock says {now} (UTC): {days} days after anything was done here before.",
                {"now": now, "days": days},
            ),
            Problem("Is that right? Then confirm it with 'intake retention run'; until then no backup is removed."),
        )
    else:
        yield fine("The clock fits the audit trail.")


def _people(store: Store) -> Iterator[Finding]:
    keys = read_key_file(store.folder.keys)
    slots = {slot.id for slot in keys.slots}
    staff = store.people.staff()
    without = [each for each in staff if each.left_at is None and each.id not in slots]
    unknown = slots - {each.id for each in staff} - {keys.recovery.id if keys.recovery else ""}
    if without:
        yield Finding(
            Level.LOOK,
            Problem("{names} work here but have no key.", {"names": ", ".join(each.name for each in without)}),
            Problem("Add them again, or note that they left."),
        )
    if unknown:
        yield Finding(
            Level.LOOK,
            Problem("{count} keys belong to nobody that the store knows.", {"count": len(unknown)}),
            Problem("They are taken up when their owner logs in. If nobody knows them, make new keys."),
        )
    if not without and not unknown:
        yield fine("Everybody who works here has a key, and every key its owner.")


def _drill(store: Store, at: datetime) -> Iterator[Finding]:
    last = store.care.last(Action.RECOVERY_DRILLED)
    if last is None:
        yield Finding(
            Level.LOOK,
            Problem("Nobody has tried yet whether the printed recovery key works."),
            Problem("Try it: 'intake recovery drill'."),
        )
    elif at - last > DRILL_AFTER:
        yield Finding(
            Level.LOOK,
            Problem("The recovery key was tried {days} days ago.", {"days": (at - last).days}),
            Problem("Try it again: 'intake recovery drill'."),
        )
    else:
        yield fine("The recovery key was tried {days} days ago.", days=(at - last).days)


def _lists(store: Store, lists: tuple[Path, ...]) -> Iterator[Finding]:
    known = {each.mark for each in store.care.tombstones()}
    missing = [folder for folder in lists if os.path.isdir(folder) and not known <= _marks(folder, store.store_id)]
    if missing:
        yield Finding(
            Level.LOOK,
            Problem("The list of erased cases is missing or behind in {folder}.", {"folder": str(missing[0])}),
            Problem("'intake doctor --repair' writes it; else a restored backup could bring erased cases back."),
            lambda: store.care.keep_lists(*missing),
        )
    elif known:
        yield fine("The lists of erased cases are complete.")


def _marks(folder: Path, store_id: str) -> set[str]:
    try:
        return set(read_tombstones(folder, store_id))
    except StoreError:
        return set()
