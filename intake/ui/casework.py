"""One case on the desk, and the way its changes reach the store.

Until data protection was explained the case lives here only. Then everything so far is written in one transaction, and
each change after it in one of its own. 'Saved' is said when COMMIT has returned.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TypeVar

from intake.errors import Fate, StoreError
from intake.interview.answers import Change
from intake.interview.session import Interview, Run
from intake.interview.values import PartialDate
from intake.store.failures import CaseClosed, case_closed
from intake.store.ids import new_id
from intake.store.kept.answers import HalfTyped, Place
from intake.store.kept.cases import CaseFile, CaseLink, CaseSettings, Hold, NewCase
from intake.store.kept.decisions import DERIVED, Decision
from intake.store.kept.handovers import HandoverStep, Record
from intake.store.kept.happened import ADDITION, CONSENT_CHANGED, CaseEvent, standing
from intake.store.kept.saving import Saved, Saving
from intake.ui.case_in_hand import CaseInHand
from intake.ui.case_settings import SettingsInUse
from intake.ui.case_store import CaseStore
from intake.ui.decisions import standing_decisions
from intake.ui.disputes import Disputes, place_of
from intake.ui.fates import becomes
from intake.ui.half_typed import HalfTypedTexts
from intake.ui.holding import Holding
from intake.ui.proposal import Assess
from intake.ui.unsaved import Unsaved
from intake.ui.unwritten import NotedStep, Unwritten
from intake.ui.whereabouts import Whereabouts

T = TypeVar("T")
CONSENTS = "consents"


class CaseWork(CaseInHand):
    """The case that is open, and its changes on their way into the store. Screens change it through `save` only."""

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
        file: CaseFile | None = None,
        link: CaseLink | None = None,
        decided: Mapping[str, str] | None = None,
    ) -> None:
        """`file` is the case as it was opened, None for one that no store knows yet; `link` is written with that.

        `now` gives aware times. `decided` are derived values that staff decided otherwise, by id.
        """
        header = file.header if file else None
        super().__init__(new, interview, assess, header=header, decided=decided)
        self.saved_at: dt.datetime | None = header.last_activity if header else None
        self.where = Whereabouts((header.place if header else None) or Place(""))
        self.link = link
        self.now = now
        self.holding = Holding(actor, program)
        self.disputes = Disputes(file)
        self.typed = HalfTypedTexts(file.half_typed if file else ())
        self.settings = SettingsInUse(header.settings if header else new.settings, self._keep_settings)
        self._store = store
        self._actor = actor
        self._failed = False
        self._unsaved = Unsaved()
        self._unwritten = Unwritten(store)
        self._consents_changed: CaseEvent | None = None

    # Whether it is safe

    @property
    def is_safe(self) -> bool:
        """Whether all that was confirmed and all that happened is in the store, so that leaving loses none."""
        return not (self._unsaved or self._unwritten)

    @property
    def is_typed_safe(self) -> bool:
        """Whether half-typed text is in the store, so that leaving loses none."""
        return self.holding.is_lost or self.typed.is_safe

    @property
    def has_failed(self) -> bool:
        """Whether the last change could not be written and waits for another try."""
        return self._failed

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in use in the person's pane, the current one first."""
        return self.settings.languages

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
        self.holding.refuse_after_said()
        await self.go_on()
        if self.is_closed and changes and happened is None:
            happened = self._dated_by_itself(changes)
        at = happened.at if happened and happened is not self._consents_changed else self.now()
        if happened:
            self._unsaved.happens(happened)
        changes = tuple(each for change in changes for each in self.interview.with_consequences(change))
        self.interview = self.interview.change(*changes)
        self._unsaved.take((self.disputes.event(change, at) for change in changes), steps)
        for change in changes:
            self.typed.answered(place_of(change))
        if place is not None:
            self.where.place = place
        await self._write_events(at)
        self.holding.insist()

    def _dated_by_itself(self, changes: Iterable[Change]) -> CaseEvent:
        """What carries changes of consents in a closed interview: they have days of their own.

        One event for all of one visit. Raises CaseClosed for any other change, before anything is taken.
        """
        if any(change.question != CONSENTS for change in changes):
            raise case_closed()
        if self._consents_changed is None:
            self._consents_changed = self._event_of_today(CONSENT_CHANGED, self.now())
        return self._consents_changed

    def _event_of_today(self, kind: str, at: dt.datetime) -> CaseEvent:
        date = PartialDate(self.today.year, self.today.month, self.today.day)
        return CaseEvent(new_id(at), self.new.id, kind, date, self._actor, at)

    async def _write_events(self, at: dt.datetime) -> None:
        """Write what is not in the store yet. Doing it twice is doing it once: each event has an id of its own."""
        saving = self._saving(at)
        if self.header is not None:
            self._unsaved.is_behind = True
            saving, saved = await self._saved_or_added(saving)
            self._unsaved.is_behind = False
            self.holding.note(Hold(saved.holder, saved.program))
            is_behind = self.disputes.saved(saved, saving.settles)
        elif self.interview.may_be_stored:
            new = replace(self.new, settings=self.settings.kept)
            self.header = await self._written(self._store.begin(new, saving, self.link))
            self.disputes.begun(len(saving.events))
            is_behind = False
            self.typed.all_behind()
        else:
            return
        self._unsaved.saved(saving)
        self.where.saved(saving.place or self.where.place)
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
            self._unsaved.happens(self._event_of_today(ADDITION, saving.at))
        saving = replace(saving, happened=self._unsaved.happened)
        return saving, await self._written(self._store.save(saving))

    def _saving(self, at: dt.datetime) -> Saving:
        waits = self._unsaved
        settles, due, place = self.disputes.settles(waits.events), self.due_dates, self.where.place
        return Saving(self.new.id, waits.events, self._actor, at, place, due, waits.happened, waits.steps, settles)

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
        if self._unsaved.needs_saving:
            await self._write_events(self.now())
        await self.settings.write()
        await self._keep_what_is_behind()
        await self._write_happened()
        await self._write_unwritten()

    async def go_on(self) -> None:
        """What failed comes first: nothing may overtake it, and nothing is taken behind it. Raises StoreError."""
        if self._failed:
            with becomes(Fate.BEHIND):
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
        """A screen of the interview is shown. Nobody waits until the store knows."""
        self.where.stands_at(place)
        if self.header is not None and not self.is_closed and not self.holding.is_lost:
            self.where.keep(partial(self._store.keep_place, self.new.id))

    # Half-typed text

    async def keep_half_typed(self, place: Place, text: str) -> None:
        """Keep text that is no answer yet, in the store as soon as the case is there. Raises StoreError."""
        if self.typed.change(place, text) and self.header is not None and not self._failed:
            await self._keep_what_is_behind()

    async def _keep_what_is_behind(self) -> None:
        """Bring half-typed text in the store up to date. What is typed there belongs to who has taken over."""
        if not self.holding.is_lost:
            await self.typed.write(self._kept, self.now)

    async def _kept(self, text: HalfTyped) -> bool:
        """Write a half-typed text. False where it was not kept: somebody else types there now."""
        self.holding.note(await self._written(self._store.keep_half_typed(self.new.id, text)))
        return not self.holding.is_lost

    # How it is asked

    async def switch_run(self) -> Run:
        """Ask all questions instead of only what decides, or the other way round; which it is now."""
        run = Run.FULL if self.interview.run is Run.CORE else Run.CORE
        self.interview = self.interview.with_run(run)
        await self.settings.use_run(run)
        return run

    async def _keep_settings(self, settings: CaseSettings) -> bool:
        """Keep how the case is shown. False where it could not be written: a full disk must not stop that."""
        if self.header is None:
            return True
        if self._failed or self.holding.is_lost:
            return False
        try:
            await self._written(self._store.keep_settings(self.new.id, settings))
        except StoreError:
            return False
        return True

    # Decisions and records

    async def decide(self, decision: Decision) -> None:
        """Keep a decision. Raises StoreError; it stays here then, and is written by `retry`."""
        self.holding.refuse_after_said()
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
                due = self.due_dates
                self.proposal.decide(standing_decisions(await self.decisions()).values)
                if self.due_dates != due:
                    await self._write_events(self.now())

    async def decisions(self) -> tuple[Decision, ...]:
        """All decisions in the order they were made, with those that wait to be written."""
        stored = await asyncio.wrap_future(self._store.decisions(self.new.id)) if self.header else ()
        known = {each.id for each in stored}
        return (*stored, *(each for each in self._unwritten.decisions if each.id not in known))

    async def add_event(self, event: CaseEvent) -> None:
        """Note what happened; in the store as soon as the case is there. Raises StoreError; `retry` writes it then."""
        self.holding.refuse_after_said()
        await self.go_on()
        self._unsaved.happens(event)
        await self._write_happened()
        await self.look_who_holds()

    async def events(self) -> tuple[CaseEvent, ...]:
        """What happened and still stands, in the order it was noted."""
        stored = await asyncio.wrap_future(self._store.events(self.new.id)) if self.header else ()
        known = {each.id for each in stored}
        return standing((*stored, *(each for each in self._unsaved.happened if each.id not in known)))

    async def _write_happened(self) -> None:
        """Bring what happened into the store, once the case is there. Each event has an id: twice is once."""
        for each in self._unsaved.happened if self.header is not None else ():
            await self._written(self._store.add_event(each))
            self._unsaved.noted(each)

    async def records(self) -> tuple[Record, ...]:
        return await asyncio.wrap_future(self._store.records(self.new.id)) if self.header else ()
