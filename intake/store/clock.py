"""Whether the clock of the computer was put back: what was written last is in the future then.

Nothing depends on it but times that are shown: answers are numbered, and all else is ordered as it was written.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from intake.store import tables

LATEST = 200
TOLERANCE = timedelta(minutes=2)
"""Clocks are corrected by so much without anybody having to know."""


def written_in_the_future(session: Session, at: datetime) -> datetime | None:
    """The latest time among the last entries of the audit chain, where it is after `at`; else None."""
    row = tables.AuditEvent
    times = session.exec(select(row.at).order_by(col(row.seq).desc()).limit(LATEST)).all()
    newest = max(times, default=at)
    return newest if newest - at > TOLERANCE else None
