"""A pad is the working part of a field: it takes keys, draws rows, and says what was answered.

It knows no terminal, no widget tree and no clock, so that one field can hold others (an entry its fields, a screen its
rows) and all keys are dealt with in the order in which they came.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass

from textual.message import Message

from intake.interview.answers import Answer, Value
from intake.interview.questions import Question, Who
from intake.interview.values import Problem
from intake.ui.keys import ACTIONS, first_key, key_name
from intake.ui.widgets.drawing import Row
from intake.ui.widgets.field import Field, Layout, Mark, Wording
from intake.ui.widgets.typed_line import TypedLine

CONFIRM = ACTIONS["confirm"].keys


@dataclass(frozen=True, slots=True)
class Key:
    """A key by its Textual name, and the character it types, if any."""

    name: str
    character: str | None = None

    @property
    def digit(self) -> int | None:
        return int(self.name) if len(self.name) == 1 and self.name in "0123456789" else None

    @property
    def typed(self) -> str:
        """The character where it can be part of a text, else nothing."""
        return self.character if self.character is not None and self.character.isprintable() else ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Rows, and where the caret stands among them (x, y)."""

    rows: Sequence[Row]
    caret: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pad is made for: the question, its stored answer, and how it is to be shown.

    `is_suggested` says that the answer is only offered: it is not stored, Enter keeps it, and typing replaces it.
    """

    question: Question
    wording: Wording
    answer: Answer
    half_typed: str = ""
    layout: Layout = Layout.BOTH
    private_hidden: bool = False
    is_suggested: bool = False


def key_names() -> dict[str, str | int | float]:
    """The names of the keys that messages speak of."""
    return {"down": key_name("down"), "key": first_key("confirm")}


def marks_text(wording: Wording, marks: Collection[Mark]) -> str:
    """The quiet mark below texts that are no reviewed translation; empty where there is nothing to say."""
    said = {
        Mark.DRAFT: wording.say("Draft translation, not yet reviewed"),
        Mark.STALE: wording.say("Outdated translation: the question has changed since"),
        Mark.MISSING: wording.say("Not translated yet: German is shown"),
    }
    return " · ".join(text for mark, text in said.items() if mark in marks)


def short_marks(wording: Wording, marks: Collection[Mark]) -> list[str]:
    """The same in a word or two each, for the line above a question."""
    said = {Mark.DRAFT: wording.say("Draft"), Mark.STALE: wording.say("Outdated"),
            Mark.MISSING: wording.say("Not translated")}  # fmt: skip
    return [text for mark, text in said.items() if mark in marks]


def nothing_typed() -> Problem:
    """Enter on an empty line: nobody has to answer, but staff have to say why there is no answer."""
    keys = {name: first_key(name) for name in ("unknown", "declined")}
    return Problem(
        "Nothing is typed. {unknown}: unknown, {declined}: does not want to answer, {later}: ask later.",
        {**keys, "later": first_key("ask-later")},
    )


def layout_for(question: Question, layout: Layout) -> Layout:
    """Staff read and answer their own questions: those are never shown in the person's language alone."""
    return Layout.STAFF if question.who is Who.STAFF else layout


def _nobody(_: Message) -> None:
    """Where messages go while nobody listens."""


def _cut_off(room: int) -> Problem:
    return Problem("There is room for {count} characters. The end of what was pasted is missing.", {"count": room})


class Pad(ABC):
    """What all pads have in common. `post` is set by whoever holds the pad."""

    def __init__(self, wording: Wording, layout: Layout) -> None:
        self.wording = wording
        self.layout = layout
        self.post: Callable[[Message], None] = _nobody

    @property
    def typed(self) -> str:
        """The half-typed text; a pad made anew with it looks the same."""
        return ""

    @property
    def line(self) -> TypedLine | None:
        """The line that is being typed now, if any: for the clipboard."""
        return None

    @abstractmethod
    def press(self, key: Key) -> bool:
        """Deals with a key; False where the key means nothing here."""

    @abstractmethod
    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        """At most `height` rows of at most `cells` cells; with what matters now in sight."""

    def insert(self, text: str) -> None:
        """Text from the clipboard."""
        if self.line is not None:
            self.line.insert(text)

    def click(self, hit: Hashable, x: int) -> None:
        """A click on a row with this `hit`, `x` cells from the left. In a line of text it puts the caret there."""
        match hit:
            case ("line", int(index)) if self.line is not None:
                self.line.click(index, x)
            case _:
                return

    def take(self, key: Key) -> bool:
        """Deals with a key, and says where half-typed text changed by it."""
        taken = self.press(key)
        self.say_typed()
        return taken

    def paste(self, text: str) -> None:
        self.insert(text)
        self.say_typed()

    @abstractmethod
    def say_typed(self) -> None:
        """Says that half-typed text changed, if it did."""

    def reword(self, wording: Wording, layout: Layout) -> None:
        """Other languages for the same state."""
        self.wording = wording
        self.layout = layout

    def go_back(self) -> None:
        self.post(Field.WentBack())


class AnswerPad(Pad):
    """The pad of one question."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked.wording, layout_for(asked.question, asked.layout))
        self.question = asked.question
        self.answer = asked.answer
        self.private_hidden = asked.private_hidden
        self.is_suggested = asked.is_suggested
        self._last_typed = asked.half_typed

    def reword(self, wording: Wording, layout: Layout) -> None:
        super().reword(wording, layout_for(self.question, layout))

    def say_typed(self) -> None:
        typed = self.typed
        if typed != self._last_typed:
            self._last_typed = typed
            self.post(Field.Typed(self.question, typed))

    def paste(self, text: str) -> None:
        super().paste(text)
        if self.line is not None and self.line.was_cut:
            self.refuse(_cut_off(self.line.room))

    def give(self, value: Value) -> None:
        self._last_typed = self.typed
        self.post(Field.Answered(self.question, value))

    def refuse(self, problem: Problem) -> None:
        self.post(Field.Refused(self.question, problem))
