"""What a coordinator wants to see of the desk, in numbers; nothing of it leaves the desk. See `store.overview`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from intake.store import desk_counts as counts
from intake.store.desk_counts import DueWindow, StaffLoad, Waiting
from intake.store.handovers import lists
from intake.store.kept.lists import CaseLine
from intake.store.people.access import Access
from intake.store.people.rights import Right

PAGE = 50


@dataclass(frozen=True, slots=True)
class Overview:
    """Cases per person, cases that wait too long, what is due when, what of the handovers is open."""

    access: Access

    def staff_loads(self, limit: int | None = None) -> tuple[StaffLoad, ...]:
        """The open cases of each staff member, the most first; `limit` is the number a site names."""
        with self.access.reading(Right.OVERVIEW) as session:
            return counts.staff_loads(session, limit)

    def due_windows(self, today: date) -> tuple[DueWindow, ...]:
        """How many dates of open cases are overdue, due today, this week, in 14 to 28 days, in 3, 6, 12, 24 months."""
        with self.access.reading(Right.DESK, Right.OVERVIEW) as session:
            return counts.due_windows(session, today)

    def count_due(self, first: date, last: date, deadlines: Collection[str]) -> int:
        """How many dates of open cases that these deadlines set are due from `first` to `last`, both included."""
        with self.access.reading(Right.DESK, Right.OVERVIEW) as session:
            return counts.count_due(session, first, last, deadlines)

    def waiting(self, at: datetime, limit: int = PAGE, after: CaseLine | None = None, text: str = "") -> Waiting:
        """Open cases begun more than 60 days before `at` that have no admission and no decision, the oldest first.

        `after` is the last line of the page before. Where there is a text, those that it finds.
        """
        with self.access.reading(Right.DESK, Right.OVERVIEW) as session:
            found = counts.waiting(session, at, limit, after, text)
            return found if self.access.guard.has(session, Right.DESK) else counts.without_names(found)

    def handovers(self, today: date) -> tuple[int, int]:
        """How many confirmations are overdue, and how many offices have to be told of a withdrawal."""
        with self.access.reading(Right.DESK, Right.OVERVIEW) as session:
            return lists.counts(session, today - timedelta(days=1))
