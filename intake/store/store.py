"""The open store: cases, answers, decisions and records in, the same out. It never shows a row.

Every method is one transaction and may be called from any thread; what changes something belongs into the one writer
thread (`writer.py`). Times are aware. Raises the failures of `failures.py`, and `CaseMissing` for an unknown case.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Session

from intake.interview.answers import Answers
from intake.store import (
    answer_rows,
    case_events,
    case_links,
    cases,
    convert,
    outcome,
    tables,
)
from intake.store.audit.chain import AuditChain
from intake.store.audit.trail import Trail
from intake.store.care import Care
from intake.store.database import Database, seal_of
from intake.store.figures import Figures
from intake.store.folder import StoreFolder
from intake.store.handovers import life
from intake.store.handovers.handovers import Handovers
from intake.store.holds import taking
from intake.store.holds.holds import Holds
from intake.store.kept.answers import HalfTyped, PastChange
from intake.store.kept.cases import (
    CaseFile,
    CaseHeader,
    CaseLink,
    CaseSettings,
    Hold,
    NewCase,
    Status,
)
from intake.store.kept.decisions import Decision
from intake.store.kept.handovers import Step
from intake.store.kept.happened import CaseEvent
from intake.store.kept.people import Staff
from intake.store.kept.saving import Saved, Saving
from intake.store.keys.tries import Tried
from intake.store.keys.unlocking import DataKey
from intake.store.lists import Lists
from intake.store.overview import Overview
from intake.store.people.access import Access
from intake.store.people.beside import Beside
from intake.store.people.guard import Guard
from intake.store.people.hidden import (
    without_sections,
    without_sections_answers,
    without_sections_changes,
    without_words_decision,
    without_words_event,
)
from intake.store.people.people import People
from intake.store.people.rights import Right, may
from intake.store.people.staff_names import staff_names

if TYPE_CHECKING:
    from intake.store.keys.rotation import Rotated


class Store:
    """An unlocked store. Made by `opening.create_store`, `open_store` or `open_by_recovery`; `staff` unlocked it."""

    def __init__(self, folder: StoreFolder, key: DataKey, database: Database, store_id: str, staff: Staff) -> None:
        self.folder = folder
        self.store_id = store_id
        self.staff = staff
        self._key = key
        self._database = database
        self._chain = AuditChain(key.audit_key, store_id, staff.id)
        self.tried = Tried()
        """Wrong tries of this person since their last login."""
        self._guard = Guard(staff.id)
        self._access = Access(database, self._guard)

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

    # cases

    def begin_case(self, new: NewCase, saving: Saving, link: CaseLink | None = None, program: str = "") -> CaseHeader:
        """Writes a case that lived in memory, with all its events so far; `saving.actor` holds it. Idempotent.

        The `link` to the case of a parent is written with it, unless that case was erased meanwhile.
        """
        with self._access.writing(Right.INTERVIEWS) as session:
            header = cases.begin(session, self._chain, new, saving, program or None)
            self._note_happened(session, saving)
            if link is not None and session.get(tables.CaseFile, link.parent_id) is not None:
                case_links.link(session, self._chain, link)
            return header

    def save(self, saving: Saving) -> Saved:
        """Events, current view, dates due, place and audit in one transaction. Idempotent by the ids of the events.

        What happened, and what became of records, asks for its own right; that a consent is withdrawn, for none.
        """
        with self._database.writing() as session:
            self._guard.insist_on_saving(session, saving.case_id, saving.at)
            if saving.happened:
                self._guard.insist(session, Right.INTERVIEWS)
            if any(step.step is not Step.WITHDRAWN for step in saving.steps):
                self._guard.insist(session, Right.HAND_OVER)
            saved = cases.save(session, self._chain, saving)
            self._note_happened(session, saving)
            return saved

    def _note_happened(self, session: Session, saving: Saving) -> None:
        cases_of = {each.case_id for each in saving.happened} | {each.case_id for each in saving.steps}
        if cases_of - {saving.case_id}:
            raise ValueError("what happened belongs to another case")
        for each in saving.happened:
            case_events.add(session, self._chain, each)
        for step in saving.steps:
            life.note(session, self._chain, step)

    def load_case(self, case_id: str) -> CaseFile:
        """A case; without the answers on health and protection for somebody who may not read them."""
        with self._access.reading(Right.READ, case_id=case_id) as session:
            file = cases.load(session, case_id)
            return file if self._guard.has(session, Right.SECTIONS) else without_sections(file)

    def keep_settings(self, case_id: str, settings: CaseSettings, actor: str, at: datetime) -> CaseHeader:
        with self._access.writing(Right.INTERVIEWS, case_id=case_id) as session:
            return cases.keep_settings(session, self._chain, case_id, settings, actor, at)

    def set_status(self, case_id: str, status: Status, actor: str, at: datetime) -> CaseHeader:
        with self._access.writing(Right.CLOSE) as session:
            return cases.set_status(session, self._chain, case_id, status, actor, at)

    def reopen_case(self, event: CaseEvent) -> CaseHeader:
        """Opens a closed interview again; `event`, with the reason, is noted with it. Idempotent by its id."""
        with self._access.writing(Right.CLOSE) as session:
            case_events.add(session, self._chain, event)
            return cases.set_status(session, self._chain, event.case_id, Status.OPEN, event.actor, event.at)

    def keep_half_typed(self, case_id: str, half_typed: HalfTyped, by: Hold | None = None) -> Hold:
        """Keeps a text that is no answer yet; an empty text removes it, and so does saving an answer there.

        With `by` only while that hold lasts, so that nothing overwrites what somebody else is typing by now. Returns
        who has the interview open.
        """
        with self._database.writing() as session:
            found = taking.of_case(session, case_id)
            if by is None or found == by:
                self._access.insist(session, Right.INTERVIEWS, case_id=case_id)
                cases.keep_half_typed(session, case_id, half_typed)
            return found

    def history(self, case_id: str, question: str = "") -> tuple[PastChange, ...]:
        """Every change of a case, or of one question, oldest first."""
        with self._access.reading(Right.READ, case_id=case_id) as session:
            names = staff_names(session)
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
        with self._access.reading(Right.READ, case_id=case_id) as session:
            answers = Answers().apply_all(
                answer_rows.event_of(row, seal_of(session)).change for row in cases.events(session, case_id)
            )
            if self._guard.has(session, Right.SECTIONS):
                return answers
            return without_sections_answers(answers, cases.case_row(session, case_id).questionnaire)

    # what happened, and who belongs together

    def add_event(self, event: CaseEvent) -> None:
        """Appends what happened in a case. Idempotent by its id."""
        with self._access.writing(Right.INTERVIEWS) as session:
            case_events.add(session, self._chain, event)

    def events_of(self, case_id: str) -> tuple[CaseEvent, ...]:
        """What happened in a case, in the order it was noted, without what was replaced or taken back."""
        with self._access.reading(Right.READ, case_id=case_id) as session:
            return self._guard.shown(session, case_events.of_case(session, case_id), without_words_event)

    def link_cases(self, link: CaseLink) -> None:
        """Notes that a case is that of a child of another. Idempotent. Raises StoreError for one with other parents."""
        with self._access.writing(Right.INTERVIEWS) as session:
            case_links.link(session, self._chain, link)

    def children_of(self, case_id: str) -> tuple[CaseLink, ...]:
        with self._access.reading(Right.READ, case_id=case_id) as session:
            return case_links.children(session, case_id)

    def parent_of(self, case_id: str) -> CaseLink | None:
        with self._access.reading(Right.READ, case_id=case_id) as session:
            return case_links.parent(session, case_id)

    # outcome

    def decide(self, decision: Decision) -> None:
        """Appends what staff decided about a line of the proposal. Idempotent by its id."""
        with self._access.writing(Right.INTERVIEWS) as session:
            outcome.decide(session, self._chain, decision)

    def decisions(self, case_id: str) -> tuple[Decision, ...]:
        with self._access.reading(Right.READ, case_id=case_id) as session:
            return self._guard.shown(session, outcome.decisions(session, case_id), without_words_decision)

    # keys

    @property
    def holds_sections(self) -> bool:
        """Whether this session holds the second key, and who unlocked it may read what it opens."""
        return self._key.sections is not None and may(self.myself(), Right.SECTIONS)

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

    # rooms

    @property
    def lists(self) -> Lists:
        """The cases on the desk, and what is due."""
        return Lists(self._access)

    @property
    def holds(self) -> Holds:
        """Who leads which interview: taking it, handing it on, putting it back."""
        return Holds(self.folder, self._access, self._chain)

    @property
    def handovers(self) -> Handovers:
        """Records of cases, and what became of them."""
        return Handovers(self._access, self._chain)

    @property
    def overview(self) -> Overview:
        """What a coordinator wants to see of the desk, in numbers."""
        return Overview(self._access)

    @property
    def figures(self) -> Figures:
        """The cases of a site for its monitoring figures."""
        return Figures(self._access, self._chain)

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
