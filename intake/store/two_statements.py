"""Two people answered the same without having seen each other's answer: both are kept until a person settles it.

An event says on which one its editor built (`Event.base`). Where another one stands by then and says something else,
the later stands for now, and the two are noted in the transaction that writes it. Source: storage.md 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlmodel import Session, col, select

from intake.interview.answers import Answer, AnswerGiven, FieldGiven, State, Value
from intake.store import answer_rows, tables
from intake.store.database import seal_of
from intake.store.failures import not_as_written
from intake.store.kept.answers import Event, Place, Statement, TwoStatements
from intake.store.people.staff_names import staff_names

_Said: TypeAlias = "tuple[State, Value | None]"


@dataclass(frozen=True, slots=True)
class Compared:
    """The questions that have two statements now, and those that have them no longer."""

    disputed: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


def compare(session: Session, case_id: str, new: Sequence[Event], settles: Iterable[Place], at: datetime) -> Compared:
    """Notes new events that contradict what their editors had not seen, and settles what is settled by them.

    To be called before the events are written.
    """
    given = [(answer_rows.place_of(event.change), event, answer) for event in new if (answer := _answer_in(event))]
    questions = {place.question for place, _, _ in given}
    if not questions:
        return Compared()
    latest = bases(session, case_id, questions)
    open_rows = _open_rows(session, case_id, questions)
    wanted, disputed, settled = set(settles), [], []
    for place, event, answer in given:
        before = latest.get(place)
        is_unseen = event.base is not None and before is not None and before != event.base
        if is_unseen and place not in wanted and _said_by(session, before) != _said(answer):
            row = _row(case_id, place, event.id, before or "", at)
            session.add(row)
            open_rows.append(row)
            disputed.append(place.question)
        for row in open_rows:
            is_here = (row.question, row.entry, row.field) == (place.question, place.entry, place.field)
            if is_here and row.settled is None and (place in wanted or _said_by(session, row.other) == _said(answer)):
                row.settled = event.id
                settled.append(place.question)
        latest[place] = event.id
    return Compared(tuple(dict.fromkeys(disputed)), tuple(dict.fromkeys(settled)))


def bases(session: Session, case_id: str, questions: Iterable[str] | None = None) -> dict[Place, str]:
    """The last event of each place of a case, or of some of its questions."""
    row = tables.AnswerEvent
    query = select(row.question, row.entry, row.field, row.id).where(row.case_id == case_id)
    if questions is not None:
        query = query.where(col(row.question).in_(sorted(questions)))
    found = session.exec(query.order_by(col(row.seq))).all()
    return {Place(question, entry, field): id_ for question, entry, field, id_ in found}


def standing(session: Session, case_id: str) -> tuple[TwoStatements, ...]:
    """What is not settled yet, by place: the answer that stands for now, and the others, oldest first."""
    rows = _open_rows(session, case_id)
    if not rows:
        return ()
    latest = bases(session, case_id, {row.question for row in rows})
    names = staff_names(session)
    others: dict[Place, dict[str, None]] = {}
    for row in rows:
        others.setdefault(Place(row.question, row.entry, row.field), {})[row.other] = None
    return tuple(
        TwoStatements(
            place,
            _statement(session, latest.get(place, ""), names),
            tuple(_statement(session, each, names) for each in ids if each != latest.get(place)),
        )
        for place, ids in others.items()
    )


def _open_rows(session: Session, case_id: str, questions: Iterable[str] | None = None) -> list[tables.TwoStatements]:
    row = tables.TwoStatements
    query = select(row).where(row.case_id == case_id, col(row.settled).is_(None))
    if questions is not None:
        query = query.where(col(row.question).in_(sorted(questions)))
    return list(session.exec(query.order_by(col(row.at), col(row.kept))).all())


def _row(case_id: str, place: Place, kept: str, other: str, at: datetime) -> tables.TwoStatements:
    return tables.TwoStatements(
        case_id=case_id, question=place.question, entry=place.entry, field=place.field, kept=kept, other=other, at=at
    )


def _statement(session: Session, event_id: str, names: Mapping[str, str]) -> Statement:
    row = session.get(tables.AnswerEvent, event_id)
    if row is None:
        raise not_as_written("two_statements.kept")
    change = answer_rows.event_of(row, seal_of(session)).change
    answer = change.answer if isinstance(change, AnswerGiven | FieldGiven) else None
    return Statement(event_id, answer, row.actor, names[row.actor], row.at)


def _answer_in(event: Event) -> Answer | None:
    return event.change.answer if isinstance(event.change, AnswerGiven | FieldGiven) else None


def _said_by(session: Session, event_id: str | None) -> _Said | None:
    """What an event says; None where it is sealed with a key that is not held, or is no answer."""
    row = session.get(tables.AnswerEvent, event_id)
    if row is None or seal_of(session).opened(row) is None:
        return None
    answer = _answer_in(answer_rows.event_of(row, seal_of(session)))
    return None if answer is None else _said(answer)


def _said(answer: Answer) -> _Said:
    """What counts: a note or another source is no other statement."""
    return answer.state, answer.value
