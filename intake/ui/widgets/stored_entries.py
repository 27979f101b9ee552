"""The entries of a repeat as a field shows them: what is stored, and what was posted and is not stored yet."""

from __future__ import annotations

from intake.interview.answers import (
    Answer,
    Answers,
    Change,
    Entry,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
    FieldGiven,
)
from intake.interview.questions import Question


class StoredEntries:
    """Stored entries with the posted changes on top, so that a fast hand sees its own work at once."""

    def __init__(self, question: Question, answer: Answer) -> None:
        self._question = question
        self._answer = answer
        self._posted: list[Change] = []

    @property
    def _now(self) -> Answers:
        return Answers({self._question.id: self._answer}).apply_all(self._posted)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._now.entries(self._question.id)

    def entry(self, id_: str) -> Entry | None:
        return self._now.entry(self._question.id, id_)

    def post(self, change: Change) -> None:
        self._posted.append(change)

    def update(self, answer: Answer) -> None:
        """A stored answer came back: what it holds by now need not be added any more."""
        self._answer = answer
        stored = Answers({self._question.id: answer})
        arrived = [n for n, change in enumerate(self._posted) if self._is_in(stored, change, self._posted[:n])]
        self._posted = self._posted[arrived[-1] + 1 :] if arrived else self._posted

    def _is_in(self, stored: Answers, change: Change, earlier: list[Change]) -> bool:
        ids = [entry.id for entry in stored.entries(self._question.id)]
        match change:
            case EntryAdded(_, entry):
                return entry in ids
            case EntryRemoved(_, entry):
                return entry not in ids and EntryAdded(self._question.id, entry) not in earlier
            case EntryMoved(_, entry, position):
                return entry in ids and ids.index(entry) == min(position, len(ids) - 1)
            case FieldGiven(_, entry, field, answer):
                found = stored.entry(self._question.id, entry)
                given = found.answer(field) if found is not None else None
                return given is not None and (given.state, given.value) == (answer.state, answer.value)
            case _:
                return True
