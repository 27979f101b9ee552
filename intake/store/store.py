"""The open store: cases, answers, decisions and records in, the same out. It never shows a row.

Every method is one transaction and may be called from any thread; what changes something belongs into the one writer
thread (`writer.py`). Times are aware. Raises the failures of `failures.py`, and `CaseMissing` for an unknown case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from intake.interview.answers import Answers
from intake.store import (
    answer_rows,
    case_events,
    case_links,
    cases,
    clock,
    convert,
    desk,
    desk_counts,
    erasing,
    handovers,
    holds,
    language_use,
    outcome,
    tables,
    walking,
)
from intake.store.audit.chain import AuditChain, Deed, Progress
from intake.store.audit.trail import Trail
from intake.store.backups.backup import Backup, check_file, write_backup
from intake.store.care import Care
from intake.store.database import Database, seal_of
from intake.store.desk_counts import DueWindow, StaffLoad, Waiting
from intake.store.folder import StoreFolder
from intake.store.keys.slots import Kdf, read_key_file
from intake.store.keys.tries import Tried, Tries, counted
from intake.store.keys.unlocking import STANDARD, DataKey, unlock
from intake.store.people import handing, staffing
from intake.store.people.beside import Beside
from intake.store.people.guard import Guard
from intake.store.people.hidden import without_sections, without_sections_changes
from intake.store.people.people import People
from intake.store.people.rights import Right, holds_second_key
from intake.store.programs import is_running
from intake.store.records import (
    Action,
    AuditEntry,
    AuditHead,
    AuditReport,
    CaseEvent,
    CaseFile,
    CaseFilter,
    CaseHeader,
    CaseLine,
    CaseLink,
    CaseSettings,
    Decision,
    DueLine,
    Erasure,
    ErasureReason,
    HalfTyped,
    HandedLine,
    HandoverStep,
    Hold,
    NewCase,
    PastChange,
    Place,
    Record,
    RecordDraft,
    RecordLine,
    Role,
    Saved,
    Saving,
    Staff,
    Status,
)

if TYPE_CHECKING:
    from intake.store.keys.rotation import Rotated

LIMIT = 50


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A check of the whole file found no damage. `pages_authenticated` is False where others kept writing meanwhile."""

    pages_authenticated: bool
    audit: AuditReport


class Store:
    """An unlocked store. Made by `opening.create_store`, `open_store` or `open_by_recovery`; `staff` unlocked it."""

    def __init__(self, folder: StoreFolder, key: DataKey, database: Database, store_id: str, staff: Staff) -> None:
        self.folder = folder
        self.store_id = store_id
        self.staff = staff
        self._key = key
        self._database = database
        self._chain = AuditChain(key.audit_key, store_id)
        self.tried = Tried()
        """Wrong tries of this person since their last login."""
        self._guard = Guard(staff.id)

    def close(self) -> None:
        """Closes the file and overwrites the keys. Close the writer before."""
        self._database.forget()
        self._key.forget()

    # who may do what

    def insist(self, *rights: Right) -> None:
        """Raises NotAllowed where who unlocked the store has none of these rights, as their roles are now."""
        with self._database.reading() as session:
            self._guard.insist(session, *rights)

    def myself(self) -> Staff:
        """Who unlocked the store, with the roles that they have now."""
        with self._database.reading() as session:
            row = session.get(tables.Staff, self.staff.id)
            return self.staff if row is None else convert.staff_of(row)

    @contextmanager
    def _reading(self, *rights: Right, case_id: str = "") -> Iterator[Session]:
        """A session for somebody with one of these rights; with `case_id` also for who holds that handed interview."""
        with self._database.reading() as session:
            self._insist(session, rights, case_id)
            yield session

    @contextmanager
    def _writing(self, *rights: Right, case_id: str = "") -> Iterator[Session]:
        with self._database.writing() as session:
            self._insist(session, rights, case_id)
            yield session

    def _insist(self, session: Session, rights: Sequence[Right], case_id: str) -> None:
        if case_id:
            self._guard.insist_on_case(session, case_id, *rights)
        else:
            self._guard.insist(session, *rights)

    # cases

    def begin_case(self, new: NewCase, saving: Saving, link: CaseLink | None = None, program: str = "") -> CaseHeader:
        """Writes a case that lived in memory, with all its events so far; `saving.actor` holds it. Idempotent.

        The `link` to the case of a parent is written with it, unless that case was erased meanwhile.
        """
        with self._writing(Right.INTERVIEWS) as session:
            header = cases.begin(session, self._chain, new, saving, program or None)
            self._note_happened(session, saving)
            if link is not None and session.get(tables.CaseFile, link.parent_id) is not None:
                case_links.link(session, self._chain, link)
            return header

    def save(self, saving: Saving) -> Saved:
        """Events, current view, dates due, place and audit in one transaction. Idempotent by the ids of the events."""
        with self._database.writing() as session:
            self._guard.insist_on_saving(session, saving.case_id)
            saved = cases.save(session, self._chain, saving)
            self._note_happened(session, saving)
            return saved

    def _note_happened(self, session: Session, saving: Saving) -> None:
        if any(each.case_id != saving.case_id for each in saving.happened):
            raise ValueError("what happened belongs to another case")
        for each in saving.happened:
            case_events.add(session, self._chain, each)
        for step in saving.steps:
            handovers.note(session, self._chain, step)

    def load_case(self, case_id: str) -> CaseFile:
        """A case; without the answers on health and protection for somebody who may not read them."""
        with self._reading(Right.READ, case_id=case_id) as session:
            file = cases.load(session, case_id)
            return file if self._guard.has(session, Right.SECTIONS) else without_sections(file)

    def take_case(self, case_id: str, actor: str, at: datetime, *, over: bool = False, program: str = "") -> CaseFile:
        """Opens the interview for `actor`, in the program with this id.

        Raises CaseHeld where a colleague has it, or `actor` in another program that runs, and `over` is not set.
        """
        by = Hold(actor, program or None)
        with self._writing(Right.INTERVIEWS, case_id=case_id) as session:
            return holds.take(session, self._chain, case_id, by, at, self._is_running, over=over)

    def reread_case(self, case_id: str) -> CaseFile:
        """A case as `take_case` gave it, with what others have written since: for whoever leads the interview."""
        with self._reading(Right.INTERVIEWS, case_id=case_id) as session:
            return cases.load(session, case_id)

    def put_back(self, case_id: str, actor: str, at: datetime, program: str = "") -> None:
        """Ends the interview of `actor`; without it, it is offered as interrupted.

        With `program` it stays open where `actor` has it in another one.
        """
        with self._writing(Right.INTERVIEWS, case_id=case_id) as session:
            holds.put_back(session, self._chain, case_id, Hold(actor, program or None), at)

    def hold_of(self, case_id: str) -> Hold:
        """Who has the interview open now."""
        with self._database.reading() as session:
            return holds.of_case(session, case_id)

    def hand_on(self, case_id: str, to: str, place: Place, actor: str, at: datetime) -> None:
        """Hands the interview that `actor` holds to a colleague; it goes on at `place`.

        Raises CaseHeld where `actor` does not hold it any more, and StoreError where the colleague may not lead it.
        """
        with self._writing(Right.INTERVIEWS, case_id=case_id) as session:
            handing.hand_on(session, self._chain, case_id, to, place, actor, at)

    def take_back(self, case_id: str, actor: str, at: datetime) -> None:
        """Takes back what `actor` handed on. Raises CaseHeld where the colleague has opened it meanwhile."""
        with self._writing(Right.INTERVIEWS, Right.HANDED_INTERVIEW) as session:
            handing.take_back(session, self._chain, case_id, actor, at)

    def handed(self, actor: str) -> tuple[HandedLine, ...]:
        """The interviews that were handed to `actor` or by `actor` and that nobody has opened yet, newest first."""
        with self._reading(Right.INTERVIEWS, Right.HANDED_INTERVIEW) as session:
            self._insist_on_own(session, actor)
            return handing.handed(session, actor)

    def colleagues(self, actor: str, case_id: str) -> tuple[Staff, ...]:
        """Who may get the interview from `actor`: first who handed it to them, then by name."""
        with self._reading(Right.INTERVIEWS, case_id=case_id) as session:
            return handing.colleagues(session, actor, case_id)

    def _insist_on_own(self, session: Session, actor: str) -> None:
        if actor != self.staff.id:
            self._guard.insist(session, Right.DESK)

    def interrupted(self, actor: str, program: str = "") -> tuple[CaseLine, ...]:
        """The interviews that `actor` has open in no other program that runs."""
        with self._database.reading() as session:
            self._insist_on_own(session, actor)
            return holds.interrupted(session, Hold(actor, program or None), self._is_running)

    def _is_running(self, program: str | None) -> bool:
        return is_running(self.folder.programs, program)

    def keep_settings(self, case_id: str, settings: CaseSettings, actor: str, at: datetime) -> CaseHeader:
        with self._writing(Right.INTERVIEWS, case_id=case_id) as session:
            return cases.keep_settings(session, self._chain, case_id, settings, actor, at)

    def set_status(self, case_id: str, status: Status, actor: str, at: datetime) -> CaseHeader:
        with self._writing(Right.CLOSE) as session:
            return cases.set_status(session, self._chain, case_id, status, actor, at)

    def reopen_case(self, event: CaseEvent) -> CaseHeader:
        """Opens a closed interview again; `event`, with the reason, is noted with it. Idempotent by its id."""
        with self._writing(Right.CLOSE) as session:
            case_events.add(session, self._chain, event)
            return cases.set_status(session, self._chain, event.case_id, Status.OPEN, event.actor, event.at)

    def keep_half_typed(self, case_id: str, half_typed: HalfTyped, by: Hold | None = None) -> Hold:
        """Keeps a text that is no answer yet; an empty text removes it, and so does saving an answer there.

        With `by` only while that hold lasts, so that nothing overwrites what somebody else is typing by now. Returns
        who has the interview open.
        """
        with self._database.writing() as session:
            found = holds.of_case(session, case_id)
            if by is None or found == by:
                self._insist(session, (Right.INTERVIEWS,), case_id)
                cases.keep_half_typed(session, case_id, half_typed)
            return found

    def history(self, case_id: str, question: str = "") -> tuple[PastChange, ...]:
        """Every change of a case, or of one question, oldest first."""
        with self._reading(Right.READ, case_id=case_id) as session:
            names = dict(session.exec(select(tables.Staff.id, tables.Staff.name)).all())
            rows = cases.events(session, case_id, question)
            past = tuple(
                PastChange(
                    row.seq, answer_rows.event_of(row, seal_of(session)), row.actor, names[row.actor], row.addition
                )
                for row in rows
            )
            if self._guard.has(session, Right.SECTIONS):
                return past
            return without_sections_changes(past, cases.case_row(session, case_id).questionnaire)

    def replayed(self, case_id: str) -> Answers:
        """The answers as the events alone add up; they are those of `load_case`, else the store is damaged."""
        with self._reading(Right.READ, case_id=case_id) as session:
            return Answers().apply_all(
                answer_rows.event_of(row, seal_of(session)).change for row in cases.events(session, case_id)
            )

    # desk

    def list_cases(
        self, status: Status | None = Status.OPEN, limit: int = LIMIT, after: CaseLine | None = None
    ) -> tuple[CaseLine, ...]:
        """Cases by last activity, newest first; `after` is the last line of the page before."""
        with self._reading(Right.DESK) as session:
            return desk.list_cases(session, CaseFilter(status), limit, after)

    def search(self, text: str, status: Status | None = None, limit: int = LIMIT) -> tuple[CaseLine, ...]:
        """Cases whose code begins with `text` or whose names hold the beginnings of all its words."""
        with self._reading(Right.DESK) as session:
            return desk.search(session, text, CaseFilter(status), limit)

    def page(
        self, text: str, wanted: CaseFilter, limit: int = LIMIT, after: CaseLine | None = None
    ) -> tuple[CaseLine, ...]:
        """The wanted cases that fit the text, all where it is empty, newest first; `after` is the line before them."""
        with self._reading(Right.DESK) as session:
            if text:
                return desk.search(session, text, wanted, limit, after)
            return desk.list_cases(session, wanted, limit, after)

    def due(
        self,
        first: date,
        last: date,
        limit: int = LIMIT,
        after: DueLine | None = None,
        deadlines: Collection[str] | None = None,
        text: str = "",
    ) -> tuple[DueLine, ...]:
        """Dates due of open cases from `first` to `last`, both included, the earliest first.

        `after` is the last line of the page before, `deadlines` are the ids of those that are wanted, None for all.
        Where there is a text, of cases that it finds.
        """
        with self._reading(Right.DESK) as session:
            return desk.due(session, first, last, limit, after, deadlines, text)

    def held_by(self, actor: str) -> tuple[CaseLine, ...]:
        """The interviews that `actor` has open; `interrupted` leaves out what is going on."""
        with self._database.reading() as session:
            self._insist_on_own(session, actor)
            return desk.held_by(session, actor)

    def languages_used(self, cases: int = language_use.LATEST) -> tuple[str, ...]:
        """The languages that the latest cases of this desk were shown in, the most used first."""
        with self._database.reading() as session:
            return language_use.languages_used(session, cases)

    def staff_loads(self, limit: int | None = None) -> tuple[StaffLoad, ...]:
        """The open cases of each staff member, the most first; `limit` is the number a site names."""
        with self._reading(Right.OVERVIEW) as session:
            return desk_counts.staff_loads(session, limit)

    def due_windows(self, today: date) -> tuple[DueWindow, ...]:
        """How many dates of open cases are overdue, due today, this week, in 14 to 28 days, in 3, 6, 12, 24 months."""
        with self._reading(Right.DESK, Right.OVERVIEW) as session:
            return desk_counts.due_windows(session, today)

    def count_due(self, first: date, last: date, deadlines: Collection[str]) -> int:
        """How many dates of open cases that these deadlines set are due from `first` to `last`, both included."""
        with self._reading(Right.DESK, Right.OVERVIEW) as session:
            return desk_counts.count_due(session, first, last, deadlines)

    def waiting(self, at: datetime, limit: int = LIMIT, after: CaseLine | None = None, text: str = "") -> Waiting:
        """Open cases begun more than 60 days before `at` that have no admission and no decision, the oldest first.

        `after` is the last line of the page before. Where there is a text, those that it finds.
        """
        with self._reading(Right.DESK, Right.OVERVIEW) as session:
            found = desk_counts.waiting(session, at, limit, after, text)
            return found if self._guard.has(session, Right.DESK) else desk_counts.without_names(found)

    # figures

    def walk_cases(
        self, site: str, questions: Collection[str], first: datetime | None = None, last: datetime | None = None
    ) -> Generator[CaseFile, None, None]:
        """The cases of a site begun from `first` on and before `last`, with these answers only, as of one moment.

        Few of them are in memory at a time. Close the generator if it is not read to its end.
        """
        with self._reading(Right.FIGURES) as session:
            yield from walking.walk(session, site, questions, first, last)

    def note_figures(self, site: str, actor: str, at: datetime) -> None:
        """Notes in the audit chain that the figures of a site were made."""
        with self._writing(Right.FIGURES) as session:
            self._chain.append(session, [Deed(Action.FIGURES_EXPORTED, subject=site)], actor, at)

    # what happened, and who belongs together

    def add_event(self, event: CaseEvent) -> None:
        """Appends what happened in a case. Idempotent by its id."""
        with self._writing(Right.INTERVIEWS) as session:
            case_events.add(session, self._chain, event)

    def events_of(self, case_id: str) -> tuple[CaseEvent, ...]:
        """What happened in a case, in the order it was noted, without what was replaced or taken back."""
        with self._reading(Right.READ, case_id=case_id) as session:
            return case_events.of_case(session, case_id)

    def link_cases(self, link: CaseLink) -> None:
        """Notes that a case is that of a child of another. Idempotent. Raises StoreError for one with other parents."""
        with self._writing(Right.INTERVIEWS) as session:
            case_links.link(session, self._chain, link)

    def children_of(self, case_id: str) -> tuple[CaseLink, ...]:
        with self._reading(Right.READ, case_id=case_id) as session:
            return case_links.children(session, case_id)

    def parent_of(self, case_id: str) -> CaseLink | None:
        with self._reading(Right.READ, case_id=case_id) as session:
            return case_links.parent(session, case_id)

    # outcome

    def decide(self, decision: Decision) -> None:
        """Appends what staff decided about a line of the proposal. Idempotent by its id."""
        with self._writing(Right.INTERVIEWS) as session:
            outcome.decide(session, self._chain, decision)

    def decisions(self, case_id: str) -> tuple[Decision, ...]:
        with self._reading(Right.READ, case_id=case_id) as session:
            return outcome.decisions(session, case_id)

    def draft_record(self, draft: RecordDraft, actor: str, at: datetime) -> Record:
        """Notes a record before it is written out; gives it its version number. Idempotent by its id."""
        with self._writing(Right.WITHOUT_CONSENT if draft.basis else Right.HAND_OVER) as session:
            return handovers.draft_record(session, self._chain, draft, actor, at)

    def export_record(self, record_id: str, actor: str, at: datetime) -> Record:
        """Notes that a record left the desk, on the day that `at` is here."""
        with self._writing(Right.HAND_OVER) as session:
            return handovers.export_record(session, self._chain, record_id, actor, at, at.astimezone().date())

    def note_step(self, step: HandoverStep, confirm_by: date | None = None) -> Record:
        """Notes what became of a record, and by when it should be confirmed. Idempotent. Raises StepRefused."""
        with self._writing(Right.HAND_OVER) as session:
            return handovers.note(session, self._chain, step, confirm_by)

    def records(self, case_id: str) -> tuple[Record, ...]:
        with self._reading(Right.READ, case_id=case_id) as session:
            return handovers.records(session, case_id)

    def steps(self, case_id: str) -> tuple[HandoverStep, ...]:
        """What became of the records of a case, in the order it was noted."""
        with self._reading(Right.READ, case_id=case_id) as session:
            return handovers.steps(session, case_id)

    def record_by_code(self, code: str) -> RecordLine | None:
        """The record whose receipt slip bears this code, as `receipt_code.read_code` gives it."""
        with self._reading(Right.DESK) as session:
            return handovers.by_code(session, code)

    def to_confirm(
        self, last: date, limit: int = LIMIT, after: RecordLine | None = None, text: str = ""
    ) -> tuple[RecordLine, ...]:
        """Records that should be confirmed by `last` and are not, the longest overdue first."""
        with self._reading(Right.DESK) as session:
            return handovers.to_confirm(session, last, limit, after, text)

    def to_tell(self, limit: int = LIMIT, after: RecordLine | None = None, text: str = "") -> tuple[RecordLine, ...]:
        """Records whose consent was withdrawn and whose office has to be told."""
        with self._reading(Right.DESK) as session:
            return handovers.to_tell(session, limit, after, text)

    def handover_counts(self, today: date) -> tuple[int, int]:
        """How many confirmations are overdue, and how many offices have to be told of a withdrawal."""
        with self._reading(Right.DESK, Right.OVERVIEW) as session:
            return handovers.counts(session, today - timedelta(days=1))

    # staff and keys

    def staff_list(self) -> tuple[Staff, ...]:
        """Everybody who works or worked here, in the order they came."""
        with self._database.reading() as session:
            rows = session.exec(select(tables.Staff).order_by(col(tables.Staff.added_at), col(tables.Staff.id))).all()
            return tuple(convert.staff_of(row) for row in rows)

    def add_staff(
        self,
        name: str,
        passphrase: str,
        roles: Collection[Role],
        actor: str,
        at: datetime,
        kdf: Kdf = STANDARD,
        *,
        with_sections: bool | None = None,
    ) -> Staff:
        """Lets another person unlock the store. Ask `name_problem` and `passphrase_problem` before; takes 0.7 s.

        `with_sections` gives them the second key (health and protection); None: if their roles need it and this
        session holds it.
        """
        self.insist(Right.PEOPLE)
        if with_sections is None:
            with_sections = self.holds_sections and holds_second_key(roles)
        return self._staffing.add(name, passphrase, roles, actor, at, kdf, with_sections=with_sections)

    @property
    def holds_sections(self) -> bool:
        """Whether this session holds the second key."""
        return self._key.sections is not None

    def grant_sections(self, staff_id: str, actor: str, at: datetime) -> None:
        """Gives the second key to a colleague; only who holds it can. Raises StoreError."""
        self.insist(Right.PEOPLE, Right.SECTIONS)
        self._staffing.grant_sections(staff_id, actor, at)

    def withdraw_sections(self, staff_id: str, actor: str, at: datetime) -> None:
        """Takes the second key from a colleague, from the next login on. Raises StoreError for the last holder."""
        self.insist(Right.PEOPLE)
        self._staffing.withdraw_sections(staff_id, actor, at)

    def remove_staff(self, staff_id: str, actor: str, at: datetime) -> None:
        """Takes a person's key away; the history keeps the name. Old key files and backups still open with it."""
        self.insist(Right.PEOPLE)
        self._staffing.remove(staff_id, actor, at)

    def change_passphrase(self, name: str, old: str, new: str, at: datetime, kdf: Kdf = STANDARD) -> None:
        """Raises KeyRefused where the old passphrase is not right. Takes 1.4 s."""
        self._staffing.change_passphrase(name, old, new, at, kdf)

    def new_recovery_key(
        self, actor: str, at: datetime, kdf: Kdf = STANDARD, is_kept: Callable[[str], bool] = lambda printed: True
    ) -> str:
        """Makes and returns a new recovery key, as it is printed; the one before opens nothing any more.

        `is_kept` is asked before anything changes; where it says no, the old one stays and '' is returned.
        """
        self.insist(Right.KEYS)
        return self._staffing.new_recovery_key(actor, at, kdf, is_kept)

    def rotate_keys(self, at: datetime, *, new_sections: bool = False, program: str = "") -> Rotated:
        """Gives the store a new data key, and with `new_sections` a new second key, after a backup with the old ones.

        Closes the store; open it again. Takes a few seconds for 100 MB, twice the room on the disk, and nobody else
        at the store (`program` is the id of this one). Raises StoreLocked, StoreError, DiskFull: nothing is changed.
        """
        from intake.store.keys.rotation import rotate  # needed once a year
        from intake.store.sealing_rows import reseal

        self.insist(Right.KEYS)
        self._database.close()
        try:
            again = reseal if new_sections else None
            return rotate(self.folder, self._key, self.staff.id, at, reseal=again, program=program)
        finally:
            self.close()

    # care

    def backup(self, actor: str, at: datetime, into: Path | None = None) -> Backup:
        """Writes a backup and reads it back as a whole; saving goes on meanwhile."""
        written = write_backup(self.folder, self._key, into or self.folder.backups, at)
        with self._database.writing() as session:
            self._chain.append(session, [Deed(Action.BACKUP_WRITTEN)], actor, at)
        return written

    def check(self, anchor: AuditHead | None = None) -> CheckReport:
        """Reads and checks the whole file and the whole audit chain. Raises StoreDamaged."""
        authenticated = check_file(self.folder.database, self._key)
        return CheckReport(authenticated, self.verify_audit(anchor=anchor))

    def verify_audit(
        self,
        last: int | None = None,
        anchor: AuditHead | None = None,
        anchors: Sequence[AuditHead] = (),
        progress: Progress = lambda done, total: None,
    ) -> AuditReport:
        """Checks the audit chain, or its last entries: 100,000 take about a second. See `AuditChain.verify`."""
        with self._database.reading() as session:
            return self._chain.verify(session, last, (*anchors, *([anchor] if anchor else ())), progress)

    def check_passphrase(self, passphrase: str, at: datetime) -> None:
        """Whether whoever unlocked the store sits here still; takes about 0.7 s. Raises KeyRefused, MustWait.

        A wrong one is counted as one at the lock is, so that nobody guesses at a desk that was left open.
        """
        keys = read_key_file(self.folder.keys)
        tries = Tries(self.folder)
        found = counted(tries, self.staff.id, at, lambda: unlock(keys, self.staff.name, passphrase))
        found.key.forget()

    def note(self, deeds: Sequence[Deed], actor: str, at: datetime) -> None:
        """Notes what was seen, printed or copied; what is written here itself is noted with it."""
        with self._database.writing() as session:
            self._chain.append(session, deeds, actor, at)

    def note_each(self, done: Sequence[tuple[Deed, datetime]], actor: str) -> None:
        """Notes what was done at several times, in one transaction."""
        with self._database.writing() as session:
            for deed, at in done:
                self._chain.append(session, [deed], actor, at)

    def clock_put_back(self, at: datetime) -> datetime | None:
        """The time of the latest entry, where it is more than two minutes after `at`: the clock was put back."""
        with self._database.reading() as session:
            return clock.written_in_the_future(session, at)

    def audit_entries(self, last: int = LIMIT) -> tuple[AuditEntry, ...]:
        with self._reading(Right.AUDIT) as session:
            return self._chain.entries(session, last)

    def expired(
        self, drafts_before: datetime, records_before: datetime, limit: int = LIMIT, site: str = ""
    ) -> tuple[CaseLine, ...]:
        """Cases whose time is over (site values), the quietest first. Erasing them is a decision of staff."""
        with self._reading(Right.ERASE) as session:
            return erasing.expired(session, drafts_before, records_before, limit, site)

    def erase_case(self, case_id: str, reason: ErasureReason, actor: str, at: datetime) -> None:
        """Removes all that is stored of a case, also from the write-ahead log. Backups hold it until they expire."""
        with self._writing(Right.ERASE) as session:
            erasing.erase(session, self._chain, case_id, reason, actor, at)
        self._database.empty_log()
        self.care.keep_lists()

    def erasures(self) -> tuple[Erasure, ...]:
        with self._database.reading() as session:
            return erasing.erasures(session)

    @property
    def trail(self) -> Trail:
        """Who did what, for those who may read it."""
        return Trail(self._database, self._chain, self._guard)

    @property
    def care(self) -> Care:
        """Backups in all places, what stays erased, restricted cases."""
        return Care(self.folder, self._key, self._database, self._chain, self.store_id, self._guard)

    @property
    def people(self) -> People:
        """Who works here, their roles and passphrases."""
        return People(self.folder, self._key, self._database, self._chain, self._guard)

    @property
    def beside(self) -> Beside:
        """Reading about health and protection beside a second person."""
        return Beside(self.folder, self._database, self._chain, self._guard)

    @property
    def _staffing(self) -> staffing.Staffing:
        return staffing.Staffing(self.folder, self._key, self._database, self._chain)
