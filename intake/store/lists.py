"""The lists of the desk, a page at a time: cases, what a search finds, dates due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from intake.store import (
    desk,
    language_use,
)
from intake.store.kept.cases import (
    Status,
)
from intake.store.kept.lists import CaseFilter, CaseLine, DueLine
from intake.store.people.access import Access
from intake.store.people.rights import Right

LIMIT = 50


class Lists:
    """The cases of one store for who may see the desk."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def list_cases(
        self, status: Status | None = Status.OPEN, limit: int = LIMIT, after: CaseLine | None = None
    ) -> tuple[CaseLine, ...]:
        """Cases by last activity, newest first; `after` is the last line of the page before."""
        with self._access.reading(Right.DESK) as session:
            return desk.list_cases(session, CaseFilter(status), limit, after)

    def search(self, text: str, status: Status | None = None, limit: int = LIMIT) -> tuple[CaseLine, ...]:
        """Cases whose code begins with `text` or whose names hold the beginnings of all its words."""
        with self._access.reading(Right.DESK) as session:
            return desk.search(session, text, CaseFilter(status), limit)

    def page(
        self, text: str, wanted: CaseFilter, limit: int = LIMIT, after: CaseLine | None = None
    ) -> tuple[CaseLine, ...]:
        """The wanted cases that fit the text, all where it is empty, newest first; `after` is the line before them."""
        with self._access.reading(Right.DESK) as session:
            if text:
                return desk.search(session, text, wanted, limit, after)
            return desk.list_cases(session, wanted, limit, after)

    def due(
        self,
        first: date,
        last: date,
        limit: int = LIMIT,
        after: DueLine | None = None,
        deadlines: Collection[str] | None = None,
        text: str = "",
    ) -> tuple[DueLine, ...]:
        """Dates due of open cases from `first` to `last`, both included, the earliest first.

        `after` is the last line of the page before, `deadlines` are the ids of those that are wanted, None for all.
        Where there is a text, of cases that it finds.
        """
        with self._access.reading(Right.DESK) as session:
            return desk.due(session, first, last, limit, after, deadlines, text)

    def languages_used(self, cases: int = language_use.LATEST) -> tuple[str, ...]:
        """The languages that the latest cases of this desk were shown in, the most used first."""
        with self._access.database.reading() as session:
            return language_use.languages_used(session, cases)
