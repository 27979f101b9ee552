"""The values an answer can hold: what they are, how they are read from JSON and written back.

Source: interview.md 1.1, 1.5, 2.1. Problems are message ids; no language is spoken here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias, assert_never

MACRO_LANGUAGES = frozenset({"ara", "fas", "kur", "pus", "rom", "sqi"})
CEFR_LEVELS = ("none", "a1", "a2", "b1", "b2", "c1", "c2", "native")
_LONGEST_YEAR = dt.timedelta(days=386)
DOCUMENT_MARKS = ("seen", "copied", "handed_over", "returned")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something typed is no answer: a message id with the values for its placeholders."""

    message: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.params)


class Calendar(StrEnum):
    """The calendars besides the Gregorian in which people say their dates. Source: decisions.md 3."""

    SOLAR_HIJRI = "solar_hijri"
    ISLAMIC = "islamic"
    ETHIOPIAN = "ethiopian"


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A date as it was said in another calendar, and the Gregorian days that it covers, both included.

    Whoever makes one converts it: the arithmetic of calendars is no part of the core.
    """

    calendar: Calendar
    year: int
    month: int | None
    day: int | None
    first: dt.date
    last: dt.date

    @property
    def text(self) -> str:
        """`1375`, `1375-07` or `1375-07-12`."""
        return _parts(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year of the Gregorian calendar, as precise as it was said.

    A year or month of another calendar is no year or month of this one: then `said` holds what was said, `first` and
    `last` are its days, and `year` is that of the first. A full day is the same day in all calendars.
    """

    year: int
    month: int | None = None
    day: int | None = None
    said: SaidDate | None = None

    @classmethod
    def of(cls, said: SaidDate) -> PartialDate:
        """The date for what was said in another calendar."""
        if said.day is not None:
            return cls(said.first.year, said.first.month, said.first.day, said)
        return cls(said.first.year, said=said)

    @property
    def first(self) -> dt.date:
        return self.said.first if self.said else dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        if self.said:
            return self.said.last
        if self.day is not None:
            return self.first
        if self.month is None or self.month == 12:
            return dt.date(self.year, 12, 31)
        return dt.date(self.year, self.month + 1, 1) - dt.timedelta(days=1)

    @property
    def is_full(self) -> bool:
        return self.day is not None

    def __str__(self) -> str:
        """`1999`, `1999-05`, `1999-05-17`; a span of days in the form of ISO 8601: `1996-03-20/1997-03-20`."""
        if self.said and self.day is None:
            return f"{self.first}/{self.last}"
        return _parts(self.year, self.month, self.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate | Problem:
        """`1999`, `1999-05` or `1999-05-17`; anything else is a Problem."""
        found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
        if not found:
            return Problem("{text} is no date. Write 1999, 1999-05 or 1999-05-17.", {"text": text[:40]})
        year, month, day = (int(part) if part else None for part in found.groups())
        return make_date(year or 0, month, day)


def _parts(year: int, month: int | None, day: int | None) -> str:
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)])


def make_date(year: int, month: int | None, day: int | None) -> PartialDate | Problem:
    """A partial date, or the Problem that there is no such day."""
    value = PartialDate(year, month, day)
    try:
        value.first  # noqa: B018 - the constructor of `date` is the check
    except ValueError:
        return Problem("The day {day} does not exist.", {"day": str(value)})
    return value


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The person's own words, with a code of the list of occupations where one was chosen (ISCO-08, 4 digits)."""

    text: str
    isco08: str | None = None


@dataclass(frozen=True, slots=True)
class Municipality:
    """A town as typed, with its official key (AGS, 8 digits) where it is known."""

    text: str
    ags: str | None = None


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents and what was done with each: code to marks, in the order of `DOCUMENT_MARKS`."""

    marks: Mapping[str, tuple[str, ...]]

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.marks.items())))


@dataclass(frozen=True, slots=True)
class Appointment:
    """When (ISO, `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`), where and with whom."""

    at: str
    place: str = ""
    with_whom: str = ""

    @property
    def day(self) -> dt.date:
        return dt.datetime.fromisoformat(self.at).date()


Plain: TypeAlias = (
    str
    | int
    | float
    | PartialDate
    | OwnWords
    | Municipality
    | Documents
    | Appointment
    | tuple[str, ...]
    | tuple[int, ...]
)
"""Every value but the entries of a repeat, which live in `answers`."""

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def said_date(raw: Mapping[str, Json]) -> PartialDate | Problem:
    """A date of another calendar from its JSON form: `said`, `calendar`, and its days `first` and `last`."""
    match raw:
        case {"said": str(text), "calendar": str(name), "first": str(first), "last": str(last)} if len(raw) == 4:
            found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
            try:
                calendar, days = Calendar(name), (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
            except ValueError:
                found = None
            if found and days[0] <= days[1] <= days[0] + _LONGEST_YEAR and (found[3] is None or days[0] == days[1]):
                year, month, day = (int(part) if part else None for part in found.groups())
                return PartialDate.of(SaidDate(calendar, year or 0, month, day, *days))
    return Problem("This is no date of another calendar.")


def as_json(value: Plain) -> Json:
    """The value in the form of an answers file (decisions.md 2)."""
    match value:
        case PartialDate(said=said):
            if said is None:
                return str(value)
            days = {"first": said.first.isoformat(), "last": said.last.isoformat()}
            return {"said": said.text, "calendar": said.calendar.value, **days}
        case OwnWords():
            return value.text if value.isco08 is None else {"text": value.text, "isco08": value.isco08}
        case Municipality():
            return value.text if value.ags is None else {"text": value.text, "ags": value.ags}
        case Documents():
            return {code: list(marks) for code, marks in value.marks.items()}
        case Appointment():
            shown: dict[str, Json] = {"at": value.at, "place": value.place, "with": value.with_whom}
            return {key: part for key, part in shown.items() if part}
        case tuple():
            return list(value)
        case str() | int() | float():
            return value
        case _:
            assert_never(value)
