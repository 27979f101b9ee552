"""The records that the desk lists: to be confirmed, to be told of a withdrawal, the one whose receipt came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, literal_column, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from intake.store import tables
from intake.store.desk import found_by, lines_by_id
from intake.store.handovers.life import record_of
from intake.store.kept.handovers import RecordStatus, Step
from intake.store.kept.lists import RecordLine

_UNANSWERED = (RecordStatus.EXPORTED.value, RecordStatus.HANDED_OVER.value)


def by_code(session: Session, code: str) -> RecordLine | None:
    """The record whose receipt slip bears this code, as `read_code` gives it."""
    found = session.exec(select(tables.HandoverRecord).where(tables.HandoverRecord.code == code)).all()
    return next(iter(_lines(session, found)), None)


def to_confirm(
    session: Session, last: date, limit: int, after: RecordLine | None = None, text: str = ""
) -> tuple[RecordLine, ...]:
    """Records that should be confirmed by `last` and are not, the longest overdue first; of closed cases too.

    `after` is the last line of the page before. Where there is a text, of cases that it finds.
    """
    row = tables.HandoverRecord
    query = select(row).where(_unanswered(), col(row.confirm_by) <= last)
    if after is not None and after.record.confirm_by is not None:
        place = tuple_(col(row.confirm_by), col(row.case_id), col(row.id))
        query = query.where(place > (after.record.confirm_by, after.record.case_id, after.record.id))
    return _page(session, query.order_by(col(row.confirm_by), col(row.case_id), col(row.id)), limit, text)


def to_tell(session: Session, limit: int, after: RecordLine | None = None, text: str = "") -> tuple[RecordLine, ...]:
    """Records whose consent was withdrawn and whose office does not know it yet, the oldest first; as `to_confirm`."""
    row = tables.HandoverRecord
    query = select(row).where(_untold())
    if after is not None:
        query = query.where(tuple_(col(row.case_id), col(row.id)) > (after.record.case_id, after.record.id))
    return _page(session, query.order_by(col(row.case_id), col(row.id)), limit, text)


def counts(session: Session, yesterday: date) -> tuple[int, int]:
    """How many confirmations are overdue, and how many offices have to be told of a withdrawal."""
    row = tables.HandoverRecord
    late = select(func.count()).select_from(row).where(_unanswered(), col(row.confirm_by) <= yesterday)
    return session.exec(late).one(), session.exec(select(func.count()).select_from(row).where(_untold())).one()


def _unanswered() -> ColumnElement[bool]:
    """Not what was only written before a newer version of the same office was: see `steps.overtaken`.

    Written out, as in the index: SQLite cannot tell from a parameter that its rows are in it.
    """
    row, newer = tables.HandoverRecord, aliased(tables.HandoverRecord)
    is_overtaken = exists().where(
        col(newer.case_id) == col(row.case_id),
        col(newer.recipient) == col(row.recipient),
        col(newer.office) == col(row.office),
        col(newer.version) > col(row.version),
        col(newer.status) != literal_column(f"'{RecordStatus.DRAFT.value}'"),
    )
    is_only_written = col(row.status) == literal_column(f"'{RecordStatus.EXPORTED.value}'")
    is_away = col(row.status).in_([literal_column(f"'{status}'") for status in _UNANSWERED])
    return is_away & ~(is_only_written & is_overtaken)


def _untold() -> ColumnElement[bool]:
    row, step = tables.HandoverRecord, tables.HandoverStep
    told = exists().where(
        col(step.case_id) == col(row.case_id), col(step.record_id) == col(row.id), col(step.step) == Step.TOLD.value
    )
    return (col(row.status) == literal_column(f"'{RecordStatus.WITHDRAWN.value}'")) & ~told


def _page(
    session: Session, query: SelectOfScalar[tables.HandoverRecord], limit: int, text: str
) -> tuple[RecordLine, ...]:
    if text:
        query = query.where(col(tables.HandoverRecord.case_id).in_(found_by(text)))
    return _lines(session, session.exec(query.limit(limit)).all())


def _lines(session: Session, rows: Sequence[tables.HandoverRecord]) -> tuple[RecordLine, ...]:
    line_of = lines_by_id(session, {row.case_id for row in rows})
    return tuple(RecordLine(line_of[row.case_id], record_of(session, row)) for row in rows)
