"""The cases of a parent and its children."""

from __future__ import annotations

from sqlalchemy import delete
from sqlmodel import Session, col, or_, select

from intake.errors import StoreError
from intake.store import convert, tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.cases import case_row
from intake.store.kept.audit import Action
from intake.store.kept.cases import CaseLink


def link(session: Session, chain: AuditChain, wanted: CaseLink) -> None:
    """Notes whose child a case is about. Doing it twice is doing it once.

    Raises CaseMissing where either case is not in the store, and StoreError for a child that has another parent.
    """
    case_row(session, wanted.parent_id)
    case_row(session, wanted.child_id)
    row = session.get(tables.CaseLink, wanted.child_id)
    if row is None:
        session.add(convert.case_link_row(wanted))
        chain.append(session, [Deed(Action.CASES_LINKED, wanted.parent_id, wanted.child_id)], wanted.actor, wanted.at)
    elif row.parent_id != wanted.parent_id:
        raise StoreError(
            "This case belongs to the case of another parent already.",
            "Nothing was changed. Open that case from here and look whether it is the right one.",
        )


def children(session: Session, parent_id: str) -> tuple[CaseLink, ...]:
    """The children of a case, in the order they were linked."""
    query = select(tables.CaseLink).where(tables.CaseLink.parent_id == parent_id)
    rows = session.exec(query.order_by(col(tables.CaseLink.at), col(tables.CaseLink.child_id))).all()
    return tuple(convert.case_link_of(row) for row in rows)


def parent(session: Session, child_id: str) -> CaseLink | None:
    row = session.get(tables.CaseLink, child_id)
    return None if row is None else convert.case_link_of(row)


def unlink(session: Session, case_id: str) -> None:
    """Removes the links of a case that is erased, to both sides."""
    session.execute(
        delete(tables.CaseLink).where(
            or_(col(tables.CaseLink.parent_id) == case_id, col(tables.CaseLink.child_id) == case_id)
        )
    )
