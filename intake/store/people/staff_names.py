"""The names of everybody who works or worked here, by id."""

from __future__ import annotations

from sqlmodel import Session, select

from intake.store import tables


def staff_names(session: Session) -> dict[str, str]:
    return dict(session.exec(select(tables.Staff.id, tables.Staff.name)).all())
