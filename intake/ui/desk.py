"""What stands behind the screens once the store is unlocked: store, content, texts. Screens know only this.

Everything here that reads or writes the store runs in a thread; the futures are awaited by screens.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from intake.errors import StoreError
from intake.interview.answers import Answers
from intake.interview.logic import load_logic
from intake.interview.questionnaire import LATEST, load_questionnaire
from intake.interview.session import Interview, Run
from intake.languages.languages import InterfaceLanguage, InterfaceLanguages
from intake.pathways.assess import Assessment, assess
from intake.pathways.content import Content
from intake.pathways.core_run import needed_ids
from intake.pathways.law import LawSet, site_context
from intake.pathways.sites import SiteProfile
from intake.settings import Settings
from intake.store.audit.chain import Deed
from intake.store.backups.after_work import back_up_after_work
from intake.store.ids import new_id
from intake.store.people.rights import Right, may
from intake.store.records import (
    Action,
    CaseEvent,
    CaseFile,
    CaseHeader,
    CaseLine,
    CaseLink,
    CaseSettings,
    Decision,
    DueLine,
    HalfTyped,
    HandoverStep,
    Hold,
    NewCase,
    Record,
    RecordLine,
    Saved,
    Saving,
    Staff,
)
from intake.store.writer import REFUSALS
from intake.ui.backups import backup_plan, backup_troubles
from intake.ui.casework import CaseWork
from intake.ui.clock_note import clock_note
from intake.ui.decisions import standing_decisions
from intake.ui.families import known_to_parent
from intake.ui.role_names import ROLE_NAMES
from intake.ui.wording import CaseWording, Lexicon

if TYPE_CHECKING:
    from intake.store.keys.tries import Tried
    from intake.store.store import Store
    from intake.store.writer import Writer

T = TypeVar("T")
Now = Callable[[], dt.datetime]


@dataclass(frozen=True)
class Parts:
    """What is loaded after the first paint, before anything is unlocked."""

    content: Content
    lexicon: Lexicon
    languages: InterfaceLanguages


class Desk:
    """The open store with everything that screens need. Made after unlocking, closed when the desk is locked."""

    def __init__(
        self, store: Store, writer: Writer, parts: Parts, settings: Settings, now: Now, program: str = ""
    ) -> None:
        """`program` is the id of this program among those that have the store open; empty where it is not known."""
        self.parts = parts
        self.settings = settings
        self.now = now
        self.staff: Staff = store.staff
        self.program = program
        self._store = store
        self._writer = writer
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="store-reader")
        self._counter = ThreadPoolExecutor(1, thread_name_prefix="store-counter")
        self.is_closing = threading.Event()
        self._is_paused = False
        self._later: list[Callable[[], None]] = []
        """What was asked for while the store was closed: done once it is open again."""
        self._writes_later = False
        self._receipts: list[HandoverStep] = []
        """Steps of records of cases that are not in hand, which could not be written yet."""
        self._unnoted: list[tuple[Deed, dt.datetime]] = []
        self._notes_are_due = False

    @property
    def content(self) -> Content:
        return self.parts.content

    @property
    def site(self) -> SiteProfile:
        return self.content.site(self.settings.site)

    @property
    def tried(self) -> Tried:
        """Wrong passphrases for this person since their last login, and whether the recovery key replaced theirs."""
        return self._store.tried

    @property
    def today(self) -> dt.date:
        return self.now().astimezone().date()

    def close(self, why: str = "end") -> None:
        """Write what waits, close the file and forget the key. `why`: end, key or idle, for the audit chain."""
        self.is_closing.set()
        at = self.now()
        self._writer.ask(self._write_notes)
        self._writer.ask(lambda: self._store.note([Deed(Action.STORE_LOCKED, subject=why)], self.staff.id, at))
        self._writer.close()
        self._counter.shutdown(cancel_futures=True)
        self._reader.shutdown()
        if self.settings.backup == "auto":
            back_up_after_work(self._store.care, backup_plan(self.settings), self.staff.id, at)
        self._store.close()

    def pause(self) -> None:
        """The desk is being locked: from now on everything waits until it is opened again. Close it then."""
        self._is_paused = True

    @property
    def is_paused(self) -> bool:
        """Whether the desk is locked, and all that is asked of it waits."""
        return self._is_paused

    def reopen(self, fresh: Desk) -> None:
        """Go on with the store that `fresh` was opened with. What waited is done now, in its order."""
        self.staff = fresh.staff
        self._store, self._writer = fresh._store, fresh._writer
        self._reader, self._counter, self.is_closing = fresh._reader, fresh._counter, fresh.is_closing
        self._is_paused = self._writes_later = False
        later, self._later = self._later, []
        for each in later:
            each()

    @property
    def is_safe(self) -> bool:
        """Whether nothing waits to be written that no case knows of."""
        return not self._writes_later and not self._receipts

    def _in_turn(self, begin: Callable[[], Future[T]], *, writes: bool = False) -> Future[T]:
        """Something for a thread of the store; while the desk is locked it waits, and who asked waits with it."""
        if not self._is_paused:
            return begin()
        self._writes_later |= writes
        waiting: Future[T] = Future()
        self._later.append(lambda: begin().add_done_callback(partial(_pass_on, waiting)))
        return waiting

    def read(self, work: Callable[[], T]) -> Future[T]:
        return self._in_turn(lambda: self._reader.submit(work))

    async def ask(self, work: Callable[[Store], T]) -> T:
        """Something read from the store, without holding up the screen."""
        return await asyncio.wrap_future(self.read(lambda: work(self._store)))

    async def reckon(self, work: Callable[[Store], T]) -> T:
        """Something long, read beside all that `ask` reads. What takes seconds has to look at `is_closing` and end."""
        while True:
            try:
                return await asyncio.wrap_future(self._in_turn(lambda: self._counter.submit(lambda: work(self._store))))
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if not self._is_paused or task is None or task.cancelling():
                    raise  # else the lock has stopped it: it is done again after it

    async def write(self, work: Callable[[Store], T]) -> T:
        """Something written in its turn, after what could not be written before. Raises StoreError; then it is undone.

        The answers of a case are not: they go through `save` and wait until they can be written.
        """
        if self._writer.state.failed is not None:
            await asyncio.wrap_future(self.retry())
        asked = self._in_turn(lambda: self._writer.ask(lambda: work(self._store)), writes=True)
        return await asyncio.wrap_future(asked)

    async def note_receipt(self, step: HandoverStep) -> None:
        """Keep a step of a record whose case is not in hand. Raises StoreError; `write_receipts` writes it then."""
        self._receipts.append(step)
        await self.write_receipts()

    async def write_receipts(self) -> None:
        """Write the steps that wait. Raises StoreError; one that is refused for good is given up by that."""
        while self._receipts:
            step = self._receipts[0]
            try:
                await self.write(lambda store: store.note_step(step))  # noqa: B023  # awaited before the next round
            except REFUSALS:
                self._receipts.remove(step)
                raise
            self._receipts.remove(step)

    # Who may do what

    def may(self, *rights: Right) -> bool:
        """Whether the person has one of these rights, as their roles were when they were read last."""
        return may(self.staff, *rights)

    @property
    def roles(self) -> str:
        """The roles of the person, in words: `Desk, administration`."""
        say = self.wording().say
        return ", ".join(say(ROLE_NAMES[role]) for role in self.staff.roles)

    async def read_roles(self) -> None:
        """The roles as they are now: an administrator may have changed them meanwhile."""
        self.staff = await self.ask(lambda store: store.myself())

    async def read_beside(self, case_id: str, name: str, passphrase: str, at: dt.datetime) -> CaseFile:
        """A case with health and protection, beside a colleague. Raises KeyRefused, StoreError."""
        return await self.write(lambda store: store.beside.read(case_id, name, passphrase, at))

    async def uncover(self, case_id: str, place: str, passphrase: str) -> None:
        """Show what is covered at a place of a case. Raises KeyRefused, StoreError; it is noted before it returns."""
        deed, at = Deed(Action.SECTION_UNLOCKED, case_id, place), self.now()
        await self.ask(lambda store: store.people.check_passphrase(passphrase, at))
        await self.write(lambda store: store.note([deed], self.staff.id, at))

    # Audit

    def saw(self, work: CaseWork, action: Action, subject: str = "") -> None:
        """Note that something of a stored case was looked at: once in a visit, and behind whatever is being written."""
        if work.is_stored and (action, subject) not in work.seen:
            work.seen.add((action, subject))
            self.note(action, work.new.id, subject)

    def note(self, action: Action, case_id: str = "", subject: str = "") -> None:
        """Note what left the screen without the store: printed, copied. What cannot be noted now is with the next."""
        self._unnoted.append((Deed(action, case_id, subject), self.now()))
        if not self._notes_are_due:
            self._notes_are_due = True
            self._in_turn(lambda: self._writer.ask(self._write_notes)).add_done_callback(self._noted)

    def _noted(self, done: Future[None]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._notes_are_due = False

    def _write_notes(self) -> None:
        """In the thread that writes: all that came up to now, in one transaction."""
        self._notes_are_due = False
        noted = tuple(self._unnoted)
        if not noted:
            return
        self._store.note_each(noted, self.staff.id)
        del self._unnoted[: len(noted)]

    # Desk

    async def record_by_code(self, code: str) -> RecordLine | None:
        """The record on whose receipt slip this code stands."""
        return await self.ask(lambda store: store.record_by_code(code))

    async def due(self, days: int) -> tuple[DueLine, ...]:
        """What is due today and in the next days, then what is overdue since at most a year."""
        today = self.today
        last, yesterday, first = (today + dt.timedelta(days=each) for each in (days, -1, -366))
        coming = await self.ask(lambda store: store.due(today, last))
        return (*coming, *await self.ask(lambda store: store.due(first, yesterday)))

    async def interrupted(self) -> tuple[CaseLine, ...]:
        """The interviews that this person held when a program ended; not those that go on in another one."""
        return await self.ask(lambda store: store.holds.interrupted(self.staff.id, self.program))

    async def name_of(self, staff: str) -> str:
        """The name of a colleague (the id)."""
        return next(each.name for each in await self.ask(lambda store: store.people.staff()) if each.id == staff)

    async def languages_by_use(self) -> tuple[InterfaceLanguage, ...]:
        """All languages of the person's pane: those most used at this desk first, the others in their own order."""
        used = await self.ask(lambda store: store.languages_used())
        known = [self.parts.languages[code] for code in used if code in self.parts.languages]
        return (*known, *(each for each in self.parts.languages if each not in known))

    async def clock_trouble(self) -> StoreError | None:
        """What somebody has to know about the clock: it was put back."""
        at = self.now()
        return clock_note(await self.ask(lambda store: store.clock_put_back(at)), at, self.settings.language)

    async def backup_troubles(self) -> tuple[StoreError, ...]:
        """What somebody has to know about backups: the last one failed, or the second place was missing for long."""
        at = self.now()
        return await self.ask(lambda store: backup_troubles(store.folder, self.settings, at))

    # Cases

    def new_case(self, kind: str = "full", parent: str = "", entry: str = "") -> CaseWork:
        """A case that lives in memory.

        For the case of a child, `parent` is the id of a stored case and `entry` the child's entry in its household.
        """
        at = self.now()
        settings = CaseSettings(Run(self.settings.run), (self.settings.person_language,), self._law_date())
        new = NewCase(new_id(at), kind, self.site.id, LATEST, settings)
        link = CaseLink(parent, new.id, self.staff.id, at, entry) if parent else None
        return self._work(new, Answers(), self.site, None, (), link)

    async def open_case(self, case_id: str, *, over: bool = False, resume: bool = False) -> CaseWork:
        """Open a case. `resume` goes on with the same talk; else what holds for one talk is asked again.

        Raises CaseHeld where it is open elsewhere and `over` is not set.
        """
        at = self.now()
        file: CaseFile = await self.write(
            lambda store: store.holds.take(case_id, self.staff.id, at, over=over, program=self.program)
        )
        work = self.as_work(file, standing_decisions(await self.ask(lambda store: store.decisions(case_id))).values)
        if self.may(Right.READ):
            work.from_parent = await known_to_parent(self, work)
        fresh = () if resume or work.is_closed else work.interview.new_session()
        if fresh:
            await work.save(*fresh)
        return work

    def as_work(self, file: CaseFile, decided: Mapping[str, str] | None = None) -> CaseWork:
        """A case of the store as it is asked here. It is not opened by this: what is saved needs the hold on it."""
        header = file.header
        new = NewCase(header.id, header.kind, header.site, header.questionnaire, header.settings)
        site = self.content.site(header.site)
        return self._work(new, file.answers, site, header, file.half_typed, decided=decided, file=file)

    async def put_back(self, work: CaseWork) -> None:
        """End the talk: the case is nobody's in hand any more."""
        if work.is_stored:
            at = self.now()
            await self.write(lambda store: store.holds.put_back(work.new.id, self.staff.id, at, self.program))

    async def children(self, work: CaseWork) -> tuple[CaseLink, ...]:
        """The cases of the children of this person, in the order they were begun."""
        return await self.ask(lambda store: store.children_of(work.new.id)) if work.is_stored else ()

    async def parent(self, work: CaseWork) -> CaseLink | None:
        """The case of a parent of this child, also while the child's case lives in memory only."""
        return await self.ask(lambda store: store.parent_of(work.new.id)) if work.is_stored else work.link

    def _law_date(self) -> dt.date | None:
        return self.content.law(self.settings.law, self.today).date if self.settings.law else None

    def _law(self, new: NewCase) -> LawSet:
        date = new.settings.law
        return self.content.laws.of(date) if date else self.content.laws.in_force(self.today)

    def _work(
        self,
        new: NewCase,
        answers: Answers,
        site: SiteProfile,
        header: CaseHeader | None,
        half_typed: tuple[HalfTyped, ...],
        link: CaseLink | None = None,
        decided: Mapping[str, str] | None = None,
        file: CaseFile | None = None,
    ) -> CaseWork:
        logic = self.content.logic
        if new.questionnaire != logic.questionnaire.version:
            logic = load_logic(load_questionnaire(new.questionnaire))
        context = site_context(site, self._law(new), self.today)
        interview = Interview(logic, answers, context, new.kind, new.settings.run, needed_ids(site), self._left_out())

        def proposal(talk: Interview, values: Mapping[str, str]) -> Assessment:
            return assess(logic, talk.answers, site, self._law(new), talk.context.day, new.kind, values)

        return CaseWork(
            new,
            interview,
            self,
            proposal,
            actor=self.staff.id,
            program=self.program,
            now=self.now,
            header=header,
            half_typed=half_typed,
            link=link,
            decided=decided,
            file=file,
        )

    def goes_on_today(self, work: CaseWork) -> None:
        """Lets a case that was opened on another day go on as of today: a consent may have ended in between."""
        if work.today != self.today:
            site = self.content.site(work.new.site)
            work.interview = replace(work.interview, context=site_context(site, self._law(work.new), self.today))

    def _left_out(self) -> frozenset[str]:
        """What is no step for who only leads the interview that was handed to them."""
        if self.may(Right.INTERVIEWS):
            return frozenset()
        from intake.ui.interpreting import left_out  # for interpreters only

        return left_out(self.content.questionnaire)

    def assess_then(self, work: CaseWork) -> Callable[[Answers, dt.date, Mapping[str, str]], Assessment]:
        """The proposal for the case as it stood on a day, by the law set of that day or the one chosen for the case."""
        logic, site, chosen = work.interview.logic, self.content.site(work.new.site), work.new.settings.law

        def proposal(answers: Answers, day: dt.date, decided: Mapping[str, str]) -> Assessment:
            law = self.content.laws.of(chosen) if chosen else self.content.laws.in_force(day)
            return assess(logic, answers, site, law, day, work.new.kind, decided)

        return proposal

    def unasked_for(self, work: CaseWork) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """For each kind of office that the proposal names: what it could use and nobody has asked."""
        from intake.ui.offices import unasked_for  # the handover, for the review only

        return unasked_for(work)

    def wording(self, work: CaseWork | None = None) -> CaseWording:
        """Texts for the desk, or for a case in the language of its person."""
        if work is None:
            return CaseWording(self.parts.lexicon, self.settings.language, self.settings.person_language)
        person = work.languages[0] if work.languages else self.settings.person_language
        return CaseWording(self.parts.lexicon, self.settings.language, person, work.is_familiar, cover=work.cover)

    def prepare_names(self, work: CaseWork) -> None:
        """Have the names of countries and languages ready before a question searches them; they take 70 ms."""
        names, language = self.parts.lexicon.names, self.wording(work).person
        self.read(lambda: (names.countries(language), names.languages(language)))

    # The store of a case (casework.CaseStore)

    def begin(self, new: NewCase, saving: Saving, link: CaseLink | None) -> Future[CaseHeader]:
        return self._submit(lambda: self._store.begin_case(new, saving, link, self.program), new.id)

    def save(self, saving: Saving) -> Future[Saved]:
        return self._in_turn(lambda: self._writer.save(saving), writes=True)

    def load(self, case_id: str) -> Future[CaseFile]:
        return self.read(lambda: self._store.holds.reread(case_id))

    def hold(self, case_id: str) -> Future[Hold]:
        return self.read(lambda: self._store.holds.of_case(case_id))

    def retry(self) -> Future[None]:
        return self._in_turn(lambda: self._writer.retry())

    def keep_half_typed(self, case_id: str, half_typed: HalfTyped) -> Future[Hold]:
        by = Hold(self.staff.id, self.program or None)
        return self._submit(lambda: self._store.keep_half_typed(case_id, half_typed, by), case_id)

    def keep_settings(self, case_id: str, settings: CaseSettings) -> Future[CaseHeader]:
        at = self.now()
        return self._submit(lambda: self._store.keep_settings(case_id, settings, self.staff.id, at), case_id)

    def decide(self, decision: Decision) -> Future[None]:
        return self._submit(lambda: self._store.decide(decision), decision.case_id)

    def note_step(self, step: HandoverStep, confirm_by: dt.date | None) -> Future[Record]:
        return self._submit(lambda: self._store.note_step(step, confirm_by), step.case_id)

    def decisions(self, case_id: str) -> Future[tuple[Decision, ...]]:
        return self.read(lambda: self._store.decisions(case_id))

    def add_event(self, event: CaseEvent) -> Future[None]:
        return self._submit(lambda: self._store.add_event(event), event.case_id)

    def events(self, case_id: str) -> Future[tuple[CaseEvent, ...]]:
        return self.read(lambda: self._store.events_of(case_id))

    def records(self, case_id: str) -> Future[tuple[Record, ...]]:
        return self.read(lambda: self._store.records(case_id))

    def _submit(self, work: Callable[[], T], case_id: str) -> Future[T]:
        return self._in_turn(lambda: self._writer.submit(work, case_id), writes=True)


def _pass_on(waiting: Future[T], done: Future[T]) -> None:
    """Finish what somebody waits for with what came of it, unless nobody waits any more."""
    if not waiting.set_running_or_notify_cancel():
        return
    error = done.exception()
    if error is None:
        waiting.set_result(done.result())
    else:
        waiting.set_exception(error)
