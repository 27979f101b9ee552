"""Answers that are typed as one line: text, numbers and lists of numbers."""

from __future__ import annotations

from abc import abstractmethod

from intake.interview.limits import most_typed
from intake.interview.questions import Kind
from intake.interview.typed_text import read_text, shown
from intake.interview.values import Plain, Problem
from intake.ui.widgets.drawing import Row, Span, cut, row, wrapped
from intake.ui.widgets.pad import CONFIRM, AnswerPad, Asked, Drawing, Key, nothing_typed
from intake.ui.widgets.typed_line import TypedLine, confirmed, input_rows

_NEAR = 0.8
"""From this share of the longest length on, the length is shown."""
_PROMPT = "› "


class LinePad(AnswerPad):
    """A line of text, and what it is understood as below it."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._stored_text = self.stored_text()
        self._input = TypedLine(asked.half_typed or self._stored_text, room=most_typed(asked.question))
        if asked.is_suggested and not asked.half_typed:
            self._input.select_all()

    @property
    def line(self) -> TypedLine:
        return self._input

    @property
    def typed(self) -> str:
        return "" if self._input.text == self._stored_text else self._input.text

    def stored_text(self) -> str:
        """The stored answer as text for the line."""
        value = self.answer.value
        if isinstance(value, tuple):
            return shown(tuple(item for item in value if isinstance(item, int)))
        return shown(value) if value is not None else ""

    @abstractmethod
    def confirm(self) -> None:
        """Enter."""

    def below(self, cells: int) -> list[Row]:
        """What stands below the line."""
        return []

    def press(self, key: Key) -> bool:
        if key.name == CONFIRM:
            self.confirm()
            return True
        if key.name in ("up", "down"):
            return self._input.move_line(-1 if key.name == "up" else 1)
        if self._input.take(key.name, key.character):
            return True
        if key.name == "backspace":
            self.go_back()
            return True
        return False

    def click(self, hit: object, x: int) -> None:
        match hit:
            case ("line", int(index)):
                self._input.click(index, x - len(_PROMPT))
            case _:
                return

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        below = self.below(cells)[: max(0, height - 1)]
        rows, caret = input_rows(self._input, cells, height - len(below), focused=focused, prefix=_PROMPT)
        return Drawing([*rows, *below], caret)


class TextPad(LinePad):
    """Free text: names, addresses, notes, in any script. It is given in composed form (NFC), else as it was typed.

    How long it may be is shown when it gets near. Only what is pasted is cut off there: typed letters stay.
    """

    def confirm(self) -> None:
        text = confirmed(self._input.text)
        if text:
            self.give(text)
        else:
            self.refuse(nothing_typed())

    def below(self, cells: int) -> list[Row]:
        most, length = self.question.limits.max_length, len(self._input.text)
        if most is None or length < most * _NEAR:
            return []
        said = self.wording.say("{count} of {max} characters", count=length, max=most)
        return [row(cut(said, cells), "warn" if length > most else "quiet")]


class NumberPad(LinePad):
    """A number, or a list of numbers; with the unit months also years and months."""

    def confirm(self) -> None:
        if not self._input.text.strip():
            self.refuse(nothing_typed())
            return
        value = self.read()
        if isinstance(value, Problem):
            self.refuse(value)
        else:
            self.give(value)

    def read(self) -> Plain | Problem:
        return read_text(self.question, self._input.text)

    def below(self, cells: int) -> list[Row]:
        value = self.read()
        match value:
            case int() | float() if self.question.limits.unit == "months":
                said = self.wording.say("= {count} months", count=f"{value:g}")
            case ():
                said = self.wording.say("= none")
            case tuple():
                said = self.wording.say("= {count} numbers: {numbers}", count=len(value), numbers=shown(value))
            case Problem() if self.question.kind is Kind.LIST_NUMBER:
                said = self.wording.say("Type the numbers with blanks between them: 3 7 12. Type - for none.")
            case Problem() if self.question.limits.unit == "months":
                said = self.wording.say("Type months (42) or years and months (3 years 6 months).")
            case _:
                return []
        return [Row((Span("  "), Span(line, "quiet"))) for line in wrapped(said, cells - 2)]
