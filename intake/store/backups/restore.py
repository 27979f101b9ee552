"""Restoring a backup: what is in it against what is there now, and the store that comes of it.

Nothing is taken from a backup that was not checked as a whole. What was erased since stays erased: the tombstones of
the store that is replaced are applied again, and where that is lost, the lists that lie beside store and backups.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from intake.errors import StoreError
from intake.interview.values import Problem
from intake.store.audit.gaps import restored_text
from intake.store.backups.backup import backup_name, list_backups
from intake.store.backups.checks import BackupRefused, check_copy
from intake.store.backups.manifest import file_sha256, read_manifest
from intake.store.backups.restoring import prepared_folder, put_in_place
from intake.store.backups.tombstones import Tombstone, keep_tombstones, read_tombstones
from intake.store.backups.unlocking import Opened
from intake.store.columns import text_of, utc_of
from intake.store.connection import RawConnection, connect
from intake.store.failures import StoreLocked
from intake.store.folder import StoreFolder
from intake.store.kept.audit import Action, AuditHead
from intake.store.kept.cases import Erasure, ErasureReason
from intake.store.kept.people import Role, Staff
from intake.store.keys.codec import from_json
from intake.store.keys.slots import OWNER_ONLY, write_whole
from intake.store.keys.tries import Tries
from intake.store.keys.unlocking import refused
from intake.store.opening import open_by_recovery, open_unlocked
from intake.store.people.rights import Right, may, not_allowed
from intake.store.programs import running
from intake.store.sqlite_errors import failures_of
from intake.store.store import Store

_LEFT = "SELECT id FROM staff WHERE left_at IS NOT NULL"


class Relation(StrEnum):
    """How the store that is there stands to the backup."""

    NONE = "none"
    SAME = "same"
    NEWER = "newer"
    DIFFERENT = "different"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class StoreNow:
    """What is there now. `cases` and `audit` are None where it cannot be read; `begun_since` counts the cases, and
    `entries_since` the entries of the audit chain, that the backup does not have. `left` are the ids of who has left,
    `people` those who work here; None where that cannot be read. `restricted` says why, by case id.
    """

    relation: Relation
    cases: int | None = None
    audit: AuditHead | None = None
    begun_since: int = 0
    entries_since: int = 0
    erasures: tuple[Erasure, ...] = ()
    left: frozenset[str] = frozenset()
    people: tuple[Staff, ...] | None = None
    restricted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Restored:
    """`kept` is where the replaced store lies, None where there was none; `erased` cases were erased once more."""

    cases: int
    erased: int
    kept: Path | None


def store_now(store: StoreFolder, opened: Opened) -> StoreNow:
    """What is there now, read with the key of the backup; nothing in it is changed.

    Raises KeyRefused for somebody who has left since: the passphrase of that day gives them no store back.
    """
    if opened.unlocked.staff_id in opened.gone:
        raise refused()
    if not store.database.exists():
        return StoreNow(Relation.NONE)
    key = opened.today or opened.unlocked.key
    try:
        with failures_of(store.database), closing(connect(store.database, key)) as connection:
            head = connection.execute("SELECT seq, mac FROM audit_event ORDER BY seq DESC LIMIT 1").fetchone()
            cases = connection.execute("SELECT count(*) FROM case_file").fetchone()
            at = opened.manifest.audit
            known = connection.execute("SELECT mac FROM audit_event WHERE seq = ?", (at.seq,)).fetchone()
            since = connection.execute(
                "SELECT count(*) FROM audit_event WHERE seq > ? AND action = 'case.begun'", (at.seq,)
            ).fetchone()
            rows = connection.execute("SELECT case_id, reason, actor, at FROM erasure").fetchall()
            left = frozenset(str(row[0]) for row in connection.execute(_LEFT).fetchall())
            people, restricted = _people(connection), _restricted(connection)
        erased = tuple(_erasure(row) for row in rows)
    except (StoreError, ValueError):  # a row that nobody can have written
        return StoreNow(Relation.UNREADABLE)
    if opened.unlocked.staff_id in left:
        raise refused()
    if not head or not cases or not since or not isinstance(head[1], bytes):
        return StoreNow(Relation.UNREADABLE)
    audit = AuditHead(int(str(head[0])), head[1].hex())
    if known != (bytes.fromhex(at.mac),):
        relation = Relation.DIFFERENT
    else:
        relation = Relation.SAME if audit == at else Relation.NEWER
    entries = max(0, audit.seq - at.seq)
    return StoreNow(relation, int(str(cases[0])), audit, int(str(since[0])), entries, erased, left, people, restricted)


def restore(store: StoreFolder, opened: Opened, now: StoreNow, lists: Iterable[Path], at: datetime) -> Restored:
    """Puts the backup in the place of the store. `lists` are the folders that may hold lists of erased cases.

    Raises NotAllowed for who may not do that today, StoreLocked while a program has the store open, BackupRefused,
    DiskFull; then the old store is untouched.
    """
    _insist_today(opened, now)
    if running(store.programs):
        raise StoreLocked(
            "The store is open in another program.",
            "Nothing was changed. Leave the program on every screen of this computer, then try again.",
        )
    store_id = from_json(opened.keys).store_id
    known = {each.mark: each for place in lists for each in read_tombstones(place, store_id).values()}
    prepared = prepared_folder(store)
    try:
        _copy(StoreFolder(opened.backup.folder).database, prepared.database)
        write_whole(prepared.keys, opened.keys)
        if file_sha256(prepared.database) != opened.manifest.sha256:
            raise BackupRefused(opened.backup.folder, Problem("The database could not be read as it was checked."))
        check_copy(prepared, opened.unlocked.key, opened.manifest)
        heads = _written_down(opened, now, lists)
        cases, erased, tombstones = _made_ready(prepared, opened, now, known.values(), heads, at)
        kept = put_in_place(store, backup_name(at))
    except BaseException:
        shutil.rmtree(prepared.path, ignore_errors=True)
        raise
    if opened.login is not None:
        Tries(store).recovered(opened.unlocked.staff_id, at)
    for place in lists:
        if os.path.isdir(place):
            keep_tombstones(place, store_id, (*known.values(), *tombstones))
    return Restored(cases, erased, kept)


def _made_ready(
    prepared: StoreFolder,
    opened: Opened,
    now: StoreNow,
    known: Iterable[Tombstone],
    heads: Iterable[AuditHead],
    at: datetime,
) -> tuple[int, int, tuple[Tombstone, ...]]:
    """Brings the copy up to date, checks its audit chain, erases again, sees who has left and notes the restore."""
    with closing(_unlocked(prepared, opened, at)) as copy:
        report = copy.trail.verify([opened.manifest.audit])
        if report.broken_at is not None:
            raise BackupRefused(opened.backup.folder, Problem("The audit trail in it was changed."))
        if now.people is not None:
            copy.people.as_today(now.people, copy.staff.id, at)
        if not may(copy.myself(), Right.BACKUPS):
            raise _may_not(opened)
        copy.people.see_off(now.left | opened.gone, copy.staff.id, at)
        copy.care.restrict_again(now.restricted, copy.staff.id, at)
        erased = copy.care.erase_again(now.erasures, known, copy.staff.id, at)
        elsewhere = [head.seq for head in heads if not copy.trail.fits(head)]
        restored = restored_text(opened.backup.name, opened.manifest.audit.seq, elsewhere)
        copy.care.note(Action.BACKUP_RESTORED, restored, copy.staff.id, at)
        return copy.care.count_cases(), erased, copy.care.tombstones()


def _written_down(opened: Opened, now: StoreNow, lists: Iterable[Path]) -> tuple[AuditHead, ...]:
    """The end of the chain that is there now, and those in the backups of this store that can be found."""
    keys = [each for each in (opened.unlocked.key, opened.today) if each is not None]
    found = [now.audit] if now.audit else []
    for backup in (each for place in lists for each in list_backups(place)):
        manifest = read_manifest(backup.folder)
        if manifest.is_sealed and any(manifest.is_of(key) for key in keys):
            found.append(manifest.audit)
    return tuple(found)


def _insist_today(opened: Opened, now: StoreNow) -> None:
    """A role that was taken away does not come back with a backup: where there is a store, its roles count."""
    if now.people is None:
        return
    me = next((each for each in now.people if each.id == opened.unlocked.staff_id), None)
    if me is None or not may(me, Right.BACKUPS):
        raise _may_not(opened)


def _may_not(opened: Opened) -> StoreError:
    if opened.login is None:
        return not_allowed()
    return StoreError(
        "With the recovery key the new passphrase goes to somebody who may restore backups.",
        "Nothing was changed. Name an administrator: of today, or of that time where the store of today is lost.",
    )


def _unlocked(prepared: StoreFolder, opened: Opened, at: datetime) -> Store:
    login = opened.login
    if login is None:
        return open_unlocked(prepared.path, opened.unlocked, at)
    return open_by_recovery(prepared.path, login.recovery_key, login.name, login.passphrase, at, login.kdf)


def _people(connection: RawConnection) -> tuple[Staff, ...] | None:
    """Who works here; None in a store of the time before roles. Raises ValueError for what nobody can have written."""
    if "roles" not in {row[1] for row in connection.execute("PRAGMA table_info(staff)").fetchall()}:
        return None
    rows = connection.execute("SELECT id, name, roles, added_at FROM staff WHERE left_at IS NULL").fetchall()
    return tuple(
        Staff(str(id_), str(name), tuple(Role(each) for each in json.loads(str(roles))), utc_of(str(added)))
        for id_, name, roles, added in rows
    )


def _restricted(connection: RawConnection) -> Mapping[str, str]:
    """The reasons of restricted cases; none in a store of the time before. Raises ValueError as `_people`."""
    if "restricted" not in {row[1] for row in connection.execute("PRAGMA table_info(case_file)").fetchall()}:
        return {}
    rows = connection.execute("SELECT id, restricted FROM case_file WHERE restricted IS NOT NULL").fetchall()
    return {str(id_): text_of(str(reason)) for id_, reason in rows}


def _erasure(row: tuple[object, ...]) -> Erasure:
    return Erasure(str(row[0]), ErasureReason(str(row[1])), str(row[2]), utc_of(str(row[3])))


def _copy(source: Path, target: Path) -> None:
    with (
        failures_of(target),
        source.open("rb") as reading,
        os.fdopen(os.open(target, OWNER_ONLY, 0o600), "wb") as writing,
    ):
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())
