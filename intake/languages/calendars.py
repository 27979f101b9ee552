"""Dates of other calendars, converted. A year or a month becomes the span of days that it is, never one year of ours.

The arithmetic is that of kept packages: `jdatetime` for the solar calendar of Afghanistan and Iran, `convertdate` for
the Islamic calendar by its table (sighting may differ by a day) and for the Ethiopian one, which is the Coptic with 276
years more. `convertdate` has the solar calendar too, by the equinox: the same days since 1898, at 100 ms each.
"""

from __future__ import annotations

import datetime as dt
from types import ModuleType
from typing import Final, assert_never

from intake.interview.values import Calendar, PartialDate, Problem, SaidDate

MONTHS: Final = {Calendar.SOLAR_HIJRI: 12, Calendar.ISLAMIC: 12, Calendar.ETHIOPIAN: 13}
YEARS: Final = {
    Calendar.SOLAR_HIJRI: (1277, 1500),
    Calendar.ISLAMIC: (1290, 1560),
    Calendar.ETHIOPIAN: (1860, 2120),
}
"""The years that are taken: those in which anybody at a desk, or a paper of theirs, can have a date."""

_COPTIC_YEARS: Final = 276


def converted(calendar: Calendar, year: int, month: int | None = None, day: int | None = None) -> PartialDate | Problem:
    """The date as said, with its Gregorian days; the Problem where the calendar has no such day."""
    low, high = YEARS[calendar]
    if not low <= year <= high:
        return Problem("This calendar is read from the year {low} to the year {high}.", {"low": low, "high": high})
    if month is not None and not 1 <= month <= MONTHS[calendar]:
        return Problem("This calendar has {count} months.", {"count": MONTHS[calendar]})
    first = _day(calendar, year, month or 1, 1 if day is None else day)
    if day is not None:
        if first is None:
            return Problem("The day {day} does not exist.", {"day": f"{year:04d}-{month:02d}-{day:02d}"})
        return PartialDate.of(SaidDate(calendar, year, month, day, first, first))
    following = (year + 1, 1) if month in (None, MONTHS[calendar]) else (year, (month or 1) + 1)
    after = _day(calendar, *following, 1)
    if first is None or after is None:
        raise ValueError("a month without a first day")
    return PartialDate.of(SaidDate(calendar, year, month, None, first, after - dt.timedelta(days=1)))


def _day(calendar: Calendar, year: int, month: int, day: int) -> dt.date | None:
    """The Gregorian day; None where the month has no such day."""
    match calendar:
        case Calendar.SOLAR_HIJRI:
            return _solar_day(year, month, day)
        case Calendar.ISLAMIC:
            from convertdate import islamic

            return _checked(islamic, year, month, day)
        case Calendar.ETHIOPIAN:
            from convertdate import coptic

            return _checked(coptic, year - _COPTIC_YEARS, month, day)
        case _:
            assert_never(calendar)


def _solar_day(year: int, month: int, day: int) -> dt.date | None:
    import jdatetime  # 12 ms, and only where somebody says such a date

    try:
        found: dt.date = jdatetime.date(year, month, day).togregorian()
    except ValueError:
        return None
    return found


def _checked(module: ModuleType, year: int, month: int, day: int) -> dt.date | None:
    """The package counts on into the next month where a month has no such day."""
    if not 1 <= day <= 31:
        return None
    found: tuple[int, int, int] = module.to_gregorian(year, month, day)
    return dt.date(*found) if tuple(module.from_gregorian(*found)) == (year, month, day) else None
