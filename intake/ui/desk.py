"""What stands behind the screens once the store is unlocked: store, content, texts. Screens know only this.

Everything here that reads or writes the store runs in a thread; the futures are awaited by screens.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from intake.errors import StoreError
from intake.languages.languages import InterfaceLanguage, InterfaceLanguages
from intake.pathways.content import Content
from intake.pathways.sites import SiteProfile
from intake.settings import Settings
from intake.store.audit.chain import Deed
from intake.store.backups.after_work import back_up_after_work
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseFile, CaseLink
from intake.store.kept.lists import CaseLine, DueLine
from intake.store.kept.people import Staff
from intake.store.people.rights import Right, may
from intake.ui.audit_notes import AuditNotes
from intake.ui.backups import backup_plan
from intake.ui.cases import as_work
from intake.ui.casework import CaseWork
from intake.ui.decisions import standing_decisions
from intake.ui.families import known_to_parent
from intake.ui.open_store import OpenStore
from intake.ui.receipts import Receipts
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
        self.opened = OpenStore(store, writer)
        self.receipts = Receipts(self.write)
        self._notes = AuditNotes(self.opened, store.staff.id, now)

    @property
    def content(self) -> Content:
        return self.parts.content

    @property
    def site(self) -> SiteProfile:
        return self.content.site(self.settings.site)

    @property
    def tried(self) -> Tried:
        """Wrong passphrases for this person since their last login, and whether the recovery key replaced theirs."""
        return self.opened.store.tried

    @property
    def today(self) -> dt.date:
        return self.now().astimezone().date()

    def close(self, why: str = "end") -> None:
        """Write what waits, close the file and forget the key. `why`: end, key or idle, for the audit chain."""
        at, me = self.now(), self.staff.id
        locked = Deed(Action.STORE_LOCKED, subject=why)
        self.opened.close(
            [self._notes.write, lambda store: store.trail.note([locked], me, at)], partial(self._back_up, at)
        )

    def _back_up(self, at: dt.datetime, store: Store) -> None:
        if self.settings.backup == "auto":
            back_up_after_work(store.care, backup_plan(self.settings), self.staff.id, at)

    def reopen(self, fresh: Desk) -> None:
        """Go on with the store that `fresh` was opened with. What waited is done now, in its order."""
        self.staff = fresh.staff
        self.opened.reopen(fresh.opened)

    @property
    def is_safe(self) -> bool:
        """Whether nothing waits to be written that no case knows of."""
        return not self.opened.writes_later and not self.receipts

    async def ask(self, work: Callable[[Store], T]) -> T:
        """Something read from the store, without holding up the screen."""
        return await asyncio.wrap_future(self.opened.read(work))

    async def reckon(self, work: Callable[[Store], T]) -> T:
        """Something long, read beside all that `ask` reads."""
        return await self.opened.reckon(work)

    async def write(self, work: Callable[[Store], T]) -> T:
        """Something written in its turn, after what could not be written before. Raises StoreError; then it is undone.

        The answers of a case are not: they go through its `CaseStorage` and wait until they can be written.
        """
        return await self.opened.write(work)

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
        await self.write(lambda store: store.trail.note([deed], self.staff.id, at))

    # Audit

    def saw(self, work: CaseWork, action: Action, subject: str = "") -> None:
        """Note that something of a stored case was looked at: once in a visit, and behind whatever is being written."""
        if work.is_stored and (action, subject) not in work.seen:
            work.seen.add((action, subject))
            self.note(action, work.new.id, subject)

    def note(self, action: Action, case_id: str = "", subject: str = "") -> None:
        """Note what left the screen without the store: printed, copied. What cannot be noted now is with the next."""
        self._notes.add(action, case_id, subject)

    # Desk

    async def due(self, days: int) -> tuple[DueLine, ...]:
        """What is due today and in the next days, then what is overdue since at most a year."""
        today = self.today
        last, yesterday, first = (today + dt.timedelta(days=each) for each in (days, -1, -366))
        coming = await self.ask(lambda store: store.lists.due(today, last))
        return (*coming, *await self.ask(lambda store: store.lists.due(first, yesterday)))

    async def interrupted(self) -> tuple[CaseLine, ...]:
        """The interviews that this person held when a program ended; not those that go on in another one."""
        return await self.ask(lambda store: store.holds.interrupted(self.staff.id, self.program))

    async def name_of(self, staff: str) -> str:
        """The name of a colleague (the id)."""
        return next(each.name for each in await self.ask(lambda store: store.people.staff()) if each.id == staff)

    async def languages_by_use(self) -> tuple[InterfaceLanguage, ...]:
        """All languages of the person's pane: those most used at this desk first, the others in their own order."""
        used = await self.ask(lambda store: store.lists.languages_used())
        known = [self.parts.languages[code] for code in used if code in self.parts.languages]
        return (*known, *(each for each in self.parts.languages if each not in known))

    # Cases

    async def open_case(self, case_id: str, *, over: bool = False, resume: bool = False) -> CaseWork:
        """Open a case. `resume` goes on with the same talk; else what holds for one talk is asked again.

        Raises CaseHeld where it is open elsewhere and `over` is not set. Once it is taken it is in hand, also where
        the beginning of the talk could not be written: then the case knows that it `has_failed`.
        """
        at = self.now()
        file: CaseFile = await self.write(
            lambda store: store.holds.take(case_id, self.staff.id, at, over=over, program=self.program)
        )
        work = as_work(self, file, standing_decisions(await self.ask(lambda store: store.decisions(case_id))).values)
        if self.may(Right.READ):
            work.from_parent = await known_to_parent(self, work)
        fresh = () if resume or work.is_closed else work.interview.new_session()
        if fresh:
            with suppress(StoreError):
                await work.save(*fresh)
        return work

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

    def wording(self, work: CaseWork | None = None) -> CaseWording:
        """Texts for the desk, or for a case in the language of its person."""
        if work is None:
            return CaseWording(self.parts.lexicon, self.settings.language, self.settings.person_language)
        person = work.languages[0] if work.languages else self.settings.person_language
        return CaseWording(self.parts.lexicon, self.settings.language, person, work.is_familiar, cover=work.cover)

    def prepare_names(self, work: CaseWork) -> None:
        """Have the names of countries and languages ready before a question searches them; they take 70 ms."""
        names, language = self.parts.lexicon.names, self.wording(work).person
        self.opened.read(lambda _: (names.countries(language), names.languages(language)))
