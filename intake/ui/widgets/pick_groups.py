"""A long list that is picked in two steps: a digit for the group, a digit for the choice. Typing skips the groups."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.interview.questions import Choice, ChoiceGroup
from intake.interview.values import Problem
from intake.ui.widgets.choice_rows import Line, stacked
from intake.ui.widgets.drawing import Row, cut, row
from intake.ui.widgets.field import Pair
from intake.ui.widgets.filter import FilterList
from intake.ui.widgets.pad import CONFIRM, Asked, Drawing, Key, key_names

_PARAGRAPH = re.compile(r"(?:§+|\bss?\.)\s*(\d+\w*)")


class GroupPad(FilterList):
    """One of many choices in groups, such as the residence papers.

    Staff may also type the number of a paragraph. Where two digits could mean both a place in the lists and a
    paragraph (group 2, choice 4, or section 24), the field asks which, instead of answering with the wrong paper.
    """

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self.group: ChoiceGroup | None = None
        self._digits = ""
        self._rivals: tuple[str, ...] = ()
        value = self.answer.value
        if asked.half_typed:
            self.set_filter(asked.half_typed)
        elif isinstance(value, str):
            self.cursor = next((group.id for group in self.groups if value in group.codes), None)

    @property
    def typed(self) -> str:
        return self._digits if self._rivals else self.filter

    @property
    def groups(self) -> tuple[ChoiceGroup, ...]:
        return self.question.groups

    @property
    def codes(self) -> Sequence[str]:
        if self._rivals:
            return self._rivals
        if self.filter:
            return super().codes
        if self.group is not None:
            offered = {choice.code for choice in self.choices()}
            return [code for code in self.group.codes if code in offered]
        return [group.id for group in self.groups]

    def press(self, key: Key) -> bool:
        if key.name == CONFIRM:
            self.confirm()
            return True
        if key.digit is not None and not self.filter:
            self._press_digit(key.digit)
            return True
        if key.name == "backspace" and not self.filter:
            if not self._leave():
                self.go_back()
            return True
        if key.name == "left" and not self.filter and self._leave():
            return True
        if key.name == "right" and not self.filter and self.group is None and self.cursor is not None:
            self.confirm()
            return True
        if self._rivals and key.typed:
            self.set_filter(self._digits + key.typed)
            return True
        if self.type_filter(key):
            return True
        self._digits = ""
        return self.move(key.name)

    def set_filter(self, text: str) -> None:
        self._rivals, self.group, self._digits = (), None, ""
        super().set_filter(text)

    def _leave(self) -> bool:
        """Back to the groups, or False where they are shown already."""
        if self._rivals:
            self._rivals, self._digits = (), ""
            return True
        if self.group is None:
            return False
        self.cursor, self.group = self.group.id, None
        return True

    def _press_digit(self, number: int) -> None:
        codes = self.codes
        picked = codes[number - 1] if 1 <= number <= len(codes) else None
        if self._rivals or (self.group is not None and not self._digits):
            if picked is None:
                self.refuse(Problem("There is no choice {number} here.", {"number": number}))
            else:
                self.give(picked)
        elif picked is None:
            self.set_filter(f"{self._digits}{number}")
        elif self.group is None:
            self._open(picked)
            self._digits = str(number) if self.group is not None else ""
        else:
            self._pick_or_ask(picked, f"{self._digits}{number}")

    def _pick_or_ask(self, picked: str, digits: str) -> None:
        rivals = [
            choice.code
            for choice in self.choices()
            if choice.code != picked
            and any(number.startswith(digits) for number in _PARAGRAPH.findall(self.text(choice).staff))
        ]
        if rivals:
            self._digits = digits
            self._rivals = (picked, *rivals)
            self.cursor = None
        else:
            self.give(picked)

    def _open(self, group_id: str) -> None:
        group = next(group for group in self.groups if group.id == group_id)
        self.group = group
        value = self.answer.value
        self.cursor = value if isinstance(value, str) and value in group.codes else None
        if len(self.codes) == 1:
            self.group, only = None, self.codes[0]
            self.cursor = group.id
            self.give(only)

    def confirm(self) -> None:
        if self.cursor is None:
            self.refuse_nothing_picked()
        elif self.group is None and not self.filter and not self._rivals:
            self._digits = ""
            self._open(self.cursor)
        else:
            self.give(self.cursor)

    def refuse_nothing_picked(self) -> None:
        if self.filter:
            self.refuse(Problem("Nothing is picked yet. Type a part of the name, then {key}.", key_names()))
        else:
            super().refuse_nothing_picked()

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        line, caret = self.input_row(cells, focused=focused)
        if self.filter:
            lines = [self._line(choice) for choice in self.matching()]
            return Drawing([line, *self.draw_list(lines, cells, height - 1)][:height], caret)
        head = self._head(cells) if height > 3 else []
        foot = [line] if height > 2 else []
        room = max(1, height - len(head) - len(foot))
        return Drawing([*head, *stacked(self._lines(), self.cursor, cells, room, self.layout), *foot][:height])

    def _head(self, cells: int) -> list[Row]:
        if self._rivals:
            said = self.wording.say("{digits} can mean more than one paper. Which one is it?", digits=self._digits)
            return [row(cut(said, cells), "warn")]
        if self.group is not None:
            return [row(cut(self._group_text(self.group).staff, cells), "title")]
        return []

    def _lines(self) -> list[Line]:
        if self.group is None and not self._rivals:
            given = self.answer.value
            return [
                Line(group.id, self._group_text(group), str(number), "(x)" if given in group.codes else "")
                for number, group in enumerate(self.groups, 1)
            ]
        found = [self.question.choice(code) for code in self.codes]
        return [self._line(choice, str(number)) for number, choice in enumerate(found, 1) if choice is not None]

    def _line(self, choice: Choice, key: str = "") -> Line:
        return Line(choice.code, self.text(choice), key, "(x)" if choice.code == self.answer.value else "")

    def _group_text(self, group: ChoiceGroup) -> Pair:
        return self.wording.choice(self.question, Choice(group.id, group.text))
