"""The tables as SQLModel classes. `schema.sql` says what they are; a test compares the two.

They are one namespace, because they refer to each other by name: whoever has one has them all. Triggers stand in
`schema.sql` and in the migrations only. Importing this costs as much as the whole screen: callers import it after the
first paint.
"""

from __future__ import annotations

from sqlmodel import SQLModel

from intake.store.columns import Kept
from intake.store.tables.answers import Answer, AnswerEvent, TwoStatements
from intake.store.tables.audit import AuditEvent, Erasure
from intake.store.tables.cases import CaseFile, CaseLink, CaseName, DueDate, Journal
from intake.store.tables.outcome import CaseEvent, HandoverRecord, HandoverStep, StaffDecision
from intake.store.tables.staff import Staff, StoreInfo

__all__ = [
    "Answer",
    "AnswerEvent",
    "AuditEvent",
    "CaseEvent",
    "CaseFile",
    "CaseLink",
    "CaseName",
    "DueDate",
    "Erasure",
    "HandoverRecord",
    "HandoverStep",
    "Journal",
    "Staff",
    "StaffDecision",
    "StoreInfo",
    "TwoStatements",
]

for _table in SQLModel.metadata.tables.values():
    for _column in _table.columns:
        if isinstance(_column.type, Kept):
            _column.type.belongs_to(_table.name, _column.name, is_required=not _column.nullable)
