"""The interview: which screen comes next, what is left, what is parked.

Source: interview.md 1.2, 1.3, 3. All of it is computed from questionnaire, answers and context; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from intake.interview.answers import NOT_ASKED, Answer, AnswerGiven, Answers, Change, State, Value
from intake.interview.context import Context
from intake.interview.facts import Facts, QuestionState
from intake.interview.logic import Logic, dependencies
from intake.interview.questions import Grid, Kind, Question
from intake.interview.timeline import work_months

CONSENTS = "consents"
"""Asked after the outcome, for the offices that it names, with the preview; no step of the interview."""

PAPERS = "papers"
PRIVACY_INFO = "privacy_info_given"
CORE_MINUTES_PER_SCREEN = 20 / 34
"""Source: interview.md 3: about 34 screens and 20 minutes with an interpreter."""

_SETTLED = frozenset({QuestionState.ANSWERED, QuestionState.UNKNOWN, QuestionState.DECLINED, QuestionState.ASK_LATER})
_TAKEN_OVER = frozenset({State.UNKNOWN, State.DECLINED, State.ASK_LATER})


class Run(StrEnum):
    """Only what decides at this site, or everything."""

    CORE = "core"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Step:
    """One screen: a question, or the questions of a grid. `id` is the id of the question or of the grid."""

    id: str
    section: str
    questions: tuple[str, ...]
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Screens done and in all, and the minutes that what is left usually takes."""

    done: int
    total: int
    minutes_left: int


@dataclass(frozen=True)
class Interview:
    """One case as it is asked: the answers, at a site, on a day. Change returns a new interview.

    `needed` holds the ids that the rules, offers and deadlines of the site read; the core run asks for them, for what
    they depend on, and for all required questions. `left_out` holds the ids of questions (`repeat.field` for the fields
    of entries) that are no step for whoever leads the interview now; their answers count all the same.
    """

    logic: Logic
    answers: Answers
    context: Context
    kind: str = "full"
    run: Run = Run.CORE
    needed: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.logic, self.answers, self.context)

    def change(self, *changes: Change) -> Interview:
        return replace(self, answers=self.answers.apply_all(changes))

    def with_run(self, run: Run) -> Interview:
        return replace(self, run=run)

    def with_consequences(self, change: Change) -> tuple[Change, ...]:
        """A change, and what follows from it: a state of an opener is taken over for its screen (interview.md 3.1)."""
        match change:
            case AnswerGiven(question, answer) if answer.state in _TAKEN_OVER:
                items = [
                    item for grid in self.logic.questionnaire.grids if grid.opener == question for item in grid.items
                ]
                unasked = [item for item in items if self.answers[item].state is State.NOT_ASKED]
                return (change, *(AnswerGiven(item, Answer(answer.state)) for item in unasked))
            case _:
                return (change,)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that this kind of case can ask, relevant or not."""
        return self.logic.questionnaire.questions_of(self.kind)

    @cached_property
    def core(self) -> frozenset[str]:
        """The ids of the core run: required questions, what decides, and everything they depend on."""
        known = self.logic.questionnaire.by_id
        return frozenset(id_ for id_ in closure(self.logic, self.needed | self.required) if id_ in known)

    @cached_property
    def required(self) -> frozenset[str]:
        """The ids of the questions that this kind of case requires."""
        always = {question.id for question in self.questions if question.required}
        return frozenset({*always, *self.logic.questionnaire.case_kind(self.kind).required})

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The screens of this run that are relevant now, in the order of the interview."""
        return tuple(self._steps())

    def _steps(self) -> Iterator[Step]:
        grid_of = self.logic.questionnaire.grid_of
        wanted = [question for question in self.questions if self._is_wanted(question)]
        asked = {question.id for question in wanted if self.facts.is_asked(question.id)}
        seen: set[str] = set()
        for question in wanted:
            grid = grid_of.get(question.id)
            if grid is None:
                if question.id in asked:
                    yield Step(question.id, question.section, (question.id,))
            elif grid.id not in seen:
                seen.add(grid.id)
                items = grid.items if self.run is Run.FULL else grid.core_items
                rows = tuple(item for item in items if item in asked)
                if len(rows) == 1:
                    yield Step(rows[0], question.section, rows)
                elif rows:
                    yield Step(grid.id, question.section, rows, grid)

    def _is_wanted(self, question: Question) -> bool:
        if question.id == CONSENTS or question.id in self.left_out:
            return False
        return self.run is Run.FULL or question.id in self.core

    def is_settled(self, step: Step) -> bool:
        """Whether each question of the screen has an answer or a state. What was postponed stays on the resume list."""
        return all(self.facts.state(id_) in _SETTLED for id_ in step.questions)

    def step_of(self, id_: str) -> Step | None:
        """The screen that asks a question now, or the grid with this id; None where it is not asked in this run."""
        return next((step for step in self.steps if step.id == id_ or id_ in step.questions), None)

    def step_for(self, id_: str) -> Step:
        """A screen for any question, whether this run asks it or not: for review and for going to a question."""
        return self.step_of(id_) or Step(id_, self.logic.questionnaire[id_].section, (id_,))

    def next_step(self, after: str = "") -> Step | None:
        """The first screen after a question or grid that is not settled; from the start again, then None."""
        place = self._place(after)
        later = [step for step in self.steps if self._place(step.questions[-1]) > place]
        earlier = [step for step in self.steps if self._place(step.questions[-1]) <= place]
        return next((step for step in (*later, *earlier) if not self.is_settled(step)), None)

    def previous_step(self, before: str) -> Step | None:
        """The screen before a question or grid, settled or not; None at the first."""
        place = self._place(before, first=True)
        return next((step for step in reversed(self.steps) if self._place(step.questions[-1]) < place), None)

    def _place(self, id_: str, *, first: bool = False) -> int:
        if not id_:
            return -1
        questionnaire = self.logic.questionnaire
        if id_ not in questionnaire.by_id:
            items = questionnaire.grid(id_).items
            places = [questionnaire.order(item) for item in items]
            return min(places) if first else max(places)
        return questionnaire.order(id_)

    def suggestion(self, question: Question) -> Value | None:
        """What an unanswered question may be answered with, from an earlier answer; staff confirm or change it.

        Months of work come from the stations of the CV: what is certain, else what is possible (decisions.md 3).
        """
        if not question.prefill or self.answers[question.id].state is not State.NOT_ASKED:
            return None
        source = self.answers[question.prefill].value
        match question.kind, source:
            case Kind.NUMBER, tuple():
                months = work_months(self.answers.entries(question.prefill), self.context.day)
                return (months[0] or months[1]) if months else None
            case ((Kind.MULTI_LANGUAGE | Kind.MULTI_COUNTRY), str()):
                return (source,)
            case _:
                return source

    @property
    def progress(self) -> Progress:
        """How far this run is."""
        left = [step for step in self.steps if not self.is_settled(step)]
        return Progress(len(self.steps) - len(left), len(self.steps), round(sum(self._minutes(step) for step in left)))

    def _minutes(self, step: Step) -> float:
        if self.run is Run.CORE:
            return CORE_MINUTES_PER_SCREEN
        section = self.logic.questionnaire.section(step.section)
        asked = sum(question.section == step.section for question in self.questions)
        return section.minutes * len(step.questions) / asked

    @property
    def postponed(self) -> tuple[str, ...]:
        """The questions to be asked later, in order: the resume list."""
        return self._in_state(QuestionState.ASK_LATER)

    @property
    def parked(self) -> tuple[str, ...]:
        """The questions whose answers are kept but do not count now."""
        return self.facts.parked

    @property
    def required_left(self) -> tuple[str, ...]:
        """The required questions that are asked and have neither answer nor state yet."""
        return tuple(
            question.id
            for question in self.questions
            if question.id in self.required
            and self.facts.state(question.id) is QuestionState.NOT_ASKED
            and question.id != CONSENTS
        )

    def _in_state(self, state: QuestionState) -> tuple[str, ...]:
        return tuple(question.id for question in self.questions if self.facts.state(question.id) is state)

    @property
    def may_be_stored(self) -> bool:
        """Whether data protection was explained: before that, nothing of a case is written anywhere."""
        return self.answers[PRIVACY_INFO].value == "yes"

    def new_session(self) -> tuple[Change, ...]:
        """The changes with which a later talk begins: values of a session are asked again."""
        return tuple(
            AnswerGiven(question.id, NOT_ASKED)
            for question in self.questions
            if question.session and self.answers[question.id].state is not State.NOT_ASKED
        )


def closure(logic: Logic, ids: frozenset[str] | set[str]) -> frozenset[str]:
    """These ids and all that they depend on. What the household can fill in is asked itself, without the household."""
    edges = dependencies(logic)
    filled = frozenset(logic.derivations.from_household)
    found: set[str] = set()
    pending = list(ids)
    while pending:
        id_ = pending.pop()
        if id_ in found:
            continue
        found.add(id_)
        household = {logic.questionnaire[id_].filled_by} if id_ in filled else set()
        pending += [name for name in edges.get(id_, ()) if name not in household]
    return frozenset(found)
