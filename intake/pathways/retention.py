"""How long cases are kept: values of the site, or those of every site. Source: decisions.md 1; interview.md 4.3.5."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from intake.pathways.tables import TableReader

TABLE = "retention"
MOST_DAYS, MOST_MONTHS = 366, 120


@dataclass(frozen=True, slots=True)
class Retention:
    """A draft that nobody consented to passing on ends after `draft_days`, a record `record_months` after the last
    handover.
    """

    draft_days: int = 30
    record_months: int = 24

    def before(self, at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """Drafts quiet since before the first time, and records handed over before the second, have had their time."""
        return at - dt.timedelta(days=self.draft_days), _months_before(at, self.record_months)

    def ends(self, quiet_since: dt.datetime, *, is_draft: bool) -> dt.date:
        """The day on which a case has had its time, if nothing more happens in it."""
        if is_draft:
            return (quiet_since + dt.timedelta(days=self.draft_days)).date()
        return _months_before(quiet_since, -self.record_months).date()


def read_retention(top: TableReader, *, is_needed: bool = False) -> Retention | None:
    """The values of `[retention]`; None where there is no such table and none is needed."""
    if not is_needed and not top.optional(TABLE, dict, {}):
        return None
    table = top.table(TABLE)
    table.short("ours"), table.short("source")
    found = Retention(_number(table, "draft_days", MOST_DAYS), _number(table, "record_months", MOST_MONTHS))
    table.refuse_others()
    return found


def _number(table: TableReader, key: str, most: int) -> int:
    number = table.optional(key, int, 0)
    if not 1 <= number <= most:
        table.wrong(f"`{key}` has to be a number from 1 to {most}", key=key if key in table.keys else "")
        return 1
    return number


def _months_before(at: dt.datetime, months: int) -> dt.datetime:
    """The same day so many months ago, or the last day of that month."""
    count = at.year * 12 + at.month - 1 - months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return at.replace(year=year, month=month + 1, day=min(at.day, last))
