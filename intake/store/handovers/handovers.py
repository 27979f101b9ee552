"""Records of a case and what became of them. Reached as `store.handovers`; each method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from intake.store.audit.chain import AuditChain
from intake.store.handovers import life, lists
from intake.store.kept.handovers import HandoverStep, Record, RecordDraft
from intake.store.kept.lists import RecordLine
from intake.store.people.access import Access
from intake.store.people.hidden import without_words_record, without_words_step
from intake.store.people.rights import Right

PAGE = 50


@dataclass(frozen=True, slots=True)
class Handovers:
    """What left the desk, was confirmed, came back or was withdrawn. A page of a list goes on `after` its last line."""

    access: Access
    chain: AuditChain

    def draft(self, draft: RecordDraft, actor: str, at: datetime) -> Record:
        """Notes a record before it is written out; gives it its version number. Idempotent by its id."""
        with self.access.writing(Right.WITHOUT_CONSENT if draft.basis else Right.HAND_OVER) as session:
            return life.draft_record(session, self.chain, draft, actor, at)

    def export(self, record_id: str, actor: str, at: datetime) -> Record:
        """Notes that a record left the desk, on the day that `at` is here."""
        with self.access.writing(Right.HAND_OVER) as session:
            return life.export_record(session, self.chain, record_id, actor, at, at.astimezone().date())

    def note(self, step: HandoverStep, confirm_by: date | None = None) -> Record:
        """Notes what became of a record, and by when it should be confirmed. Idempotent. Raises StepRefused."""
        with self.access.writing(Right.HAND_OVER) as session:
            return life.note(session, self.chain, step, confirm_by)

    def of_case(self, case_id: str) -> tuple[Record, ...]:
        """The records of a case, the oldest first."""
        with self.access.reading(Right.READ, case_id=case_id) as session:
            return self.access.guard.shown(session, life.records(session, case_id), without_words_record)

    def steps(self, case_id: str) -> tuple[HandoverStep, ...]:
        """What became of the records of a case, in the order it was noted."""
        with self.access.reading(Right.READ, case_id=case_id) as session:
            return self.access.guard.shown(session, life.steps(session, case_id), without_words_step)

    def by_code(self, code: str) -> RecordLine | None:
        """The record whose receipt slip bears this code, as `receipt_code.read_code` gives it."""
        with self.access.reading(Right.DESK) as session:
            found = lists.by_code(session, code)
            return next(iter(self._lines(session, (found,) if found else ())), None)

    def to_confirm(
        self, last: date, limit: int = PAGE, after: RecordLine | None = None, text: str = ""
    ) -> tuple[RecordLine, ...]:
        """Records that should be confirmed by `last` and are not, the longest overdue first."""
        with self.access.reading(Right.DESK) as session:
            return self._lines(session, lists.to_confirm(session, last, limit, after, text))

    def to_tell(self, limit: int = PAGE, after: RecordLine | None = None, text: str = "") -> tuple[RecordLine, ...]:
        """Records whose consent was withdrawn and whose office has to be told."""
        with self.access.reading(Right.DESK) as session:
            return self._lines(session, lists.to_tell(session, limit, after, text))

    def _lines(self, session: Session, found: tuple[RecordLine, ...]) -> tuple[RecordLine, ...]:
        return self.access.guard.shown(
            session, found, lambda line: replace(line, record=without_words_record(line.record))
        )
