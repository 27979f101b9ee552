"""Restriction of processing: a case that may be read, and neither changed nor exported nor counted.

The reasons of both steps, restricting and lifting, are kept: the first with the case, the other as what happened.
Source: GDPR Art. 18.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from intake.interview.values import PartialDate
from intake.store import case_events
from intake.store.audit.chain import AuditChain, Deed
from intake.store.cases import case_row, let_go
from intake.store.ids import new_id
from intake.store.kept.audit import Action
from intake.store.kept.happened import CaseEvent

LIFTED = "restriction_lifted"
"""The kind of the event that tells that a restriction ended, and why."""


def restrict(session: Session, chain: AuditChain, case_id: str, reason: str, actor: str, at: datetime) -> None:
    """Raises CaseMissing, and ValueError without a reason. Nobody holds a restricted case."""
    if not reason.strip():
        raise ValueError("a restriction needs its reason")
    case = case_row(session, case_id)
    case.restricted = reason
    let_go(case)
    chain.append(session, [Deed(Action.CASE_RESTRICTED, case_id)], actor, at)


def release(session: Session, chain: AuditChain, case_id: str, reason: str, actor: str, at: datetime) -> None:
    """Lifts a restriction, if there is one. Raises CaseMissing, and ValueError without a reason."""
    if not reason.strip():
        raise ValueError("lifting a restriction needs its reason")
    case = case_row(session, case_id)
    if case.restricted is None:
        return
    note, day = f"{case.restricted} / {reason}", at.date()
    case.restricted = None
    session.flush()
    happened = CaseEvent(new_id(at), case_id, LIFTED, PartialDate(day.year, day.month, day.day), actor, at, note=note)
    case_events.add(session, chain, happened)
    chain.append(session, [Deed(Action.CASE_RELEASED, case_id)], actor, at)


def reason(session: Session, case_id: str) -> str | None:
    """Why a case is restricted, None where it is not. Raises CaseMissing."""
    return case_row(session, case_id).restricted
