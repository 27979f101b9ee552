"""Reading the audit chain: who did what to a case, what a person did, a day in numbers. Reached as `store.trail`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from intake.store.audit import reading as audit_reading
from intake.store.audit.chain import SEEN, AuditChain, Deed, Progress
from intake.store.database import Database
from intake.store.kept.audit import Action, AuditEntry, AuditHead, AuditReport
from intake.store.people.guard import Guard
from intake.store.people.rights import Right, not_allowed

PAGE = 50


@dataclass(frozen=True, slots=True)
class Trail:
    """The audit chain for those who may read it. Reading about a case, a person or all is noted itself.

    Raises NotAllowed for everybody else. A day in numbers names no case, and is for all.
    """

    database: Database
    chain: AuditChain
    guard: Guard

    def case(self, typed: str) -> audit_reading.AuditedCase | None:
        """The case with this code, or an erased one with this id; None where nothing is known of it."""
        with self.database.reading() as session:
            self.guard.insist(session, Right.AUDIT)
            return audit_reading.case(session, typed)

    def of_case(self, case_id: str, at: datetime) -> tuple[AuditEntry, ...]:
        """Who did what to a case and who saw it, the oldest first; also of a case that was erased."""
        with self.database.writing() as session:
            found = audit_reading.of_case(session, case_id)
            self._note(session, Deed(Action.AUDIT_VIEWED, case_id), at)
            return found

    def between(self, first: datetime, last: datetime, at: datetime, actor: str = "") -> tuple[AuditEntry, ...]:
        """What was done from `first` on and before `last`, the oldest first; by one person, where there is an id."""
        with self.database.writing() as session:
            found = audit_reading.between(session, first, last, actor)
            self._note(session, Deed(Action.AUDIT_VIEWED, subject=actor), at)
            return found

    def codes(self, entries: Sequence[AuditEntry]) -> dict[str, str]:
        """The codes of the cases that these entries are about, by id."""
        with self.database.reading() as session:
            self.guard.insist(session, Right.AUDIT)
            return audit_reading.codes(session, (entry.case_id for entry in entries if entry.case_id))

    def close_day(self, first: datetime, last: datetime, at: datetime) -> tuple[audit_reading.DayCounts, AuditHead]:
        """The numbers of a day, and the end of the chain after it was noted that they were printed."""
        with self.database.writing() as session:
            counts = audit_reading.day_counts(audit_reading.between(session, first, last))
            self.chain.append(session, [Deed(Action.AUDIT_CLOSED)], self.guard.staff_id, at)
            return counts, self.chain.head(session)

    def verify(
        self,
        anchors: Sequence[AuditHead] = (),
        progress: Progress = lambda done, total: None,
        last: int | None = None,
    ) -> AuditReport:
        """Checks the chain against heads that were written down elsewhere, or its `last` entries only.

        100,000 entries take about a second. See `AuditChain.verify`.
        """
        with self.database.reading() as session:
            return self.chain.verify(session, last, anchors, progress)

    def fits(self, head: AuditHead) -> bool:
        """Whether the chain has this entry as it was when the head was written down."""
        with self.database.reading() as session:
            return self.chain.fits(session, head)

    def entries(self, last: int = PAGE) -> tuple[AuditEntry, ...]:
        """The last entries, the newest first; reading them so is not noted."""
        with self.database.reading() as session:
            self.guard.insist(session, Right.AUDIT)
            return self.chain.entries(session, last)

    def note(self, deeds: Sequence[Deed], actor: str, at: datetime) -> None:
        """Notes what was seen, printed or copied; what the store writes itself is noted with it.

        Raises NotAllowed where `actor` is not who unlocked the store: nobody says what somebody else did.
        """
        self._insist_on_seen(deeds, actor)
        with self.database.writing() as session:
            self.chain.append(session, deeds, actor, at)

    def note_each(self, done: Sequence[tuple[Deed, datetime]], actor: str) -> None:
        """Notes what was done at several times, in one transaction, as `note` does."""
        self._insist_on_seen([deed for deed, _ in done], actor)
        with self.database.writing() as session:
            for deed, at in done:
                self.chain.append(session, [deed], actor, at)

    def _insist_on_seen(self, deeds: Iterable[Deed], actor: str) -> None:
        if actor != self.guard.staff_id or any(deed.action not in SEEN for deed in deeds):
            raise not_allowed()

    def _note(self, session: Session, deed: Deed, at: datetime) -> None:
        self.guard.insist(session, Right.AUDIT)
        self.chain.append(session, [deed], self.guard.staff_id, at)
