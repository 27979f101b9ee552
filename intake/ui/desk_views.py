"""What the list of the desk can show: which cases or dates, page by page, and how many dates are due when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeAlias

from intake.languages.messages import N_
from intake.pathways.profile_rows import Text
from intake.pathways.sites import Deadline
from intake.store.desk_counts import StaffLoad, Waiting, Window, windows
from intake.store.kept.cases import Status
from intake.store.kept.lists import CaseFilter, CaseLine, DueLine, RecordLine
from intake.store.people.rights import Right
from intake.ui.handing import Handed
from intake.ui.retention import count_expired

if TYPE_CHECKING:
    from intake.store.store import Store
    from intake.ui.desk import Desk

PAGE = 50
"""Lines that are read at a time."""

USUAL_LIMIT = 100
"""What cases per adviser are compared with where the site names no number. Source: A:573 (1:100)."""

_STAY_BASE = "facility_entry_date"
"""Deadlines that count from here end a stay in reception."""

Line: TypeAlias = CaseLine | DueLine | RecordLine | Handed


class View(StrEnum):
    """What the list shows. Those of dates due have the same value as their window."""

    OPEN = "open"
    MINE = "mine"
    WAITING = "waiting"
    UNCONFIRMED = "unconfirmed"
    UNTOLD = "untold"
    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    STAY = "stay"
    DAYS_14_TO_28 = "days_14_to_28"
    MONTHS_3 = "months_3"
    MONTHS_6 = "months_6"
    MONTHS_12 = "months_12"
    MONTHS_24 = "months_24"
    CHILDREN = "children"
    CLOSED = "closed"
    SITE = "site"
    PERSON = "person"

    @property
    def window(self) -> Window | None:
        """The span of days of a view of dates due; that of stays is found by their deadlines."""
        return next((window for window in Window if window.value == self.value), None)

    @property
    def is_of_dates(self) -> bool:
        return self.window is not None or self is View.STAY

    @property
    def is_of_records(self) -> bool:
        return self in (View.UNCONFIRMED, View.UNTOLD)


NAMES: dict[View, str] = {
    View.OPEN: N_("Open cases"),
    View.MINE: N_("My cases"),
    View.WAITING: N_("First talk older than 60 days, no admission and no decision"),
    View.UNCONFIRMED: N_("Records whose confirmation is overdue"),
    View.UNTOLD: N_("Offices to be told of a withdrawn consent"),
    View.OVERDUE: N_("Overdue"),
    View.TODAY: N_("Due today"),
    View.THIS_WEEK: N_("Due this week"),
    View.STAY: N_("End of the stay in reception"),
    View.DAYS_14_TO_28: N_("Due in 14 to 28 days"),
    View.MONTHS_3: N_("Due within 3 months"),
    View.MONTHS_6: N_("Due within 6 months"),
    View.MONTHS_12: N_("Due within 12 months"),
    View.MONTHS_24: N_("Due within 24 months"),
    View.CHILDREN: N_("Cases of children"),
    View.CLOSED: N_("Closed cases"),
    View.SITE: N_("Open cases of the site {name}"),
    View.PERSON: N_("Open cases of {name}"),
}


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """A view. `of` is the id of its site or person, `name` what that is called."""

    view: View = View.OPEN
    of: str = ""
    name: str = ""


EVERYTHING_OPEN = DeskFilter()


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The next lines of a list."""

    lines: tuple[Line, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class DueCounts:
    """How many dates are due in each window. `stays` of those in 14 to 28 days end a stay in reception.

    So many records are `unconfirmed` beyond their day, and so many are withdrawn with their office still `untold`.
    """

    dates: Mapping[Window, int]
    stays: int
    unconfirmed: int = 0
    untold: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """What a coordinator looks at. `limit` is the site's number of cases per adviser, or the usual one."""

    loads: tuple[StaffLoad, ...]
    waiting: Waiting
    limit: int
    is_of_site: bool
    unconfirmed: int = 0
    untold: int = 0


class DeskList:
    """The list of the desk and its counts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(self, shown: DeskFilter, typed: str, after: Line | None = None) -> DeskPage:
        """The next lines of a filter that fit what was typed. What is typed without a filter searches all cases."""
        read: Callable[[Store], tuple[Line, ...]]
        text = typed.strip()
        if shown.view is View.WAITING:
            read = partial(_waiting, at=self._desk.now(), text=text, after=after)
        elif shown.view.is_of_records:
            read = partial(_records, view=shown.view, yesterday=self._yesterday, text=text, after=after)
        elif shown.view.is_of_dates:
            first, last = self._days(shown.view)
            wanted = self.stays if shown.view is View.STAY else None
            read = partial(_due, first=first, last=last, text=text, after=after, deadlines=wanted)
        else:
            read = partial(_cases, wanted=self._wanted(shown, text), text=text, after=after)
        lines = await self._desk.ask(read)
        return DeskPage(lines[:PAGE], len(lines) > PAGE)

    async def due_counts(self) -> DueCounts:
        """How many dates are due when. Counted beside everything else: it takes longer than a page."""
        today, weeks = self._desk.today, self._days(View.DAYS_14_TO_28)
        found = await self._desk.reckon(lambda store: store.overview.due_windows(today))
        stays = await self._desk.reckon(lambda store: store.overview.count_due(*weeks, self.stays))
        unconfirmed, untold = await self._desk.reckon(lambda store: store.overview.handovers(today))
        return DueCounts({each.window: each.dates for each in found}, stays, unconfirmed, untold)

    async def expired(self) -> int:
        """How many cases have had their time; none for those who may not erase them."""
        if not self._desk.may(Right.ERASE):
            return 0
        content, at = self._desk.content, self._desk.now()
        return await self._desk.reckon(lambda store: count_expired(store, content, at))

    async def pressing(self, days: int) -> tuple[RecordLine, ...]:
        """Offices to be told of a withdrawal, then records to be confirmed in so many days, the longest overdue first.

        As many of each as fit a page.
        """
        last = self._desk.today + dt.timedelta(days=days)
        untold = await self._desk.ask(lambda store: store.handovers.to_tell(PAGE))
        return (*untold, *await self._desk.ask(lambda store: store.handovers.to_confirm(last, PAGE)))

    @property
    def _yesterday(self) -> dt.date:
        return self._desk.today - dt.timedelta(days=1)

    async def overview(self) -> Overview:
        """Cases per adviser, and the first of those that wait too long."""
        at, own = self._desk.now(), self._desk.site.cases_per_staff
        limit = own or USUAL_LIMIT
        loads = await self._desk.reckon(lambda store: store.overview.staff_loads(limit))
        waiting = await self._desk.reckon(lambda store: store.overview.waiting(at, PAGE))
        unconfirmed, untold = await self._desk.reckon(lambda store: store.overview.handovers(self._desk.today))
        return Overview(loads, waiting, limit, own is not None, unconfirmed, untold)

    def sites(self) -> tuple[tuple[str, Text], ...]:
        """Ids and names of the sites, that of this desk first."""
        own = self._desk.site
        return ((own.id, own.name), *((site.id, site.name) for site in self._desk.content.sites if site.id != own.id))

    @cached_property
    def stays(self) -> frozenset[str]:
        """The ids of the deadlines that end a stay in reception, at any site."""
        deadlines = (each for site in self._desk.content.sites for each in site.deadlines)
        return frozenset(each.id for each in deadlines if each.base == _STAY_BASE)

    def deadline(self, line: DueLine) -> Deadline | None:
        """The rule that set a date; None where the site or the rule is no longer known."""
        site = self._desk.content.sites.get(line.case.site)
        return next((each for each in site.deadlines if each.id == line.due.deadline), None) if site else None

    def _wanted(self, shown: DeskFilter, text: str) -> CaseFilter:
        match shown.view:
            case View.MINE:
                return CaseFilter(person=self._desk.staff.id)
            case View.PERSON:
                return CaseFilter(person=shown.of)
            case View.CHILDREN:
                return CaseFilter(kind="child")
            case View.SITE:
                return CaseFilter(site=shown.of)
            case View.CLOSED:
                return CaseFilter(Status.CLOSED)
            case _:
                return CaseFilter(None if text else Status.OPEN)

    def _days(self, view: View) -> tuple[dt.date, dt.date]:
        spans = windows(self._desk.today)
        if view.window is not None:
            return spans[view.window]
        return spans[Window.OVERDUE][0], spans[Window.DAYS_14_TO_28][1]


def with_handed(page: DeskPage, handed: tuple[Handed, ...]) -> DeskPage:
    """The first page with the interviews that were handed on at its top, each once."""
    ids = {each.line.case.id for each in handed}
    rest = tuple(line for line in page.lines if case_of(line).id not in ids)
    return DeskPage((*handed, *rest), page.has_more and bool(rest))


def case_of(line: Line) -> CaseLine:
    """The case that a line is about."""
    match line:
        case CaseLine():
            return line
        case DueLine() | RecordLine():
            return line.case
        case Handed():
            return line.line.case


def _cases(store: Store, *, wanted: CaseFilter, text: str, after: Line | None) -> tuple[Line, ...]:
    return store.lists.page(text, wanted, PAGE + 1, case_of(after) if after else None)


def _waiting(store: Store, *, at: dt.datetime, text: str, after: Line | None) -> tuple[Line, ...]:
    return store.overview.waiting(at, PAGE + 1, case_of(after) if after else None, text).cases


def _due(
    store: Store,
    *,
    first: dt.date,
    last: dt.date,
    text: str,
    after: Line | None,
    deadlines: frozenset[str] | None,
) -> tuple[Line, ...]:
    return store.lists.due(first, last, PAGE + 1, after if isinstance(after, DueLine) else None, deadlines, text)


def _records(store: Store, *, view: View, yesterday: dt.date, text: str, after: Line | None) -> tuple[Line, ...]:
    last = after if isinstance(after, RecordLine) else None
    if view is View.UNTOLD:
        return store.handovers.to_tell(PAGE + 1, last, text)
    return store.handovers.to_confirm(yesterday, PAGE + 1, last, text)
