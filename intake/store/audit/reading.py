"""What the audit chain says about a case, a person or a day. Nothing here checks the chain; `chain.py` does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from intake.store import tables
from intake.store.ids import code_beginning
from intake.store.kept.audit import Action, AuditEntry

WORKED_ON = frozenset(
    {
        Action.CASE_BEGUN,
        Action.CASE_CHANGED,
        Action.CASE_CLOSED,
        Action.CASE_REOPENED,
        Action.ANSWER_SAVED,
        Action.EVENT_ADDED,
        Action.CONSENT_WITHDRAWN,
        Action.DECISION_MADE,
        Action.DECISION_OVERRIDDEN,
    }
)
"""What makes a case one that was worked on."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DayCounts:
    """A day at the desk in numbers; `staff` are the ids of those who were there, in the order they came."""

    cases: int
    seen: int
    records: int
    papers: int
    unlocks: int
    failed_unlocks: int
    overrides: int
    withdrawals: int
    erasures: int
    backups: int
    staff: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditedCase:
    """A case that the chain knows. `questionnaire` is the version it was asked in, empty where it was erased."""

    id: str
    questionnaire: str = ""


def case(session: Session, typed: str) -> AuditedCase | None:
    """The case with this code, or with this id where it was erased: then nothing else of it is left."""
    code, id_ = code_beginning(typed), typed.strip().lower()
    row, entry, erased = tables.CaseFile, tables.AuditEvent, tables.Erasure
    found = session.exec(select(row).where(or_(col(row.code) == code, col(row.id) == id_))).first()
    if found is not None:
        return AuditedCase(found.id, found.questionnaire)
    is_known = session.exec(select(entry.seq).where(entry.case_id == id_).limit(1)).first() if id_ else None
    return None if is_known is None and session.get(erased, id_) is None else AuditedCase(id_)


def of_case(session: Session, case_id: str) -> tuple[AuditEntry, ...]:
    """All entries about a case, the oldest first."""
    row = tables.AuditEvent
    return _entries(session, select(row).where(row.case_id == case_id).order_by(col(row.seq)))


def between(session: Session, first: datetime, last: datetime, actor: str = "") -> tuple[AuditEntry, ...]:
    """The entries from `first` on and before `last`, the oldest first; those of one person, where there is an id."""
    row = tables.AuditEvent
    query = select(row).where(col(row.at) >= first, col(row.at) < last).order_by(col(row.seq))
    return _entries(session, query.where(row.actor == actor) if actor else query)


def codes(session: Session, cases: Iterable[str]) -> dict[str, str]:
    """The codes of these cases by id; an erased case has none."""
    row, wanted = tables.CaseFile, list(dict.fromkeys(cases))
    found: dict[str, str] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        part = wanted[at : at + _AT_ONCE]
        found.update(session.exec(select(row.id, row.code).where(col(row.id).in_(part))).all())
    return found


def day_counts(entries: Iterable[AuditEntry]) -> DayCounts:
    """The numbers of a day from its entries."""
    found = tuple(entries)

    def count(*actions: Action) -> int:
        return sum(entry.action in actions for entry in found)

    return DayCounts(
        cases=len({entry.case_id for entry in found if entry.action in WORKED_ON}),
        seen=len({entry.case_id for entry in found if entry.case_id}),
        records=len({entry.subject for entry in found if entry.action is Action.RECORD_EXPORTED}),
        papers=count(Action.PAPER_PRINTED),
        unlocks=count(Action.STORE_OPENED),
        failed_unlocks=count(Action.UNLOCK_FAILED),
        overrides=count(Action.DECISION_OVERRIDDEN),
        withdrawals=count(Action.CONSENT_WITHDRAWN),
        erasures=count(Action.CASE_ERASED),
        backups=count(Action.BACKUP_WRITTEN),
        staff=tuple(dict.fromkeys(entry.actor for entry in found if entry.actor)),
    )


def _entries(session: Session, query: SelectOfScalar[tables.AuditEvent]) -> tuple[AuditEntry, ...]:
    rows = session.exec(query).all()
    return tuple(AuditEntry(row.seq, row.at, row.actor, row.action, row.case_id, row.subject) for row in rows)
