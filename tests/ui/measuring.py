"""What of a text is seen: questions, choices and rows drawn by their pads alone, in the room that a terminal leaves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intake.interview.answers import NOT_ASKED
from intake.interview.questions import Choice, Question, Who
from intake.ui.widgets.drawing import Row
from intake.ui.widgets.factory import pad_for
from intake.ui.widgets.field import Layout, Pair
from intake.ui.widgets.one_by_one import OneByOne
from intake.ui.widgets.pad import AnswerPad, Asked, Key
from intake.ui.widgets.pick import PickList
from intake.ui.widgets.pick_groups import GroupPad
from intake.ui.widgets.question_pane import QuestionPane, Shown
from intake.ui.wording import CaseWording

_INVISIBLE = re.compile("[\u200e\u200f\u2066-\u2069]")
_PLENTY = 1000
ROWS_FOR_ONE = 6
"""Lines that a row of a screen with several questions has at least, with its answer."""


@dataclass(frozen=True, slots=True)
class Room:
    """A terminal, and what its other lines leave for question and answer on the screen of the interview."""

    columns: int = 80
    lines: int = 24

    @property
    def cells(self) -> int:
        return self.columns - 2

    @property
    def left(self) -> int:
        """Lines for both: title, progress and footer are there always, and blank lines where the screen is high."""
        return self.lines - 3 - (2 if self.lines >= 24 else 0)

    @property
    def most_for_question(self) -> int:
        return self.lines * 6 // 10


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that is not seen in full: where, in which layout, and the words that are missing."""

    language: str
    question: str
    what: str
    layout: Layout
    missing: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.language} {self.question} {self.what} ({self.layout}): {' '.join(self.missing)}"


def missing_words(text: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """The words of a text that no row shows in one piece."""
    shown = Counter(word for row in rows for word in _words(row.text))
    return tuple((Counter(_words(text)) - shown).elements())


def _words(text: str) -> list[str]:
    return _INVISIBLE.sub("", text).split()


def texts_of(pair: Pair, layout: Layout) -> tuple[str, ...]:
    match layout:
        case Layout.BOTH:
            return pair.staff, pair.person
        case Layout.STAFF:
            return (pair.staff,)
        case Layout.PERSON:
            return (pair.person,)


def cut_texts(
    wording: CaseWording, question: Question, layout: Layout, room: Room, *, every_choice: bool = False
) -> Iterator[Cut]:
    """What of a question and its choices is cut: with the cursor on the longest choice, or on each in turn."""
    layout = Layout.STAFF if question.who is Who.STAFF else layout
    shown = _shown(wording, question)
    yield from _cut_question(wording, question.context, shown, layout, room)
    height = _pane_height(wording, shown, layout, room)
    pad = pad_for(Asked(question, wording, NOT_ASKED, layout=layout))
    yield from cut_choices(wording, question, pad, layout, room.cells, room.left - height, every_choice=every_choice)


def _shown(wording: CaseWording, question: Question) -> Shown:
    return Shown(wording.question(question), "", wording.hint(question), question.private, question.who is Who.STAFF)


def _pane_height(wording: CaseWording, shown: Shown, layout: Layout, room: Room) -> int:
    rows = QuestionPane(wording, shown, layout).draw(room.cells, _PLENTY, focused=False).rows
    return min(room.most_for_question, len(rows))


def _cut_question(wording: CaseWording, id_: str, shown: Shown, layout: Layout, room: Room) -> Iterator[Cut]:
    layout = Layout.STAFF if shown.is_staff else layout
    height = _pane_height(wording, shown, layout, room)
    rows = QuestionPane(wording, shown, layout).draw(room.cells, height, focused=False).rows
    for text in texts_of(shown.text, layout):
        if missing := missing_words(text, rows):
            yield Cut(wording.person, id_, "question", layout, missing)


def cut_choices(
    wording: CaseWording,
    question: Question,
    pad: AnswerPad,
    layout: Layout,
    cells: int,
    height: int,
    *,
    every_choice: bool = False,
) -> Iterator[Cut]:
    """What is cut of the choices of a pad; of choices in groups, of the groups and of what is in each."""
    if isinstance(pad, GroupPad):
        groups = [Choice(group.id, group.text) for group in pad.groups]
        yield from _cut_under_cursor(wording, question, pad, groups, layout, cells, height)
        for number, group in enumerate(pad.groups, 1):
            pad.press(Key(str(number), str(number)))
            if pad.group is not None:
                choices = [choice for choice in question.choices if choice.code in group.codes]
                yield from _cut_under_cursor(wording, question, pad, choices, layout, cells, height)
                pad.press(Key("backspace"))
    elif isinstance(pad, PickList):
        choices = [choice for choice in question.choices if choice.code in pad.codes]
        if not every_choice:
            choices = sorted(choices, key=lambda choice: _longest(wording.choice(question, choice), layout))[-1:]
        yield from _cut_under_cursor(wording, question, pad, choices, layout, cells, height)


def _cut_under_cursor(
    wording: CaseWording,
    question: Question,
    pad: PickList,
    choices: Sequence[Choice],
    layout: Layout,
    cells: int,
    height: int,
) -> Iterator[Cut]:
    for choice in choices:
        pad.cursor = choice.code
        rows = pad.draw(cells, height, focused=True).rows
        for text in texts_of(wording.choice(question, choice), layout):
            if missing := missing_words(text, rows):
                yield Cut(wording.person, question.context, f"choice {choice.code}", layout, missing)


def _longest(pair: Pair, layout: Layout) -> int:
    return max(map(len, texts_of(pair, layout)))


def cut_in_turn(
    wording: CaseWording, questions: Sequence[Question], cells: int, height: int, layout: Layout
) -> Iterator[Cut]:
    """What is cut of questions that are asked one by one on one screen: fields of an entry, rows of a list."""
    rows = OneByOne(
        questions,
        pad_for,
        lambda question, half_typed: Asked(question, wording, NOT_ASKED, half_typed, layout),
        lambda question: True,
        lambda message: None,
    )
    for question in questions:
        rows.open(question)
        assert rows.pad is not None
        drawn = rows.draw(cells, height, focused=True).rows
        for text in texts_of(wording.question(question), rows.pad.layout):
            if missing := missing_words(text, drawn):
                yield Cut(wording.person, question.context, "question", rows.pad.layout, missing)
        longest = max(question.choices, key=lambda each: _longest(wording.choice(question, each), layout), default=None)
        if longest is None or not isinstance(rows.pad, PickList) or longest.code not in rows.pad.codes:
            continue
        rows.pad.cursor = longest.code
        drawn = rows.draw(cells, height, focused=True).rows
        for text in texts_of(wording.choice(question, longest), rows.pad.layout):
            if missing := missing_words(text, drawn):
                yield Cut(wording.person, question.context, f"choice {longest.code}", rows.pad.layout, missing)


def cut_screens(wording: CaseWording, layout: Layout, room: Room, *, every_choice: bool = False) -> Iterator[Cut]:
    """What is cut of all questions, of the fields of their entries, and of the rows of screens with several."""
    questionnaire = wording.lexicon.questionnaire
    for question in questionnaire.questions:
        yield from cut_texts(wording, question, layout, room, every_choice=every_choice)
        if question.fields:
            height = room.left - _pane_height(wording, _shown(wording, question), layout, room) - 1
            yield from cut_in_turn(wording, question.fields, room.cells, height, layout)
    for grid in questionnaire.grids:
        hint = wording.text(f"grid.{grid.id}", grid.note).staff if grid.note else ""
        shown = Shown(wording.text(f"grid.{grid.id}", grid.text), "", hint, is_staff=grid.who is Who.STAFF)
        yield from _cut_question(wording, f"grid.{grid.id}", shown, layout, room)
        height = room.left - _pane_height(wording, shown, layout, room)
        rows = [questionnaire[id_] for id_ in grid.items]
        inner = min(height, max(ROWS_FOR_ONE, height - len(rows)))
        yield from cut_in_turn(wording, rows, room.cells - 2, inner, layout)
