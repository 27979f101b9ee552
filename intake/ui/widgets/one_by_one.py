"""Several questions answered one after another, each by its own pad: the fields of an entry, the rows of a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.message import Message

from intake.interview.questions import Question
from intake.ui.widgets.drawing import Row, Span, in_languages
from intake.ui.widgets.field import Layout, Wording
from intake.ui.widgets.pad import AnswerPad, Asked, Drawing

MakePad = Callable[[Asked], AnswerPad]


class OneByOne:
    """Which question is asked now, its pad, and the text that was left half-typed at the others.

    `ask` makes what the pad of a question needs, `is_relevant` says whether a question is asked at all.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        make: MakePad,
        ask: Callable[[Question, str], Asked],
        is_relevant: Callable[[Question], bool],
        heard: Callable[[Message], None],
    ) -> None:
        self._all = tuple(questions)
        self._make = make
        self._ask = ask
        self._is_relevant = is_relevant
        self._heard = heard
        self.half_typed: dict[str, str] = {}
        self.pad: AnswerPad | None = None

    @property
    def question(self) -> Question | None:
        """The question that is asked now."""
        return self.pad.question if self.pad is not None else None

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions that are asked, as things stand now."""
        return tuple(question for question in self._all if self._is_relevant(question))

    def open(self, question: Question) -> None:
        """Ask this one now. What is half-typed at the last one is kept."""
        self.leave()
        self.pad = self._make(self._ask(question, self.half_typed.get(question.id, "")))
        self.pad.post = self._heard

    def leave(self) -> None:
        """Ask none of them now."""
        if self.pad is not None:
            if self.pad.typed:
                self.half_typed[self.pad.question.id] = self.pad.typed
            else:
                self.half_typed.pop(self.pad.question.id, None)
        self.pad = None

    def settle(self) -> None:
        """The question that is asked now has its answer: nothing half-typed is left of it."""
        if self.pad is not None:
            self.half_typed.pop(self.pad.question.id, None)
            self.pad = None

    def neighbour(self, question: Question, step: int) -> Question | None:
        """The next question that is asked, forwards (1) or back (-1); None at the end."""
        ids = [each.id for each in self._all]
        at = ids.index(question.id)
        others = self._all[at + 1 :] if step > 0 else self._all[:at][::-1]
        return next((each for each in others if self._is_relevant(each)), None)

    def reword(self, wording: Wording, layout: Layout) -> None:
        if self.pad is not None:
            self.pad.reword(wording, layout)

    def draw(self, cells: int, height: int, *, focused: bool, indent: int = 2) -> Drawing:
        """The question in full and its pad below it, moved in by `indent`. What its text lacks is said above all."""
        pad = self.pad
        if pad is None:
            return Drawing(())
        text = pad.wording.question(pad.question)
        head = in_languages(text, pad.layout, cells, "title")
        head = head[: max(1 if height > 2 else 0, height - 3)]
        inner = pad.draw(max(1, cells - indent), max(1, height - len(head)), focused=focused)
        moved = [
            Row((Span(" " * indent), *each.spans), each.style, None if each.hit is None else ("inner", each.hit))
            for each in inner.rows
        ]
        caret = (inner.caret[0] + indent, inner.caret[1] + len(head)) if inner.caret else None
        return Drawing([*head, *moved][:height], caret)
