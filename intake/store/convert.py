"""Rows of cases, what happened in them, decisions, records and people to what the rest of the program knows, and back.

Answers and their events are in `answer_rows`.
"""

from __future__ import annotations

from intake.interview.session import Run
from intake.store import tables
from intake.store.kept.answers import HalfTyped, Place
from intake.store.kept.cases import (
    CaseHeader,
    CaseLink,
    CaseSettings,
    DueDate,
    Erasure,
    ErasureReason,
    Status,
)
from intake.store.kept.decisions import Decision, DecisionKind
from intake.store.kept.handovers import Record, RecordStatus
from intake.store.kept.happened import CaseEvent
from intake.store.kept.people import Role, Staff
from intake.store.sealed_answers import Seal


def header_of(row: tables.CaseFile) -> CaseHeader:
    return CaseHeader(
        row.id,
        row.code,
        row.kind,
        row.site,
        row.questionnaire,
        row.created_at,
        row.created_by,
        Status(row.status),
        row.holder,
        case_place(row),
        CaseSettings(Run(row.run), row.languages, row.law),
        row.last_activity,
        row.closed_at,
        row.restricted or "",
        row.handed_by,
    )


def case_place(row: tables.CaseFile) -> Place | None:
    return Place(row.at_question, row.at_entry, row.at_field) if row.at_question else None


def half_typed_of(row: tables.Journal, seal: Seal) -> HalfTyped | None:
    """None where it is sealed with a key that is not held."""
    text = seal.opened_text((row.case_id, row.question, row.entry, row.field), row.text)
    return None if text is None else HalfTyped(Place(row.question, row.entry, row.field), text, row.cursor, row.at)


def due_of(row: tables.DueDate) -> DueDate:
    return DueDate(row.deadline, row.date, bool(row.approximate))


def decision_of(row: tables.StaffDecision) -> Decision:
    kind = DecisionKind(row.decision)
    return Decision(row.id, row.case_id, row.line_kind, row.line, kind, row.reason, row.text, row.actor, row.at)


def case_event_row(event: CaseEvent) -> tables.CaseEvent:
    return tables.CaseEvent(
        id=event.id,
        case_id=event.case_id,
        kind=event.kind,
        date=event.date,
        entry=event.entry,
        note=event.note,
        replaces=event.replaces,
        actor=event.actor,
        at=event.at,
    )


def case_event_of(row: tables.CaseEvent) -> CaseEvent:
    return CaseEvent(row.id, row.case_id, row.kind, row.date, row.actor, row.at, row.entry, row.note, row.replaces)


def case_link_row(link: CaseLink) -> tables.CaseLink:
    return tables.CaseLink(
        child_id=link.child_id, parent_id=link.parent_id, entry=link.entry, actor=link.actor, at=link.at
    )


def case_link_of(row: tables.CaseLink) -> CaseLink:
    return CaseLink(row.parent_id, row.child_id, row.actor, row.at, row.entry)


def record_of(row: tables.HandoverRecord) -> Record:
    return Record(
        row.id,
        row.case_id,
        row.recipient,
        row.office,
        row.version,
        row.created_at,
        row.created_by,
        row.sha256,
        RecordStatus(row.status),
        row.code,
        row.basis,
        row.reason,
        row.packages,
        row.included,
        row.exported_at,
        row.confirm_by,
    )


def staff_of(row: tables.Staff) -> Staff:
    return Staff(row.id, row.name, tuple(Role(role) for role in row.roles), row.added_at, row.left_at)


def erasure_of(row: tables.Erasure) -> Erasure:
    return Erasure(row.case_id, ErasureReason(row.reason), row.actor, row.at)
