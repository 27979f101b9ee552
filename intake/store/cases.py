"""Writing a case: begun, saved, held, put back, changed. Each function works in the one transaction of its session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, insert
from sqlmodel import Session, col, func, select

from intake.interview.answers import Answers, Change, FieldGiven
from intake.store import answer_rows, convert, tables, two_statements
from intake.store.audit.chain import AuditChain, Deed
from intake.store.database import seal_of
from intake.store.failures import CaseMissing, case_closed, case_restricted
from intake.store.ids import new_code
from intake.store.kept.answers import Event, HalfTyped, Place
from intake.store.kept.audit import Action
from intake.store.kept.cases import (
    CaseFile,
    CaseHeader,
    CaseSettings,
    DueDate,
    NewCase,
    Status,
)
from intake.store.kept.saving import Saved, Saving
from intake.store.names import NAME_QUESTIONS, tokens
from intake.store.sealed_answers import Seal

CONSENTS, _WITHDRAWN_ON = "consents", "withdrawn_on"
"""The list of consents, and the field of an entry that says from which day on it is withdrawn."""


def begin(session: Session, chain: AuditChain, new: NewCase, saving: Saving, program: str | None) -> CaseHeader:
    """Writes a case that was held in memory, with all it has so far. Doing it twice is doing it once."""
    if saving.case_id != new.id:
        raise ValueError("the events belong to another case")
    if session.get(tables.CaseFile, new.id) is None:
        session.add(
            tables.CaseFile(
                id=new.id,
                code=_free_code(session, new.site),
                kind=new.kind,
                site=new.site,
                questionnaire=new.questionnaire,
                created_at=saving.at,
                created_by=saving.actor,
                status=Status.OPEN.value,
                holder=saving.actor,
                at_question="",
                at_entry="",
                at_field="",
                run=new.settings.run.value,
                languages=new.settings.languages,
                law=new.settings.law,
                last_activity=saving.at,
                program=program,
            )
        )
        session.flush()
        chain.append(session, [Deed(Action.CASE_BEGUN, new.id)], saving.actor, saving.at)
    save(session, chain, saving)
    return convert.header_of(case_row(session, new.id))


def save(session: Session, chain: AuditChain, saving: Saving) -> Saved:
    """Appends the events that are not there yet and brings everything that follows from them up to date."""
    case = case_row(session, saving.case_id)
    new = _unknown(session, saving)
    seq = _last_seq(session, case.id)
    if saving.events and not new:
        return Saved(case.id, saving.at, seq, 0, case.holder, case.program)
    if case.restricted is not None and (new or saving.place is not None or saving.due_dates is not None):
        raise case_restricted()
    if new:
        addition = next((happened.id for happened in saving.happened), None)
        if case.status == Status.CLOSED.value and addition is None:
            raise case_closed()
        seal = seal_of(session)
        found = two_statements.compare(session, case.id, new, saving.settles, saving.at)
        rows = [
            _sealed_row(answer_rows.event_row(event, number, case.id, saving.actor, addition), case.questionnaire, seal)
            for number, event in enumerate(new, start=seq + 1)
        ]
        session.execute(insert(tables.AnswerEvent), rows)
        changes = [event.change for event in new]
        _update_view(session, case, changes)
        _forget_half_typed(session, case.id, {answer_rows.place_of(change) for change in changes})
        questions = list(dict.fromkeys(change.question for change in changes))
        if NAME_QUESTIONS.intersection(questions):
            update_names(session, case.id)
        deeds = [Deed(Action.ANSWER_SAVED, case.id, question) for question in questions]
        deeds += [Deed(Action.CONSENT_WITHDRAWN, case.id, CONSENTS) for change in changes if _withdraws(change)]
        deeds += [Deed(Action.ANSWER_DISPUTED, case.id, question) for question in found.disputed]
        deeds += [Deed(Action.ANSWER_SETTLED, case.id, question) for question in found.settled]
        chain.append(session, deeds, saving.actor, saving.at)
    is_theirs = case.holder not in (None, saving.actor)
    if saving.due_dates is not None and not is_theirs:  # reckoned without what the colleague has saved since
        _replace_due_dates(session, case.id, saving.due_dates)
    if saving.place is not None and not is_theirs:
        stand_at(session, case.id, saving.place)
    case.last_activity = max(case.last_activity, saving.at)  # the clock may have been put back
    disputed = found.disputed if new else ()
    return Saved(case.id, saving.at, seq + len(new), len(new), case.holder, case.program, disputed)


def load(session: Session, case_id: str) -> CaseFile:
    """A case with its answers and half-typed texts."""
    case = case_row(session, case_id)
    half_typed = session.exec(select(tables.Journal).where(tables.Journal.case_id == case_id)).all()
    typed = (convert.half_typed_of(row, seal_of(session)) for row in half_typed)
    return CaseFile(
        convert.header_of(case),
        _answers(session, case_id),
        tuple(each for each in typed if each is not None),
        seq=_last_seq(session, case_id),
        bases=two_statements.bases(session, case_id),
        two_statements=two_statements.standing(session, case_id),
    )


def events(session: Session, case_id: str, question: str = "") -> Sequence[tables.AnswerEvent]:
    """The events of a case in order, or those of one question."""
    query = select(tables.AnswerEvent).where(tables.AnswerEvent.case_id == case_id)
    if question:
        query = query.where(tables.AnswerEvent.question == question)
    return session.exec(query.order_by(col(tables.AnswerEvent.seq))).all()


def keep_settings(
    session: Session, chain: AuditChain, case_id: str, settings: CaseSettings, actor: str, at: datetime
) -> CaseHeader:
    case = changeable(session, case_id)
    case.run, case.languages, case.law = settings.run.value, settings.languages, settings.law
    chain.append(session, [Deed(Action.CASE_CHANGED, case_id)], actor, at)
    return convert.header_of(case)


def set_status(
    session: Session, chain: AuditChain, case_id: str, status: Status, actor: str, at: datetime
) -> CaseHeader:
    """Closes or reopens a case. A closed case is held by nobody."""
    case = changeable(session, case_id)
    if case.status != status.value:
        case.status, case.last_activity = status.value, max(case.last_activity, at)
        if status is Status.CLOSED:
            let_go(case)
        case.closed_at = at if status is Status.CLOSED else None
        action = Action.CASE_CLOSED if status is Status.CLOSED else Action.CASE_REOPENED
        chain.append(session, [Deed(action, case_id)], actor, at)
    return convert.header_of(case)


def keep_half_typed(session: Session, case_id: str, half_typed: HalfTyped) -> None:
    """Keeps what is being typed at a place; an empty text removes it."""
    case, place = changeable(session, case_id), half_typed.place
    if not half_typed.text:
        _forget_half_typed(session, case_id, {place})
        return
    session.merge(
        tables.Journal(
            case_id=case_id,
            question=place.question,
            entry=place.entry,
            field=place.field,
            text=seal_of(session).text(
                case.questionnaire, (case_id, place.question, place.entry, place.field), half_typed.text
            ),
            cursor=half_typed.cursor,
            at=half_typed.at,
        )
    )


def stand_at(session: Session, case_id: str, place: Place) -> None:
    """The interview goes on at this place."""
    case = changeable(session, case_id)
    case.at_question, case.at_entry, case.at_field = place.question, place.entry, place.field


def case_row(session: Session, case_id: str) -> tables.CaseFile:
    """The row of a case. Raises CaseMissing."""
    row = session.get(tables.CaseFile, case_id)
    if row is None:
        raise CaseMissing(
            "This case is not in the store.",
            "Nothing was changed. It was erased, or never stored. Look for it on the desk by its code.",
        )
    return row


def let_go(case: tables.CaseFile) -> None:
    """Nobody has the interview open any more, and it is handed to nobody."""
    case.holder = case.program = case.handed_by = None


def changeable(session: Session, case_id: str) -> tables.CaseFile:
    """The row of a case that is to be changed or exported. Raises CaseMissing, CaseRestricted."""
    row = case_row(session, case_id)
    if row.restricted is not None:
        raise case_restricted()
    return row


def _free_code(session: Session, site: str) -> str:
    while True:
        code = new_code(site)
        if session.exec(select(tables.CaseFile.id).where(tables.CaseFile.code == code)).first() is None:
            return code


def _unknown(session: Session, saving: Saving) -> tuple[Event, ...]:
    """The events that are not stored yet, in order."""
    by_id = {event.id: event for event in saving.events}
    stored = dict(
        session.exec(
            select(tables.AnswerEvent.id, tables.AnswerEvent.case_id).where(col(tables.AnswerEvent.id).in_(by_id))
        ).all()
        if by_id
        else ()
    )
    if any(case_id != saving.case_id for case_id in stored.values()):
        raise ValueError("an event has the id of an event of another case")
    return tuple(event for id_, event in by_id.items() if id_ not in stored)


def _last_seq(session: Session, case_id: str) -> int:
    last = func.coalesce(func.max(tables.AnswerEvent.seq), 0)
    return session.exec(select(last).where(tables.AnswerEvent.case_id == case_id)).one()


def _answers(session: Session, case_id: str, questions: Iterable[str] | None = None) -> Answers:
    return answer_rows.answers_of(_answer_rows(session, case_id, questions), seal_of(session))


def _answer_rows(session: Session, case_id: str, questions: Iterable[str] | None = None) -> Sequence[tables.Answer]:
    query = select(tables.Answer).where(tables.Answer.case_id == case_id)
    if questions is not None:
        query = query.where(col(tables.Answer.question).in_(sorted(questions)))
    return session.exec(query).all()


def _sealed_row(row: dict[str, object], version: str, seal: Seal) -> dict[str, object]:
    """The row of an event as it is stored."""
    columns = seal.sealed(version, answer_rows.sealed_place(row), answer_rows.clear_columns(row))
    return {**row, **columns._asdict()}


def _update_view(session: Session, case: tables.CaseFile, changes: Sequence[Change]) -> None:
    """Replays the changes on the questions they touch, with the code the interview uses, and writes what differs."""
    questions, seal = {change.question for change in changes}, seal_of(session)
    stored = {(row.question, row.entry, row.field): row for row in _answer_rows(session, case.id, questions)}
    after = answer_rows.answers_of(stored.values(), seal).apply_all(changes)
    wanted = {row.place: row.columns for question in after for row in answer_rows.rows_of(question, after[question])}
    for place in stored.keys() - wanted.keys():
        session.delete(stored[place])
    for place, columns in wanted.items():
        row = stored.get(place)
        clear = answer_rows.clear_columns(columns)
        if row is not None and seal.opened(row) == clear and row.position == columns["position"]:
            continue
        kept = {**columns, **seal.sealed(case.questionnaire, (case.id, *place), clear)._asdict()}
        if row is None:
            question, entry, field = place
            session.add(tables.Answer(case_id=case.id, question=question, entry=entry, field=field, **kept))
        else:
            for name, value in kept.items():
                if getattr(row, name) != value:
                    setattr(row, name, value)
    session.flush()


def _withdraws(change: Change) -> bool:
    """Whether a consent is withdrawn by this change."""
    if not isinstance(change, FieldGiven) or (change.question, change.field) != (CONSENTS, _WITHDRAWN_ON):
        return False
    return change.answer.value is not None


def update_names(session: Session, case_id: str) -> None:
    """Brings the names by which a case is found in step with its answers."""
    wanted = tokens(_answers(session, case_id, NAME_QUESTIONS))
    stored = {
        row.token: row for row in session.exec(select(tables.CaseName).where(tables.CaseName.case_id == case_id)).all()
    }
    for token in stored.keys() - wanted:
        session.delete(stored[token])
    for token in wanted - stored.keys():
        session.add(tables.CaseName(token=token, case_id=case_id))


def _replace_due_dates(session: Session, case_id: str, due_dates: Iterable[DueDate]) -> None:
    session.execute(delete(tables.DueDate).where(col(tables.DueDate.case_id) == case_id))
    for due in due_dates:
        session.add(
            tables.DueDate(case_id=case_id, deadline=due.deadline, date=due.date, approximate=int(due.approximate))
        )


def _forget_half_typed(session: Session, case_id: str, places: Iterable[Place]) -> None:
    for place in places:
        row = session.get(tables.Journal, (case_id, place.question, place.entry, place.field))
        if row is not None:
            session.delete(row)
