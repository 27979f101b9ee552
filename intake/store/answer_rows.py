"""Changes and answers to rows of `answer_event` and `answer`, and back: the only place that knows both."""

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
from intake.interview.value_json import plainest_kind, value_of_kind
from intake.interview.values import Plain, Problem, as_json
from intake.store import tables
from intake.store.columns import json_text
from intake.store.failures import not_as_written
from intake.store.kept.answers import Event, Place
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


def check(rows: Iterable[tables.Answer | tables.AnswerEvent], seal: Seal) -> None:
    """Raises NotAsWritten for the first row whose answer cannot be read."""
    for row in rows:
        if row.state is not None:
            _answer(row, seal)


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
    """The answers of a case, or of some of its questions, without what is sealed with a key that is not held.

    Raises NotAsWritten where an entry lost its question, or a field its entry.
    """
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
    if fields.keys() - positions.keys():
        raise not_as_written("answer.entry")
    for question, entries in _entries(positions, fields).items():
        marks = plain.get(question)
        if marks is None:
            raise not_as_written("answer.question")
        plain[question] = Answer(State.ANSWERED, entries, marks.source, marks.note, marks.recheck, marks.reason)
    return Answers(plain)


def rows_of(question: str, answer: Answer) -> Iterable[Marked]:
    """The rows of one question: its own, then one for each entry and each of the entry's fields."""
    entries = _entries_of(answer.value)
    own = answer if entries is None else Answer(State.ANSWERED, (), *_marks(answer))
    yield Marked((question, "", ""), _columns(own))
    for position, entry in enumerate(entries or ()):
        yield Marked((question, entry.id, ""), {**_EMPTY, "position": position})
        for name, given in entry.fields.items():
            yield Marked((question, entry.id, name), _columns(given))


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
            raise not_as_written("answer_event.change")


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
    try:
        answer = Answer(
            State(columns.state or ""),
            None if columns.value is None else _value(columns.form or "", columns.value),
            Source(columns.source or ""),
            columns.note or "",
            bool(columns.recheck),
            columns.reason or "",
        )
    except (ValueError, RecursionError):  # without it as the cause: it may quote the answer
        raise not_as_written(f"{row.__tablename__}.value") from None
    return NOT_ASKED if answer == NOT_ASKED else answer


def _value(form: str, text: str) -> Plain:
    value = value_of_kind(Kind(form), json.loads(text))
    if isinstance(value, Problem):
        raise ValueError("a stored value is none of its kind")
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
