"""Whether the clock of the computer can be right: what was written in the store says so.

Where it was put back, what was written last is in the future; nothing depends on that but times that are shown, as
answers are numbered and all else is ordered as it was written. Where it is far ahead, everything would have had its
time: nothing is removed or erased by it before somebody has confirmed it.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, func, select

from intake.store import tables
from intake.store.kept.audit import Action

LATEST = 200
TOLERANCE = timedelta(minutes=2)
"""Clocks are corrected by so much without anybody having to know."""
UNASKED = timedelta(days=35)
"""So long a desk may be closed without being asked afterwards whether the clock is right: the longest holidays."""

_DAY_CHARACTERS = 10


def written_in_the_future(session: Session, at: datetime) -> datetime | None:
    """The latest time among the last entries of the audit chain, where it is after `at`; else None."""
    row = tables.AuditEvent
    times = session.exec(select(row.at).order_by(col(row.seq).desc()).limit(LATEST)).all()
    newest = max(times, default=at)
    return newest if newest - at > TOLERANCE else None


def days_ahead(session: Session, at: datetime) -> int:
    """How many days `at` is after what was done here before, where that is more than `UNASKED`; else 0.

    The days of the audit chain count in their order. One that lies too far after those before it does not, however much
    was done on it, until somebody confirmed the clock: else a wrong clock would be right from the second login on.
    """
    row = tables.AuditEvent
    day, confirmed = func.substr(row.at, 1, _DAY_CHARACTERS), col(row.action) == Action.CLOCK_CONFIRMED.value
    query = select(day, confirmed).group_by(day, confirmed).order_by(func.min(row.seq))
    known: list[date] = []
    for text, is_confirmed in session.exec(query):
        found = date.fromisoformat(text)
        if is_confirmed or not _is_far(found, known):
            insort(known, found)
    today = at.astimezone(UTC).date()
    return _days_since(today, known) if _is_far(today, known) else 0


def _is_far(day: date, known: list[date]) -> bool:
    return _days_since(day, known) > UNASKED.days


def _days_since(day: date, known: list[date]) -> int:
    """Since the last of these days before; 0 where all are later."""
    place = bisect_right(known, day)
    return (day - known[place - 1]).days if place else 0
