"""Rows to what the interview knows, and back: the only place that knows both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias, TypedDict, assert_never

from intake.interview.answers import (
    NOT_ASKED,
    Answer,
    AnswerGiven,
    Answers,
    Change,
    Entry,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
    FieldGiven,
    Source,
    State,
    Value,
)
from intake.interview.questions import Kind
from intake.interview.session import Run
from intake.interview.value_json import plainest_kind, value_of_kind
from intake.interview.values import Plain, Problem, as_json
from intake.store import tables
from intake.store.columns import json_text
from intake.store.records import (
    CaseEvent,
    CaseHeader,
    CaseLink,
    CaseSettings,
    Decision,
    DecisionKind,
    DueDate,
    Erasure,
    ErasureReason,
    Event,
    HalfTyped,
    Place,
    Record,
    RecordStatus,
    Role,
    Staff,
    Status,
)
from intake.store.sealed_answers import Columns, Seal

AnswerPlace: TypeAlias = tuple[str, str, str]
"""Question, entry and field of a row of `answer`; entry and field are empty where there is none."""


class AnswerColumns(TypedDict):
    """The columns that `answer` and `answer_event` share."""

    state: str | None
    form: str | None
    value: str | None
    source: str | None
    note: str | None
    recheck: int | None
    reason: str | None
    position: int | None


class Marked(NamedTuple):
    """A row of `answer` without its case."""

    place: AnswerPlace
    columns: AnswerColumns


def event_row(event: Event, seq: int, case_id: str, actor: str, addition: str | None) -> dict[str, object]:
    """The row of an event; `addition` is the case event that led to it. Raises ValueError for what cannot be read."""
    place, name, columns = _change_columns(event.change)
    return {
        "id": event.id,
        "case_id": case_id,
        "seq": seq,
        "question": place.question,
        "entry": place.entry,
        "field": place.field,
        "change": name,
        **columns,
        "actor": actor,
        "at": event.at,
        "addition": addition,
    }


def event_of(row: tables.AnswerEvent, seal: Seal) -> Event:
    """The event of a row. What is sealed with a key that is not held is as if nothing had been asked."""
    return Event(row.id, _change(row, seal), row.at)


def clear_columns(columns: Mapping[str, object]) -> Columns:
    """The columns of an answer by their names, as they are sealed."""
    texts = {name: _text_or_none(columns[name]) for name in ("state", "form", "value", "source", "note", "reason")}
    recheck = columns["recheck"]
    return Columns(recheck=recheck if isinstance(recheck, int) else None, **texts)


def sealed_place(row: Mapping[str, object]) -> tuple[str, str, str, str]:
    """What the seal of a row is bound to: case, question, entry, field."""
    case, question, entry, field = (str(row[name]) for name in ("case_id", "question", "entry", "field"))
    return case, question, entry, field


def place_of(change: Change) -> Place:
    """Which answer a change is about."""
    return _change_columns(change)[0]


def answers_of(rows: Iterable[tables.Answer], seal: Seal) -> Answers:
    """The answers of a case, or of some of its questions, without what is sealed with a key that is not held."""
    plain: dict[str, Answer] = {}
    positions: dict[tuple[str, str], int] = {}
    fields: dict[tuple[str, str], dict[str, Answer]] = {}
    for row in rows:
        if row.position is not None:
            positions[row.question, row.entry] = row.position
        elif row.entry:
            fields.setdefault((row.question, row.entry), {})[row.field] = _answer(row, seal)
        else:
            plain[row.question] = _answer(row, seal)
    for question, entries in _entries(positions, fields).items():
        marks = plain[question]
        plain[question] = Answer(State.ANSWERED, entries, marks.source, marks.note, marks.recheck, marks.reason)
    return Answers(plain)


def answer_rows(question: str, answer: Answer) -> Iterable[Marked]:
    """The rows of one question: its own, then one for each entry and each of the entry's fields."""
    entries = _entries_of(answer.value)
    own = answer if entries is None else Answer(State.ANSWERED, (), *_marks(answer))
    yield Marked((question, "", ""), _columns(own))
    for position, entry in enumerate(entries or ()):
        yield Marked((question, entry.id, ""), {**_EMPTY, "position": position})
        for name, given in entry.fields.items():
            yield Marked((question, entry.id, name), _columns(given))


def header_of(row: tables.CaseFile) -> CaseHeader:
    return CaseHeader(
        row.id,
        row.code,
        row.kind,
        row.site,
        row.questionnaire,
        row.created_at,
        row.created_by,
        Status(row.status),
        row.holder,
        case_place(row),
        CaseSettings(Run(row.run), row.languages, row.law),
        row.last_activity,
        row.closed_at,
        row.restricted or "",
        row.handed_by,
    )


def case_place(row: tables.CaseFile) -> Place | None:
    return Place(row.at_question, row.at_entry, row.at_field) if row.at_question else None


def half_typed_of(row: tables.Journal, seal: Seal) -> HalfTyped | None:
    """None where it is sealed with a key that is not held."""
    text = seal.opened_text((row.case_id, row.question, row.entry, row.field), row.text)
    return None if text is None else HalfTyped(Place(row.question, row.entry, row.field), text, row.cursor, row.at)


def due_of(row: tables.DueDate) -> DueDate:
    return DueDate(row.deadline, row.date, bool(row.approximate))


def decision_of(row: tables.StaffDecision) -> Decision:
    kind = DecisionKind(row.decision)
    return Decision(row.id, row.case_id, row.line_kind, row.line, kind, row.reason, row.text, row.actor, row.at)


def case_event_row(event: CaseEvent) -> tables.CaseEvent:
    return tables.CaseEvent(
        id=event.id,
        case_id=event.case_id,
        kind=event.kind,
        date=event.date,
        entry=event.entry,
        note=event.note,
        replaces=event.replaces,
        actor=event.actor,
        at=event.at,
    )


def case_event_of(row: tables.CaseEvent) -> CaseEvent:
    return CaseEvent(row.id, row.case_id, row.kind, row.date, row.actor, row.at, row.entry, row.note, row.replaces)


def case_link_row(link: CaseLink) -> tables.CaseLink:
    return tables.CaseLink(
        child_id=link.child_id, parent_id=link.parent_id, entry=link.entry, actor=link.actor, at=link.at
    )


def case_link_of(row: tables.CaseLink) -> CaseLink:
    return CaseLink(row.parent_id, row.child_id, row.actor, row.at, row.entry)


def record_of(row: tables.HandoverRecord) -> Record:
    return Record(
        row.id,
        row.case_id,
        row.recipient,
        row.office,
        row.version,
        row.created_at,
        row.created_by,
        row.sha256,
        RecordStatus(row.status),
        row.code,
        row.basis,
        row.reason,
        row.packages,
        row.included,
        row.exported_at,
        row.confirm_by,
    )


def staff_of(row: tables.Staff) -> Staff:
    return Staff(row.id, row.name, tuple(Role(role) for role in row.roles), row.added_at, row.left_at)


def erasure_of(row: tables.Erasure) -> Erasure:
    return Erasure(row.case_id, ErasureReason(row.reason), row.actor, row.at)


_EMPTY: AnswerColumns = {
    "state": None,
    "form": None,
    "value": None,
    "source": None,
    "note": None,
    "recheck": None,
    "reason": None,
    "position": None,
}


def _change_columns(change: Change) -> tuple[Place, str, AnswerColumns]:
    match change:
        case AnswerGiven(question, answer):
            return Place(question), "answer_given", _columns(answer)
        case EntryAdded(question, entry):
            return Place(question, entry), "entry_added", _EMPTY
        case FieldGiven(question, entry, field, answer):
            return Place(question, entry, field), "field_given", _columns(answer)
        case EntryMoved(question, entry, position):
            return Place(question, entry), "entry_moved", {**_EMPTY, "position": position}
        case EntryRemoved(question, entry):
            return Place(question, entry), "entry_removed", _EMPTY
        case _:
            assert_never(change)


def _change(row: tables.AnswerEvent, seal: Seal) -> Change:
    match row.change:
        case "answer_given":
            return AnswerGiven(row.question, _answer(row, seal))
        case "entry_added":
            return EntryAdded(row.question, row.entry)
        case "field_given":
            return FieldGiven(row.question, row.entry, row.field, _answer(row, seal))
        case "entry_moved":
            return EntryMoved(row.question, row.entry, row.position or 0)
        case "entry_removed":
            return EntryRemoved(row.question, row.entry)
        case _:
            raise ValueError(f"unknown change {row.change}")


def _columns(answer: Answer) -> AnswerColumns:
    form, value = (None, None) if answer.value is None else _stored(answer.value)
    return {
        "state": answer.state.value,
        "form": form,
        "value": value,
        "source": answer.source.value,
        "note": answer.note,
        "recheck": int(answer.recheck),
        "reason": answer.reason,
        "position": None,
    }


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _stored(value: Value) -> tuple[str, str]:
    """The kind that reads a value back, and its JSON. An empty list of entries is an empty list like any other."""
    kind = plainest_kind(value)
    raw = as_json(_plain(value))
    if value_of_kind(kind, raw) != value:
        raise ValueError(f"a value of the kind {kind} does not read back")
    return kind.value, json_text(raw)


def _answer(row: tables.Answer | tables.AnswerEvent, seal: Seal) -> Answer:
    columns = seal.opened(row)
    if columns is None:
        return NOT_ASKED
    answer = Answer(
        State(columns.state or ""),
        None if columns.value is None else _value(columns.form or "", columns.value),
        Source(columns.source or ""),
        columns.note or "",
        bool(columns.recheck),
        columns.reason or "",
    )
    return NOT_ASKED if answer == NOT_ASKED else answer


def _value(form: str, text: str) -> Plain:
    value = value_of_kind(Kind(form), json.loads(text))
    if isinstance(value, Problem):
        raise ValueError(f"a stored value is no {form}")
    return value


def _plain(value: Value) -> Plain:
    match value:
        case tuple():
            texts = tuple(item for item in value if isinstance(item, str))
            return texts or tuple(item for item in value if isinstance(item, int))
        case _:
            return value


def _entries_of(value: Value | None) -> tuple[Entry, ...] | None:
    if not isinstance(value, tuple) or not value:
        return None
    entries = tuple(item for item in value if isinstance(item, Entry))
    return entries or None


def _marks(answer: Answer) -> tuple[Source, str, bool, str]:
    return answer.source, answer.note, answer.recheck, answer.reason


def _entries(
    positions: Mapping[tuple[str, str], int], fields: Mapping[tuple[str, str], Mapping[str, Answer]]
) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for question, entry in sorted(positions, key=lambda key: (key[0], positions[key])):
        given = fields.get((question, entry), {})
        found[question] = (*found.get(question, ()), Entry(entry, given))
    return found
