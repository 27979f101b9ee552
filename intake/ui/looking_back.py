"""How a case stood at an earlier moment: its answers then, and who was responsible when a record left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from intake.interview.answers import Answers
from intake.pathways.assess import assess
from intake.pathways.phases import Made, responsible
from intake.store.kept.answers import PastChange
from intake.store.kept.handovers import Record
from intake.store.kept.happened import CaseEvent

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk


def answers_until(history: Iterable[PastChange], at: dt.datetime) -> Answers:
    """The answers as they stood at a moment, changes of that moment included."""
    return Answers().apply_all(past.event.change for past in history if past.event.at <= at)


def answers_around(history: Iterable[PastChange], event: CaseEvent) -> tuple[Answers, Answers]:
    """The answers before an event and after it, by their order: a clock may be set back. No changes: empty ones.

    Its changes were written with its own time, one after the other.
    """
    known = tuple(history)
    own = [past.seq for past in known if (past.event.at, past.actor) == (event.at, event.actor)]
    if not own:
        return Answers(), Answers()
    before = Answers().apply_all(past.event.change for past in known if past.seq < own[0])
    return before, before.apply_all(past.event.change for past in known if past.seq in own)


async def history_of(desk: Desk, work: CaseWork) -> tuple[PastChange, ...]:
    """Every change of the case in hand, oldest first; none while it lives in memory only."""
    return await desk.ask(lambda store: store.history(work.new.id)) if work.is_stored else ()


async def look_back(desk: Desk, work: CaseWork) -> None:
    """Bring `work.made` up to date: what the records that left say about who has the case already.

    One that was returned or withdrawn says nothing.
    """
    records = [each for each in await work.records() if each.status.counts]
    history = await history_of(desk, work) if records else ()
    work.made = tuple(_made(work, record, history) for record in records)


def _made(work: CaseWork, record: Record, history: tuple[PastChange, ...]) -> Made:
    now, day = work.assessment, record.created_at.astimezone().date()
    answers = answers_until(history, record.created_at)
    then = assess(now.facts.logic, answers, now.site, now.law, day, now.kind, now.facts.decided)
    return Made(record.recipient, record.recipient in responsible(then))
