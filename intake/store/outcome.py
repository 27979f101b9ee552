"""What staff decided about the proposal, and which records were made of a case."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlmodel import Session, col, func, select

from intake.store import convert, tables
from intake.store.audit import AuditChain, Deed
from intake.store.cases import case_row
from intake.store.failures import CaseMissing
from intake.store.receipt_code import new_code
from intake.store.records import Action, Decision, Record, RecordDraft, RecordStatus


def decide(session: Session, chain: AuditChain, decision: Decision) -> None:
    """Appends a decision. An override needs a reason, an own line its words, a changed line both. Twice is once."""
    case_row(session, decision.case_id)
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
    chain.append(session, [Deed(Action.DECISION_MADE, decision.case_id, decision.id)], decision.actor, decision.at)


def decisions(session: Session, case_id: str) -> tuple[Decision, ...]:
    """All decisions of a case in the order they were made; a later one about the same line replaces an earlier."""
    query = select(tables.StaffDecision).where(tables.StaffDecision.case_id == case_id)
    rows = session.exec(query.order_by(col(tables.StaffDecision.at), col(tables.StaffDecision.id))).all()
    return tuple(convert.decision_of(row) for row in rows)


def draft_record(session: Session, chain: AuditChain, draft: RecordDraft, actor: str, at: datetime) -> Record:
    """Notes that a record was made; versions count from 1 for each recipient and office. Twice is once."""
    case_row(session, draft.case_id)
    row = session.get(tables.HandoverRecord, draft.id)
    if row is None:
        newest = session.exec(
            select(func.max(tables.HandoverRecord.version))
            .where(tables.HandoverRecord.case_id == draft.case_id)
            .where(tables.HandoverRecord.recipient == draft.recipient)
            .where(tables.HandoverRecord.office == draft.office)
        ).one()
        row = tables.HandoverRecord(
            id=draft.id,
            case_id=draft.case_id,
            recipient=draft.recipient,
            office=draft.office,
            version=(newest or 0) + 1,
            code=new_code(secrets.token_bytes),
            created_at=at,
            created_by=actor,
            sha256=draft.sha256,
            status=RecordStatus.DRAFT.value,
            basis=draft.basis,
            reason=draft.reason,
            packages=draft.packages,
            included=draft.included,
            confirm_by=draft.confirm_by,
        )
        session.add(row)
        chain.append(session, [Deed(Action.RECORD_DRAFTED, draft.case_id, draft.id)], actor, at)
    return convert.record_of(row)


def export_record(session: Session, chain: AuditChain, record_id: str, actor: str, at: datetime) -> Record:
    """Notes that a record left the desk. The first time counts. Raises CaseMissing where there is no such record."""
    row = session.get(tables.HandoverRecord, record_id)
    if row is None:
        raise CaseMissing(
            "This record is not in the store.",
            "Nothing was changed. Its case was erased meanwhile, or the record was never noted. Make it again.",
        )
    if row.status != RecordStatus.EXPORTED.value:
        row.status, row.exported_at = RecordStatus.EXPORTED.value, at
        chain.append(session, [Deed(Action.RECORD_EXPORTED, row.case_id, record_id)], actor, at)
    return convert.record_of(row)


def records(session: Session, case_id: str) -> tuple[Record, ...]:
    """All records of a case, oldest first."""
    query = select(tables.HandoverRecord).where(tables.HandoverRecord.case_id == case_id)
    rows = session.exec(query.order_by(col(tables.HandoverRecord.created_at), col(tables.HandoverRecord.id))).all()
    return tuple(convert.record_of(row) for row in rows)
