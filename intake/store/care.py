"""The care of an open store: backups, what stays erased, restricted cases. Reached as `store.care`.

Like the store itself it shows no row, and each method is one transaction.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import SQLModel, col, func, select

from intake.errors import StoreError
from intake.store import answer_rows, cases, clock, erasing, restricting, tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.backups.backup import Backup, check_file, list_backups, write_backup
from intake.store.backups.places import BackupState, Plan, back_up, places, remove_due
from intake.store.backups.tombstones import Tombstone, keep_tombstones, tombstones_of
from intake.store.database import Database, seal_of
from intake.store.disclosed import Beside, beside_the_answers
from intake.store.failures import damaged
from intake.store.folder import StoreFolder
from intake.store.kept.audit import Action, AuditHead, AuditReport
from intake.store.kept.cases import Erasure, ErasureReason
from intake.store.kept.lists import CaseLine
from intake.store.keys.unlocking import DataKey
from intake.store.people.guard import Guard
from intake.store.people.rights import Right, not_allowed

_PAGE = 50
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


_AT_ONCE = 1000
_NOTED = frozenset({Action.BACKUP_RESTORED, Action.STORE_SALVAGED, Action.CASE_DISCLOSED})


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A check of the whole file found no damage. `pages_authenticated` is False where others kept writing meanwhile."""

    pages_authenticated: bool
    audit: AuditReport


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

    def write_backup(self, actor: str, at: datetime, into: Path | None = None) -> Backup:
        """Writes a backup and reads it back as a whole; saving goes on meanwhile.

        Into another folder than that of the store only for who may take backups away.
        """
        if into is not None and into != self.folder.backups:
            self.insist(Right.BACKUPS)
        written = write_backup(self.folder, self.key, into or self.folder.backups, at)
        with self.database.writing() as session:
            self.chain.append(session, [Deed(Action.BACKUP_WRITTEN)], actor, at)
        return written

    def back_up(self, plan: Plan, actor: str, at: datetime) -> tuple[Backup, BackupState]:
        """Writes a checked backup, copies it to the second place, removes old ones; saving goes on meanwhile.

        Raises StoreError where there is no backup; what failed at the second place stands in the state.
        """
        removes = not self.days_ahead(at)
        known = self.tombstones()
        done = back_up(self.folder, self.key, self.store_id, known, plan, at, removes=removes)
        with self.database.writing() as session:
            self.chain.append(session, [Deed(Action.BACKUP_WRITTEN)], actor, at)
        return done

    def renew_backups(self, plan: Plan, actor: str, at: datetime) -> BackupState | None:
        """After an erasure: a new backup, so that the newest holds nothing of what is gone and those before it end.

        None where there is none that could hold it. Raises StoreError as `back_up` does.
        """
        if not any(list_backups(place) for place in places(self.folder, plan)):
            return None
        return self.back_up(plan, actor, at)[1]

    def remove_due(self, plan: Plan, at: datetime) -> int:
        """Removes backups that have had their time, nothing where the clock may be wrong. Returns `days_ahead`."""
        days = self.days_ahead(at)
        if not days:
            remove_due(self.folder, plan, at)
        return days

    def is_changed_since_backup(self) -> bool:
        """Whether anything was stored that no backup beside the store has; one of a replaced store does not count."""
        heads = [each.audit for each in list_backups(self.folder.backups) if each.store_id == self.store_id]
        with self.database.reading() as session:
            kept = max((head.seq for head in heads if self.chain.fits(session, head)), default=None)
            if kept is None:
                return True
            entry = tables.AuditEvent
            query = select(entry.seq).where(col(entry.seq) > kept, col(entry.action).not_in(NOTHING_NEW)).limit(1)
            return session.exec(query).first() is not None

    # what was erased, and what has had its time

    def expired(
        self, drafts_before: datetime, records_before: datetime, limit: int = _PAGE, site: str = ""
    ) -> tuple[CaseLine, ...]:
        """Cases whose time is over (site values), the quietest first. Erasing them is a decision of staff."""
        with self.database.reading() as session:
            self.guard.insist(session, Right.ERASE)
            return erasing.expired(session, drafts_before, records_before, limit, site)

    def erase(self, case_id: str, reason: ErasureReason, actor: str, at: datetime) -> None:
        """Removes all that is stored of a case, also from the write-ahead log. Backups hold it until they expire."""
        with self.database.writing() as session:
            self.guard.insist(session, Right.ERASE)
            erasing.erase(session, self.chain, case_id, reason, actor, at)
        self._clear_traces()

    def erase_expired(
        self, case_id: str, drafts_before: datetime, records_before: datetime, actor: str, at: datetime
    ) -> bool:
        """Erases a case that was found as expired, unless it was changed, restricted or erased since: then False."""
        with self.database.writing() as session:
            self.guard.insist(session, Right.ERASE)
            if not erasing.is_over(session, case_id, drafts_before, records_before):
                return False
            erasing.erase(session, self.chain, case_id, ErasureReason.RETENTION, actor, at)
        self._clear_traces()
        return True

    def _clear_traces(self) -> None:
        """What is erased is erased: where the disk fails now, the log is emptied with one of the next writes."""
        with suppress(StoreError):
            self.database.empty_log()
        self.keep_lists()

    def sites(self) -> tuple[str, ...]:
        """The ids of the sites that cases were begun at."""
        with self.database.reading() as session:
            self.guard.insist(session, Right.ERASE)
            return tuple(
                session.exec(select(tables.CaseFile.site).distinct().order_by(col(tables.CaseFile.site))).all()
            )

    def erasures(self) -> tuple[Erasure, ...]:
        with self.database.reading() as session:
            return erasing.erasures(session)

    def tombstones(self) -> tuple[Tombstone, ...]:
        """What lists of erased cases say of this store."""
        with self.database.reading() as session:
            return tombstones_of(self.store_id, erasing.erasures(session))

    def keep_lists(self, *folders: Path) -> None:
        """Writes the lists of erased cases beside the store and in other folders that are there.

        One that cannot be written now is written with the next backup.
        """
        with suppress(StoreError):
            known = self.tombstones()
            for folder in (self.folder.path, self.folder.backups, *folders):
                if os.path.isdir(folder):
                    with suppress(StoreError):
                        keep_tombstones(folder, self.store_id, known)

    def erase_again(self, erasures: Iterable[Erasure], known: Iterable[Tombstone], actor: str, at: datetime) -> int:
        """Erases what was erased before a backup came back. Returns how many cases that were. Raises NotAllowed."""
        marks = {each.mark: each for each in known}
        with self.database.writing() as session:
            self.guard.insist(session, Right.BACKUPS)
            erased = erasing.erase_again(session, self.chain, tuple(erasures), marks, actor, at)
        self.database.empty_log()
        return erased

    def restrict_again(self, restricted: Mapping[str, str], actor: str, at: datetime) -> None:
        """Restricts what was restricted before a backup came back, as far as it has it: reasons by case id.

        Raises NotAllowed.
        """
        with self.database.writing() as session:
            self.guard.insist(session, Right.BACKUPS)
            for case_id, reason in sorted(restricted.items()):
                row = session.get(tables.CaseFile, case_id)
                if row is not None and row.restricted is None:
                    restricting.restrict(session, self.chain, case_id, reason, actor, at)

    def note(self, action: Action, subject: str, actor: str, at: datetime, case_id: str = "") -> None:
        """Notes in the audit chain what was done to the store as a whole, or that a person got all about them.

        Raises NotAllowed for anything else, and where `actor` is not who unlocked the store.
        """
        if actor != self.guard.staff_id or action not in _NOTED:
            raise not_allowed()
        with self.database.writing() as session:
            if action is Action.CASE_DISCLOSED:
                self.guard.insist(session, Right.DISCLOSE)
            self.chain.append(session, [Deed(action, case_id, subject)], actor, at)

    def count_expired(self, drafts_before: datetime, records_before: datetime, site: str) -> int:
        """How many cases of a site have had their time. Raises NotAllowed."""
        with self.database.reading() as session:
            self.guard.insist(session, Right.ERASE)
            return erasing.count_expired(session, drafts_before, records_before, site)

    def count_cases(self) -> int:
        with self.database.reading() as session:
            return session.exec(select(func.count()).select_from(tables.CaseFile)).one()

    def rebuild_names(self) -> None:
        """Writes the names by which cases are found anew, from their answers."""
        with self.database.writing() as session:
            for case_id in session.exec(select(tables.CaseFile.id)).all():
                cases.update_names(session, case_id)

    # looking after it

    def check(self, anchor: AuditHead | None = None) -> CheckReport:
        """Reads and checks the whole file and the whole audit chain. Raises StoreDamaged."""
        authenticated = check_file(self.folder.database, self.key)
        with self.database.reading() as session:
            audit = self.chain.verify(session, anchors=[anchor] if anchor else ())
        return CheckReport(authenticated, audit)

    def clock_put_back(self, at: datetime) -> datetime | None:
        """The time of the latest entry, where it is more than two minutes after `at`: the clock was put back."""
        with self.database.reading() as session:
            return clock.written_in_the_future(session, at)

    def days_ahead(self, at: datetime) -> int:
        """How many days the clock is ahead of what was done here before, where somebody has to confirm it; else 0."""
        with self.database.reading() as session:
            return clock.days_ahead(session, at)

    def confirm_clock(self, actor: str, at: datetime) -> None:
        """Somebody looked at the date: from now on it counts. Raises NotAllowed for who neither erases nor restores."""
        with self.database.writing() as session:
            self.guard.insist(session, Right.ERASE, Right.BACKUPS)
            self.chain.append(session, [Deed(Action.CLOCK_CONFIRMED)], actor, at)

    def check_pages(self, *, is_full: bool) -> bool:
        """Whether all pages could be authenticated; a quick check looks at the order of the pages only.

        Raises StoreDamaged.
        """
        if is_full:
            return check_file(self.folder.database, self.key)
        with self.database.raw() as connection:
            if connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
                raise damaged(self.folder.database)
        return False

    def check_values(self) -> None:
        """Reads every row of every table as the program reads it. Raises NotAsWritten for the first that it cannot."""
        with self.database.reading() as session:
            for table in SQLModel.metadata.sorted_tables:
                for rows in session.execute(table.select()).partitions(_AT_ONCE):
                    del rows
            seal = seal_of(session)
            for answers in session.exec(select(tables.Answer)).partitions(_AT_ONCE):
                answer_rows.check(answers, seal)
                session.expunge_all()
            for events in session.exec(select(tables.AnswerEvent)).partitions(_AT_ONCE):
                answer_rows.check(events, seal)
                session.expunge_all()

    def last(self, action: Action) -> datetime | None:
        """When this was last done, None where it never was."""
        row = tables.AuditEvent
        query = select(row.at).where(row.action == action.value).order_by(col(row.seq).desc()).limit(1)
        with self.database.reading() as session:
            return session.exec(query).first()

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
        """Why a case is restricted, None where it is not. Raises CaseMissing, NotAllowed."""
        with self.database.reading() as session:
            self.guard.insist_on_case(session, case_id, Right.READ)
            return restricting.reason(session, case_id)

    def is_restricted(self, case_id: str) -> bool:
        """Whether a case may only be read. Raises CaseMissing."""
        with self.database.reading() as session:
            return restricting.reason(session, case_id) is not None

    def insist(self, *rights: Right) -> None:
        """Raises NotAllowed where who unlocked the store has none of these rights."""
        with self.database.reading() as session:
            self.guard.insist(session, *rights)

    def beside_the_answers(self, case_id: str) -> Beside:
        """What else is stored of a case, for the person it is about. Raises NotAllowed, CaseMissing."""
        with self.database.reading() as session:
            self.guard.insist(session, Right.DISCLOSE)
            return beside_the_answers(session, case_id)
