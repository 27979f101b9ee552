"""An interview that goes on with a colleague: handed to them, opened by them, or taken back before.

Until the colleague opens it, `handed_by` names who handed it on; the colleague is its holder already, so nobody else
gets it by chance. Source: peers.md D32: the right is asked for the handing itself.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_
from sqlmodel import Session, col, select

from intake.errors import StoreError
from intake.store import cases, convert, tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.desk import NEWEST_FIRST, lines
from intake.store.failures import CaseHeld, case_closed, case_restricted
from intake.store.kept.answers import Place
from intake.store.kept.audit import Action
from intake.store.kept.cases import Status
from intake.store.kept.lists import HandedLine
from intake.store.kept.people import Staff
from intake.store.people.rights import Right, may
from intake.store.people.staff_names import staff_names

LEADS = Right.INTERVIEWS, Right.HANDED_INTERVIEW
"""One of these has who can be handed an interview."""


def hand_on(session: Session, chain: AuditChain, case_id: str, to: str, place: Place, actor: str, at: datetime) -> None:
    """Makes a colleague the holder. Raises CaseHeld, CaseClosed, CaseRestricted, StoreError; then nothing changes."""
    case = cases.case_row(session, case_id)
    if case.holder != actor:
        raise CaseHeld(
            "You do not have this interview open any more.",
            "Nothing was changed. Who has it now stands at the desk.",
        )
    if case.restricted is not None:
        raise case_restricted()
    if case.status == Status.CLOSED.value:
        raise case_closed()
    row = session.get(tables.Staff, to)
    if to == actor or row is None or not may(convert.staff_of(row), *LEADS):
        raise StoreError(
            "This colleague cannot lead an interview.",
            "Nothing was changed. Choose somebody else; an administrator can change the roles of people.",
        )
    case.holder, case.program, case.handed_by, case.last_activity = to, None, actor, at
    cases.stand_at(session, case_id, place)
    chain.append(session, [Deed(Action.CASE_HANDED_ON, case_id, to)], actor, at)


def take_back(session: Session, chain: AuditChain, case_id: str, actor: str, at: datetime) -> None:
    """The interview is with who handed it on again. Doing it twice is doing it once."""
    case = cases.case_row(session, case_id)
    if case.holder == actor and case.handed_by is None:
        return
    if case.handed_by != actor:
        raise CaseHeld(
            "Your colleague has opened this interview meanwhile.",
            "Nothing was changed. Ask your colleague to hand it back, or take it over at the desk.",
        )
    case.holder, case.handed_by = actor, None
    chain.append(session, [Deed(Action.CASE_TAKEN_OVER, case_id)], actor, at)


def handed(session: Session, actor: str) -> tuple[HandedLine, ...]:
    """What was handed to this person or by them and is not opened yet, the newest first."""
    case = tables.CaseFile
    query = select(case).where(
        col(case.handed_by).is_not(None),
        or_(col(case.holder) == actor, col(case.handed_by) == actor),
    )
    rows = session.exec(query.order_by(*NEWEST_FIRST)).all()
    names = staff_names(session)
    by_id = {row.id: row.handed_by or "" for row in rows}
    return tuple(
        HandedLine(line, by_id[line.id], names[by_id[line.id]], line.last_activity, is_mine=line.holder == actor)
        for line in lines(session, rows)
    )


def colleagues(session: Session, actor: str, case_id: str) -> tuple[Staff, ...]:
    """Who else may lead an interview: first who handed this one to the person, then all others by name."""
    rows = session.exec(select(tables.Staff)).all()
    found = [staff for row in rows if (staff := convert.staff_of(row)).id != actor and may(staff, *LEADS)]
    first = _handed_by(session, actor, case_id)
    return tuple(sorted(found, key=lambda staff: (staff.id != first, staff.name.casefold(), staff.id)))


def _handed_by(session: Session, actor: str, case_id: str) -> str | None:
    """Who handed the case to the person last."""
    entry = tables.AuditEvent
    query = select(entry.actor).where(
        entry.action == Action.CASE_HANDED_ON.value, entry.case_id == case_id, entry.subject == actor
    )
    return session.exec(query.order_by(col(entry.seq).desc()).limit(1)).first()
