"""The base of every answer field: a question in, one answer out.

A field handles its keys itself and at once, so that keys typed ahead of the next question are never taken for
this one: from the moment it answered it is locked, and the screen holds the keys until the next question is drawn.
"""

from __future__ import annotations

from typing import Protocol

from textual.message import Message
from textual.widget import Widget

from intake.interview.answers import Answer, Change, Value
from intake.interview.questions import Choice, Question
from intake.interview.values import Problem
from intake.ui.widgets.pair import Layout as Layout
from intake.ui.widgets.pair import Mark as Mark
from intake.ui.widgets.pair import Pair as Pair


class Wording(Protocol):
    """What a field needs to speak: texts by question, names by code. All text is in logical order."""

    def choice(self, question: Question, choice: Choice) -> Pair: ...

    def country(self, code: str) -> Pair: ...

    def language(self, code: str) -> Pair: ...

    def occupation(self, isco08: str) -> Pair | None: ...

    def search_countries(self, typed: str) -> tuple[str, ...]: ...

    def search_languages(self, typed: str) -> tuple[str, ...]: ...

    def search_occupations(self, typed: str) -> tuple[str, ...]: ...

    def search_municipalities(self, typed: str) -> tuple[tuple[str, str], ...]:
        """Name and official key (AGS) of the towns that fit."""
        ...

    def question(self, question: Question) -> Pair: ...

    def value(self, question: Question, value: Value) -> Pair:
        """An answer in words, on one line."""
        ...

    def state(self, answer: Answer) -> Pair: ...

    def say(self, message: str, **params: str | int | float) -> str:
        """An interface text in the language of the staff."""
        ...


class Field(Widget):
    """One question's answer field. Subclasses take the keys, keep the typed text and call `give`."""

    class Answered(Message):
        """The person confirmed a value."""

        def __init__(self, question: Question, value: Value) -> None:
            super().__init__()
            self.question = question
            self.value = value

    class Changed(Message):
        """An entry of a repeat was added, changed, moved or removed."""

        def __init__(self, change: Change) -> None:
            super().__init__()
            self.change = change

    class Typed(Message):
        """Half-typed text changed; it is kept by the journal."""

        def __init__(self, question: Question, text: str) -> None:
            super().__init__()
            self.question = question
            self.text = text

    class Refused(Message):
        """What was typed is no answer."""

        def __init__(self, question: Question, problem: Problem) -> None:
            super().__init__()
            self.question = question
            self.problem = problem

    class WentBack(Message):
        """Backspace where nothing is typed."""

    def __init__(
        self,
        question: Question,
        wording: Wording,
        answer: Answer,
        *,
        half_typed: str = "",
        layout: Layout = Layout.BOTH,
        private_hidden: bool = False,
    ) -> None:
        """`half_typed` is text kept by the journal. `private_hidden` leaves private codes out of the choices."""
        super().__init__(classes="field")
        self.question = question
        self.wording = wording
        self.answer = answer
        self.half_typed = half_typed
        self.text_layout = layout
        self.private_hidden = private_hidden
        self.locked = False

    @property
    def typed(self) -> str:
        """The half-typed text, in logical order; empty where nothing is typed."""
        return ""

    def give(self, value: Value) -> None:
        """Answer with a value. The field takes no more keys until the screen draws anew or unlocks it."""
        if not self.locked:
            self.locked = True
            self.post_message(self.Answered(self.question, value))

    def refuse(self, problem: Problem) -> None:
        self.post_message(self.Refused(self.question, problem))

    def unlock(self) -> None:
        """Take keys again, after an answer was refused or could not be saved."""
        self.locked = False

    def reword(self, wording: Wording, layout: Layout) -> None:
        """Show the same state in other languages: cursor, choice and half-typed text stay."""
        self.wording = wording
        self.text_layout = layout
        self.refresh(layout=True)

    def focus_input(self) -> None:
        """Put the focus where typing goes."""
        self.focus()
