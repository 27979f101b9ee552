"""Periods of the calendar: `P14D`, `P8W`, `P3M`, `P5Y`. Source: sites.md 0, step 11."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_PERIOD = re.compile(
    r"P(?=[0-9])(?:([0-9]{1,2})Y)?(?:([0-9]{1,3})M)?(?:([0-9]{1,3})W)?(?:([0-9]{1,4})D)?",
)


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar months (a year is twelve), and days (a week is seven)."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """None where the text is no period of ISO 8601 in years, months, weeks and days."""
        found = _PERIOD.fullmatch(text)
        if found is None:
            return None
        years, months, weeks, days = (int(part or 0) for part in found.groups())
        return cls(years * 12 + months, weeks * 7 + days)

    def after(self, day: dt.date) -> dt.date:
        """Months first, clipped to the last day of the month, then days by counting; at most the last day there is."""
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        if year > dt.MAXYEAR:
            return dt.date.max
        clipped = dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        return dt.date.fromordinal(min(clipped.toordinal() + self.days, dt.date.max.toordinal()))
