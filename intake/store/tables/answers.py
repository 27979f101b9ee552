"""Answers: every change as it came, what holds now, and where two people said different things."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from intake.interview.answers import Source, State
from intake.interview.questions import Kind
from intake.store.columns import Flag, FreeText, Number, Position, UtcText, WordText, one_of
from intake.store.sealed_answers import SEALED
from intake.store.tables.constraints import AT, STRICT, check

STATES = "state IN ('answered', 'unknown', 'declined', 'ask_later', 'not_asked')"
SOURCES = "source IN ('said', 'document', 'observed', 'estimated', 'third_party')"
CHANGES = "change IN ('answer_given', 'entry_added', 'field_given', 'entry_moved', 'entry_removed')"
MARKS = "(state IS NULL) = (source IS NULL AND note IS NULL AND recheck IS NULL AND reason IS NULL)"

ChangeText = one_of(("answer_given", "entry_added", "field_given", "entry_moved", "entry_removed"))
StateText, SourceText, FormText = one_of(State), one_of(Source), one_of((*Kind, SEALED))


class AnswerEvent(SQLModel, table=True):
    __tablename__ = "answer_event"
    __table_args__ = (
        UniqueConstraint("case_id", "seq", name="answer_event_seq_is_unique"),
        check("answer_event_change", CHANGES),
        check("answer_event_state", STATES),
        check("answer_event_source", SOURCES),
        check("answer_event_recheck", "recheck IN (0, 1)"),
        check("answer_event_value", "value IS NULL OR json_valid(value)"),
        check("answer_event_holds_an_answer", "(state IS NOT NULL) = (change IN ('answer_given', 'field_given'))"),
        check("answer_event_marks", MARKS),
        check("answer_event_value_where_answered", "(value IS NOT NULL) = (state IS 'answered')"),
        check("answer_event_form_where_value", "(form IS NULL) = (value IS NULL)"),
        check("answer_event_names_its_entry", "(entry = '') = (change = 'answer_given')"),
        check("answer_event_names_its_field", "(field <> '') = (change = 'field_given')"),
        check("answer_event_position", "(position IS NOT NULL) = (change = 'entry_moved')"),
        check("answer_event_at", AT),
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
        check("answer_state", STATES),
        check("answer_source", SOURCES),
        check("answer_recheck", "recheck IN (0, 1)"),
        check("answer_value", "value IS NULL OR json_valid(value)"),
        check("answer_marks", MARKS),
        check("answer_value_where_answered", "(value IS NOT NULL) = (state IS 'answered')"),
        check("answer_form_where_value", "(form IS NULL) = (value IS NULL)"),
        check("answer_field_needs_entry", "field = '' OR entry <> ''"),
        check("answer_entry_has_position", "(position IS NOT NULL) = (entry <> '' AND field = '')"),
        check("answer_entry_has_no_state", "(state IS NULL) = (entry <> '' AND field = '')"),
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
        check("two_statements_differ", "kept <> other"),
        check("two_statements_at", AT),
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
