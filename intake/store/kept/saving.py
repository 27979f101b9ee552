"""What is written in one transaction, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from intake.store.kept.answers import Event, Place
from intake.store.kept.cases import DueDate
from intake.store.kept.handovers import HandoverStep
from intake.store.kept.happened import CaseEvent


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
