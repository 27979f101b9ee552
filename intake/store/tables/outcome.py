"""What came of a case: decisions of staff, what happened, records and their steps."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from intake.interview.values import PartialDate
from intake.store.columns import CodesText, DayText, FreeText, Number, PartialDateText, UtcText, WordText, one_of
from intake.store.kept.decisions import DecisionKind
from intake.store.kept.handovers import RecordStatus, Step
from intake.store.tables.constraints import AT, STRICT, check

DECISIONS = "decision IN ('accepted', 'overridden', 'own_line', 'changed', 'reopened')"
EVENT_DATE = """date GLOB '"????"' OR date GLOB '"????-??"' OR date GLOB '"????-??-??"'"""
RECORD_STATUS = "status IN ('draft', 'exported', 'handed_over', 'confirmed', 'returned', 'withdrawn')"
TO_CONFIRM = "status IN ('exported', 'handed_over')"
STEPS = "step IN ('exported', 'handed_over', 'confirmed', 'returned', 'withdrawn', 'told')"

DecisionText, StepText = one_of(DecisionKind), one_of(Step)
RecordStatusText = one_of(each for each in RecordStatus if f"'{each}'" in RECORD_STATUS)


class StaffDecision(SQLModel, table=True):
    __tablename__ = "staff_decision"
    __table_args__ = (
        check("staff_decision_decision", DECISIONS),
        check("staff_decision_has_its_reason", "decision NOT IN ('overridden', 'changed') OR reason <> '\"\"'"),
        check("staff_decision_has_its_words", "(decision IN ('own_line', 'changed')) = (text <> '\"\"')"),
        check("staff_decision_at", AT),
        Index("staff_decision_by_case", "case_id", "at"),
        STRICT,
    )
    id: str = Field(primary_key=True, sa_type=WordText)
    case_id: str = Field(sa_type=WordText, foreign_key="case_file.id")
    line_kind: str = Field(sa_type=WordText)
    line: str = Field(sa_type=WordText)
    decision: str = Field(sa_type=DecisionText)
    reason: str = Field(sa_type=FreeText)
    text: str = Field(sa_type=FreeText)
    actor: str = Field(sa_type=WordText, foreign_key="staff.id")
    at: datetime = Field(sa_type=UtcText)


class CaseEvent(SQLModel, table=True):
    __tablename__ = "case_event"
    __table_args__ = (
        check("case_event_kind", "kind GLOB '[a-z]*' AND kind NOT GLOB '*[^a-z0-9_]*'"),
        check("case_event_date", EVENT_DATE),
        check("case_event_withdraws_another", "kind <> 'withdrawn' OR replaces IS NOT NULL"),
        check("case_event_at", AT),
        Index("case_event_by_case", "case_id", "at"),
        STRICT,
    )
    id: str = Field(primary_key=True, sa_type=WordText)
    case_id: str = Field(sa_type=WordText, foreign_key="case_file.id")
    kind: str = Field(sa_type=WordText)
    date: PartialDate = Field(sa_type=PartialDateText)
    entry: str = Field(sa_type=WordText)
    note: str = Field(sa_type=FreeText)
    replaces: str | None = Field(default=None, sa_type=WordText)
    actor: str = Field(sa_type=WordText, foreign_key="staff.id")
    at: datetime = Field(sa_type=UtcText)


class HandoverRecord(SQLModel, table=True):
    __tablename__ = "handover_record"
    __table_args__ = (
        UniqueConstraint("case_id", "recipient", "office", "version", name="handover_record_version_is_unique"),
        UniqueConstraint("code", name="handover_record_code_is_unique"),
        check("handover_record_version", "version >= 1"),
        check("handover_record_sha256", "length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'"),
        check("handover_record_status", RECORD_STATUS),
        check("handover_record_exported_at", "(exported_at IS NOT NULL) = (status <> 'draft')"),
        check("handover_record_without_consent", "(basis = '\"\"') = (reason = '\"\"')"),
        check("handover_record_packages", "json_type(packages) = 'array'"),
        check("handover_record_included", "json_type(included) = 'array'"),
        check("handover_record_confirm_by", "confirm_by IS NULL OR confirm_by GLOB '????-??-??'"),
        Index("handover_record_to_confirm", "confirm_by", "case_id", sqlite_where=text(TO_CONFIRM)),
        Index("handover_record_to_tell", "case_id", "id", sqlite_where=text("status = 'withdrawn'")),
        STRICT,
    )
    id: str = Field(primary_key=True, sa_type=WordText)
    case_id: str = Field(sa_type=WordText, foreign_key="case_file.id")
    recipient: str = Field(sa_type=WordText)
    office: str = Field(sa_type=FreeText)
    version: int = Field(sa_type=Number)
    code: str = Field(sa_type=WordText)
    created_at: datetime = Field(sa_type=UtcText)
    created_by: str = Field(sa_type=WordText, foreign_key="staff.id")
    sha256: str = Field(sa_type=WordText)
    status: str = Field(sa_type=RecordStatusText)
    basis: str = Field(sa_type=FreeText)
    reason: str = Field(sa_type=FreeText)
    packages: tuple[str, ...] = Field(sa_type=CodesText)
    included: tuple[str, ...] = Field(sa_type=CodesText)
    exported_at: datetime | None = Field(default=None, sa_type=UtcText)
    confirm_by: Date | None = Field(default=None, sa_type=DayText)


class HandoverStep(SQLModel, table=True):
    __tablename__ = "handover_step"
    __table_args__ = (
        check("handover_step_step", STEPS),
        check("handover_step_day", "day GLOB '????-??-??'"),
        check("handover_step_way", "way = '' OR (way GLOB '[a-z]*' AND way NOT GLOB '*[^a-z0-9_]*')"),
        check("handover_step_return_has_its_reason", "step <> 'returned' OR note <> '\"\"'"),
        check("handover_step_at", AT),
        Index("handover_step_by_case", "case_id", "at"),
        STRICT,
    )
    id: str = Field(primary_key=True, sa_type=WordText)
    record_id: str = Field(sa_type=WordText, foreign_key="handover_record.id")
    case_id: str = Field(sa_type=WordText, foreign_key="case_file.id")
    step: str = Field(sa_type=StepText)
    day: Date = Field(sa_type=DayText)
    person: str = Field(sa_type=FreeText)
    way: str = Field(sa_type=WordText)
    note: str = Field(sa_type=FreeText)
    actor: str = Field(sa_type=WordText, foreign_key="staff.id")
    at: datetime = Field(sa_type=UtcText)
