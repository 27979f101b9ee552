"""Dates and times as a language writes them, without the bidi marks of CLDR: whoever shows them isolates them.

Babel is imported when the first one is formatted.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from intake.interview.typed_text import shown_date
from intake.interview.values import PartialDate
from intake.languages.direction import strip_controls
from intake.languages.languages import cldr_locale

Length = Literal["medium", "long", "full"]
"""In German: 17.05.1999; 17. Mai 1999; Montag, 17. Mai 1999."""


def partial_date(value: PartialDate, language: str, length: Length = "medium") -> str:
    """A date as precise as it is known: `1999`, `Mai 1999` or `17.05.1999`.

    One of another calendar is the days that it covers, and what was said: `20.–21.03.1996 (SH 1375)`.
    """
    if value.said is not None:
        ours = day(value.first, language, length) if value.is_full else _span(value.first, value.last, language)
        return f"{ours} ({shown_date(value)})"
    if value.day is not None:
        return day(value.first, language, length)
    if value.month is None:
        return str(value.year)
    from babel.dates import format_skeleton  # 30 ms, and not before a date is shown

    return strip_controls(format_skeleton("yMMMM", value.first, locale=cldr_locale(language)))


def _span(first: dt.date, last: dt.date, language: str) -> str:
    from babel.dates import format_interval

    return strip_controls(format_interval(first, last, "yMd", locale=cldr_locale(language)))


def day(value: dt.date, language: str, length: Length = "medium") -> str:
    """A day of the Gregorian calendar; `full` with the day of the week."""
    from babel.dates import format_date

    return strip_controls(format_date(value, length, locale=cldr_locale(language)))


def time(value: dt.time, language: str) -> str:
    """Hours and minutes, by the clock of 24 hours in every language: `10:42`."""
    from babel.dates import format_skeleton

    at = dt.datetime.combine(dt.date(2000, 1, 1), value)
    return strip_controls(format_skeleton("Hm", at, locale=cldr_locale(language)))


def moment(value: str, language: str, length: Length = "medium") -> str:
    """A day, or day and time, from its ISO form (`2026-05-17`, `2026-05-17T10:30`), as appointments hold it.

    Raises ValueError where `value` is neither.
    """
    at = dt.datetime.fromisoformat(value)
    shown = day(at.date(), language, length)
    return f"{shown}, {time(at.time(), language)}" if "T" in value else shown
