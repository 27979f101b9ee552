"""Erasing cases, and which cases have reached the end of their time. Source: interview.md 4.3.5, decisions.md 1.

The audit chain and a line in `erasure` stay; nothing that was answered does. Backups hold the case until they expire.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists
from sqlmodel import Session, col, func, select

from intake.store import case_links, convert, tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.backups.tombstones import Tombstone, mark_of
from intake.store.cases import case_row
from intake.store.desk import lines
from intake.store.kept.audit import Action
from intake.store.kept.cases import Erasure, ErasureReason
from intake.store.kept.handovers import RecordStatus
from intake.store.kept.lists import CaseLine

CONSENTS, DECISION, GRANTED = "consents", "decision", '"granted"'

_OF_A_CASE = (
    tables.AnswerEvent,
    tables.Answer,
    tables.Journal,
    tables.DueDate,
    tables.CaseName,
    tables.StaffDecision,
    tables.CaseEvent,
    tables.TwoStatements,
    tables.HandoverStep,
    tables.HandoverRecord,
)


def erase(session: Session, chain: AuditChain, case_id: str, reason: ErasureReason, actor: str, at: datetime) -> None:
    """Removes every row of a case. Raises CaseMissing."""
    case_row(session, case_id)
    session.add(tables.Erasure(case_id=case_id, reason=reason.value, actor=actor, at=at))
    _remove_rows(session, case_id)
    chain.append(session, [Deed(Action.CASE_ERASED, case_id)], actor, at)


def erase_again(
    session: Session,
    chain: AuditChain,
    erasures: Iterable[Erasure],
    marks: Mapping[str, Tombstone],
    actor: str,
    at: datetime,
) -> int:
    """Erases what came back with a backup: the cases named in `erasures`, and those that a list of marks knows.

    The tombstones keep their reason and their time. Returns how many cases were removed.
    """
    store_id = chain.store_id
    cases = tuple(session.exec(select(tables.CaseFile.id)).all())
    found = [(case, marks[mark]) for case in cases if (mark := mark_of(store_id, case)) in marks]
    wanted = {case: (tombstone.reason, tombstone.at) for case, tombstone in found}
    wanted |= {each.case_id: (each.reason, each.at) for each in erasures}
    known = set(session.exec(select(tables.Erasure.case_id)).all())
    for case_id, (reason, erased_at) in wanted.items():
        if case_id not in known:
            session.add(tables.Erasure(case_id=case_id, reason=reason.value, actor=actor, at=erased_at))
    back = [case for case in cases if case in wanted]
    for case_id in back:
        _remove_rows(session, case_id)
    chain.append(session, [Deed(Action.CASE_ERASED, case_id) for case_id in back], actor, at)
    return len(back)


def _remove_rows(session: Session, case_id: str) -> None:
    """Everything of a case but its tombstone, which has to be there already."""
    session.flush()
    for table in _OF_A_CASE:
        session.execute(delete(table).where(col(table.case_id) == case_id))
    case_links.unlink(session, case_id)
    session.execute(delete(tables.CaseFile).where(col(tables.CaseFile.id) == case_id))


def erasures(session: Session) -> tuple[Erasure, ...]:
    """All cases that were erased, oldest first: what has to be erased again after a backup was restored."""
    rows = session.exec(select(tables.Erasure).order_by(col(tables.Erasure.at))).all()
    return tuple(convert.erasure_of(row) for row in rows)


def expired(
    session: Session, drafts_before: datetime, records_before: datetime, limit: int, site: str = ""
) -> tuple[CaseLine, ...]:
    """Cases to be erased, the quietest first; of one site, where one is named. A restricted case is none of them.

    A case that nobody consented to passing on ends with `drafts_before`; others with `records_before`, counted from
    the last record that left the desk, or from the last activity where none did.
    """
    case = tables.CaseFile
    query = select(case).where(*_are_over(drafts_before, records_before, site))
    return lines(session, session.exec(query.order_by(col(case.last_activity)).limit(limit)).all())


def count_expired(session: Session, drafts_before: datetime, records_before: datetime, site: str) -> int:
    """How many cases `expired` finds at a site."""
    query = select(func.count()).select_from(tables.CaseFile)
    return session.exec(query.where(*_are_over(drafts_before, records_before, site))).one()


def is_over(session: Session, case_id: str, drafts_before: datetime, records_before: datetime) -> bool:
    """Whether `expired` would find this case now."""
    over = _are_over(drafts_before, records_before, "")
    return session.exec(select(tables.CaseFile.id).where(tables.CaseFile.id == case_id, *over)).first() is not None


def _are_over(drafts_before: datetime, records_before: datetime, site: str) -> list[ColumnElement[bool]]:
    """The conditions of a case that has had its time; one that was begun later than both is not looked at."""
    case, record, answer = tables.CaseFile, tables.HandoverRecord, tables.Answer
    left = select(func.max(record.exported_at)).where(record.case_id == case.id).scalar_subquery()
    exported = exists().where(col(record.case_id) == case.id, col(record.status) != RecordStatus.DRAFT.value)
    consented = exists().where(
        col(answer.case_id) == case.id,
        col(answer.question) == CONSENTS,
        col(answer.field) == DECISION,
        col(answer.value) == GRANTED,
    )
    quiet_since = col(case.last_activity)
    over = (
        (exported & (left < records_before))
        | (~exported & consented & (quiet_since < records_before))
        | (~exported & ~consented & (quiet_since < drafts_before))
    )
    young = col(case.created_at) >= max(drafts_before, records_before)
    return [~young, over, col(case.restricted).is_(None), *((col(case.site) == site,) if site else ())]
