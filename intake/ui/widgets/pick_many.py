"""Picking several choices: digits or Space put the marks, Enter confirms them all."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from intake.interview.questions import Choice
from intake.interview.values import Problem
from intake.ui.widgets.choice_rows import Line, stacked
from intake.ui.widgets.drawing import Row, row, wrapped
from intake.ui.widgets.filter import FilterList
from intake.ui.widgets.pad import CONFIRM, Asked, Drawing, Key, key_names
from intake.ui.widgets.pick import MAX_DIGITS

CHOSEN_MARK, FREE_MARK = "[x]", "[ ]"


class Chosen:
    """The codes that are marked, and the rule that some stand alone.

    What a code that stands alone took away comes back when it is taken away itself.
    """

    def __init__(self, order: Sequence[str], alone: Sequence[str], codes: Sequence[str] = ()) -> None:
        self._order = tuple(order)
        self._alone = frozenset(alone)
        self._taken_away: tuple[str, ...] = ()
        self.codes: tuple[str, ...] = tuple(codes)

    def toggle(self, code: str) -> tuple[str, ...]:
        """Marks a code or takes its mark away. Returns the other codes that lost their mark by it."""
        if code in self.codes:
            self.codes = tuple(other for other in self.codes if other != code)
            if code in self._alone and not self.codes:
                self.codes, self._taken_away = self._taken_away, ()
            return ()
        lost = self.codes if code in self._alone else tuple(other for other in self.codes if other in self._alone)
        kept = {*(other for other in self.codes if other not in lost), code}
        self._taken_away = lost if code in self._alone else ()
        self.codes = tuple(other for other in self._order if other in kept)
        return lost


def half_picked(codes: Sequence[str], text: str) -> str:
    """Marks that are not confirmed and half-typed text, as one text for the journal."""
    return f"{' '.join(codes)}|{text}"


def read_half_picked(text: str, known: Sequence[str]) -> tuple[tuple[str, ...] | None, str]:
    """The marks (None where the text holds none) and the half-typed text."""
    codes, bar, rest = text.partition("|")
    found = tuple(codes.split())
    if not bar or not all(code in known for code in found):
        return None, text
    return found, rest


class MultiPad(FilterList):
    """Several of the choices, in the order of the questionnaire. An empty selection is confirmed twice."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        known = [choice.code for choice in self.question.choices]
        half, text = read_half_picked(asked.half_typed, known) if asked.half_typed else (None, "")
        self._chosen = Chosen(known, self.question.limits.alone, self._stored())
        if half is not None:
            self._chosen.codes = half
        if text and self._filters:
            self.set_filter(text)
        self.cursor = self.cursor or next(iter(self.codes), None)
        self._note = ""
        self._asks_empty = False

    @property
    def _filters(self) -> bool:
        return len(self.choices()) > MAX_DIGITS

    def _stored(self) -> tuple[str, ...]:
        value = self.answer.value
        return tuple(item for item in value if isinstance(item, str)) if isinstance(value, tuple) else ()

    @property
    def chosen(self) -> tuple[str, ...]:
        return self._chosen.codes

    @property
    def typed(self) -> str:
        if self.chosen == self._stored():
            return half_picked((), self.filter) if "|" in self.filter else self.filter
        return half_picked(self.chosen, self.filter)

    def set_filter(self, text: str) -> None:
        super().set_filter(text)
        self.cursor = self.cursor or next(iter(self.codes), None)

    def press(self, key: Key) -> bool:
        if key.name == CONFIRM:
            self.confirm()
            return True
        self._note, self._asks_empty = "", False
        if key.name == "space":
            if self.cursor is not None:
                self._toggle(self.cursor)
            return True
        if self._filters:
            code = self.by_digit(key.digit) if key.digit is not None else None
            if code is not None:
                self._toggle(code)
                return True
            if self.type_filter(key):
                return True
        elif key.digit is not None:
            self._toggle_number(key.digit)
            return True
        if key.name == "backspace":
            self.go_back()
            return True
        return self.move(key.name)

    def _toggle_number(self, number: int) -> None:
        codes = self.codes
        if 1 <= number <= len(codes):
            self._toggle(codes[number - 1])
        else:
            self.refuse(Problem("There is no choice {number} here.", {"number": number}))

    def _toggle(self, code: str) -> None:
        shown = self.choices()
        lost = [other for other in self._chosen.toggle(code) if any(choice.code == other for choice in shown)]
        self.set_filter("")
        self.cursor = code
        if lost:
            names = ", ".join(self._name(other) for other in lost)
            self._note = self.wording.say(
                "'{choice}' cannot stand together with: {others}. Taken away.", choice=self._name(code), others=names
            )

    def _name(self, code: str) -> str:
        choice = self.question.choice(code)
        return self.text(choice).staff if choice is not None else code

    def confirm(self) -> None:
        if self.filter and self.cursor is not None:
            self._note, self._asks_empty = "", False
            self._toggle(self.cursor)
        elif self.filter:
            self.refuse(Problem("Nothing is picked yet. Type a part of the name, then {key}.", key_names()))
        elif self.chosen or self._asks_empty or self.answer.value == ():
            self._give()
        else:
            self._asks_empty = True
            self._note = self.wording.say("Nothing is chosen. {key} again confirms that.", **key_names())

    def _give(self) -> None:
        self.give(self.chosen)

    def click(self, hit: Hashable, x: int) -> None:
        if isinstance(hit, str) and hit in self.codes:
            self._note, self._asks_empty = "", False
            self._toggle(hit)

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        lines = [self._line(choice, number) for number, choice in enumerate(self.matching(), 1)]
        note = [row(line, "warn") for line in wrapped(self._note, cells)] if self._note else []
        if self._filters:
            line, caret = self.input_row(cells, focused=focused)
            room = height - 1 - len(note)
            return Drawing([line, *self.draw_list(lines, cells, room), *note][:height], caret)
        drafts = self.mark_rows([line.text for line in lines], cells)
        room = max(1, height - len(note) - len(drafts))
        rows: list[Row] = stacked(lines, self.cursor, cells, room, self.layout)
        return Drawing([*rows, *drafts, *note][-height:])

    def _line(self, choice: Choice, number: int) -> Line:
        is_chosen = choice.code in self.chosen
        return Line(
            choice.code,
            self.text(choice),
            self.digit_of(number - 1) if self._filters else str(number),
            CHOSEN_MARK if is_chosen else FREE_MARK,
            "chosen" if is_chosen else "",
        )
