"""The values an answer can hold: what they are, how they are read from JSON and written back.

Source: interview.md 1.1, 1.5, 2.1. Problems are message ids; no language is spoken here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

MACRO_LANGUAGES = frozenset({"ara", "fas", "kur", "pus", "rom", "sqi"})
CEFR_LEVELS = ("none", "a1", "a2", "b1", "b2", "c1", "c2", "native")
DOCUMENT_MARKS = ("seen", "copied", "handed_over", "returned")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something typed is no answer: a message id with the values for its placeholders."""

    message: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.params)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year of the Gregorian calendar, as precise as it was said."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> dt.date:
        if self.day is not None:
            return self.first
        if self.month is None or self.month == 12:
            return dt.date(self.year, 12, 31)
        return dt.date(self.year, self.month + 1, 1) - dt.timedelta(days=1)

    @property
    def is_full(self) -> bool:
        return self.day is not None

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @classmethod
    def parse(cls, text: str) -> PartialDate | Problem:
        """`1999`, `1999-05` or `1999-05-17`; anything else is a Problem."""
        found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
        if not found:
            return Problem("{text} is no date. Write 1999, 1999-05 or 1999-05-17.", {"text": text[:40]})
        year, month, day = (int(part) if part else None for part in found.groups())
        return make_date(year or 0, month, day)


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


def as_json(value: Plain) -> Json:
    """The value in the form of an answers file (decisions.md 2)."""
    match value:
        case PartialDate():
            return str(value)
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
