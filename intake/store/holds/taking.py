"""Who has an interview open: one person in one program at a time.

A program that was killed holds nothing (`programs.py`); what it held is offered to its person as interrupted.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, select

from intake.store import cases, tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.desk import NEWEST_FIRST, lines
from intake.store.failures import CaseHeld
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseFile, Hold
from intake.store.kept.lists import CaseLine

IsRunning = Callable[[str | None], bool]


def take(
    session: Session, chain: AuditChain, case_id: str, by: Hold, at: datetime, is_running: IsRunning, *, over: bool
) -> CaseFile:
    """Opens the interview for a person in a program.

    Raises CaseHeld where a colleague has it, or the person in another program that runs, unless it is taken over, and
    CaseRestricted for a case that may only be read.
    """
    case = cases.changeable(session, case_id)
    is_colleagues = case.holder not in (None, by.holder)
    is_elsewhere = case.holder == by.holder and _runs_elsewhere(case, by.program, is_running)
    if is_colleagues and not over:
        raise CaseHeld(
            "A colleague has this interview open.",
            "Nothing was changed. Ask your colleague to close it, or take it over; what is saved stays as it is.",
        )
    if is_elsewhere and not over:
        raise CaseHeld(
            "You have this interview open in another program.",
            "Nothing was changed. Go on there, or take it over; what is saved stays as it is.",
        )
    case.holder, case.program, case.handed_by = by.holder, by.program, None
    action = Action.CASE_TAKEN_OVER if is_colleagues or is_elsewhere else Action.CASE_OPENED
    chain.append(session, [Deed(action, case_id)], by.holder or "", at)
    session.flush()
    return cases.load(session, case_id)


def put_back(session: Session, chain: AuditChain, case_id: str, by: Hold, at: datetime) -> None:
    """Ends the interview of a person; one that was taken over meanwhile stays where it is."""
    case = cases.case_row(session, case_id)
    is_elsewhere = by.program is not None and case.program not in (None, by.program)
    if case.holder == by.holder and not is_elsewhere:
        cases.let_go(case)
        chain.append(session, [Deed(Action.CASE_PUT_BACK, case_id)], by.holder or "", at)


def of_case(session: Session, case_id: str) -> Hold:
    """Who has the interview open. Raises CaseMissing."""
    case = cases.case_row(session, case_id)
    return Hold(case.holder, case.program)


def interrupted(session: Session, by: Hold, is_running: IsRunning) -> tuple[CaseLine, ...]:
    """The interviews that a person holds and that are going on in no other program, the newest first.

    Not those that were handed to them and that they have not opened yet.
    """
    case = tables.CaseFile
    query = select(case).where(case.holder == by.holder, col(case.handed_by).is_(None))
    rows = session.exec(query.order_by(*NEWEST_FIRST)).all()
    return lines(session, [row for row in rows if not _runs_elsewhere(row, by.program, is_running)])


def _runs_elsewhere(case: tables.CaseFile, program: str | None, is_running: IsRunning) -> bool:
    return case.program != program and is_running(case.program)
