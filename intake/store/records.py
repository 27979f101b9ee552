"""What the store takes and gives: cases, events, dates due, decisions, records. Frozen, and free of any row.

All times are aware and in UTC; `actor` is always the id of a staff member.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from intake.interview.answers import Answer, Answers, Change
from intake.interview.session import Run
from intake.interview.values import PartialDate
from intake.store.ids import new_id

DERIVED = "derived"
"""The `line_kind` of a decision about a derived value."""

RESULT = "rule"
"""The line_kind of a decision about a result of the rules: who is responsible, where the person goes."""

WITHDRAWN = "withdrawn"
"""The `kind` of an event that takes another one back."""

ADDITION, CONSENT_CHANGED, REOPENED = "addition", "consent_changed", "reopened"
"""Kinds of events of a closed interview: words with their day, a change of consents, that it is open again."""


class Role(StrEnum):
    """What a staff member does here; one person can have several.

    A clerk works at the desk, an interpreter in the interview that is handed to them, a coordinator with profiles and
    figures, an administrator with people, keys and backups.
    """

    CLERK = "clerk"
    INTERPRETER = "interpreter"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class Status(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class DecisionKind(StrEnum):
    """What staff did with a line of the proposal or a derived value; an own line is one the proposal does not have.

    CHANGED says what holds instead, REOPENED takes the earlier decision about the line back.
    """

    ACCEPTED = "accepted"
    OVERRIDDEN = "overridden"
    OWN_LINE = "own_line"
    CHANGED = "changed"
    REOPENED = "reopened"


EVERY_ROLE_BUT_INTERPRETER = (Role.CLERK, Role.COORDINATOR, Role.ADMINISTRATOR)
"""Who sets a store up does everything, until there are others."""


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


class ErasureReason(StrEnum):
    """Why a case was erased."""

    PERSON_ASKED = "person_asked"
    RETENTION = "retention"
    MISTAKE = "mistake"


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
class Place:
    """A question, or a field of one entry."""

    question: str
    entry: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A change with an id of its own: saving it twice is saving it once.

    `base` is the event of the answer that its editor saw there, empty where there was none, None where that is not
    known: then it contradicts nobody. It is only compared while the event is written, and not kept.
    """

    id: str
    change: Change
    at: datetime
    base: str | None = None


def event(change: Change, at: datetime, base: str | None = None) -> Event:
    """A new event for a change that was made at `at`."""
    return Event(new_id(at), change, at, base)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody answered in the event with this id; `answer` is None where the event holds none."""

    event: str
    answer: Answer | None
    actor: str
    actor_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TwoStatements:
    """Answers to the same whose authors had not seen each other's. `kept` stands until a person settles it."""

    place: Place
    kept: Statement
    others: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day by which something has to happen; `deadline` is the id of the rule that sets it."""

    deadline: str
    date: date
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class CaseSettings:
    """How a case is asked and assessed. `law` is the day of a law set chosen by hand, None for the one in force."""

    run: Run = Run.CORE
    languages: tuple[str, ...] = ()
    law: date | None = None


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case that only lives in memory so far. `id` is a UUIDv7 (`new_id`)."""

    id: str
    kind: str
    site: str
    questionnaire: str
    settings: CaseSettings = field(default_factory=CaseSettings)


@dataclass(frozen=True, slots=True)
class Saving:
    """What is written in one transaction: events, where the interview stands, and the dates due they lead to.

    `place` None leaves the place as it is, `due_dates` None the dates; an empty tuple removes them. `happened` is what
    led to the events, `steps` what becomes of records by them: none is stored without the others. `settles` are places
    with two statements whose events settle them: whoever gave them saw both.
    """

    case_id: str
    events: tuple[Event, ...]
    actor: str
    at: datetime
    place: Place | None = None
    due_dates: tuple[DueDate, ...] | None = None
    happened: tuple[CaseEvent, ...] = ()
    steps: tuple[HandoverStep, ...] = ()
    settles: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Saved:
    """COMMIT has returned. `seq` is the number of the case's last event, `written` how many were new.

    `holder` is who has the interview open now, in `program`: it may have been taken over meanwhile. `disputed` are the
    questions that have two statements since.
    """

    case_id: str
    at: datetime
    seq: int
    written: int
    holder: str | None
    program: str | None = None
    disputed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """Who has an interview open, and in which program (`RunningProgram.id`). None: nobody, or a program not known."""

    holder: str | None
    program: str | None


@dataclass(frozen=True, slots=True)
class Staff:
    id: str
    name: str
    roles: tuple[Role, ...]
    added_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """A case without its answers. `holder` is who has the interview open, None when nobody has.

    `handed_by` is who handed it to the holder, who has not opened it yet. `restricted` is why the case may be read
    only; empty where it is not.
    """

    id: str
    code: str
    kind: str
    site: str
    questionnaire: str
    created_at: datetime
    created_by: str
    status: Status
    holder: str | None
    place: Place | None
    settings: CaseSettings
    last_activity: datetime
    closed_at: datetime | None = None
    restricted: str = ""
    handed_by: str | None = None


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """What was being typed when the interview stopped. `cursor` counts characters from 0."""

    place: Place
    text: str
    cursor: int
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as the interview takes it up: header, answers and the text that was half typed.

    `decided` are derived values by id that staff decided otherwise; only `walk` reads them along. `seq` is the number
    of the last event, `bases` the last event of each place, `two_statements` what is to be settled; `walk` leaves them.
    """

    header: CaseHeader
    answers: Answers
    half_typed: tuple[HalfTyped, ...] = ()
    decided: Mapping[str, str] = field(default_factory=dict)
    seq: int = 0
    bases: Mapping[Place, str] = field(default_factory=dict)
    two_statements: tuple[TwoStatements, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list of the desk. `parent_code` is that of the parent's case, where this is a child's and linked."""

    id: str
    code: str
    family_name: str
    given_name: str
    kind: str
    site: str
    status: Status
    holder: str | None
    holder_name: str
    place: Place | None
    last_activity: datetime
    parent_code: str = ""
    is_restricted: bool = False


@dataclass(frozen=True, slots=True)
class HandedLine:
    """An interview that was handed on `at` a moment and that nobody has opened yet.

    `by` handed it on, `by_name` is their name; `is_mine` where it was handed to who asks, else they handed it on.
    """

    case: CaseLine
    by: str
    by_name: str
    at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list shows; what is empty or None does not choose. `person` holds them, or began them."""

    status: Status | None = Status.OPEN
    person: str = ""
    kind: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class DueLine:
    """A date due of an open case."""

    case: CaseLine
    due: DueDate


@dataclass(frozen=True, slots=True)
class PastChange:
    """One event of a case as its history shows it.

    `addition` is the id of what happened and led to it, in a closed interview always; None where nothing did.
    """

    seq: int
    event: Event
    actor: str
    actor_name: str
    addition: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What staff decided about one line. `line` is its id, empty for an own line, whose words are in `text`.

    A derived value has the line_kind DERIVED and its own id as `line`. A changed one says in `text` what holds instead
    and in `reason` why.
    """

    id: str
    case_id: str
    line_kind: str
    line: str
    decision: DecisionKind
    reason: str
    text: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """Something that happened in a case. `id` is a UUIDv7 (`new_id`), `kind` lower_snake, from data or WITHDRAWN.

    `entry` is the entry of the measure or course it is about. `replaces` is the id of an earlier event of the case that
    this one corrects, or takes back where its kind is WITHDRAWN; then `date` is the day of that.
    """

    id: str
    case_id: str
    kind: str
    date: PartialDate
    actor: str
    at: datetime
    entry: str = ""
    note: str = ""
    replaces: str | None = None


def standing(events: Iterable[CaseEvent]) -> tuple[CaseEvent, ...]:
    """The events that hold, in their order: neither replaced nor taken back.

    Taking a correction back does not bring back what it had corrected.
    """
    kept = tuple(events)
    gone = {event.replaces for event in kept}
    return tuple(event for event in kept if event.id not in gone and event.kind != WITHDRAWN)


@dataclass(frozen=True, slots=True)
class CaseLink:
    """The short case of a child and the case of its parent. `entry` is the child's entry in the parent's household."""

    parent_id: str
    child_id: str
    actor: str
    at: datetime
    entry: str = ""


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


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record with the line of its case, as the desk lists it."""

    case: CaseLine
    record: Record


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
    """The end of the chain. Written down elsewhere, it shows a tail that was cut off."""

    seq: int
    mac: str


class Breach(StrEnum):
    """How a chain does not fit: an entry was changed, moved or taken out, its end is cut off, or all was written anew.

    The last two are seen by a head that was written down elsewhere.
    """

    CHANGED = "changed"
    CUT = "cut"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True)
class AuditReport:
    """`broken_at` is the first entry that does not fit or is missing, None where the chain is whole."""

    entries: int
    broken_at: int | None
    head: AuditHead
    breach: Breach | None = None


@dataclass(frozen=True, slots=True)
class Erasure:
    """That a case was erased, and why. It is kept so that a restored backup can be cleaned again."""

    case_id: str
    reason: ErasureReason
    actor: str
    at: datetime
