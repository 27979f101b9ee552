"""What the desk shows: lists, search, dates due, interrupted interviews. Every query has a limit and an index.

Lists come in pages: `after` is the last line of the page before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, tuple_
from sqlalchemy import select as select_plain
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from intake.interview.questions import Kind
from intake.store import convert, tables
from intake.store.columns import text_of
from intake.store.failures import not_as_written
from intake.store.ids import code_beginning
from intake.store.kept.cases import Status
from intake.store.kept.lists import CaseFilter, CaseLine, DueLine
from intake.store.names import FAMILY_NAME, GIVEN_NAME, beginnings, pattern, words
from intake.store.people.staff_names import staff_names

_LAST_CHARACTER = "\U0010ffff"
NEWEST_FIRST = col(tables.CaseFile.last_activity).desc(), col(tables.CaseFile.id).desc()


def list_cases(session: Session, wanted: CaseFilter, limit: int, after: CaseLine | None) -> tuple[CaseLine, ...]:
    """Cases by last activity, newest first."""
    return _page(session, select(tables.CaseFile), wanted, limit, after)


def search(
    session: Session, text: str, wanted: CaseFilter, limit: int, after: CaseLine | None = None
) -> tuple[CaseLine, ...]:
    """Cases whose code begins with the text, or whose names hold every word of it at the beginning of a part."""
    return _page(session, select(tables.CaseFile).where(fits(text)), wanted, limit, after)


def fits(text: str) -> ColumnElement[bool]:
    """Whether a case is found by this text. One without letters and digits finds nothing."""
    found = []
    if parts := words(text):
        by_parts = and_(*(col(tables.CaseFile.id).in_(_named(part)) for part in parts))
        found.append(or_(by_parts, col(tables.CaseFile.id).in_(_named("".join(parts)))))
    if code := code_beginning(text):
        found.append(col(tables.CaseFile.code).between(code, code + _LAST_CHARACTER))
    return or_(*found) if found else false()


def found_by(text: str) -> SelectOfScalar[str]:
    """The ids of the cases that this text finds."""
    return select(tables.CaseFile.id).where(fits(text))


def of_open_case() -> ColumnElement[bool]:
    """Whether a date due is that of an open case."""
    case = tables.CaseFile
    return exists().where(col(case.id) == tables.DueDate.case_id, col(case.status) == Status.OPEN.value)


def _page(
    session: Session,
    query: SelectOfScalar[tables.CaseFile],
    wanted: CaseFilter,
    limit: int,
    after: CaseLine | None,
) -> tuple[CaseLine, ...]:
    """One page of the wanted cases, newest first."""
    case = tables.CaseFile
    if wanted.status is not None:
        query = query.where(case.status == wanted.status.value)
    if wanted.person:
        query = query.where(func.coalesce(col(case.holder), col(case.created_by)) == wanted.person)
    if wanted.kind:
        query = query.where(case.kind == wanted.kind)
    if wanted.site:
        query = query.where(case.site == wanted.site)
    if after is not None:
        last = tuple_(col(case.last_activity), col(case.id))
        query = query.where(last < (after.last_activity, after.id))
    return lines(session, session.exec(query.order_by(*NEWEST_FIRST).limit(limit)).all())


def due(
    session: Session,
    first: date,
    last: date,
    limit: int,
    after: DueLine | None = None,
    deadlines: Collection[str] | None = None,
    text: str = "",
) -> tuple[DueLine, ...]:
    """Dates due of open cases from `first` to `last`, both included, the earliest first.

    Of these deadlines only, and of cases that are found by the text, where these are given.
    """
    row = tables.DueDate
    query = select(row).where(col(row.date).between(after.due.date if after else first, last), of_open_case())
    if deadlines is not None:
        query = query.where(col(row.deadline).in_(sorted(deadlines)))
    if text:
        query = query.where(col(row.case_id).in_(found_by(text)))
    if after is not None:
        place = tuple_(col(row.date), col(row.case_id), col(row.deadline))
        query = query.where(place > (after.due.date, after.case.id, after.due.deadline))
    rows = session.exec(query.order_by(col(row.date), col(row.case_id), col(row.deadline)).limit(limit)).all()
    line_of = lines_by_id(session, {row.case_id for row in rows})
    return tuple(DueLine(line_of[row.case_id], convert.due_of(row)) for row in rows)


def _named(part: str) -> SelectOfScalar[str]:
    """The ids of cases with a part of a name that begins like this, letters that look alike taken for the same."""
    token = col(tables.CaseName.token)
    query = select(tables.CaseName.case_id).where(
        or_(*(token.between(each, each + _LAST_CHARACTER) for each in beginnings(part)))
    )
    glob = pattern(part)
    return query if glob is None else query.where(token.op("GLOB")(glob))


def lines(session: Session, cases: Sequence[tables.CaseFile]) -> tuple[CaseLine, ...]:
    """The lines of these cases, in the same order, with the names that are stored for them."""
    names = _names(session, [case.id for case in cases])
    parents = _parents(session, [case.id for case in cases if case.kind == "child"])
    staff = staff_names(session)
    return tuple(
        CaseLine(
            case.id,
            case.code,
            names.get((case.id, FAMILY_NAME), ""),
            names.get((case.id, GIVEN_NAME), ""),
            case.kind,
            case.site,
            Status(case.status),
            case.holder,
            staff.get(case.holder or "", ""),
            convert.case_place(case),
            case.last_activity,
            parents.get(case.id, ""),
            case.restricted is not None,
        )
        for case in cases
    )


def lines_by_id(session: Session, case_ids: Collection[str]) -> dict[str, CaseLine]:
    """The lines of the cases with these ids."""
    cases = session.exec(select(tables.CaseFile).where(col(tables.CaseFile.id).in_(case_ids))).all()
    return {line.id: line for line in lines(session, cases)}


def _parents(session: Session, child_ids: Sequence[str]) -> dict[str, str]:
    """The codes of the parents' cases by the ids of those of their children."""
    if not child_ids:
        return {}
    link, parent = tables.CaseLink, tables.CaseFile
    query = select_plain(col(link.child_id), col(parent.code)).join(parent, col(parent.id) == col(link.parent_id))
    return {child: code for child, code in session.execute(query.where(col(link.child_id).in_(child_ids)))}


def _names(session: Session, case_ids: Iterable[str]) -> dict[tuple[str, str], str]:
    rows = session.exec(
        select(tables.Answer.case_id, tables.Answer.question, tables.Answer.value)
        .where(col(tables.Answer.case_id).in_(case_ids))
        .where(col(tables.Answer.question).in_((FAMILY_NAME, GIVEN_NAME)))
        .where(tables.Answer.form == Kind.TEXT.value)
    ).all()
    return {(case_id, question): _name(value) for case_id, question, value in rows}


def _name(stored: str | None) -> str:
    try:
        return text_of(stored or '""')
    except (ValueError, RecursionError):
        raise not_as_written("answer.value") from None
