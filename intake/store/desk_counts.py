"""What a coordinator wants to see of the desk: cases per person, cases that wait too long, what is due when.

Counts for the desk itself; nothing here leaves it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, or_, tuple_
from sqlalchemy import select as select_plain
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from intake.interview.answers import State
from intake.pathways.period import Period
from intake.store import tables
from intake.store.desk import fits, lines, of_open_case
from intake.store.ids import new_id
from intake.store.kept.cases import Status
from intake.store.kept.decisions import RESULT, DecisionKind
from intake.store.kept.lists import CaseLine
from intake.store.people.staff_names import staff_names

WAITING_DAYS = 60
"""After so many days without admission and without a decision a case waits too long."""

OVERDUE_DAYS = 366
"""What is overdue for longer is not counted: nobody has cared for it in a year."""

MOST = 1000
"""Waiting cases are counted up to this number."""

_ADMISSION, _ROUTE = "admission_date", "route_decision"
_DECIDED = ('"accept"', '"change"')


class Window(StrEnum):
    """A span of days in which dates are due. Months are counted from today."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    DAYS_14_TO_28 = "days_14_to_28"
    MONTHS_3 = "months_3"
    MONTHS_6 = "months_6"
    MONTHS_12 = "months_12"
    MONTHS_24 = "months_24"


@dataclass(frozen=True, slots=True)
class StaffLoad:
    """The open cases of one staff member: those held, else those begun. `limit` is the number of the site, or None."""

    staff: str
    name: str
    cases: int
    limit: int | None = None

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.cases > self.limit


@dataclass(frozen=True, slots=True)
class DueWindow:
    """How many dates of open cases are due from `first` to `last`, both included."""

    window: Window
    first: date
    last: date
    dates: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open cases that wait too long, the oldest first. `count` is at most MOST, then there are more."""

    cases: tuple[CaseLine, ...]
    count: int

    @property
    def has_more(self) -> bool:
        return self.count >= MOST


_is_open = col(tables.CaseFile.status) != Status.CLOSED.value
"""Not `= 'open'`: its index would send SQLite through nearly all rows in a worse order than their own."""


def windows(today: date) -> Mapping[Window, tuple[date, date]]:
    """The first and last day of each window; the week ends on Sunday."""
    return {
        Window.OVERDUE: (today - timedelta(days=OVERDUE_DAYS), today - timedelta(days=1)),
        Window.TODAY: (today, today),
        Window.THIS_WEEK: (today, today + timedelta(days=6 - today.weekday())),
        Window.DAYS_14_TO_28: (today + timedelta(days=14), today + timedelta(days=28)),
        Window.MONTHS_3: (today, Period(months=3).after(today)),
        Window.MONTHS_6: (today, Period(months=6).after(today)),
        Window.MONTHS_12: (today, Period(months=12).after(today)),
        Window.MONTHS_24: (today, Period(months=24).after(today)),
    }


def in_windows(by_day: Iterable[tuple[date, int]], today: date) -> Iterator[DueWindow]:
    """The sums of each window, from the number of dates on each day."""
    days = dict(by_day)
    for window, (first, last) in windows(today).items():
        yield DueWindow(window, first, last, sum(count for day, count in days.items() if first <= day <= last))


def staff_loads(session: Session, limit: int | None) -> tuple[StaffLoad, ...]:
    """Open cases per person, the most first.

    Counted by both columns of the index: grouping by their coalesced value sorts, and takes forty times as long.
    """
    holder, begun_by = col(tables.CaseFile.holder), col(tables.CaseFile.created_by)
    query = select_plain(holder, begun_by, func.count()).where(_is_open).group_by(holder, begun_by)
    cases: Counter[str] = Counter()
    for held, begun, count in session.execute(query):
        cases[held or begun] += count
    names = staff_names(session)
    loads = [StaffLoad(staff, names[staff], count, limit) for staff, count in cases.items()]
    return tuple(sorted(loads, key=lambda load: (-load.cases, load.name)))


def due_windows(session: Session, today: date) -> tuple[DueWindow, ...]:
    """How many dates of open cases are due in each window. One pass over the dates of three years."""
    due = tables.DueDate
    days = [day for span in windows(today).values() for day in span]
    query = (
        select_plain(col(due.date), func.count())
        .where(col(due.date).between(min(days), max(days)), of_open_case())
        .group_by(col(due.date))
        .order_by(col(due.date))
    )
    return tuple(in_windows(((day, count) for day, count in session.execute(query)), today))


def count_due(session: Session, first: date, last: date, deadlines: Collection[str]) -> int:
    """How many dates of open cases that these deadlines set are due from `first` to `last`, both included."""
    due = tables.DueDate
    query = select_plain(func.count()).where(
        col(due.date).between(first, last), col(due.deadline).in_(sorted(deadlines)), of_open_case()
    )
    return int(session.execute(query).scalar_one())


def waiting(session: Session, at: datetime, limit: int, after: CaseLine | None = None, text: str = "") -> Waiting:
    """Cases that began more than 60 days before `at` and have neither an admission nor a decision of staff.

    A decision is one about where the person goes: the answer to that question, or one about a result of the rules that
    was not taken back. Of those that are found by the text, where one is given.
    """
    case, answer = tables.CaseFile, tables.Answer
    before = at - timedelta(days=WAITING_DAYS)
    settled = exists().where(
        col(answer.case_id) == case.id,
        col(answer.entry) == "",
        col(answer.field) == "",
        or_(
            (col(answer.question) == _ADMISSION) & (col(answer.state) == State.ANSWERED.value),
            (col(answer.question) == _ROUTE) & col(answer.value).in_(_DECIDED),
        ),
        col(answer.question).in_((_ADMISSION, _ROUTE)),
    )
    lowest = new_id(before, bytes)  # ids sort by time, so that the key of the table serves as the index
    query = (
        select(case.id)
        .where(col(case.id) < lowest, col(case.created_at) < before, col(case.id) > (after.id if after else ""))
        .where(_is_open, ~settled, ~_result_decided())
        .order_by(col(case.id))
        .limit(MOST)
    )
    ids = list(session.exec(query.where(fits(text)) if text else query))
    shown = session.exec(select(case).where(col(case.id).in_(ids[:limit])).order_by(col(case.id))).all()
    return Waiting(lines(session, shown), len(ids))


def without_names(found: Waiting) -> Waiting:
    """The same for somebody who may see how many wait, and not who."""
    return Waiting(tuple(replace(line, family_name="", given_name="") for line in found.cases), found.count)


def _result_decided() -> ColumnElement[bool]:
    """Staff decided about a result of the rules, and no later row takes that back."""
    case, row, later = tables.CaseFile, tables.StaffDecision, aliased(tables.StaffDecision)
    taken_back = exists().where(
        col(later.case_id) == col(row.case_id),
        col(later.line_kind) == col(row.line_kind),
        col(later.line) == col(row.line),
        col(later.decision) == DecisionKind.REOPENED.value,
        tuple_(col(later.at), col(later.id)) > tuple_(col(row.at), col(row.id)),
    )
    return exists().where(
        col(row.case_id) == case.id,
        col(row.line_kind) == RESULT,
        col(row.decision) != DecisionKind.REOPENED.value,
        ~taken_back,
    )
