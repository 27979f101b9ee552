"""The names of everybody who works or worked here, by id."""

from __future__ import annotations

from sqlmodel import Session, select

from intake.store import tables
from intake.store.failures import not_as_written


class StaffNames(dict[str, str]):
    """Somebody whom another row names is always there. Raises NotAsWritten where they are not."""

    def __missing__(self, staff_id: str) -> str:
        raise not_as_written("staff.id")


def staff_names(session: Session) -> StaffNames:
    return StaffNames(session.exec(select(tables.Staff.id, tables.Staff.name)).all())
