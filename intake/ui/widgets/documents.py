"""Documents and what was done with each: one row a document, one column a mark."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from rich.cells import cell_len

from intake.interview.questions import Choice
from intake.interview.values import DOCUMENT_MARKS, Documents
from intake.languages.search import folded
from intake.ui.widgets.choice_rows import MARKER, short_text
from intake.ui.widgets.drawing import Row, Span, aligned, cut, is_rtl, row, window, wrapped
from intake.ui.widgets.field import Layout
from intake.ui.widgets.pad import CONFIRM, Asked, Drawing, Key, key_names
from intake.ui.widgets.pick import PickList

_NARROW_COLUMN = 5
_LABEL = 20
"""Cells that the name of a document needs at least, before the columns lose their headings."""


class DocumentsPad(PickList):
    """Arrows move between documents and marks; Space or a column's digit sets a mark; a letter finds a document."""

    def __init__(self, asked: Asked) -> None:
        super().__init__(asked)
        self._stored = self.answer.value.marks if isinstance(self.answer.value, Documents) else {}
        self._marks = _read_half(asked.half_typed) if asked.half_typed else dict(self._stored)
        self.cursor = next(iter(self.codes), None)
        self._column = 0
        self._note = ""
        self._asks_empty = False

    @property
    def codes(self) -> Sequence[str]:
        return [choice.code for choice in self.choices()]

    @property
    def marks(self) -> dict[str, tuple[str, ...]]:
        """The marks as they stand now, in the order of the questionnaire; only documents that have one."""
        known = [choice.code for choice in self.question.choices]
        return {code: self._marks[code] for code in known if self._marks.get(code)}

    @property
    def typed(self) -> str:
        if self.marks == {code: marks for code, marks in self._stored.items() if marks}:
            return ""
        return " ".join(f"{code}={','.join(marks)}" for code, marks in self.marks.items()) or "="

    def press(self, key: Key) -> bool:
        if key.name == CONFIRM:
            self.confirm()
            return True
        self._note, self._asks_empty = "", False
        if key.name == "space":
            self._toggle(self._column)
        elif key.digit is not None and 1 <= key.digit <= len(DOCUMENT_MARKS):
            self._column = key.digit - 1
            self._toggle(self._column)
        elif key.name in ("left", "right"):
            step = 1 if key.name == "right" else -1
            self._column = min(max(0, self._column + step), len(DOCUMENT_MARKS) - 1)
        elif key.name == "backspace":
            self.go_back()
        elif key.typed.isalpha():
            self._find(key.typed)
        else:
            return self.move(key.name)
        return True

    def _find(self, letter: str) -> None:
        """The next document whose name begins with a letter."""
        codes = list(self.codes)
        at = codes.index(self.cursor) + 1 if self.cursor in codes else 0
        begins = [
            choice.code for choice in self.choices() if folded(self.text(choice).staff).startswith(folded(letter))
        ]
        self.cursor = next((code for code in (*codes[at:], *codes[:at]) if code in begins), self.cursor)

    def _toggle(self, column: int) -> None:
        if self.cursor is None:
            return
        mark = DOCUMENT_MARKS[column]
        has = self._marks.get(self.cursor, ())
        self._marks[self.cursor] = tuple(each for each in DOCUMENT_MARKS if (each in has) != (each == mark))

    def confirm(self) -> None:
        if self.marks or self._asks_empty or (isinstance(self.answer.value, Documents) and not self._stored):
            self.give(Documents(self.marks))
        else:
            self._asks_empty = True
            self._note = self.wording.say("Nothing is chosen. {key} again confirms that.", **key_names())

    def click(self, hit: Hashable, x: int) -> None:
        if isinstance(hit, str) and hit in self.codes:
            self.cursor = hit

    def _names(self) -> list[str]:
        say = self.wording.say
        return [say("seen"), say("copied"), say("handed over"), say("returned")]

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        names = [f"{number} {name}" for number, name in enumerate(self._names(), 1)]
        columns = [cell_len(name) + 2 for name in names]
        legend = []
        if cells - sum(columns) < _LABEL:
            legend = [row(line, "quiet") for line in wrapped("  ".join(names), cells)]
            names, columns = [str(number) for number, _ in enumerate(names, 1)], [_NARROW_COLUMN] * len(names)
        label = max(3, cells - sum(columns))
        heads = [Span(aligned(f" {name}", column, False), "key") for name, column in zip(names, columns, strict=True)]
        head = [Row((Span(" " * label), *heads))] if height > 3 else []
        choices = self.choices()
        foot = [*self._foot(cells), *legend, *self.mark_rows([self.text(choice) for choice in choices], cells)]
        foot = foot[: max(0, height // 3)] + [row(line, "warn") for line in wrapped(self._note, cells) if self._note]
        at = next((n for n, choice in enumerate(choices) if choice.code == self.cursor), 0)
        rows = [self._row(choice, label, columns) for choice in choices]
        room = max(1, height - len(head) - len(foot))
        self._page = max(1, room - 1)
        return Drawing([*head, *window(rows, room, at, at), *foot][:height])

    def _row(self, choice: Choice, label: int, columns: Sequence[int]) -> Row:
        has_cursor = choice.code == self.cursor
        text = self.text(choice)
        room = label - 3
        name = short_text(text, self.layout)
        if cell_len(name) > room:
            name = cut(text.person if self.layout is Layout.PERSON else text.staff, room)
        marks = self._marks.get(choice.code, ())
        cells = []
        for index, (mark, column) in enumerate(zip(DOCUMENT_MARKS, columns, strict=True)):
            point = MARKER if has_cursor and index == self._column else " "
            is_set = mark in marks
            cells.append(Span(aligned(f"{point}[{'x' if is_set else ' '}]", column, False), "chosen" if is_set else ""))
        shown = aligned(name, room, self.layout is Layout.PERSON and is_rtl(name))
        start = Span(f"{MARKER} " if has_cursor else "  ", "key")
        return Row((start, Span(shown), Span(" "), *cells), "cursor" if has_cursor else "", choice.code)

    def _foot(self, cells: int) -> list[Row]:
        """The row with the cursor in full: the document in both languages, and its marks in words."""
        choice = self.question.choice(self.cursor) if self.cursor else None
        if choice is None:
            return []
        marks = self._marks.get(choice.code, ())
        done = ", ".join(name for mark, name in zip(DOCUMENT_MARKS, self._names(), strict=True) if mark in marks)
        text = short_text(self.text(choice), Layout.BOTH if self.layout is not Layout.STAFF else Layout.STAFF)
        return [row(cut(f"{text}  {done}" if done else text, cells), "quiet")]


def _read_half(text: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for item in text.split():
        code, _, marks = item.partition("=")
        if code:
            found[code] = tuple(mark for mark in DOCUMENT_MARKS if mark in marks.split(","))
    return found
