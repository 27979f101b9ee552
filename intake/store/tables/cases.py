"""Cases: their head, who belongs to whom, the names they are found by, half-typed texts, dates due."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from intake.interview.session import Run
from intake.store.columns import CodesText, DayText, Flag, FreeText, Number, UtcText, VersionText, WordText, one_of
from intake.store.kept.cases import Status
from intake.store.tables.constraints import AT, STRICT, check

StatusText, RunText = one_of(Status), one_of(Run)


class CaseFile(SQLModel, table=True):
    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("code", name="case_file_code_is_unique"),
        check("case_file_status", "status IN ('open', 'closed')"),
        check("case_file_run", "run IN ('core', 'full')"),
        check("case_file_languages", "json_type(languages) = 'array'"),
        check("case_file_last_activity", "last_activity GLOB '????-??-??T??:??:??.??????Z'"),
        check("case_file_program_of_a_holder", "program IS NULL OR holder IS NOT NULL"),
        check("case_file_handed_to_a_holder", "handed_by IS NULL OR holder IS NOT NULL"),
        check("case_file_closed_at", "closed_at IS NULL OR closed_at GLOB '????-??-??T??:??:??.??????Z'"),
        check("case_file_restricted", "restricted IS NULL OR json_type(restricted) = 'text'"),
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
        check("case_link_joins_two_cases", "child_id <> parent_id"),
        check("case_link_at", AT),
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


class Journal(SQLModel, table=True):
    __tablename__ = "journal"
    __table_args__ = (check("journal_cursor", "cursor >= 0"), STRICT)
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
        check("due_date_date", "date GLOB '????-??-??'"),
        check("due_date_approximate", "approximate IN (0, 1)"),
        Index("due_date_by_date", "date", "case_id"),
        Index("due_date_by_deadline", "deadline", "date", "case_id"),
        STRICT,
    )
    case_id: str = Field(primary_key=True, sa_type=WordText, foreign_key="case_file.id")
    deadline: str = Field(primary_key=True, sa_type=WordText)
    date: Date = Field(sa_type=DayText)
    approximate: int = Field(sa_type=Flag)
