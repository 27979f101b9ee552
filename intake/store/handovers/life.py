"""Which records were made of a case, and what became of each: written, handed over, confirmed, returned, withdrawn.

A step is never changed. The status of a record is what its last step says, written in the same transaction; that a
draft was dismissed is read from the step, as the row stays a draft: it has no day on which it left.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, func, select

from intake.store import convert, tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.cases import changeable
from intake.store.columns import AS_WRITTEN
from intake.store.failures import CaseMissing
from intake.store.handovers.receipt_code import new_code
from intake.store.handovers.steps import leads_to, may_follow, noted_as, refused
from intake.store.ids import new_id
from intake.store.kept.audit import Action
from intake.store.kept.handovers import HandoverStep, Record, RecordDraft, RecordStatus, Step


def draft_record(session: Session, chain: AuditChain, draft: RecordDraft, actor: str, at: datetime) -> Record:
    """Notes that a record was made; versions count from 1 for each recipient and office. Twice is once."""
    changeable(session, draft.case_id)
    row = session.get(tables.HandoverRecord, draft.id)
    if row is None:
        newest = session.exec(
            select(func.coalesce(func.max(tables.HandoverRecord.version), 0))
            .where(tables.HandoverRecord.case_id == draft.case_id)
            .where(tables.HandoverRecord.recipient == draft.recipient)
            .where(tables.HandoverRecord.office == draft.office)
        ).one()
        row = tables.HandoverRecord(
            id=draft.id,
            case_id=draft.case_id,
            recipient=draft.recipient,
            office=draft.office,
            version=newest + 1,
            code=_free_code(session),
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
        deeds = [Deed(Action.RECORD_DRAFTED, draft.case_id, draft.id)]
        if draft.basis:
            deeds.append(Deed(Action.RECORD_WITHOUT_CONSENT, draft.case_id, draft.id))
        chain.append(session, deeds, actor, at)
    return record_of(session, row)


def export_record(session: Session, chain: AuditChain, record_id: str, actor: str, at: datetime, day: date) -> Record:
    """Notes that a record left the desk. The first time counts; that more files were written is audited only.

    Raises CaseMissing where there is no such record, CaseRestricted, StepRefused where its consent was withdrawn
    meanwhile, or the draft dismissed.
    """
    row = _row(session, record_id)
    changeable(session, row.case_id)
    if row.status == RecordStatus.DRAFT.value:
        return note(session, chain, HandoverStep(new_id(at), record_id, row.case_id, Step.EXPORTED, day, actor, at))
    if row.status == RecordStatus.WITHDRAWN.value:
        raise refused(RecordStatus.WITHDRAWN)
    chain.append(session, [Deed(Action.RECORD_EXPORTED, row.case_id, row.id)], actor, at)
    return convert.record_of(row)


def note(session: Session, chain: AuditChain, step: HandoverStep, confirm_by: date | None = None) -> Record:
    """Appends a step and brings the status of the record up to date. Twice is once, and so are two withdrawals.

    Withdrawing a draft dismisses it.

    `confirm_by` is the new day by which the receiver should confirm; None leaves it. Raises StepRefused where the step
    cannot follow, CaseMissing where there is no such record.
    """
    row = _row(session, step.record_id)
    if row.case_id != step.case_id:
        raise ValueError("the record belongs to another case")
    if session.get(tables.HandoverStep, step.id) is not None:
        return record_of(session, row)
    status, is_told = record_of(session, row).status, _has(session, row.id, Step.TOLD)
    if step.step is Step.WITHDRAWN and status in (RecordStatus.WITHDRAWN, RecordStatus.DISMISSED):
        return record_of(session, row)
    if not may_follow(step.step, status, is_told=is_told):
        raise refused(status, is_told=is_told)
    if step.step is Step.EXPORTED:
        row.exported_at = step.at
    after = leads_to(step.step, status)
    row.status = (RecordStatus.DRAFT if after is RecordStatus.DISMISSED else after).value
    if confirm_by is not None:
        row.confirm_by = confirm_by
    session.add(
        tables.HandoverStep(
            id=step.id,
            record_id=step.record_id,
            case_id=step.case_id,
            step=step.step.value,
            day=step.day,
            person=step.person,
            way=step.way,
            note=step.note,
            actor=step.actor,
            at=step.at,
        )
    )
    session.flush()
    chain.append(session, [Deed(noted_as(step.step, status), row.case_id, row.id)], step.actor, step.at)
    return record_of(session, row)


def records(session: Session, case_id: str) -> tuple[Record, ...]:
    """All records of a case, oldest first."""
    query = select(tables.HandoverRecord).where(tables.HandoverRecord.case_id == case_id)
    rows = session.exec(query.order_by(AS_WRITTEN)).all()
    return tuple(record_of(session, row) for row in rows)


def steps(session: Session, case_id: str) -> tuple[HandoverStep, ...]:
    """What became of the records of a case, in the order it was noted."""
    query = select(tables.HandoverStep).where(tables.HandoverStep.case_id == case_id)
    rows = session.exec(query.order_by(AS_WRITTEN)).all()
    return tuple(_step_of(row) for row in rows)


def record_of(session: Session, row: tables.HandoverRecord) -> Record:
    record = convert.record_of(row)
    is_dismissed = record.status is RecordStatus.DRAFT and _has(session, row.id, Step.WITHDRAWN)
    return replace(record, status=RecordStatus.DISMISSED) if is_dismissed else record


def _row(session: Session, record_id: str) -> tables.HandoverRecord:
    row = session.get(tables.HandoverRecord, record_id)
    if row is None:
        raise CaseMissing(
            "This record is not in the store.",
            "Nothing was changed. Its case was erased meanwhile, or the record was never noted. Make it again.",
        )
    return row


def _has(session: Session, record_id: str, kind: Step) -> bool:
    step = tables.HandoverStep
    query = select(step.id).where(step.record_id == record_id, step.step == kind.value)
    return session.exec(query).first() is not None


def _free_code(session: Session) -> str:
    while True:
        code = new_code(secrets.token_bytes)
        if session.exec(select(tables.HandoverRecord.id).where(tables.HandoverRecord.code == code)).first() is None:
            return code


def _step_of(row: tables.HandoverStep) -> HandoverStep:
    return HandoverStep(
        row.id,
        row.record_id,
        row.case_id,
        Step(row.step),
        row.day,
        row.actor,
        row.at,
        row.person,
        row.way,
        row.note,
    )
