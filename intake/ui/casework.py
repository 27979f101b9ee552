"""One case on the desk: the interview as it stands, and the way its changes reach the store.

Until data protection was explained the case lives here only. Then everything so far is written in one transaction, and
each change after it in one of its own. 'Saved' is said when COMMIT has returned.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import TypeVar

from intake.errors import StoreError
from intake.interview.answers import Answer, Change, State, Value
from intake.interview.limits import Day
from intake.interview.questions import Question
from intake.interview.session import Interview, Run, Step
from intake.interview.truth import Interval, Truth, completed_years
from intake.interview.values import PartialDate
from intake.pathways.assess import Assessment, PreruleLine
from intake.pathways.deciding import Deciding, deciding_questions
from intake.pathways.phases import Made
from intake.store.failures import CaseClosed, case_closed
from intake.store.ids import new_id
from intake.store.records import (
    ADDITION,
    CONSENT_CHANGED,
    DERIVED,
    Action,
    CaseEvent,
    CaseFile,
    CaseHeader,
    CaseLink,
    CaseSettings,
    Decision,
    DueDate,
    Event,
    HalfTyped,
    HandoverStep,
    Hold,
    NewCase,
    Place,
    Record,
    Saved,
    Saving,
    Status,
    standing,
)
from intake.ui.case_store import CaseStore
from intake.ui.cover import Cover
from intake.ui.dates_due import due_dates
from intake.ui.deciding_order import DecidingOrder
from intake.ui.decisions import standing_decisions
from intake.ui.disputes import Disputes, place_of
from intake.ui.holding import Holding
from intake.ui.unwritten import NotedStep, Unwritten

T = TypeVar("T")
FAMILIAR_BELOW = 16
"""Source: interview.md 1.7: the familiar form is read to a child under 16."""


LANGUAGE_LIST = "list:languages"
CONSENTS = "consents"

Assess = Callable[[Interview, Mapping[str, str]], Assessment]
"""The proposal for an interview, with the derived values that staff decided."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What an unanswered question may be answered with, and the question it comes from; none: the parent's case.

    From the list of languages comes what staff chose there: `LANGUAGE_LIST`.
    """

    value: Value
    origin: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A pre-rule that stops the interview or comes before everything else, with where to go."""

    line: PreruleLine


class CaseWork:
    """The case that is open. Screens read `interview` and `assessment`, and change it through `save` only."""

    def __init__(
        self,
        new: NewCase,
        interview: Interview,
        store: CaseStore,
        assess: Assess,
        *,
        actor: str,
        program: str = "",
        now: Callable[[], dt.datetime],
        header: CaseHeader | None = None,
        half_typed: tuple[HalfTyped, ...] = (),
        link: CaseLink | None = None,
        decided: Mapping[str, str] | None = None,
        file: CaseFile | None = None,
    ) -> None:
        """`header` is None for a case that no store knows yet; `link` is written with it. `now` gives aware times.

        `decided` are derived values that staff decided otherwise, by id. `file` is the case as it was opened.
        """
        self.new = new
        self.interview = interview
        self.header = header
        self.saved_at: dt.datetime | None = header.last_activity if header else None
        self.place = (header.place if header else None) or Place("")
        """Where the interview goes on; no question where the last one is answered."""
        self.shown = self.place
        """The screen of the interview that was shown last."""
        self._store = store
        self._assess = assess
        self.decided: Mapping[str, str] = decided or {}
        self._actor = actor
        self.holding = Holding(actor, program)
        self.disputes = Disputes(file)
        self.now = now
        self._unsaved: list[Event] = []
        self._half_typed = {found.place: found.text for found in half_typed}
        self._settings = header.settings if header else new.settings
        self._languages = self._settings.languages
        self._failed = False
        self._behind: set[Place] = set()
        self.link = link
        self.from_parent: Mapping[str, Value] = {}
        """What the case of the parent suggests, where this is the short case of a child."""
        self.cover = Cover()
        """What of the case is covered on the screen."""
        self.offered: dict[str, Value] = {}
        """What was chosen in the list of languages suggests, by question."""
        self.order: DecidingOrder | None = None
        """Set while only what still decides is asked."""
        self.ticked: dict[tuple[str, str], frozenset[str]] = {}
        """By recipient and office: the words of staff that go along in its record. Not kept beyond the talk."""
        self.seen: set[tuple[Action, str]] = set()
        """What was looked at in this visit, as the audit chain notes it."""
        self.made: tuple[Made, ...] = ()
        """What records that left say about who is responsible; `looking_back` fills it."""
        self._events: list[CaseEvent] = []
        self._steps: list[HandoverStep] = []
        self._unwritten = Unwritten(store)
        self._saving_behind = False
        """Whether the place or the dates due could not be written; what else was not is known one by one."""
        self._consents_changed: CaseEvent | None = None
        self._settings_behind = False
        self._assessed: tuple[Interview, Assessment] | None = None
        self._stops_seen = {stop.line.rule.id for stop in self.stops}

    # What it is

    @property
    def is_stored(self) -> bool:
        return self.header is not None

    @property
    def is_closed(self) -> bool:
        """Whether the interview is closed: what comes later is an addition with its date."""
        return self.header is not None and self.header.status is Status.CLOSED

    @property
    def is_safe(self) -> bool:
        """Whether all that was confirmed and all that happened is in the store, so that leaving loses none."""
        return not (self._unsaved or self._events or self._steps or self._unwritten or self._saving_behind)

    @property
    def is_typed_safe(self) -> bool:
        """Whether half-typed text is in the store, so that leaving loses none."""
        return self.holding.is_lost or not any(self._half_typed.get(place) for place in self._behind)

    @property
    def code(self) -> str:
        """The code of the case; empty while it lives in memory only."""
        return self.header.code if self.header else ""

    @property
    def has_failed(self) -> bool:
        """Whether the last change could not be written and waits for another try."""
        return self._failed

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in use in the person's pane, the current one first."""
        return self._languages

    @property
    def is_familiar(self) -> bool:
        """Whether a child under 16 is spoken to, as far as that is certain; first by what its parent said."""
        age, said = self.interview.facts.value("age"), self.from_parent.get("birth_date")
        if isinstance(age, Interval):
            return age.high < FAMILIAR_BELOW
        return isinstance(said, PartialDate) and completed_years(said.first, self.today) < FAMILIAR_BELOW

    @property
    def assessment(self) -> Assessment:
        """The proposal for the answers as they stand."""
        if self._assessed is None or self._assessed[0] is not self.interview:
            self._assessed = (self.interview, self._assess(self.interview, self.decided))
        return self._assessed[1]

    def suggested(self, question: Question) -> Suggested | None:
        """What is offered for a question that has no answer yet; Enter alone keeps it."""
        if question.id in self.from_parent and self.interview.answers[question.id].state is State.NOT_ASKED:
            return Suggested(self.from_parent[question.id], "")
        if question.id in self.offered and self.interview.answers[question.id].state is State.NOT_ASKED:
            return Suggested(self.offered[question.id], LANGUAGE_LIST)
        value = self.interview.suggestion(question)
        return None if value is None else Suggested(value, question.prefill)

    def assessed(self, talk: Interview) -> Assessment:
        """The proposal for other answers than those in hand: those that are about to be saved."""
        return self.assessment if talk is self.interview else self._assess(talk, self.decided)

    @property
    def deciding(self) -> tuple[Deciding, ...]:
        """The open questions that still decide, most deciding first."""
        return deciding_questions(self.assessment)

    @property
    def today(self) -> dt.date:
        return self.interview.context.day

    def day(self, entry: Callable[[str], Value | None] | None = None) -> Day:
        """What limits need to know. `entry` gives the fields of the entry in hand, which come first."""

        def other(id_: str) -> Value | None:
            found = entry(id_) if entry else None
            return self.interview.answers[id_].value if found is None else found

        return Day(self.today, other)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The true pre-rules that end the interview here or put one office before all others."""
        return tuple(
            Stop(line)
            for line in self.assessment.prerules
            if line.state is Truth.TRUE and (line.rule.suspends or line.rule.only_kinds is not None)
        )

    def new_stops(self) -> tuple[Stop, ...]:
        """The stops that are true since the last call."""
        stops = self.stops
        new = tuple(stop for stop in stops if stop.line.rule.id not in self._stops_seen)
        self._stops_seen = {stop.line.rule.id for stop in stops}
        return new

    # Saving

    async def save(
        self,
        *changes: Change,
        place: Place | None = None,
        happened: CaseEvent | None = None,
        steps: Iterable[HandoverStep] = (),
    ) -> None:
        """Take changes and write them. Raises StoreError; the changes stay here and are written by `retry`.

        Raises CaseClosed where the interview is closed and nothing `happened`; then nothing was taken.
        Raises TakenOver where the interview is open elsewhere: after the first such save, which is kept, nothing is
        written any more.
        `happened` is the event that led to the changes: it is written in the same transaction, with the same time.
        So are the `steps` of records that follow from the changes.
        """
        self.holding.insist()
        await self.go_on()
        if self.is_closed and changes and happened is None:
            happened = self._dated_by_itself(changes)
        at = happened.at if happened and happened is not self._consents_changed else self.now()
        if happened and happened not in self._events:
            self._events.append(happened)
        self._steps += steps
        changes = tuple(each for change in changes for each in self.interview.with_consequences(change))
        self.interview = self.interview.change(*changes)
        self._unsaved.extend(self.disputes.event(change, at) for change in changes)
        for change in changes:
            self._half_typed.pop(place_of(change), None)
        if place is not None:
            self.place = place
        await self._write_events(at)
        self.holding.insist()

    def _dated_by_itself(self, changes: Iterable[Change]) -> CaseEvent:
        """What carries changes of consents in a closed interview: they have days of their own.

        One event for all of one visit. Raises CaseClosed for any other change, before anything is taken.
        """
        if any(change.question != CONSENTS for change in changes):
            raise case_closed()
        if self._consents_changed is None:
            at, day = self.now(), self.today
            date = PartialDate(day.year, day.month, day.day)
            self._consents_changed = CaseEvent(new_id(at), self.new.id, CONSENT_CHANGED, date, self._actor, at)
        return self._consents_changed

    async def _write_events(self, at: dt.datetime) -> None:
        """Write what is not in the store yet. Doing it twice is doing it once: each event has an id of its own."""
        events = tuple(self._unsaved)
        saving = self._saving(events, at)
        happened, steps = saving.happened, saving.steps
        if self.header is not None:
            self._saving_behind = True
            saving, saved = await self._saved_or_added(saving)
            self._saving_behind = False
            happened = saving.happened
            self.holding.note(Hold(saved.holder, saved.program))
            is_behind = self.disputes.saved(saved, saving.settles)
        elif self.interview.may_be_stored:
            new = replace(self.new, settings=self._settings)
            self.header = await self._written(self._store.begin(new, saving, self.link))
            self.disputes.begun(len(events))
            is_behind = False
            self._behind.update(self._half_typed)
        else:
            return
        self._unsaved = [each for each in self._unsaved if each not in events]
        self._events = [each for each in self._events if each not in happened]
        self._steps = [each for each in self._steps if each not in steps]
        self.saved_at = at
        await self._keep_what_is_behind()
        await self._write_happened()
        if is_behind and not self.holding.is_lost:
            await self.look_for_news()

    async def _saved_or_added(self, saving: Saving) -> tuple[Saving, Saved]:
        """An answer that comes after a colleague has closed the interview is kept as an addition of today."""
        try:
            return saving, await self._written(self._store.save(saving))
        except CaseClosed:
            if saving.happened or not saving.events:
                raise
            day = self.today
            self._events.append(
                CaseEvent(
                    new_id(saving.at),
                    self.new.id,
                    ADDITION,
                    PartialDate(day.year, day.month, day.day),
                    self._actor,
                    saving.at,
                )
            )
        saving = replace(saving, happened=tuple(self._events))
        return saving, await self._written(self._store.save(saving))

    def _saving(self, events: tuple[Event, ...], at: dt.datetime) -> Saving:
        happened, steps = tuple(self._events), tuple(self._steps)
        settles = self.disputes.settles(events)
        return Saving(self.new.id, events, self._actor, at, self.place, self._due_dates(), happened, steps, settles)

    def _due_dates(self) -> tuple[DueDate, ...]:
        return due_dates(self.assessment, self.today)

    async def _written(self, future: Future[T]) -> T:
        try:
            result = await asyncio.wrap_future(future)
        except Exception:
            self._failed = True
            raise
        self._failed = False
        return result

    async def retry(self) -> None:
        """Try again to write what failed. Raises StoreError."""
        await self._written(self._store.retry())
        if self._unsaved or self._steps or self._saving_behind:
            await self._write_events(self.now())
        if self._settings_behind:
            await self._keep(self._settings)
        await self._keep_what_is_behind()
        await self._write_happened()
        await self._write_unwritten()

    async def go_on(self) -> None:
        """What failed comes first: nothing may overtake it, and nothing is written behind it. Raises StoreError."""
        if self._failed:
            await self.retry()

    async def look_who_holds(self) -> None:
        """Ask the store whether the interview is open here still. Raises TakenOver where it is not."""
        if self.header is not None:
            self.holding.note(await asyncio.wrap_future(self._store.hold(self.new.id)))
            self.holding.insist()

    async def look_for_news(self) -> None:
        """Take over what others have written into the case since it was opened or read here last. Raises StoreError."""
        if self.header is None or not self.is_safe:
            return
        file = await asyncio.wrap_future(self._store.load(self.new.id))
        if not self.is_safe:  # something was answered meanwhile: it is read again after that
            return
        if self.disputes.is_behind(file) or file.answers != self.interview.answers:
            self.interview = replace(self.interview, answers=file.answers)
        self.disputes.read(file)

    def stands_at(self, place: Place) -> None:
        """A screen of the interview is shown."""
        self.place = self.shown = place

    async def go(self, step: Step) -> None:
        """Remember on which screen the interview stands."""
        await self.save(place=Place(step.id))

    # Half-typed text

    def half_typed(self, place: Place) -> str:
        return self._half_typed.get(place, "")

    def half_typed_at(self, question: str) -> tuple[Place, ...]:
        """The places of a question and its entries where something is half typed."""
        return tuple(place for place in self._half_typed if place.question == question)

    async def keep_half_typed(self, place: Place, text: str) -> None:
        """Keep text that is no answer yet, in the store as soon as the case is there. Raises StoreError."""
        if self._half_typed.get(place, "") == text:
            return
        self._half_typed[place] = text
        if not text:
            del self._half_typed[place]
        self._behind.add(place)
        if self.header is not None and not self._failed:
            await self._keep_what_is_behind()

    async def _keep_what_is_behind(self) -> None:
        """Bring half-typed text in the store up to date. An answer has removed it there already."""
        if self.holding.is_lost:  # what is half typed there belongs to who has taken over
            return
        for place in sorted(self._behind, key=lambda place: (place.question, place.entry, place.field)):
            text = self._half_typed.get(place, "")
            kept = HalfTyped(place, text, len(text), self.now())
            self.holding.note(await self._written(self._store.keep_half_typed(self.new.id, kept)))
            if self.holding.is_lost:  # it was not kept: somebody else types there now
                return
            self._behind.discard(place)

    # How it is asked

    def switch_language(self) -> None:
        """The other of the two languages in use comes first. A change of the view only: nothing is written."""
        first, second, *rest = self._languages
        self._languages = (second, first, *rest)

    async def use_languages(self, languages: tuple[str, ...]) -> None:
        """The languages of the person's pane, the current one first. They are kept where others come into use."""
        self._languages = languages
        if set(languages) != set(self._settings.languages):
            await self._keep(replace(self._settings, languages=languages))

    async def switch_run(self) -> Run:
        """Ask all questions instead of only what decides, or the other way round; which it is now."""
        run = Run.FULL if self.interview.run is Run.CORE else Run.CORE
        self.interview = self.interview.with_run(run)
        await self._keep(replace(self._settings, run=run))
        return run

    async def _keep(self, settings: CaseSettings) -> None:
        """Keep how the case is shown. A full disk must not stop that: it is written with the next change."""
        self._settings = settings
        if self.header is None:
            return
        self._settings_behind = True
        if self._failed or self.holding.is_lost:
            return
        try:
            await self._written(self._store.keep_settings(self.new.id, settings))
        except StoreError:
            return
        self._settings_behind = False

    # Decisions and records

    async def decide(self, decision: Decision) -> None:
        """Keep a decision. Raises StoreError; it stays here then, and is written by `retry`."""
        self.holding.insist()
        await self.go_on()
        self._unwritten.add(decision)
        await self._write_unwritten()
        await self.look_who_holds()

    async def note_step(self, step: HandoverStep, confirm_by: dt.date | None = None) -> None:
        """Keep a step of a record of this case, as `decide` keeps a decision."""
        await self.go_on()
        self._unwritten.add(NotedStep(step, confirm_by))
        await self._write_unwritten()

    async def _write_unwritten(self) -> None:
        """A decision about a derived value changes the proposal, and with it perhaps what is due."""
        while (written := await self._unwritten.write_next(self._written)) is not None:
            if isinstance(written, Decision) and written.line_kind == DERIVED:
                due = self._due_dates()
                self.decided = standing_decisions(await self.decisions()).values
                self._assessed = None
                if self._due_dates() != due:
                    await self._write_events(self.now())

    async def decisions(self) -> tuple[Decision, ...]:
        """All decisions in the order they were made, with those that wait to be written."""
        stored = await asyncio.wrap_future(self._store.decisions(self.new.id)) if self.header else ()
        known = {each.id for each in stored}
        return (*stored, *(each for each in self._unwritten.decisions if each.id not in known))

    async def add_event(self, event: CaseEvent) -> None:
        """Note what happened; in the store as soon as the case is there. Raises StoreError; `retry` writes it then."""
        self.holding.insist()
        await self.go_on()
        self._events.append(event)
        await self._write_happened()
        await self.look_who_holds()

    async def events(self) -> tuple[CaseEvent, ...]:
        """What happened and still stands, in the order it was noted."""
        stored = await asyncio.wrap_future(self._store.events(self.new.id)) if self.header else ()
        known = {each.id for each in stored}
        return standing((*stored, *(each for each in self._events if each.id not in known)))

    async def _write_happened(self) -> None:
        """Bring what happened into the store, once the case is there. Each event has an id: twice is once."""
        for each in tuple(self._events) if self.header is not None else ():
            await self._written(self._store.add_event(each))
            if each in self._events:
                self._events.remove(each)

    async def records(self) -> tuple[Record, ...]:
        return await asyncio.wrap_future(self._store.records(self.new.id)) if self.header else ()


def remade(before: Answer, value: Value) -> Answer:
    """An answer with a new value and the marks it had."""
    return replace(before, state=State.ANSWERED, value=value, reason="")
