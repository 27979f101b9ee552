"""Three-valued truth, and the values that conditions compare: data, open, not applicable.

Source: interview.md 2.1 to 2.3. Open is not no, and n/a is a value that equals nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias

from intake.interview.answers import Entry
from intake.interview.values import Appointment, Municipality, OwnWords, PartialDate


class Truth(Enum):
    """What a condition comes to."""

    TRUE = "true"
    FALSE = "false"
    OPEN = "open"


class NoValue(Enum):
    """Why there is nothing to compare: nobody knows yet, or the question does not arise."""

    OPEN = "open"
    NA = "n/a"


OPEN: Literal[NoValue.OPEN] = NoValue.OPEN
NA: Literal[NoValue.NA] = NoValue.NA


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`, both included. Days are counted as `date.toordinal` does."""

    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @classmethod
    def exact(cls, number: float) -> Interval:
        return cls(number, number)

    @classmethod
    def of_date(cls, date: PartialDate | dt.date) -> Interval:
        """The days from the first to the last that a partial date may mean."""
        if isinstance(date, PartialDate):
            return cls(date.first.toordinal(), date.last.toordinal())
        return cls(date.toordinal(), date.toordinal())


Number: TypeAlias = "Interval | Literal[NoValue.OPEN]"
"""A number as far as it is known."""

Datum: TypeAlias = (
    str | Interval | tuple[str, ...] | tuple[Number, ...] | tuple[Entry, ...] | OwnWords | Municipality | Appointment
)
"""A value that is there. Numbers and dates are intervals, a document list is the documents that have a mark."""

Value: TypeAlias = Datum | NoValue


def truth_of(fact: bool) -> Truth:
    return Truth.TRUE if fact else Truth.FALSE


def negation(a: Truth) -> Truth:
    if a is Truth.TRUE:
        return Truth.FALSE
    return Truth.TRUE if a is Truth.FALSE else Truth.OPEN


def conjunction(truths: Iterable[Truth]) -> Truth:
    """`and`: false if one is false, else open if one is open. True for none at all."""
    result = Truth.TRUE
    for truth in truths:
        if truth is Truth.FALSE:
            return Truth.FALSE
        if truth is Truth.OPEN:
            result = Truth.OPEN
    return result


def disjunction(truths: Iterable[Truth]) -> Truth:
    """`or`: true if one is true, else open if one is open. False for none at all."""
    result = Truth.FALSE
    for truth in truths:
        if truth is Truth.TRUE:
            return Truth.TRUE
        if truth is Truth.OPEN:
            result = Truth.OPEN
    return result


def equal(a: Value, b: Value) -> Truth:
    """`a == b`: n/a equals nothing, not even something open; intervals are equal only where both are exact."""
    if a is NA or b is NA:
        return Truth.FALSE
    if a is OPEN or b is OPEN:
        return Truth.OPEN
    if isinstance(a, Interval) and isinstance(b, Interval):
        if a.high < b.low or b.high < a.low:
            return Truth.FALSE
        return Truth.TRUE if a.low == a.high == b.low == b.high else Truth.OPEN
    return truth_of(a == b)


def less(a: Value, b: Value) -> Truth:
    """`a < b` for numbers and dates."""
    if a is NA or b is NA:
        return Truth.FALSE
    if isinstance(a, Interval) and isinstance(b, Interval):
        if a.high < b.low:
            return Truth.TRUE
        return Truth.FALSE if a.low >= b.high else Truth.OPEN
    return Truth.OPEN


def at_most(a: Value, b: Value) -> Truth:
    """`a <= b` for numbers and dates."""
    if a is NA or b is NA:
        return Truth.FALSE
    if isinstance(a, Interval) and isinstance(b, Interval):
        if a.high <= b.low:
            return Truth.TRUE
        return Truth.FALSE if a.low > b.high else Truth.OPEN
    return Truth.OPEN


def completed_years(birth: dt.date, on: dt.date) -> int:
    """Birthdays passed on that day; for 29 February the year is complete on 1 March where there is none."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def completed_months(since: dt.date, on: dt.date) -> int:
    """Months passed on that day, less one while the day of the month is not reached."""
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)
