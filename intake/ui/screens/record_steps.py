"""Asks for one step of a record: how and to whom it was given, who confirmed it, why it came back, and on which day.

Each is a step with what was asked for it; None where staff went back, and nothing is noted. For workers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from intake.interview.typed_text import read_date
from intake.interview.values import Problem
from intake.languages.messages import N_
from intake.store.ids import new_id
from intake.store.kept.handovers import HandoverStep, Record, Step
from intake.ui.navigation import Navigation
from intake.ui.record_words import WAYS, WAYS_OF_RECORDS, WAYS_OF_TELLING, Way
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.typing import Typing
from intake.ui.waits import answer_of
from intake.ui.widgets.line_input import LineInput
from intake.ui.wording import CaseWording

MOST_NAME = 120
MIN_REASON = 3
NOBODY = "-"
"""Typed where no name is known."""


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Which days are possible. `too_early` is the message for one before the first, with {day}."""

    first: dt.date
    today: dt.date
    too_early: str


class DayTyping(Typing):
    """Asks for a full day in a span; today is offered. Gives it in its ISO form."""

    def __init__(self, title: str, about: str, wording: CaseWording, span: DaySpan) -> None:
        super().__init__(title, about, wording, most=20, text=f"{span.today:%d.%m.%Y}", follows=True)
        self._span = span

    def on_mount(self) -> None:
        """The day that is offered stays with Enter; typing takes its place."""
        super().on_mount()
        self.query_one(LineInput).select_all()

    def read(self, text: str) -> str | Problem:
        day = read_date(text)
        if isinstance(day, Problem):
            return day
        if not day.is_full:
            return Problem("The full date is needed: day, month and year.")
        if day.first > self._span.today:
            return Problem("This day lies in the future.")
        if day.first < self._span.first:
            return Problem(self._span.too_early, {"day": f"{self._span.first:%d.%m.%Y}"})
        return day.first.isoformat()


class StepAsker:
    """Asks above the screen that is shown."""

    def __init__(self, nav: Navigation, wording: CaseWording) -> None:
        self._nav = nav
        self._wording = wording

    async def step(self, kind: Step, record: Record) -> HandoverStep | None:
        """What is asked for a step of this kind."""
        match kind:
            case Step.HANDED_OVER:
                return await self._handed_over(record)
            case Step.CONFIRMED:
                return await self._confirmed(record)
            case Step.RETURNED:
                return await self._returned(record)
            case Step.TOLD:
                return await self._told(record)
            case Step.EXPORTED | Step.WITHDRAWN:
                raise ValueError("this step follows from something else")

    async def _handed_over(self, record: Record) -> HandoverStep | None:
        say = self._wording.say
        way = await self._way(say("How was the record handed over?"), record, WAYS_OF_RECORDS)
        person = way and await self._person(say("To whom was it given?"), record)
        day = person and await self._day(say("On which day was it handed over?"), record)
        return self._step(record, Step.HANDED_OVER, day, person, way) if day else None

    async def _confirmed(self, record: Record) -> HandoverStep | None:
        say = self._wording.say
        person = await self._person(say("Who has confirmed the receipt?"), record)
        day = person and await self._day(say("On which day was it confirmed?"), record)
        return self._step(record, Step.CONFIRMED, day, person) if day else None

    async def _returned(self, record: Record) -> HandoverStep | None:
        say = self._wording.say
        title = say("Why does the office return the record?")
        reason = await answer_of(self._nav.app, Typing(title, record.office, self._wording, least=MIN_REASON))
        person = reason and await self._person(say("Who has returned it?"), record, follows=True)
        day = person and await self._day(say("On which day did it come back?"), record)
        return self._step(record, Step.RETURNED, day, person or "", note=reason or "") if day else None

    async def _told(self, record: Record) -> HandoverStep | None:
        say = self._wording.say
        way = await self._way(say("How was the office told of the withdrawal?"), record, WAYS_OF_TELLING)
        person = way and await self._person(say("Who was told?"), record)
        day = person and await self._day(say("On which day was the office told?"), record)
        return self._step(record, Step.TOLD, day, person, way) if day else None

    async def _way(self, title: str, record: Record, ways: Iterable[Way]) -> str:
        items = [Item(way.value, self._wording.say(WAYS[way])) for way in ways]
        return await answer_of(self._nav.app, Dialog(title, [record.office], items)) or ""

    async def _person(self, title: str, record: Record, *, follows: bool = False) -> str:
        about = self._wording.say("{office}. A dash where no name is known.", office=record.office)
        asking = Typing(title, about, self._wording, most=MOST_NAME, follows=follows)
        return await answer_of(self._nav.app, asking) or ""

    async def _day(self, title: str, record: Record) -> dt.date | None:
        desk = self._nav.desk
        first = (record.exported_at or record.created_at).astimezone().date()
        span = DaySpan(min(first, desk.today), desk.today, N_("The record was written later: on {day}."))
        typed = await answer_of(self._nav.app, DayTyping(title, record.office, self._wording, span))
        return dt.date.fromisoformat(typed) if typed else None

    def _step(
        self, record: Record, kind: Step, day: dt.date, person: str, way: str = "", note: str = ""
    ) -> HandoverStep:
        desk = self._nav.desk
        at, name = desk.now(), "" if person.strip() in ("", NOBODY) else person
        return HandoverStep(new_id(at), record.id, record.case_id, kind, day, desk.staff.id, at, name, way, note)
