"""The lines of the lists at the desk, and which cases a list shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intake.store.kept.answers import Place
from intake.store.kept.cases import DueDate, Status
from intake.store.kept.handovers import Record


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
class RecordLine:
    """A record with the line of its case, as the desk lists it."""

    case: CaseLine
    record: Record
