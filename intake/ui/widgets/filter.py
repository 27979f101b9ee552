"""Picking one of more than nine choices: what is typed filters them."""

from __future__ import annotations

from collections.abc import Sequence

from intake.interview.limits import most_typed
from intake.interview.questions import Choice
from intake.interview.values import Problem
from intake.ui.widgets.choice_rows import TWO_COLUMNS, Line, column_depth, in_columns, is_cut, short_text, stacked
from intake.ui.widgets.drawing import Row, Span, cut, row, window, wrapped
from intake.ui.widgets.matching import matching
from intake.ui.widgets.pad import CONFIRM, Asked, Drawing, Key, key_names
from intake.ui.widgets.pick import MAX_DIGITS, PickList

TEN = 10
"""Ten choices have all ten digits, 0 for the last, and are searched by typing as well."""


class FilterList(PickList):
    """More than nine choices: what is typed filters them, in either language or by code."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.filter = ""
        self._columns = 1

    @property
    def typed(self) -> str:
        return self.filter

    @property
    def columns(self) -> int:
        return self._columns

    @property
    def has_digits(self) -> bool:
        """Whether a digit means a choice now. In a text that is being typed it belongs to the text."""
        return len(self.choices()) <= TEN and not self.filter

    def digit_of(self, place: int) -> str:
        """The digit of the choice at this place (from 0) of the whole list; none where digits are typed."""
        return str((place + 1) % TEN) if self.has_digits else ""

    def by_digit(self, digit: int) -> str | None:
        """The code that a digit means; None where it means none."""
        codes = self.codes
        place = (digit or TEN) - 1
        return codes[place] if self.has_digits and place < len(codes) else None

    def matching(self) -> list[Choice]:
        """The choices that fit what is typed, best first; all of them in their order where nothing is typed."""
        return matching([(choice, self.text(choice)) for choice in self.choices()], self.filter)

    @property
    def codes(self) -> Sequence[str]:
        return [choice.code for choice in self.matching()]

    def insert(self, text: str) -> None:
        self.set_filter((self.filter + " ".join(text.split()))[: most_typed(self.question)])

    def set_filter(self, text: str) -> None:
        """Filters anew; the best match is highlighted, or nothing where nothing is typed."""
        self.filter = text
        codes = self.codes
        self.cursor = codes[0] if text.strip() and codes else None

    def type_filter(self, key: Key) -> bool:
        """Takes a key as part of the filter. A question mark asks for help where nothing is typed."""
        if key.name == "backspace" and self.filter:
            self.set_filter(self.filter[:-1])
        elif key.name == "ctrl+u":
            self.set_filter("")
        elif key.typed and not (not self.filter and key.typed in " ?"):
            self.set_filter(self.filter + key.typed)
        else:
            return False
        return True

    def input_row(self, cells: int, *, focused: bool) -> tuple[Row, tuple[int, int] | None]:
        """The line with the filter, and the place of its caret."""
        if not self.filter:
            hint = cut(self.wording.say("Type to search"), cells - 3)
            caret = (Span(hint[:1] or " ", "caret" if focused else "quiet"), Span(hint[1:], "quiet"))
            return Row((Span("/ ", "key"), *caret), "line").padded(cells), (2, 0) if focused else None
        shown = cut(self.filter, cells - 3)
        spans = (Span("/ ", "key"), Span(shown), Span(" ", "caret" if focused else ""))
        place = (Row(spans[:2]).cells, 0) if focused else None
        return Row(spans, "line").padded(cells), place

    def draw_list(self, lines: Sequence[Line], cells: int, height: int) -> list[Row]:
        """The list in one column or two, and below it what a column had to cut."""
        marks = self.mark_rows([line.text for line in lines], cells)
        room = max(1, height - len(marks))
        self._columns = 1
        if not lines:
            return [row(cut(self.wording.say("Nothing fits '{typed}'.", typed=self.filter), cells), "warn")]
        whole = stacked(lines, self.cursor, cells, 10_000, self.layout)
        fits_in_columns = not any(is_cut(line, cells, self.layout) for line in lines)
        if cells >= TWO_COLUMNS and len(lines) > MAX_DIGITS and (fits_in_columns or len(whole) > room):
            self._columns = 2
            return [*self._columns_rows(lines, cells, room), *marks]
        rows = stacked(lines, self.cursor, cells, room, self.layout)
        self._page = max(1, len(rows) - 1)
        return [*rows, *marks]

    def _columns_rows(self, lines: Sequence[Line], cells: int, height: int) -> list[Row]:
        current = next((line for line in lines if line.code == self.cursor), None)
        full = []
        if current is not None and is_cut(current, cells, self.layout):
            full = [row(line, "quiet") for line in wrapped(short_text(current.text, self.layout), cells)]
        rows = in_columns(lines, self.cursor, cells, self.layout)
        at = next((n for n, line in enumerate(lines) if line.code == self.cursor), 0) % column_depth(len(lines))
        self._page = max(1, height - 2)
        return [*window(rows, max(1, height - len(full)), at, at), *full]


class FilterPad(FilterList):
    """One of more than nine choices: what is typed filters them; of ten, a digit picks one at once."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        value = self.answer.value
        if asked.half_typed:
            self.set_filter(asked.half_typed)
        elif isinstance(value, str) and value in self.codes:
            self.cursor = value

    def press(self, key: Key) -> bool:
        if key.name == CONFIRM:
            self.confirm()
            return True
        if key.digit is not None and (code := self.by_digit(key.digit)) is not None:
            self.cursor = code
            self.give(code)
            return True
        if self.type_filter(key):
            return True
        if key.name == "backspace":
            self.go_back()
            return True
        return self.move(key.name)

    def refuse_nothing_picked(self) -> None:
        self.refuse(Problem("Nothing is picked yet. Type a part of the name, then {key}.", key_names()))

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        has_answer = isinstance(self.answer.value, str) and not self.is_suggested
        lines = [
            Line(
                choice.code,
                self.text(choice),
                self.digit_of(place),
                ("(x)" if choice.code == self.answer.value else "( )") if has_answer else "",
            )
            for place, choice in enumerate(self.matching())
        ]
        line, caret = self.input_row(cells, focused=focused)
        return Drawing([line, *self.draw_list(lines, cells, height - 1)][:height], caret)
