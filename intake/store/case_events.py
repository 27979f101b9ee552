"""What happened in a case and when. An event is never changed: a later one replaces it, or takes it back."""

from __future__ import annotations

from sqlmodel import Session, select

from intake.store import convert, tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.cases import changeable
from intake.store.columns import AS_WRITTEN
from intake.store.kept.audit import Action
from intake.store.kept.happened import CaseEvent, standing


def add(session: Session, chain: AuditChain, event: CaseEvent) -> None:
    """Appends an event; that is activity of the case. Doing it twice is doing it once.

    Raises CaseMissing, CaseRestricted.
    """
    case = changeable(session, event.case_id)
    if session.get(tables.CaseEvent, event.id) is not None:
        return
    session.add(convert.case_event_row(event))
    case.last_activity = max(case.last_activity, event.at)
    chain.append(session, [Deed(Action.EVENT_ADDED, event.case_id, event.id)], event.actor, event.at)


def of_case(session: Session, case_id: str) -> tuple[CaseEvent, ...]:
    """The events of a case that stand, in the order they were noted."""
    query = select(tables.CaseEvent).where(tables.CaseEvent.case_id == case_id)
    rows = session.exec(query.order_by(AS_WRITTEN)).all()
    return standing(convert.case_event_of(row) for row in rows)
