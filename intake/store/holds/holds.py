"""Taking an interview, handing it on, putting it back. Reached as `store.holds`; each method is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from intake.store import cases
from intake.store.audit.chain import AuditChain
from intake.store.folder import StoreFolder
from intake.store.holds import handing, taking
from intake.store.kept.answers import Place
from intake.store.kept.cases import CaseFile, Hold
from intake.store.kept.lists import CaseLine, HandedLine
from intake.store.kept.people import Staff
from intake.store.people.access import Access
from intake.store.people.rights import Right
from intake.store.programs import is_running


@dataclass(frozen=True, slots=True)
class Holds:
    """Who leads which interview. `program` is the id of a running program, empty where none is known."""

    folder: StoreFolder
    access: Access
    chain: AuditChain

    def take(self, case_id: str, actor: str, at: datetime, *, over: bool = False, program: str = "") -> CaseFile:
        """Opens the interview for `actor`, in the program with this id.

        Raises CaseHeld where a colleague has it, or `actor` in another program that runs, and `over` is not set.
        """
        by = Hold(actor, program or None)
        with self.access.writing(Right.INTERVIEWS, case_id=case_id) as session:
            return taking.take(session, self.chain, case_id, by, at, self._is_running, over=over)

    def reread(self, case_id: str) -> CaseFile:
        """A case as `take` gave it, with what others have written since: for whoever leads the interview."""
        with self.access.reading(Right.INTERVIEWS, case_id=case_id) as session:
            return cases.load(session, case_id)

    def put_back(self, case_id: str, actor: str, at: datetime, program: str = "") -> None:
        """Ends the interview of `actor`; without it, it is offered as interrupted.

        With `program` it stays open where `actor` has it in another one.
        """
        with self.access.writing(Right.INTERVIEWS, case_id=case_id) as session:
            taking.put_back(session, self.chain, case_id, Hold(actor, program or None), at)

    def of_case(self, case_id: str) -> Hold:
        """Who has the interview open now."""
        with self.access.database.reading() as session:
            return taking.of_case(session, case_id)

    def interrupted(self, actor: str, program: str = "") -> tuple[CaseLine, ...]:
        """The interviews that `actor` has open in no other program that runs."""
        with self.access.database.reading() as session:
            self._insist_on_own(session, actor)
            return taking.interrupted(session, Hold(actor, program or None), self._is_running)

    def stand_at(self, case_id: str, place: Place, by: Hold) -> Place:
        """Notes the place at which the interview goes on, while that hold lasts. Returns it."""
        with self.access.writing(Right.INTERVIEWS, case_id=case_id) as session:
            if taking.of_case(session, case_id) == by:
                cases.stand_at(session, case_id, place)
        return place

    def hand_on(self, case_id: str, to: str, place: Place, actor: str, at: datetime) -> None:
        """Hands the interview that `actor` holds to a colleague; it goes on at `place`.

        Raises CaseHeld where `actor` does not hold it any more, and StoreError where the colleague may not lead it.
        """
        with self.access.writing(Right.INTERVIEWS, case_id=case_id) as session:
            handing.hand_on(session, self.chain, case_id, to, place, actor, at)

    def take_back(self, case_id: str, actor: str, at: datetime) -> None:
        """Takes back what `actor` handed on. Raises CaseHeld where the colleague has opened it meanwhile."""
        with self.access.writing(Right.INTERVIEWS, Right.HANDED_INTERVIEW) as session:
            handing.take_back(session, self.chain, case_id, actor, at)

    def handed(self, actor: str) -> tuple[HandedLine, ...]:
        """The interviews that were handed to `actor` or by `actor` and that nobody has opened yet, newest first."""
        with self.access.reading(Right.INTERVIEWS, Right.HANDED_INTERVIEW) as session:
            self._insist_on_own(session, actor)
            return handing.handed(session, actor)

    def colleagues(self, actor: str, case_id: str) -> tuple[Staff, ...]:
        """Who may get the interview from `actor`: first who handed it to them, then by name."""
        with self.access.reading(Right.INTERVIEWS, case_id=case_id) as session:
            return handing.colleagues(session, actor, case_id)

    def _insist_on_own(self, session: Session, actor: str) -> None:
        if actor != self.access.guard.staff_id:
            self.access.insist(session, Right.DESK)

    def _is_running(self, program: str | None) -> bool:
        return is_running(self.folder.programs, program)
