"""Several questions on one screen: each row is answered by itself, in any order, and may stay empty."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from textual.message import Message

from intake.interview.answers import NOT_ASKED, Answer, AnswerGiven, State, Value
from intake.interview.questions import Kind, Question
from intake.interview.values import Problem
from intake.ui.widgets.drawing import row
from intake.ui.widgets.drawn import PadWidget
from intake.ui.widgets.factory import pad_for
from intake.ui.widgets.field import Field, Layout, Wording
from intake.ui.widgets.grid_rows import MATRIX, GridView, list_rows, matrix_rows
from intake.ui.widgets.one_by_one import OneByOne
from intake.ui.widgets.pad import CONFIRM, Asked, Drawing, Key, Pad
from intake.ui.widgets.pick import MAX_DIGITS
from intake.ui.widgets.typed_line import TypedLine


@dataclass(frozen=True, slots=True)
class GridRules:
    """What a screen of several questions has to be told: which rows are asked, and what refuses a value."""

    is_relevant: Callable[[Question], bool] = lambda question: True
    problem: Callable[[Question, Value], Problem | None] = lambda question, value: None


class GridPad(Pad):
    """The rows, the one that is asked now with its own pad, and a last row that goes on."""

    def __init__(
        self,
        questions: Sequence[Question],
        wording: Wording,
        answers: Mapping[str, Answer],
        layout: Layout,
        rules: GridRules,
        half_typed: Mapping[str, str],
        private_hidden: bool,
    ) -> None:
        super().__init__(wording, layout)
        self._answers = dict(answers)
        self._posted: dict[str, Answer] = {}
        self._rules = rules
        self._private_hidden = private_hidden
        self._matrix = False
        self._rows = OneByOne(questions, pad_for, self._ask, rules.is_relevant, self._hear)
        self._rows.half_typed = {id_: text for id_, text in half_typed.items() if text}
        self._open_first()

    def _open_first(self) -> None:
        rows = self._rows.questions
        begun = [row for row in rows if row.id in self._rows.half_typed]
        empty = [row for row in rows if self.answer(row).state is State.NOT_ASKED]
        if first := next(iter(begun or empty), None):
            self._rows.open(first)

    @property
    def question(self) -> Question | None:
        """The row that is asked now; None on the last row, which goes on."""
        return self._rows.question

    @property
    def line(self) -> TypedLine | None:
        return self._rows.pad.line if self._rows.pad is not None else None

    @property
    def typed(self) -> str:
        return self._rows.pad.typed if self._rows.pad is not None else ""

    def answer(self, question: Question) -> Answer:
        """The answer of a row as it stands now, saved or on its way."""
        return self._posted.get(question.id) or self._answers.get(question.id, NOT_ASKED)

    def update_answers(self, answers: Mapping[str, Answer]) -> None:
        """The stored answers after one was saved. A row that is not asked any more because of it is left."""
        self._answers = dict(answers)
        self._posted = {
            id_: answer
            for id_, answer in self._posted.items()
            if (stored := self._answers.get(id_, NOT_ASKED)).value != answer.value or stored.state is not answer.state
        }
        if self.question is not None and not self._rules.is_relevant(self.question):
            self._go_to(self._rows.neighbour(self.question, 1))

    def _ask(self, question: Question, half_typed: str) -> Asked:
        answer = self.answer(question)
        return Asked(question, self.wording, answer, half_typed, self.layout, self._private_hidden)

    def say_typed(self) -> None:
        """Each row speaks for itself."""

    def reword(self, wording: Wording, layout: Layout) -> None:
        super().reword(wording, layout)
        self._rows.reword(wording, layout)

    def press(self, key: Key) -> bool:
        pad = self._rows.pad
        if pad is None:
            return self._press_last(key)
        if self._matrix and key.name in ("up", "down"):
            self._step(1 if key.name == "down" else -1)
            return True
        if self._matrix and key.name in ("left", "right"):
            return pad.take(Key("down" if key.name == "right" else "up"))
        if pad.take(key):
            return True
        if key.name in ("tab", "down"):
            self._step(1)
        elif key.name in ("shift+tab", "up"):
            self._step(-1)
        else:
            return False
        return True

    def _press_last(self, key: Key) -> bool:
        """Keys on the last row."""
        if key.name == CONFIRM:
            self.post(GridField.Finished())
        elif key.name in ("up", "shift+tab", "backspace"):
            rows = self._rows.questions
            if rows:
                self._rows.open(rows[-1])
            else:
                self.go_back()
        else:
            return False
        return True

    def insert(self, text: str) -> None:
        if self._rows.pad is not None:
            self._rows.pad.paste(text)

    def click(self, hit: Hashable, x: int) -> None:
        match hit:
            case ("inner", inner) if self._rows.pad is not None:
                self._rows.pad.click(inner, x)
            case ("row", str(id_)):
                question = next((each for each in self._rows.questions if each.id == id_), None)
                self._go_to(question)
            case _:
                return

    def _hear(self, message: Message) -> None:
        """What the pad of a row says."""
        match message:
            case Field.Answered():
                self._answered(message)
            case Field.WentBack():
                self._back()
            case _:
                self.post(message)

    def _answered(self, message: Field.Answered) -> None:
        problem = self._rules.problem(message.question, message.value)
        if problem is not None:
            self.post(Field.Refused(message.question, problem))
            return
        before = self.answer(message.question)
        self._posted[message.question.id] = replace(before, state=State.ANSWERED, value=message.value, reason="")
        self.post(message)
        self._go_on(message.question)

    def give_state(self, state: State) -> bool:
        """Gives a state to the row that is asked now, and goes on. False on the last row."""
        question = self.question
        if question is None:
            return False
        answer = replace(self.answer(question), state=state, value=None, reason="")
        self._posted[question.id] = answer
        self.post(Field.Changed(AnswerGiven(question.id, answer)))
        self._go_on(question)
        return True

    def reopen(self, id_: str) -> None:
        """Asks a row again whose answer was refused after all."""
        self._posted.pop(id_, None)
        self._go_to(next((each for each in self._rows.questions if each.id == id_), None))

    def _go_on(self, question: Question) -> None:
        self._rows.settle()
        self._go_to(self._rows.neighbour(question, 1))

    def _step(self, step: int) -> None:
        question = self.question
        if question is None:
            return
        target = self._rows.neighbour(question, step)
        if target is not None or step > 0:
            self._go_to(target)

    def _back(self) -> None:
        question = self.question
        target = self._rows.neighbour(question, -1) if question is not None else None
        if target is None:
            self.go_back()
        else:
            self._go_to(target)

    def _go_to(self, question: Question | None) -> None:
        if question is None:
            self._rows.leave()
        else:
            self._rows.open(question)

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        rows = self._rows.questions
        view = GridView(rows, self._rows, self.answer, self.wording, self.layout)
        self._matrix = cells >= MATRIX and _have_same_choices(rows)
        if height <= 0:
            return Drawing([row("")])
        if self._matrix:
            return matrix_rows(view, cells, height)
        return list_rows(view, cells, height, focused=focused)


def _have_same_choices(questions: Sequence[Question]) -> bool:
    """Whether all rows are picked from the same few choices, which can then head the columns of a table."""
    if not questions:
        return False
    first = questions[0]
    return all(
        each.kind in (Kind.SINGLE, Kind.CEFR)
        and len(each.choices) <= MAX_DIGITS
        and [choice.code for choice in each.choices] == [choice.code for choice in first.choices]
        for each in questions
    )


class GridField(PadWidget):
    """Several questions on one screen. Posts the messages of `Field` for its rows, and `Finished`."""

    class Finished(Message):
        """Enter on the last row: the screen goes on, with what was answered."""

    def __init__(
        self,
        questions: Sequence[Question],
        wording: Wording,
        answers: Mapping[str, Answer],
        *,
        layout: Layout = Layout.BOTH,
        private_hidden: bool = False,
        half_typed: Mapping[str, str] | None = None,
        rules: GridRules | None = None,
        is_staff: bool = False,
    ) -> None:
        """`half_typed` is text kept by the journal, by question id. `is_staff`: the staff alone read this screen."""
        super().__init__(classes="field")
        self._is_staff = is_staff
        layout = Layout.STAFF if is_staff else layout
        self._grid = GridPad(
            questions, wording, answers, layout, rules or GridRules(), half_typed or {}, private_hidden
        )
        self.pad = self._grid
        self.pad.post = self.pass_on

    def pass_on(self, message: Message) -> None:
        """What the rows say. After the last one no key is taken."""
        if isinstance(message, GridField.Finished):
            if self.locked:
                return
            self.locked = True
        self.post_message(message)

    @property
    def question(self) -> Question | None:
        """The row that is asked now; None on the last row, which goes on."""
        return self._grid.question

    def update_answers(self, answers: Mapping[str, Answer]) -> None:
        """Show the stored answers, after one was saved."""
        self._grid.update_answers(answers)
        self.show_change()

    def give_state(self, state: State) -> bool:
        """Gives a state to the row that is asked now, as a `Field.Changed(AnswerGiven(...))`. False on the last row."""
        given = not self.locked and self._grid.give_state(state)
        self.show_change()
        return given

    def reopen(self, question_id: str) -> None:
        """Asks a row again whose answer was refused after it was posted."""
        self.locked = False
        self._grid.reopen(question_id)
        self.show_change()

    def reword(self, wording: Wording, layout: Layout) -> None:
        super().reword(wording, Layout.STAFF if self._is_staff else layout)
