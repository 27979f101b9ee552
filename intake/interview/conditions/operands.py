"""What stands left and right of a comparison: ids, literals, settings, months. Source: interview.md 2.3, 2.4."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from intake.interview.context import Context
from intake.interview.truth import NA, OPEN, Interval, Value, completed_months


class View(Protocol):
    """What a condition is evaluated against."""

    @property
    def context(self) -> Context: ...

    def value(self, id_: str, /) -> Value: ...


@dataclass(frozen=True, slots=True)
class Name:
    """The value of an id."""

    id: str

    def value(self, view: View) -> Value:
        return view.value(self.id)


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, number or day written in the condition."""

    datum: str | Interval

    def value(self, view: View) -> Value:
        return self.datum


@dataclass(frozen=True, slots=True)
class Setting:
    """A configuration key whose value is compared."""

    key: str

    def value(self, view: View) -> Value:
        setting = view.context.config[self.key]
        if isinstance(setting, str):
            return setting
        if isinstance(setting, int):
            return Interval.exact(setting)
        raise TypeError(f"cfg('{self.key}') is no value to compare")


@dataclass(frozen=True, slots=True)
class MonthsSince:
    """Completed months from a date to the day of assessment."""

    id: str

    def value(self, view: View) -> Value:
        date = view.value(self.id)
        if not isinstance(date, Interval):
            return NA if date is NA else OPEN
        day = view.context.day
        first, last = (day.fromordinal(int(end)) for end in (date.low, date.high))
        return Interval(completed_months(last, day), completed_months(first, day))


Operand: TypeAlias = Name | Literal | Setting | MonthsSince
