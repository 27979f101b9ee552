"""What staff decided about the proposal."""

from __future__ import annotations

from sqlmodel import Session, select

from intake.store import convert, tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.cases import changeable
from intake.store.columns import AS_WRITTEN
from intake.store.kept.audit import Action
from intake.store.kept.decisions import Decision, DecisionKind


def decide(session: Session, chain: AuditChain, decision: Decision) -> None:
    """Appends a decision. An override needs a reason, an own line its words, a changed line both. Twice is once."""
    changeable(session, decision.case_id)
    if session.get(tables.StaffDecision, decision.id) is not None:
        return
    session.add(
        tables.StaffDecision(
            id=decision.id,
            case_id=decision.case_id,
            line_kind=decision.line_kind,
            line=decision.line,
            decision=decision.decision.value,
            reason=decision.reason,
            text=decision.text,
            actor=decision.actor,
            at=decision.at,
        )
    )
    is_override = decision.decision in (DecisionKind.OVERRIDDEN, DecisionKind.CHANGED)
    action = Action.DECISION_OVERRIDDEN if is_override else Action.DECISION_MADE
    chain.append(session, [Deed(action, decision.case_id, decision.id)], decision.actor, decision.at)


def decisions(session: Session, case_id: str) -> tuple[Decision, ...]:
    """All decisions of a case in the order they were made; a later one about the same line replaces an earlier."""
    query = select(tables.StaffDecision).where(tables.StaffDecision.case_id == case_id)
    rows = session.exec(query.order_by(AS_WRITTEN)).all()
    return tuple(convert.decision_of(row) for row in rows)
