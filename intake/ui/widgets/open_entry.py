"""One entry of a list, opened: its fields are asked one after the other."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from uuid import uuid4

from textual.message import Message

from intake.interview.answers import Answer, Change, Entry, FieldGiven, State, Value
from intake.interview.questions import Question
from intake.interview.values import Problem
from intake.ui.keys import ACTIONS
from intake.ui.widgets.drawing import cut, row
from intake.ui.widgets.field import Field, Layout, Pair, Wording
from intake.ui.widgets.one_by_one import MakePad, OneByOne
from intake.ui.widgets.pad import Asked, Drawing, Key
from intake.ui.widgets.stored_entries import StoredEntries


@dataclass(frozen=True, slots=True)
class EntryRules:
    """What a list of entries has to be told: which fields of an entry are asked, what refuses a value, new ids."""

    is_relevant: Callable[[Entry, Question], bool] = lambda entry, field: True
    problem: Callable[[Entry, Question, Value], Problem | None] = lambda entry, field, value: None
    new_id: Callable[[], str] = lambda: uuid4().hex


@dataclass(frozen=True, slots=True)
class EntryHost:
    """The list that an entry is opened from: what it knows, and where the entry says what happened."""

    question: Question
    stored: StoredEntries
    rules: EntryRules
    make: MakePad
    private_hidden: bool
    changed: Callable[[Change], None]
    post: Callable[[Message], None]
    closed: Callable[[bool], None]
    """Called with True where the last field was left behind, with False on the way back."""


class OpenEntry:
    """Takes keys and draws for one entry, until it is closed."""

    def __init__(self, id_: str, host: EntryHost, wording: Wording, layout: Layout, half_typed: dict[str, str]) -> None:
        self.id = id_
        self._host = host
        self._wording = wording
        self._layout = layout
        self._fields = OneByOne(host.question.fields, host.make, self._ask, self._is_relevant, self._hear)
        self._fields.half_typed = half_typed

    @property
    def entry(self) -> Entry:
        return self._host.stored.entry(self.id) or Entry(self.id)

    @property
    def field(self) -> Question | None:
        """The field that is asked now."""
        return self._fields.question

    @property
    def fields(self) -> OneByOne:
        return self._fields

    def open(self, field: Question | None = None) -> bool:
        """Asks this field, or the first; False where no field is to be asked."""
        first = field or next(iter(self._fields.questions), None)
        if first is not None:
            self._fields.open(first)
        return first is not None

    def _ask(self, field: Question, half_typed: str) -> Asked:
        answer = self.entry.answer(field.id)
        return Asked(field, self._wording, answer, half_typed, self._layout, self._host.private_hidden)

    def _is_relevant(self, field: Question) -> bool:
        return self._host.rules.is_relevant(self.entry, field)

    def press(self, key: Key) -> bool:
        pad = self._fields.pad
        if key.name in ACTIONS["go-back"].keys.split(","):
            self._host.closed(False)
        elif pad is not None and pad.take(key):
            return True
        elif key.name in ("tab", "down"):
            self._step(1)
        elif key.name in ("shift+tab", "up"):
            self._step(-1)
        elif key.name == "left":
            self._host.closed(False)
        else:
            return False
        return True

    def insert(self, text: str) -> None:
        if self._fields.pad is not None:
            self._fields.pad.insert(text)

    def click(self, hit: Hashable, x: int) -> None:
        if self._fields.pad is not None:
            self._fields.pad.click(hit, x)

    def _hear(self, message: Message) -> None:
        """What the pad of the field says."""
        match message:
            case Field.Answered():
                self._answered(message.question, message.value)
            case Field.WentBack():
                self._step(-1)
            case Field.Refused():
                self._host.post(message)
            case _:
                return

    def _answered(self, field: Question, value: Value) -> None:
        problem = self._host.rules.problem(self.entry, field, value)
        if problem is not None:
            self._host.post(Field.Refused(field, problem))
        else:
            self.give(replace(self.entry.answer(field.id), state=State.ANSWERED, value=value, reason=""))

    def give(self, answer: Answer) -> None:
        """Answers the field that is asked now, with a value or a state, and goes on to the next."""
        field = self.field
        if field is not None:
            self._host.changed(FieldGiven(self._host.question.id, self.id, field.id, answer))
            self._fields.settle()
            self._go_to(self._fields.neighbour(field, 1), forwards=True)

    def mark(self, answer: Answer) -> None:
        """Gives the field that is asked now other marks (source, note, 'ask again'), and stays there."""
        if self.field is not None:
            self._host.changed(FieldGiven(self._host.question.id, self.id, self.field.id, answer))

    def _step(self, step: int) -> None:
        if self.field is not None:
            self._go_to(self._fields.neighbour(self.field, step), forwards=step > 0)

    def _go_to(self, field: Question | None, *, forwards: bool) -> None:
        if field is None:
            self._host.closed(forwards)
        else:
            self._fields.open(field)

    def reword(self, wording: Wording, layout: Layout) -> None:
        self._wording = wording
        self._layout = layout
        self._fields.reword(wording, layout)

    def draw(self, number: int, cells: int, height: int, *, focused: bool) -> Drawing:
        """The field in full, with a line above it that says where in the entry it stands."""
        asked = [each.id for each in self._fields.questions]
        said = self._wording.say(
            "Entry {number}, {at} of {count}",
            number=number,
            at=asked.index(self.field.id) + 1 if self.field is not None and self.field.id in asked else 1,
            count=len(asked),
        )
        summary = summary_of(self.entry, self._host.question, self._wording)
        text = f"{said}  {summary.staff}" if summary is not None else said
        head = [row(cut(text, cells), "quiet")] if height >= 6 else []
        drawing = self._fields.draw(cells, height - len(head), focused=focused)
        caret = (drawing.caret[0], drawing.caret[1] + len(head)) if drawing.caret else None
        return Drawing([*head, *drawing.rows], caret)


def summary_of(entry: Entry, question: Question, wording: Wording) -> Pair | None:
    """The answered fields of an entry in words, on one line; None where there are none."""
    pairs = [
        wording.value(field, value) for field in question.fields if (value := entry.answer(field.id).value) is not None
    ]
    if not pairs:
        return None
    return Pair(" · ".join(pair.staff for pair in pairs), " · ".join(pair.person for pair in pairs))
