"""What is stored of a case beside its answers, for the person it is about: nothing of it is left out as replaced.

Source: GDPR Art. 15.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from intake.store import case_links, convert, tables
from intake.store.audit import reading
from intake.store.cases import case_row
from intake.store.columns import AS_WRITTEN
from intake.store.handovers import life
from intake.store.kept.audit import AuditEntry
from intake.store.kept.cases import DueDate
from intake.store.kept.handovers import HandoverStep
from intake.store.kept.happened import CaseEvent


@dataclass(frozen=True, slots=True)
class Beside:
    """`events` with those that were replaced or taken back, in the order they were noted; `parent` and `children` are
    the codes of linked cases, the first empty where there is none; `deeds` all entries of the audit chain.
    """

    events: tuple[CaseEvent, ...]
    steps: tuple[HandoverStep, ...]
    due_dates: tuple[DueDate, ...]
    parent: str
    children: tuple[str, ...]
    deeds: tuple[AuditEntry, ...]


def beside_the_answers(session: Session, case_id: str) -> Beside:
    """Raises CaseMissing."""
    case_row(session, case_id)
    event, due = tables.CaseEvent, tables.DueDate
    events = session.exec(select(event).where(event.case_id == case_id).order_by(AS_WRITTEN)).all()
    dates = session.exec(select(due).where(due.case_id == case_id).order_by(col(due.date), col(due.deadline))).all()
    parent = case_links.parent(session, case_id)
    return Beside(
        tuple(convert.case_event_of(row) for row in events),
        life.steps(session, case_id),
        tuple(convert.due_of(row) for row in dates),
        case_row(session, parent.parent_id).code if parent else "",
        tuple(case_row(session, link.child_id).code for link in case_links.children(session, case_id)),
        reading.of_case(session, case_id),
    )
