"""What is said where the clock of the computer was put back, or is far ahead."""

from __future__ import annotations

import datetime as dt

from intake.errors import StoreError
from intake.languages import dates


def clock_note(newest: dt.datetime | None, now: dt.datetime, language: str) -> StoreError | None:
    """`newest` is the time of an entry that lies after `now`, None where there is none."""
    if newest is None:
        return None
    return StoreError(
        "The clock of this computer was put back.",
        "Everything is kept in the order in which it was written. The last entry is of {newest}, and now it is {now}. "
        "Check date and time of this computer: appointments and deadlines depend on them.",
        newest=_told(newest, language),
        now=_told(now, language),
    )


def clock_ahead_note(days: int, now: dt.datetime, language: str) -> StoreError | None:
    """`days` is how far the clock is ahead of what was done here before, 0 where that is usual or was confirmed."""
    if not days:
        return None
    return StoreError(
        "The clock of this computer may be wrong.",
        "It says {now}: {days} days after anything was done here before. Until an administrator has confirmed the date "
        "with 'intake retention run', no backup is removed whose time is over. Check date and time of this computer: "
        "appointments and deadlines depend on them.",
        now=_told(now, language),
        days=days,
    )


def _told(at: dt.datetime, language: str) -> str:
    return dates.moment(f"{at.astimezone():%Y-%m-%dT%H:%M}", language)
