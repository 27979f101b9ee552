"""Closing an interview, opening it again, and what came to it later: the back room of the screens that do that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from intake.handover.record.additions import Added
from intake.handover.record.additions import Additions as RecordAdditions
from intake.interview.values import PartialDate
from intake.store.ids import new_id
from intake.store.kept.answers import PastChange, Place
from intake.store.kept.cases import Status
from intake.store.kept.happened import ADDITION, REOPENED, CaseEvent
from intake.store.people.rights import Right
from intake.ui.looking_back import history_of

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Additions:
    """What came to a closed interview: by place the event that changed the answer last, and words of their own."""

    answers: Mapping[Place, CaseEvent] = field(default_factory=dict)
    words: tuple[CaseEvent, ...] = ()

    def for_record(self, ticked: Collection[str] | None) -> RecordAdditions:
        """As far as they may go into a record: words where they are `ticked`, by id; None lets all of them."""
        days: dict[tuple[str, str], dt.date] = {}
        for place, event in self.answers.items():
            key, day = (place.question, place.field), event.date.first
            days[key] = max(day, days.get(key, day))
        along = (event for event in self.words if ticked is None or event.id in ticked)
        return RecordAdditions(days, tuple(Added(event.date.first, event.note, event.id) for event in along))

    def of_question(self, question: str) -> CaseEvent | None:
        """The latest addition about a question or one of its entries."""
        found = [event for place, event in self.answers.items() if place.question == question]
        return max(found, key=lambda event: event.at, default=None)


def may_close(desk: Desk) -> bool:
    """Whether the person at the desk may close an interview, and open it again."""
    return desk.may(Right.CLOSE)


async def close_case(desk: Desk, work: CaseWork) -> None:
    """Close the interview: from now on it takes additions only. Raises StoreError."""
    at, actor = work.now(), desk.staff.id
    work.header = await desk.write(lambda store: store.set_status(work.new.id, Status.CLOSED, actor, at))


async def reopen_case(desk: Desk, work: CaseWork, reason: str) -> None:
    """Open it again, with the reason in what happened. Raises StoreError."""
    event = _event(desk, work, REOPENED, work.today, reason)
    work.header = await desk.write(lambda store: store.reopen_case(event))


def addition(desk: Desk, work: CaseWork, day: dt.date, text: str) -> CaseEvent:
    """An addition to a closed interview: words of their own, or why an answer is corrected."""
    return _event(desk, work, ADDITION, day, text)


async def additions_of(desk: Desk, work: CaseWork) -> Additions:
    """What came later to the case in hand. Raises StoreError."""
    events = {event.id: event for event in await work.events() if event.kind == ADDITION}
    if not events:
        return Additions()
    return additions_in(await history_of(desk, work), events)


def additions_in(history: tuple[PastChange, ...], events: Mapping[str, CaseEvent]) -> Additions:
    """The additions among the changes of a case; `events` are those that stand, by id."""
    answers: dict[Place, CaseEvent] = {}
    used: set[str] = set()
    for past in history:
        change = past.event.change
        place = Place(change.question, getattr(change, "entry", ""), getattr(change, "field", ""))
        if past.addition is None or past.addition not in events:
            answers.pop(place, None)
        else:
            answers[place] = events[past.addition]
            used.add(past.addition)
    return Additions(answers, tuple(event for id_, event in events.items() if id_ not in used))


def _event(desk: Desk, work: CaseWork, kind: str, day: dt.date, text: str) -> CaseEvent:
    at = work.now()
    date = PartialDate(day.year, day.month, day.day)
    return CaseEvent(new_id(at), work.new.id, kind, date, desk.staff.id, at, note=text)
