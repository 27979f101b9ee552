"""What a monitoring figure counts: cases, entries of `measures`, or days and months between two dates.

Source: sites.md, 'Monitoring figures' of each site. What cannot be counted says why and is never estimated.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from intake.interview.answers import State
from intake.interview.facts import EntryFacts, Facts
from intake.interview.household import HOUSEHOLD
from intake.interview.truth import Interval, Truth, Value, completed_months, equal
from intake.pathways.due import MEASURES
from intake.pathways.figure_remarks import Remark
from intake.pathways.sites import SiteProfile

FIRST_TALK = ""
"""In the place of a date that is asked: the day on which the case was begun."""


class What(StrEnum):
    """What one unit of a figure is. A gap is the time between two entries of `measures`."""

    CASE = "case"
    ENTRY = "entry"
    GAP = "gap"


class Measure(StrEnum):
    """What is averaged over the units of a group, besides counting them."""

    NONE = "none"
    DAYS = "days"
    MONTHS = "months"
    HOUSEHOLD = "household"
    PER_PERSON = "per_person"


@dataclass(frozen=True, slots=True)
class Count:
    """The `count` of a figure, read. `problem` says why nothing can be counted."""

    what: What = What.CASE
    measure: Measure = Measure.NONE
    only_open: bool = False
    offer: str = ""
    state: str = ""
    kind: str = ""
    first: str = ""
    last: str = ""
    problem: Remark | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The questions that it reads."""
        own = (MEASURES,) if self.what is not What.CASE else ()
        household = (HOUSEHOLD,) if self.measure is Measure.HOUSEHOLD else ()
        return tuple(id_ for id_ in (*own, *household, self.first, self.last) if id_)


@dataclass(frozen=True, slots=True)
class FigureCase:
    """One case as figures see it. `created` is the local day it was begun, `staff` the id of who is in charge."""

    facts: Facts
    created: dt.date
    kind: str
    site: str
    is_open: bool
    staff: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that is counted. `measured` is None where the figure averages something that is open here."""

    case: FigureCase
    entry: EntryFacts | None = None
    measured: float | None = None


_PLAIN = {
    "case": Count(),
    "person": Count(),
    "open case per staff member": Count(only_open=True),
    "open case, months since the first talk": Count(measure=Measure.MONTHS, only_open=True, first=FIRST_TALK),
    "person per household": Count(measure=Measure.HOUSEHOLD),
    "measures entry per person": Count(What.ENTRY, Measure.PER_PERSON),
    "handover with a receipt": Count(problem=Remark.NO_RECEIPTS),
    "days from handover to receipt": Count(problem=Remark.NO_RECEIPTS),
}
_ENTRY = re.compile(r"(?:(planned|running|ended|stopped) )?measures entry(?: with offer (\w+))?")
_DAYS = re.compile(r"days (\w+) to (\w+)")
_MONTHS = re.compile(r"months since (\w+)")
_GAP = re.compile(r"days between measures entries(?: of kind (\w+))?")


def parse_count(text: str) -> Count:
    """The count as it is written in a profile; one with Remark.UNKNOWN_COUNT where it is no known wording."""
    if text in _PLAIN:
        return _PLAIN[text]
    if found := _ENTRY.fullmatch(text):
        return Count(What.ENTRY, state=found[1] or "", offer=found[2] or "")
    if found := _DAYS.fullmatch(text):
        return Count(measure=Measure.DAYS, first=found[1], last=found[2])
    if found := _MONTHS.fullmatch(text):
        return Count(measure=Measure.MONTHS, first=found[1])
    if found := _GAP.fullmatch(text):
        return Count(What.GAP, Measure.DAYS, kind=found[1] or "")
    return Count(problem=Remark.UNKNOWN_COUNT)


def units(count: Count, case: FigureCase, site: SiteProfile) -> Iterator[Unit]:
    """What one case adds to a figure."""
    match count.what:
        case What.CASE:
            if not (count.only_open and not case.is_open) and not (_is_household(count) and case.kind != "full"):
                yield Unit(case, None, _measured(count, case))
        case What.ENTRY:
            for entry in _entries(case.facts):
                if _is_wanted(entry, count):
                    yield Unit(case, entry)
        case What.GAP:
            yield from _gaps(count, case, site)


def _is_household(count: Count) -> bool:
    """A household is counted once, with the case of the person who told of it, never with that of a child."""
    return count.measure is Measure.HOUSEHOLD


def _entries(facts: Facts) -> tuple[EntryFacts, ...]:
    return facts.entries(MEASURES) if facts.relevance(MEASURES) is not Truth.FALSE else ()


def _is_wanted(entry: EntryFacts, count: Count) -> bool:
    """An entry whose offer or state is open is not counted among those of one offer or state."""
    return (not count.offer or entry.value("offer") == count.offer) and (
        not count.state or entry.value("state") == count.state
    )


def _measured(count: Count, case: FigureCase) -> float | None:
    facts = case.facts
    match count.measure:
        case Measure.DAYS:
            return days_between(facts.value(count.first), facts.value(count.last))
        case Measure.MONTHS if count.first == FIRST_TALK:
            return completed_months(case.created, facts.context.day) if case.created <= facts.context.day else None
        case Measure.MONTHS:
            return months_since(facts.value(count.first), facts.context.day)
        case Measure.HOUSEHOLD:
            return _household(facts)
        case Measure.NONE | Measure.PER_PERSON:
            return None


def days_between(first: Value, last: Value) -> float | None:
    """Days from one exact day to another; None where one is not exact, or they stand the wrong way round."""
    if not isinstance(first, Interval) or not isinstance(last, Interval):
        return None
    is_exact = first.is_exact and last.is_exact and last.low >= first.low
    return last.low - first.low if is_exact else None


def months_since(first: Value, on: dt.date) -> float | None:
    """Months passed; where only the month is known, from its first day. None for a year alone or a later day."""
    if not isinstance(first, Interval):
        return None
    low, high = dt.date.fromordinal(int(first.low)), dt.date.fromordinal(int(first.high))
    return completed_months(low, on) if (low.year, low.month) == (high.year, high.month) and low <= on else None


def _household(facts: Facts) -> float | None:
    """The person and everybody who lives in the same household; None where that is not known of somebody."""
    if facts.answers[HOUSEHOLD].state is not State.ANSWERED:
        return None
    here = [equal(entry.value("where"), "here") for entry in facts.entries(HOUSEHOLD)]
    return None if Truth.OPEN in here else 1 + here.count(Truth.TRUE)


def _gaps(count: Count, case: FigureCase, site: SiteProfile) -> Iterator[Unit]:
    """The time from the planned end of one entry to the begin of the next; each belongs to the earlier entry."""
    kinds = {offer.id: offer.kind.value for offer in site.offers}
    dated = [
        (begin.low, number, entry)
        for number, entry in enumerate(_entries(case.facts))
        if (not count.kind or kinds.get(str(entry.value("offer"))) == count.kind)
        and isinstance(begin := entry.value("from"), Interval)
    ]
    ordered = [entry for _, _, entry in sorted(dated, key=lambda item: item[:2])]
    for before, after in pairwise(ordered):
        end, begin = before.value("planned_end"), after.value("from")
        overlaps = isinstance(end, Interval) and isinstance(begin, Interval) and begin.high <= end.low
        yield Unit(case, before, 0 if overlaps else days_between(end, begin))
