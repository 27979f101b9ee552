"""What the audit chain can say, and what a check of it found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Action(StrEnum):
    """What the audit chain can say was done."""

    STORE_CREATED = "store.created"
    STORE_OPENED = "store.opened"
    STORE_UPDATED = "store.updated"
    BACKUP_WRITTEN = "backup.written"
    BACKUP_RESTORED = "backup.restored"
    STORE_SALVAGED = "store.salvaged"
    STAFF_ADDED = "staff.added"
    STAFF_REMOVED = "staff.removed"
    ROLES_CHANGED = "staff.roles_changed"
    PASSPHRASE_CHANGED = "passphrase.changed"
    PASSPHRASE_REPLACED = "passphrase.replaced"
    RECOVERY_KEY_MADE = "recovery_key.made"
    RECOVERY_DRILLED = "recovery.drilled"
    RECOVERY_USED = "recovery.used"
    SECTIONS_KEY_MADE = "sections_key.made"
    SECTIONS_SEALED = "sections.sealed"
    SECTIONS_GRANTED = "sections.granted"
    SECTIONS_WITHDRAWN = "sections.withdrawn"
    KEYS_ROTATED = "keys.rotated"
    UNLOCK_FAILED = "unlock.failed"
    STORE_LOCKED = "store.locked"
    SECTION_UNLOCKED = "section.unlocked"
    AUDIT_VIEWED = "audit.viewed"
    AUDIT_CLOSED = "audit.closed"
    CLOCK_CONFIRMED = "clock.confirmed"
    CASE_BEGUN = "case.begun"
    CASE_OPENED = "case.opened"
    CASE_VIEWED = "case.viewed"
    HISTORY_VIEWED = "history.viewed"
    PREVIEW_VIEWED = "preview.viewed"
    PAPER_PRINTED = "paper.printed"
    TEXT_COPIED = "text.copied"
    CASE_TAKEN_OVER = "case.taken_over"
    CASE_HANDED_ON = "case.handed_on"
    CASE_PUT_BACK = "case.put_back"
    CASE_CHANGED = "case.changed"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    CASE_ERASED = "case.erased"
    CASE_RESTRICTED = "case.restricted"
    CASE_RELEASED = "case.released"
    CASE_DISCLOSED = "case.disclosed"
    CASES_LINKED = "cases.linked"
    ANSWER_SAVED = "answer.saved"
    ANSWER_DISPUTED = "answer.disputed"
    ANSWER_SETTLED = "answer.settled"
    EVENT_ADDED = "event.added"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    DECISION_MADE = "decision.made"
    DECISION_OVERRIDDEN = "decision.overridden"
    RECORD_DRAFTED = "record.drafted"
    RECORD_DISMISSED = "record.dismissed"
    RECORD_EXPORTED = "record.exported"
    RECORD_WITHOUT_CONSENT = "record.without_consent"
    RECORD_HANDED_OVER = "record.handed_over"
    RECORD_CONFIRMED = "record.confirmed"
    RECORD_RETURNED = "record.returned"
    RECORD_WITHDRAWN = "record.withdrawn"
    RECORD_TOLD = "record.told"
    FIGURES_EXPORTED = "figures.exported"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One link of the audit chain. `subject` is a question, record, staff or site id; never what was answered."""

    seq: int
    at: datetime
    actor: str
    action: str
    case_id: str
    subject: str


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The end of the chain. Written down elsewhere, `at` a time if that is known, it shows a tail that was cut off."""

    seq: int
    mac: str
    at: datetime | None = field(default=None, compare=False)


class Breach(StrEnum):
    """How a chain does not fit: an entry was changed, moved or taken out, its end is cut off, or all was written anew.

    The last two are seen by a head that was written down elsewhere.
    """

    CHANGED = "changed"
    CUT = "cut"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """`broken_at` is the first entry that does not fit or is missing, None where the chain is whole.

    `gaps` are entries, first and last, that are lost since a damaged store was salvaged, `left` those that only a store
    had that a backup replaced; the chain says so itself. `elsewhere` are heads that were written down of the latter.
    """

    entries: int
    broken_at: int | None
    head: AuditHead
    breach: Breach | None = None
    gaps: tuple[tuple[int, int], ...] = ()
    left: tuple[tuple[int, int], ...] = ()
    elsewhere: tuple[AuditHead, ...] = ()

    @property
    def missing(self) -> int:
        """How many entries the gaps are."""
        return sum(last - first + 1 for first, last in self.gaps)
