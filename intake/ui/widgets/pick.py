"""A list with a cursor, and picking one of up to nine choices by its digit."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Sequence

from intake.interview.questions import Choice
from intake.interview.values import Problem
from intake.ui.widgets.choice_rows import Line, column_depth, stacked
from intake.ui.widgets.drawing import Row, row, wrapped
from intake.ui.widgets.field import Layout, Mark, Pair
from intake.ui.widgets.pad import CONFIRM, AnswerPad, Asked, Drawing, Key, key_names, marks_text

MAX_DIGITS = 9


class PickList(AnswerPad):
    """A list with a cursor. Nothing is highlighted at first, so that a stray Enter answers nothing."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.cursor: str | None = None
        self._page = MAX_DIGITS

    @property
    @abstractmethod
    def codes(self) -> Sequence[str]:
        """What the cursor can stand on, from top to bottom."""

    @property
    def columns(self) -> int:
        """In how many columns the list stood when it was last drawn."""
        return 1

    def move(self, key: str) -> bool:
        """Moves the cursor; False where the key does not move one."""
        codes = self.codes
        at = codes.index(self.cursor) if self.cursor in codes else None
        depth = column_depth(len(codes)) if self.columns > 1 else 0
        steps = {"up": -1, "down": 1, "pageup": -self._page, "pagedown": self._page, "left": -depth, "right": depth}
        if key in ("home", "end"):
            self.cursor = (codes[0] if key == "home" else codes[-1]) if codes else None
            return True
        if key not in steps or not steps[key]:
            return False
        if not codes:
            return False
        if at is None:
            self.cursor = codes[-1] if key in ("up", "pageup") else codes[0]
        elif key in ("left", "right"):
            self.cursor = codes[at + steps[key]] if 0 <= at + steps[key] < len(codes) else self.cursor
        else:
            self.cursor = codes[min(max(0, at + steps[key]), len(codes) - 1)]
        return True

    def choices(self) -> tuple[Choice, ...]:
        """The choices of the question, without the private ones where somebody listens."""
        return tuple(choice for choice in self.question.choices if not (choice.private and self.private_hidden))

    def text(self, choice: Choice) -> Pair:
        return self.wording.choice(self.question, choice)

    def mark_rows(self, texts: Sequence[Pair], cells: int) -> list[Row]:
        """Quiet lines where a choice is no reviewed translation, unless the question itself says so already."""
        if self.layout is Layout.STAFF:
            return []
        marks = frozenset[Mark]().union(*(text.marks for text in texts)) - self.wording.question(self.question).marks
        return [row(line, "quiet") for line in wrapped(marks_text(self.wording, marks), cells)] if marks else []

    def click(self, hit: Hashable, x: int) -> None:
        """A click on a line is the cursor there and Enter."""
        if isinstance(hit, str) and hit in self.codes:
            self.cursor = hit
            self.confirm()
        else:
            super().click(hit, x)

    def confirm(self) -> None:
        """Enter: what the cursor stands on is the answer."""
        if self.cursor is None:
            self.refuse_nothing_picked()
        else:
            self.give(self.cursor)

    def refuse_nothing_picked(self) -> None:
        self.refuse(Problem("Nothing is picked yet. Pick with a digit, or with {down} and {key}.", key_names()))


class PickPad(PickList):
    """Up to nine choices: a digit picks one and answers at once."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        value = self.answer.value
        self.cursor = value if isinstance(value, str) and value in self.codes else None

    @property
    def codes(self) -> Sequence[str]:
        return [choice.code for choice in self.choices()]

    def press(self, key: Key) -> bool:
        if key.digit is not None:
            self._pick_number(key.digit)
            return True
        if key.name == CONFIRM:
            self.confirm()
            return True
        if key.name == "backspace":
            self.go_back()
            return True
        return self.move(key.name)

    def _pick_number(self, number: int) -> None:
        codes = self.codes
        if 1 <= number <= len(codes):
            self.cursor = codes[number - 1]
            self.give(self.cursor)
        else:
            self.refuse(Problem("There is no choice {number} here.", {"number": number}))

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        has_answer = isinstance(self.answer.value, str) and not self.is_suggested
        lines = [
            Line(
                choice.code,
                self.text(choice),
                str(number),
                ("(x)" if choice.code == self.answer.value else "( )") if has_answer else "",
            )
            for number, choice in enumerate(self.choices(), 1)
        ]
        marks = self.mark_rows([line.text for line in lines], cells)
        rows = stacked(lines, self.cursor, cells, max(1, height - len(marks)), self.layout)
        self._page = max(1, len(rows) - 1)
        return Drawing([*rows, *marks][:height])
