"""How several questions on one screen are drawn: as a table where they share their choices, else as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from intake.interview.answers import Answer, State
from intake.interview.questions import Question
from intake.ui.widgets.choice_rows import MARKER, Line, stacked
from intake.ui.widgets.drawing import Row, Span, aligned, cut, in_languages, is_rtl, window, wrapped
from intake.ui.widgets.field import Layout, Pair, Wording
from intake.ui.widgets.one_by_one import OneByOne
from intake.ui.widgets.pad import Drawing, layout_for
from intake.ui.widgets.pick import PickList

MATRIX = 116
"""From so many cells on, choices that all rows share stand in columns: a terminal of 120, less its margins."""

_INNER = 6
"""Rows that the pad of a row needs to be used well."""


@dataclass(frozen=True, slots=True)
class GridView:
    """What is drawn: the rows, the one that is asked now, their answers."""

    questions: Sequence[Question]
    rows: OneByOne
    answer: Callable[[Question], Answer]
    wording: Wording
    layout: Layout

    def text(self, question: Question) -> Pair:
        return self.wording.question(question)

    def layout_of(self, question: Question) -> Layout:
        return layout_for(question, self.layout)

    def answer_text(self, question: Question) -> str:
        """The answer in the one language there is room for."""
        answer = self.answer(question)
        if answer.state is State.NOT_ASKED:
            return ""
        pair = self.wording.state(answer) if answer.value is None else self.wording.value(question, answer.value)
        return self.one(question, pair)

    def one(self, question: Question, pair: Pair) -> str:
        """A text of a row in the one language there is room for."""
        return (pair.person if self.layout_of(question) is Layout.PERSON else "") or pair.staff

    def last_row(self) -> Row:
        """The row that goes on."""
        has_cursor = self.rows.question is None
        said = self.wording.say("Go on")
        return Row(
            (Span(f"{MARKER} " if has_cursor else "  ", "key"), Span(said)), "cursor" if has_cursor else "", ("row", "")
        )


def list_rows(view: GridView, cells: int, height: int, *, focused: bool) -> Drawing:
    """One line to each row, and the row that is asked now in full, with its pad."""
    lines = [_line(view, question, cells) for question in view.questions]
    current = view.rows.question
    if current is None:
        rows = [*lines, view.last_row().padded(cells)]
        return Drawing(window(rows, height, len(rows) - 1, len(rows) - 1))
    at = [question.id for question in view.questions].index(current.id) if current in view.questions else 0
    others = len(lines)
    room = max(_INNER, height - others)
    drawing = view.rows.draw(max(1, cells - 2), min(room, height), focused=focused)
    opened = [
        Row((Span(f"{MARKER} " if n == 0 else "  ", "key"), *each.spans), each.style, each.hit)
        for n, each in enumerate(drawing.rows)
    ]
    above, below = lines[:at], [*lines[at + 1 :], view.last_row().padded(cells)]
    spare = max(0, height - len(opened))
    below_room = min(len(below), max(spare - len(above), (spare + 1) // 2))
    above_room = spare - below_room
    seen_above = above[max(0, len(above) - above_room) :]
    caret = (drawing.caret[0] + 2, drawing.caret[1] + len(seen_above)) if drawing.caret else None
    return Drawing([*seen_above, *opened, *below[:below_room]][:height], caret)


def _line(view: GridView, question: Question, cells: int) -> Row:
    """A row that is not asked now: its question, and the answer in words."""
    label = max(1, (cells - 4) * 11 // 20)
    room = max(1, cells - 4 - label)
    text = cut(view.one(question, view.text(question)), label)
    said = cut(view.answer_text(question), room)
    spans = (
        Span("  "),
        Span(aligned(text, label, is_rtl(text)), "quiet"),
        Span("  "),
        Span(aligned(said, room, is_rtl(said)), "chosen"),
    )
    return Row(spans, "", ("row", question.id))


def matrix_rows(view: GridView, cells: int, height: int) -> Drawing:
    """A table: one column to each choice, with its digit. Choices too long to head a column stand in full below."""
    choices = view.questions[0].choices
    texts = [view.wording.choice(view.questions[0], choice) for choice in choices]
    column = min(18, max(6, cells * 3 // 5 // len(choices)))
    label = cells - column * len(choices)
    has_legend = _longest_word(texts) > column - 2
    head = _matrix_head(view, [_short(text) for text in texts] if has_legend else texts, label, column)
    rows: list[Row] = []
    first = last = 0
    for question in view.questions:
        block = _matrix_block(view, question, label, column)
        if question == view.rows.question:
            first, last = len(rows), len(rows) + len(block) - 1
        rows += block
    if view.rows.question is None:
        first = last = len(rows)
    rows.append(view.last_row().padded(cells))
    seen = window(rows, max(1, height - len(head)), first, last)
    legend: list[Row] = []
    if has_legend:
        lines = [Line("", text, key=str(n)) for n, text in enumerate(texts, 1)]
        legend = [Row(), *(Row(each.spans) for each in stacked(lines, None, cells, 10_000, view.layout))]
    return Drawing([*head, *seen, *legend][:height])


def _longest_word(texts: Sequence[Pair]) -> int:
    return max(cell_len(word) for text in texts for word in (*text.staff.split(), *text.person.split(), ""))


def _short(text: Pair) -> Pair:
    """The beginning of a choice that is explained in full elsewhere: `A2` of 'A2: everyday life with help'."""
    short = text.staff.partition(":")[0]
    return Pair(short, short)


def _matrix_head(view: GridView, texts: Sequence[Pair], label: int, column: int) -> list[Row]:
    """The digits, and the choices below them in the languages of the layout."""
    stacks = []
    for text in texts:
        lines = [] if view.layout is Layout.PERSON else [Span(line) for line in wrapped(text.staff, column - 2)]
        if view.layout is not Layout.STAFF and (text.person != text.staff or not lines):
            lines += [Span(line, "person") for line in wrapped(text.person or text.staff, column - 2)]
        stacks.append(lines)
    digits = [Span(" " * label), *(Span(aligned(f"  {n}", column, False), "key") for n, _ in enumerate(texts, 1))]
    rows = [Row(tuple(digits))]
    for depth in range(max(map(len, stacks))):
        spans = [stack[depth] if depth < len(stack) else Span("") for stack in stacks]
        cells = [Span(aligned(f" {span.text}", column, False), span.style) for span in spans]
        rows.append(Row((Span(" " * label), *cells)))
    return rows


def _matrix_block(view: GridView, question: Question, label: int, column: int) -> list[Row]:
    """One question: in full where it is asked now, else in one language."""
    has_cursor = question == view.rows.question
    text = view.text(question)
    layout = view.layout_of(question)
    layout = layout if has_cursor or layout is Layout.PERSON else Layout.STAFF
    lines = in_languages(text, layout, min(label - 4, 50), "title" if has_cursor else "")
    answer = view.answer(question)
    pad = view.rows.pad
    at = pad.cursor if has_cursor and isinstance(pad, PickList) else None
    marks = []
    for choice in question.choices:
        point = MARKER if choice.code == at else " "
        is_given = choice.code == answer.value
        mark = f"{point}({'x' if is_given else ' '})"
        marks.append(Span(aligned(mark, column, False), "chosen" if is_given else "quiet"))
    state = view.answer_text(question) if answer.value is None else ""
    rows = []
    for n, line in enumerate(lines):
        lead = Span(f"{MARKER} " if has_cursor and n == 0 else "  ", "key")
        start = Row((lead, *line.spans)).padded(label - 1)
        tail = [Span(" "), *marks] if n == 0 and not state else [Span(" "), Span(state if n == 0 else "", "chosen")]
        rows.append(Row((*start.spans, *tail), "cursor" if has_cursor else "", ("row", question.id)))
    return rows
