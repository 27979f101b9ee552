"""The tables as SQLModel classes. `schema.sql` says what they are; a test compares the two.

Triggers stand in `schema.sql` and in the migrations only. Importing this costs as much as the whole screen: callers
import it after the first paint.
"""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from intake.interview.answers import Source, State
from intake.interview.questions import Kind
from intake.interview.session import Run
from intake.interview.values import PartialDate
from intake.store.columns import (
    CodesText,
    DayText,
    Flag,
    FreeText,
    HashBytes,
    Kept,
    Number,
    PartialDateText,
    Position,
    RolesText,
    UtcText,
    VersionText,
    WordText,
    one_of,
)
from intake.store.kept.audit import Action
from intake.store.kept.cases import ErasureReason, Status
from intake.store.kept.decisions import DecisionKind
from intake.store.kept.handovers import RecordStatus, Step
from intake.store.sealed_answers import SEALED

STRICT = {"sqlite_strict": True}
STATES = "state IN ('answered', 'unknown', 'declined', 'ask_later', 'not_asked')"
SOURCES = "source IN ('said', 'document', 'observed', 'estimated', 'third_party')"
CHANGES = "change IN ('answer_given', 'entry_added', 'field_given', 'entry_moved', 'entry_removed')"
MARKS = "(state IS NULL) = (source IS NULL AND note IS NULL AND recheck IS NULL AND reason IS NULL)"
DECISIONS = "decision IN ('accepted', 'overridden', 'own_line', 'changed', 'reopened')"
EVENT_DATE = """date GLOB '"????"' OR date GLOB '"????-??"' OR date GLOB '"????-??-??"'"""
RECORD_STATUS = "status IN ('draft', 'exported', 'handed_over', 'confirmed', 'returned', 'withdrawn')"
TO_CONFIRM = "status IN ('exported', 'handed_over')"
STEPS = "step IN ('exported', 'handed_over', 'confirmed', 'returned', 'withdrawn', 'told')"
AT = "at GLOB '????-??-??T??:??:??.??????Z'"

StatusText, RunText = one_of(Status), one_of(Run)
ChangeText = one_of(("answer_given", "entry_added", "field_given", "entry_moved", "entry_removed"))
StateText, SourceText, FormText = one_of(State), one_of(Source), one_of((*Kind, SEALED))
DecisionText, StepText, ActionText = one_of(DecisionKind), one_of(Step), one_of(Action)
RecordStatusText = one_of(each for each in RecordStatus if f"'{each}'" in RECORD_STATUS)
ErasureReasonText = one_of(ErasureReason)


def _check(name: str, condition: str) -> CheckConstraint:
    return CheckConstraint(condition, name=name)


class StoreInfo(SQLModel, table=True):
    __tablename__ = "store_info"
    __table_args__ = (
        _check("store_info_is_one_row", "id = 1"),
        STRICT,
    )
    id: int = Field(primary_key=True, sa_type=Number)
    store_id: str = Field(sa_type=WordText)
    schema_version: int = Field(sa_type=Number)
    created_at: datetime = Field(sa_type=UtcText)


class Staff(SQLModel, table=True):
    __tablename__ = "staff"
    __table_args__ = (_check("staff_roles", "json_type(roles) = 'array' AND roles <> '[]'"), STRICT)
    id: str = Field(primary_key=True, sa_type=WordText)
    name: str = Field(sa_type=WordText)
    roles: tuple[str, ...] = Field(sa_type=RolesText)
    added_at: datetime = Field(sa_type=UtcText)
    left_at: datetime | None = Field(default=None, sa_type=UtcText)


class CaseFile(SQLModel, table=True):
    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("code", name="case_file_code_is_unique"),
        _check("case_file_status", "status IN ('open', 'closed')"),
        _check("case_file_run", "run IN ('core', 'full')"),
        _check("case_file_languages", "json_type(languages) = 'array'"),
        _check("case_file_last_activity", "last_activity GLOB '????-??-??T??:??:??.??????Z'"),
        _check("case_file_program_of_a_holder", "program IS NULL OR holder IS NOT NULL"),
        _check("case_file_handed_to_a_holder", "handed_by IS NULL OR holder IS NOT NULL"),
        _check("case_file_closed_at", "closed_at IS NULL OR closed_at GLOB '????-??-??T??:??:??.??????Z'"),
        _check("case_file_restricted", "restricted IS NULL OR json_type(restricted) = 'text'"),
        Index("case_file_by_activity", "last_activity"),
        Index("case_file_by_status", "status", "last_activity"),
        Index("case_file_by_holder", "holder", "last_activity", sqlite_where=text("holder IS NOT NULL")),
        Index("case_file_by_person", "holder", "created_by", "status"),
        Index("case_file_by_site", "site", "status", "last_activity"),
        Index("case_file_by_beginner", "created_by", "status", "last_activity"),
        Index("case_file_of_children", "status", "last_activity", sqlite_where=text("kind = 'child'")),
        STRICT,
    )
    id: str = Field(primary_key=True, sa_type=WordText)
    code: str = Field(sa_type=WordText)
    kind: str = Field(sa_type=WordText)
    site: str = Field(sa_type=WordText)
    questionnaire: str = Field(sa_type=VersionText)
    created_at: datetime = Field(sa_type=UtcText)
    created_by: str = Field(sa_type=WordText, foreign_key="staff.id")
    status: str = Field(sa_type=StatusText)
    holder: str | None = Field(default=None, sa_type=WordText, foreign_key="staff.id")
    at_question: str = Field(sa_type=WordText)
    at_entry: str = Field(sa_type=WordText)
    at_field: str = Field(sa_type=WordText)
    run: str = Field(sa_type=RunText)
    languages: tuple[str, ...] = Field(sa_type=CodesText)
    law: Date | None = Field(default=None, sa_type=DayText)
    last_activity: datetime = Field(sa_type=UtcText)
    program: str | None = Field(default=None, sa_type=WordText)
    handed_by: str | None = Field(default=None, sa_type=WordText, foreign_key="staff.id")
    closed_at: datetime | None = Field(default=None, sa_type=UtcText)
    restricted: str | None = Field(default=None, sa_type=FreeText)


class CaseLink(SQLModel, table=True):
    __tablename__ = "case_link"
    __table_args__ = (
        _check("case_link_joins_two_cases", "child_id <> parent_id"),
        _check("case_link_at", AT),
        Index("case_link_by_parent", "parent_id", "at"),
        STRICT,
    )
    child_id: str = Field(primary_key=True, sa_type=WordText, foreign_key="case_file.id")
    parent_id: str = Field(sa_type=WordText, foreign_key="case_file.id")
    entry: str = Field(sa_type=WordText)
    actor: str = Field(sa_type=WordText, foreign_key="staff.id")
    at: datetime = Field(sa_type=UtcText)


class CaseName(SQLModel, table=True):
    __tablename__ = "case_name"
    __table_args__ = (Index("case_name_by_case", "case_id"), STRICT)
    token: str = Field(primary_key=True, sa_type=WordText)
    case_id: str = Field(primary_key=True, sa_type=WordText, foreign_key="case_file.id")


class AnswerEvent(SQLModel, table=True):
    __tablename__ = "answer_event"
    __table_args__ = (
        UniqueConstraint("case_id", "seq", name="answer_event_seq_is_unique"),
        _check("answer_event_change", CHANGES),
        _check("answer_event_state", STATES),
        _check("answer_event_source", SOURCES),
        _check("answer_event_recheck", "recheck IN (0, 1)"),
        _check("answer_event_value", "value IS NULL OR json_valid(value)"),
        _check("answer_event_holds_an_answer", "(state IS NOT NULL) = (change IN ('answer_given', 'field_given'))"),
        _check("answer_event_marks", MARKS),
        _check("answer_event_value_where_answered", "(value IS NOT NULL) = (state IS 'answered')"),
        _check("answer_event_form_where_value", "(form IS NULL) = (value IS NULL)"),
        _check("answer_event_names_its_entry", "(entry = '') = (change = 'answer_given')"),
        _check("answer_event_names_its_field", "(field <> '') = (change = 'field_given')"),
        _check("answer_event_position", "(position IS NOT NULL) = (change = 'entry_moved')"),
        _check("answer_event_at", AT),
        STRICT,
    )
    id: str = Field(primary_key=True, sa_type=WordText)
    case_id: str = Field(sa_type=WordText, foreign_key="case_file.id")
    seq: int = Field(sa_type=Number)
    question: str = Field(sa_type=WordText)
    entry: str = Field(sa_type=WordText)
    field: str = Field(sa_type=WordText)
    change: str = Field(sa_type=ChangeText)
    state: str | None = Field(default=None, sa_type=StateText)
    form: str | None = Field(default=None, sa_type=FormText)
    value: str | None = Field(default=None, sa_type=WordText)
    source: str | None = Field(default=None, sa_type=SourceText)
    note: str | None = Field(default=None, sa_type=FreeText)
    recheck: int | None = Field(default=None, sa_type=Flag)
    reason: str | None = Field(default=None, sa_type=FreeText)
    position: int | None = Field(default=None, sa_type=Position)
    actor: str = Field(sa_type=WordText, foreign_key="staff.id")
    at: datetime = Field(sa_type=UtcText)
    addition: str | None = Field(default=None, sa_type=WordText)


class Answer(SQLModel, table=True):
    __tablename__ = "answer"
    __table_args__ = (
        _check("answer_state", STATES),
        _check("answer_source", SOURCES),
        _check("answer_recheck", "recheck IN (0, 1)"),
        _check("answer_value", "value IS NULL OR json_valid(value)"),
        _check("answer_marks", MARKS),
        _check("answer_value_where_answered", "(value IS NOT NULL) = (state IS 'answered')"),
        _check("answer_form_where_value", "(form IS NULL) = (value IS NULL)"),
        _check("answer_field_needs_entry", "field = '' OR entry <> ''"),
        _check("answer_entry_has_position", "(position IS NOT NULL) = (entry <> '' AND field = '')"),
        _check("answer_entry_has_no_state", "(state IS NULL) = (entry <> '' AND field = '')"),
        STRICT,
    )
    case_id: str = Field(primary_key=True, sa_type=WordText, foreign_key="case_file.id")
    question: str = Field(primary_key=True, sa_type=WordText)
    entry: str = Field(primary_key=True, sa_type=WordText)
    field: str = Field(primary_key=True, sa_type=WordText)
    state: str | None = Field(default=None, sa_type=StateText)
    form: str | None = Field(default=None, sa_type=FormText)
    value: str | None = Field(default=None, sa_type=WordText)
    source: str | None = Field(default=None, sa_type=SourceText)
    note: str | None = Field(default=None, sa_type=FreeText)
    recheck: int | None = Field(default=None, sa_type=Flag)
    reason: str | None = Field(default=None, sa_type=FreeText)
    position: int | None = Field(default=None, sa_type=Position)


class TwoStatements(SQLModel, table=True):
    __tablename__ = "two_statements"
    __table_args__ = (
        _check("two_statements_differ", "kept <> other"),
        _check("two_statements_at", AT),
        Index("two_statements_by_case", "case_id", "question"),
        STRICT,
    )
    case_id: str = Field(sa_type=WordText, foreign_key="case_file.id")
    question: str = Field(sa_type=WordText)
    entry: str = Field(sa_type=WordText)
    field: str = Field(sa_type=WordText)
    kept: str = Field(primary_key=True, sa_type=WordText)
    other: str = Field(sa_type=WordText)
    at: datetime = Field(sa_type=UtcText)
    settled: str | None = Field(default=None, sa_type=WordText)


class Journal(SQLModel, table=True):
    __tablename__ = "journal"
    __table_args__ = (_check("journal_cursor", "cursor >= 0"), STRICT)
    case_id: str = Field(primary_key=True, sa_type=WordText, foreign_key="case_file.id")
    question: str = Field(primary_key=True, sa_type=WordText)
    entry: str = Field(primary_key=True, sa_type=WordText)
    field: str = Field(primary_key=True, sa_type=WordText)
    text: str = Field(sa_type=FreeText)
    cursor: int = Field(sa_type=Number)
    at: datetime = Field(sa_type=UtcText)


class DueDate(SQLModel, table=True):
    __tablename__ = "due_date"
    __table_args__ = (
        _check("due_date_date", "date GLOB '????-??-??'"),
        _check("due_date_approximate", "approximate IN (0, 1)"),
        Index("due_date_by_date", "date", "case_id"),
        Index("due_date_by_deadline", "deadline", "date", "case_id"),
        STRICT,
    )
    case_id: str = Field(primary_key=True, sa_type=WordText, foreign_key="case_file.id")
    deadline: str = Field(primary_key=True, sa_type=WordText)
    date: Date = Field(sa_type=DayText)
    approximate: int = Field(sa_type=Flag)


class StaffDecision(SQLModel, table=True):
    __tablename__ = "staff_decision"
    __table_args__ = (
        _check("staff_decision_decision", DECISIONS),
        _check("staff_decision_has_its_reason", "decision NOT IN ('overridden', 'changed') OR reason <> '\"\"'"),
        _check("staff_decision_has_its_words", "(decision IN ('own_line', 'changed')) = (text <> '\"\"')"),
        _check("staff_decision_at", AT),
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
        _check("case_event_kind", "kind GLOB '[a-z]*' AND kind NOT GLOB '*[^a-z0-9_]*'"),
        _check("case_event_date", EVENT_DATE),
        _check("case_event_withdraws_another", "kind <> 'withdrawn' OR replaces IS NOT NULL"),
        _check("case_event_at", AT),
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
        _check("handover_record_version", "version >= 1"),
        _check("handover_record_sha256", "length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'"),
        _check("handover_record_status", RECORD_STATUS),
        _check("handover_record_exported_at", "(exported_at IS NOT NULL) = (status <> 'draft')"),
        _check("handover_record_without_consent", "(basis = '\"\"') = (reason = '\"\"')"),
        _check("handover_record_packages", "json_type(packages) = 'array'"),
        _check("handover_record_included", "json_type(included) = 'array'"),
        _check("handover_record_confirm_by", "confirm_by IS NULL OR confirm_by GLOB '????-??-??'"),
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
        _check("handover_step_step", STEPS),
        _check("handover_step_day", "day GLOB '????-??-??'"),
        _check("handover_step_way", "way = '' OR (way GLOB '[a-z]*' AND way NOT GLOB '*[^a-z0-9_]*')"),
        _check("handover_step_return_has_its_reason", "step <> 'returned' OR note <> '\"\"'"),
        _check("handover_step_at", AT),
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


class AuditEvent(SQLModel, table=True):
    __tablename__ = "audit_event"
    __table_args__ = (_check("audit_event_mac", "length(mac) = 32"), STRICT)
    seq: int = Field(primary_key=True, sa_type=Number)
    at: datetime = Field(sa_type=UtcText)
    actor: str = Field(sa_type=WordText)
    action: str = Field(sa_type=ActionText)
    case_id: str = Field(sa_type=WordText)
    subject: str = Field(sa_type=WordText)
    mac: bytes = Field(sa_type=HashBytes)


class Erasure(SQLModel, table=True):
    __tablename__ = "erasure"
    __table_args__ = (_check("erasure_reason", "reason IN ('person_asked', 'retention', 'mistake')"), STRICT)
    case_id: str = Field(primary_key=True, sa_type=WordText)
    reason: str = Field(sa_type=ErasureReasonText)
    actor: str = Field(sa_type=WordText, foreign_key="staff.id")
    at: datetime = Field(sa_type=UtcText)


for _table in SQLModel.metadata.tables.values():
    for _column in _table.columns:
        if isinstance(_column.type, Kept):
            _column.type.belongs_to(_table.name, _column.name, is_required=not _column.nullable)
