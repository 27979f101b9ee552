"""The care of an open store: backups, what stays erased, restricted cases. Reached as `store.care`.

Like the store itself it shows no row, and each method is one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import col, func, select

from intake.errors import StoreError
from intake.store import cases, erasing, restricting, tables
from intake.store.audit import AuditChain, Deed
from intake.store.backup import Backup, list_backups
from intake.store.backup_places import BackupState, Plan, back_up
from intake.store.database import Database
from intake.store.folder import StoreFolder
from intake.store.guard import Guard
from intake.store.keys import DataKey
from intake.store.records import Action, AuditEntry, Erasure
from intake.store.rights import Right
from intake.store.tombstones import Tombstone, keep_tombstones, tombstones_of

NOTHING_NEW = frozenset(
    {
        Action.STORE_OPENED,
        Action.STORE_LOCKED,
        Action.UNLOCK_FAILED,
        Action.SECTION_UNLOCKED,
        Action.BACKUP_WRITTEN,
        Action.AUDIT_VIEWED,
        Action.CASE_VIEWED,
        Action.HISTORY_VIEWED,
        Action.PREVIEW_VIEWED,
    }
)
"""Entries of the audit chain after which a backup holds everything that the store holds."""


@dataclass(frozen=True, slots=True)
class Care:
    """What keeps a store whole and its promises kept. `store_id` names the store in lists that lie outside it."""

    folder: StoreFolder
    key: DataKey
    database: Database
    chain: AuditChain
    store_id: str
    guard: Guard

    # backups

    def back_up(self, plan: Plan, actor: str, at: datetime) -> tuple[Backup, BackupState]:
        """Writes a checked backup, copies it to the second place, removes old ones; saving goes on meanwhile.

        Raises StoreError where there is no backup; what failed at the second place stands in the state.
        """
        done = back_up(self.folder, self.key, self.store_id, self.tombstones(), plan, at)
        with self.database.writing() as session:
            self.chain.append(session, [Deed(Action.BACKUP_WRITTEN)], actor, at)
        return done

    def is_changed_since_backup(self) -> bool:
        """Whether anything was stored that the newest backup beside the store does not have."""
        newest = next((each for each in list_backups(self.folder.backups) if each.store_id == self.store_id), None)
        return newest is None or self._has_news(newest.audit.seq)

    def _has_news(self, since: int) -> bool:
        entry = tables.AuditEvent
        query = select(entry.seq).where(col(entry.seq) > since, col(entry.action).not_in(NOTHING_NEW)).limit(1)
        with self.database.reading() as session:
            return session.exec(query).first() is not None

    # what was erased

    def tombstones(self) -> tuple[Tombstone, ...]:
        """What lists of erased cases say of this store."""
        with self.database.reading() as session:
            return tombstones_of(self.store_id, erasing.erasures(session))

    def keep_lists(self, *folders: Path) -> None:
        """Writes the lists of erased cases beside the store and in other folders that are there.

        One that cannot be written now is written with the next backup.
        """
        known = self.tombstones()
        for folder in (self.folder.path, self.folder.backups, *folders):
            if folder.is_dir():
                with suppress(StoreError):
                    keep_tombstones(folder, self.store_id, known)

    def erase_again(self, erasures: Iterable[Erasure], known: Iterable[Tombstone], actor: str, at: datetime) -> int:
        """Erases what was erased before a backup came back. Returns how many cases that were."""
        marks = {each.mark: each for each in known}
        with self.database.writing() as session:
            erased = erasing.erase_again(session, self.chain, tuple(erasures), marks, actor, at)
        with self.database.raw() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return erased

    def note(self, action: Action, subject: str, actor: str, at: datetime, case_id: str = "") -> None:
        """Notes in the audit chain what was done to the store as a whole."""
        with self.database.writing() as session:
            self.chain.append(session, [Deed(action, case_id, subject)], actor, at)

    def count_cases(self) -> int:
        with self.database.reading() as session:
            return session.exec(select(func.count()).select_from(tables.CaseFile)).one()

    def rebuild_names(self) -> None:
        """Writes the names by which cases are found anew, from their answers."""
        with self.database.writing() as session:
            for case_id in session.exec(select(tables.CaseFile.id)).all():
                cases.update_names(session, case_id)

    # restriction, and who did what

    def restrict(self, case_id: str, reason: str, actor: str, at: datetime) -> None:
        """From now on the case may be read, not changed, exported or counted. Raises CaseMissing."""
        with self.database.writing() as session:
            self.guard.insist(session, Right.RESTRICT)
            restricting.restrict(session, self.chain, case_id, reason, actor, at)

    def release(self, case_id: str, reason: str, actor: str, at: datetime) -> None:
        """Lifts the restriction. Raises CaseMissing."""
        with self.database.writing() as session:
            self.guard.insist(session, Right.RESTRICT)
            restricting.release(session, self.chain, case_id, reason, actor, at)

    def restricted(self, case_id: str) -> str | None:
        """Why a case is restricted, None where it is not. Raises CaseMissing."""
        with self.database.reading() as session:
            return restricting.reason(session, case_id)

    def deeds_about(self, case_id: str) -> tuple[AuditEntry, ...]:
        """All entries of the audit chain about a case, oldest first."""
        row = tables.AuditEvent
        with self.database.reading() as session:
            self.guard.insist(session, Right.AUDIT, Right.DISCLOSE)
            rows = session.exec(select(row).where(row.case_id == case_id).order_by(col(row.seq))).all()
            return tuple(
                AuditEntry(each.seq, each.at, each.actor, each.action, each.case_id, each.subject) for each in rows
            )
