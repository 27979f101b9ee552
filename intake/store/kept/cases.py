"""A case: how it is asked, who has it open, what belongs to it, and that it was erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from intake.interview.answers import Answers
from intake.interview.session import Run
from intake.store.kept.answers import HalfTyped, Place, TwoStatements


class Status(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class ErasureReason(StrEnum):
    """Why a case was erased."""

    PERSON_ASKED = "person_asked"
    RETENTION = "retention"
    MISTAKE = "mistake"


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
class Hold:
    """Who has an interview open, and in which program (`RunningProgram.id`). None: nobody, or a program not known."""

    holder: str | None
    program: str | None


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
class CaseLink:
    """The short case of a child and the case of its parent. `entry` is the child's entry in the parent's household."""

    parent_id: str
    child_id: str
    actor: str
    at: datetime
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Erasure:
    """That a case was erased, and why. It is kept so that a restored backup can be cleaned again."""

    case_id: str
    reason: ErasureReason
    actor: str
    at: datetime
