"""Records that leave the desk, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RecordStatus(StrEnum):
    """Where a record stands: what the last step says, or DRAFT before the first.

    DISMISSED is a draft that staff withdrew: it never left, and never will. It is kept as a draft with that step.
    """

    DRAFT = "draft"
    EXPORTED = "exported"
    HANDED_OVER = "handed_over"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"

    @property
    def has_left(self) -> bool:
        """Whether the record has left the desk, whatever became of it then."""
        return self not in (RecordStatus.DRAFT, RecordStatus.DISMISSED)

    @property
    def counts(self) -> bool:
        """Whether the receiver has it and works with it, as far as the desk knows: neither returned nor withdrawn."""
        return self in (RecordStatus.EXPORTED, RecordStatus.HANDED_OVER, RecordStatus.CONFIRMED)


class Step(StrEnum):
    """What became of a record. TOLD notes that the receiver knows of a withdrawal; the record stays withdrawn.

    WITHDRAWN of a draft dismisses it.
    """

    EXPORTED = "exported"
    HANDED_OVER = "handed_over"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """A handover record about to be made. `id` is a UUIDv7 (`new_id`), `sha256` the hash of its JSON in hex.

    `basis` (the statute) and `reason` are set where no consent carries it, and `packages` says what then.
    `included` are the ids of the decisions, and the questions, whose words and notes go along.
    """

    id: str
    case_id: str
    recipient: str
    office: str
    sha256: str
    basis: str = ""
    reason: str = ""
    packages: tuple[str, ...] = ()
    included: tuple[str, ...] = ()
    confirm_by: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A handover record that was made. Its content is not kept: `sha256` proves which JSON it was.

    `basis` names the statute of a transfer without consent, `reason` why; both empty where a consent carries it.
    `code` stands on the receipt slip, `confirm_by` is the day by which the receiver should have answered.
    """

    id: str
    case_id: str
    recipient: str
    office: str
    version: int
    created_at: datetime
    created_by: str
    sha256: str
    status: RecordStatus
    code: str
    basis: str = ""
    reason: str = ""
    packages: tuple[str, ...] = ()
    included: tuple[str, ...] = ()
    exported_at: datetime | None = None
    confirm_by: date | None = None


@dataclass(frozen=True, slots=True)
class HandoverStep:
    """What became of a record. `day` is when it happened, `at` when it was noted; `id` is a UUIDv7 (`new_id`).

    `person` is whom it was given to or who said it, `way` how (lower_snake), `note` the reason of a return.
    """

    id: str
    record_id: str
    case_id: str
    step: Step
    day: date
    actor: str
    at: datetime
    person: str = ""
    way: str = ""
    note: str = ""
