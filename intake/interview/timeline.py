"""The check whether a life is told without gaps: months between the 15th birthday and today without a CV station.

A gap is information, not an error. Times known by year or month count as far as they may reach, so that a station
told roughly never makes a gap. Source: decisions.md 3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from intake.interview.answers import Entry, State
from intake.interview.values import PartialDate

FIRST_AGE = 15
WORK_KINDS = frozenset({"work", "self_employed", "family_work"})
STILL = "still"

_DAYS_IN_A_MONTH = 365.2425 / 12

_NOT_KNOWN = (State.UNKNOWN, State.DECLINED)


class Told(StrEnum):
    """How much of a time the stations tell."""

    COMPLETE = "complete"
    GAPS = "gaps"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def of(cls, day: dt.date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def numbered(cls, number: int) -> Month:
        return cls(number // 12, number % 12 + 1)

    @property
    def number(self) -> int:
        """Months since the year 0."""
        return self.year * 12 + self.month - 1

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Gap:
    """Months without a station, the first and the last included."""

    first: Month
    last: Month


@dataclass(frozen=True, slots=True)
class Timeline:
    """The gaps of a CV. `entry` is the month of the entry to Germany, None where it is not known."""

    told: Told
    gaps: tuple[Gap, ...] = ()
    entry: Month | None = None

    @property
    def before_entry(self) -> Timeline:
        """The same for the time before the entry only; unchanged where the entry is not known."""
        if self.told is Told.NOT_ASKED or self.entry is None:
            return self
        last = Month.numbered(self.entry.number - 1)
        gaps = tuple(Gap(gap.first, min(gap.last, last)) for gap in self.gaps if gap.first <= last)
        return Timeline(Told.GAPS if gaps else Told.COMPLETE, gaps, self.entry)


def timeline(
    stations: tuple[Entry, ...] | None, birth: PartialDate | None, arrival: PartialDate | None, on: dt.date
) -> Timeline:
    """The months from the 15th birthday to `on` that no station covers.

    `stations` is None, or empty, where nothing was told. Without `birth` the time begins with the first station.
    """
    entry = Month.of(arrival.last) if arrival else None
    if not stations:
        return Timeline(Told.NOT_ASKED, entry=entry)
    last = Month.of(on).number
    covered = _covered(stations, last)
    if birth is not None:
        first = Month.of(birth.last).number + FIRST_AGE * 12
    elif covered:
        first = min(start for start, _ in covered)
    else:
        return Timeline(Told.NOT_ASKED, entry=entry)
    gaps: list[Gap] = []
    reached = first
    for start, end in (span for span in covered if span[0] <= last):
        if start > reached:
            gaps.append(Gap(Month.numbered(reached), Month.numbered(start - 1)))
        reached = max(reached, end + 1)
    if reached <= last:
        gaps.append(Gap(Month.numbered(reached), Month.numbered(last)))
    return Timeline(Told.GAPS if gaps else Told.COMPLETE, tuple(gaps), entry)


def work_months(stations: Iterable[Entry], on: dt.date) -> tuple[int, int] | None:
    """Months of work as told by the stations, at least and at most; None where no station of work has a beginning.

    The union of the times of work, self-employment and work in the family. A station without an end may go on.
    """
    sure: list[tuple[int, int]] = []
    possible: list[tuple[int, int]] = []
    for station in stations:
        begin, end = _date(station, "from"), _date(station, "to")
        if station.answer("kind").value not in WORK_KINDS or begin is None:
            continue
        if station.answer("to").value == STILL:
            end = PartialDate(on.year, on.month, on.day)
        possible.append((begin.first.toordinal(), min(end.last if end else on, on).toordinal() + 1))
        if end is not None:
            sure.append((begin.last.toordinal(), min(end.first, on).toordinal() + 1))
    return (_months(sure), _months(possible)) if possible else None


@dataclass(frozen=True, slots=True)
class _Span:
    """Months from `begin` to `end`; None for an end that somebody was asked for and nobody knows.

    `sure` is the last month of the known end of the two that counts in any case.
    """

    begin: int | None
    end: int | None
    sure: int


def _covered(stations: tuple[Entry, ...], last: int) -> list[tuple[int, int]]:
    """The spans of months that are told, sorted. An end that nobody knows reaches to the next station."""
    spans = [span for station in stations if (span := _span(station, last))]
    begins = sorted(span.begin for span in spans if span.begin is not None)
    ends = sorted(span.end for span in spans if span.end is not None)
    covered: list[tuple[int, int]] = []
    for span in spans:
        if span.begin is None:
            before = next((end + 1 for end in reversed(ends) if end < span.sure), 0)
            covered.append((before, span.sure))
        elif span.end is None:
            after = next((begin - 1 for begin in begins if begin > span.begin), last)
            covered.append((span.begin, max(span.sure, after)))
        else:
            covered.append((span.begin, max(span.begin, span.end)))
    return sorted(covered)


def _span(station: Entry, last: int) -> _Span | None:
    begin, end = _date(station, "from"), _date(station, "to")
    until = last if station.answer("to").value == STILL else None if end is None else Month.of(end.last).number
    if begin is not None:
        sure = Month.of(begin.last).number
        if until is None and station.answer("to").state not in _NOT_KNOWN:
            until = sure
        return _Span(Month.of(begin.first).number, until, sure)
    if until is None:
        return None
    if station.answer("from").state in _NOT_KNOWN:
        return _Span(None, until, until)
    return _Span(until if end is None else Month.of(end.first).number, until, until)


def _date(station: Entry, name: str) -> PartialDate | None:
    value = station.answer(name).value
    return value if isinstance(value, PartialDate) else None


def _months(spans: list[tuple[int, int]]) -> int:
    """The union of half-open spans of days, in whole months."""
    days, reached = 0, 0
    for begin, end in sorted(spans):
        days += max(0, end - max(begin, reached))
        reached = max(reached, end)
    return round(days / _DAYS_IN_A_MONTH)
