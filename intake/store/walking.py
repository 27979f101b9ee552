"""Reads the cases of a site one after the other, for figures. Only what is asked for is read, a batch at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from intake.store import answer_rows, convert, tables
from intake.store.columns import AS_WRITTEN
from intake.store.database import seal_of
from intake.store.kept.cases import CaseFile
from intake.store.kept.decisions import DERIVED, DecisionKind
from intake.store.names import NAME_QUESTIONS

BATCH = 200
"""Cases in memory at a time."""


def walk(
    session: Session, site: str, questions: Collection[str], first: datetime | None, last: datetime | None
) -> Iterator[CaseFile]:
    """The cases of a site in the order they began, with these answers only and the values that staff decided.

    They were begun from `first` on and before `last`, where these are given. Restricted cases are not counted. Names
    are never read, whoever asks for them.
    """
    after = ""
    while rows := _batch(session, site, first, last, after):
        after = rows[-1].id
        ids = [row.id for row in rows]
        answers, decided = _answers(session, ids, questions), _decided(session, ids)
        for row in rows:
            yield CaseFile(
                convert.header_of(row),
                answer_rows.answers_of(answers[row.id], seal_of(session)),
                decided=decided[row.id],
            )
        session.expunge_all()


def _batch(
    session: Session, site: str, first: datetime | None, last: datetime | None, after: str
) -> list[tables.CaseFile]:
    row = tables.CaseFile
    query = select(row).where(row.site == site, col(row.id) > after, col(row.restricted).is_(None))
    if first is not None:
        query = query.where(col(tables.CaseFile.created_at) >= first)
    if last is not None:
        query = query.where(col(tables.CaseFile.created_at) < last)
    return list(session.exec(query.order_by(col(tables.CaseFile.id)).limit(BATCH)))


def _answers(session: Session, ids: list[str], questions: Collection[str]) -> defaultdict[str, list[tables.Answer]]:
    found: defaultdict[str, list[tables.Answer]] = defaultdict(list)
    query = select(tables.Answer).where(
        col(tables.Answer.case_id).in_(ids), col(tables.Answer.question).in_(sorted(set(questions) - NAME_QUESTIONS))
    )
    for row in session.exec(query):
        found[row.case_id].append(row)
    return found


def _decided(session: Session, ids: list[str]) -> defaultdict[str, dict[str, str]]:
    """The derived values that staff decided otherwise, by case. The last word about each holds."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    row = tables.StaffDecision
    query = select(row).where(col(row.case_id).in_(ids), col(row.line_kind) == DERIVED)
    for decision in session.exec(query.order_by(AS_WRITTEN)):
        if decision.decision == DecisionKind.CHANGED.value:
            found[decision.case_id][decision.line] = decision.text
        else:
            found[decision.case_id].pop(decision.line, None)
    return found
