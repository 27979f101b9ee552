"""Answers with their state, source and note, and the changes that make them.

Source: interview.md 1.2 to 1.5. A change is one event of the store; `Answers` is what the events add up to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias, assert_never

from intake.interview.values import Plain

MAX_NOTE = 300


class State(StrEnum):
    """A stored state. 'Parked' and 'not relevant' are computed and never stored."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    ASK_LATER = "ask_later"
    NOT_ASKED = "not_asked"


class Source(StrEnum):
    """Where an answer comes from."""

    SAID = "said"
    DOCUMENT = "document"
    OBSERVED = "observed"
    ESTIMATED = "estimated"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class Answer:
    """A value or a state, with its marks. `value` is set exactly where `state` is ANSWERED.

    `reason` says why an answer was postponed. Marks are never read by conditions (interview.md 1.4).
    """

    state: State
    value: Value | None = None
    source: Source = Source.SAID
    note: str = ""
    recheck: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.state is State.ANSWERED) != (self.value is not None):
            raise ValueError("an answer holds a value exactly where its state is 'answered'")

    def remade(self, value: Value) -> Answer:
        """The answer with another value, and the marks that it had."""
        return replace(self, state=State.ANSWERED, value=value, reason="")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a repeat. `id` stays the same while the entry is changed or moved."""

    id: str
    fields: Mapping[str, Answer] = field(default_factory=dict)

    def answer(self, field_id: str) -> Answer:
        return self.fields.get(field_id, NOT_ASKED)


Value: TypeAlias = "Plain | tuple[Entry, ...]"

NOT_ASKED = Answer(State.NOT_ASKED)
UNKNOWN = Answer(State.UNKNOWN)
DECLINED = Answer(State.DECLINED)
ASK_LATER = Answer(State.ASK_LATER)


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """A question got a value or a state. A repeat gets states and the empty list so; entries have their own changes."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class EntryAdded:
    question: str
    entry: str


@dataclass(frozen=True, slots=True)
class FieldGiven:
    question: str
    entry: str
    field: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class EntryMoved:
    """The entry stands at `position` (from 0) now."""

    question: str
    entry: str
    position: int


@dataclass(frozen=True, slots=True)
class EntryRemoved:
    question: str
    entry: str


Change: TypeAlias = AnswerGiven | EntryAdded | FieldGiven | EntryMoved | EntryRemoved


@dataclass(frozen=True, slots=True)
class Answers:
    """All stored answers of one case, by question id. Questions that were never touched are absent."""

    by_id: Mapping[str, Answer] = field(default_factory=dict)

    def __getitem__(self, question: str) -> Answer:
        return self.by_id.get(question, NOT_ASKED)

    def __contains__(self, question: str) -> bool:
        return self[question] is not NOT_ASKED

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_id)

    def entries(self, question: str) -> tuple[Entry, ...]:
        """The entries of a repeat; empty where nothing or a state is stored."""
        value = self[question].value
        if isinstance(value, tuple):
            return tuple(item for item in value if isinstance(item, Entry))
        return ()

    def entry(self, question: str, entry: str) -> Entry | None:
        return next((found for found in self.entries(question) if found.id == entry), None)

    def apply(self, change: Change) -> Answers:
        """The answers after a change. An entry that is not there any more is left alone."""
        match change:
            case AnswerGiven(question, answer):
                return self._with(question, answer)
            case EntryAdded(question, entry):
                if self.entry(question, entry):
                    return self
                return self._with_entries(question, (*self.entries(question), Entry(entry)))
            case FieldGiven(question, entry, field_id, answer):
                return self._with_entries(
                    question,
                    tuple(
                        replace(found, fields={**found.fields, field_id: answer}) if found.id == entry else found
                        for found in self.entries(question)
                    ),
                )
            case EntryMoved(question, entry, position):
                moved = self.entry(question, entry)
                if moved is None:
                    return self
                rest = [found for found in self.entries(question) if found.id != entry]
                rest.insert(max(0, position), moved)
                return self._with_entries(question, tuple(rest))
            case EntryRemoved(question, entry):
                return self._with_entries(
                    question, tuple(found for found in self.entries(question) if found.id != entry)
                )
            case _:
                assert_never(change)

    def apply_all(self, changes: Iterable[Change]) -> Answers:
        answers = self
        for change in changes:
            answers = answers.apply(change)
        return answers

    def _with(self, question: str, answer: Answer) -> Answers:
        return Answers({**self.by_id, question: answer})

    def _with_entries(self, question: str, entries: tuple[Entry, ...]) -> Answers:
        before = self[question]
        if before.state is State.ANSWERED:
            return self._with(question, replace(before, value=entries))
        return self._with(question, Answer(State.ANSWERED, entries)) if entries else self
