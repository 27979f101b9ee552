"""The answer field of a step: what it offers, what it refuses, and what it has to hide."""

from __future__ import annotations

from intake.interview.answers import NOT_ASKED, Answer, Entry, State, Value
from intake.interview.limits import refusals
from intake.interview.questions import Question
from intake.interview.session import Step
from intake.interview.truth import Truth
from intake.interview.values import Problem
from intake.store.kept.answers import Place
from intake.ui.casework import CaseWork
from intake.ui.suggested import Suggested, suggested
from intake.ui.widgets.covered import CoveredField
from intake.ui.widgets.factory import field_for
from intake.ui.widgets.field import Field, Layout
from intake.ui.widgets.grid import GridField, GridRules
from intake.ui.widgets.open_entry import EntryRules
from intake.ui.wording import CaseWording


def questions_of(work: CaseWork, step: Step) -> list[Question]:
    """The question of a step, or the rows of a screen with several."""
    return [work.interview.logic.questionnaire[id_] for id_ in step.questions]


def is_covered(work: CaseWork, step: Step) -> bool:
    """Whether an answer of this step is covered."""
    answers = work.interview.answers
    return any(work.cover.hides(question, answers[question.id]) for question in questions_of(work, step))


def suggested_at(work: CaseWork, step: Step, question: Question) -> Suggested | None:
    """What is offered for a question; on a screen with several, and while somebody could listen, nothing is."""
    return None if step.grid is not None or _is_hidden(work, question) else suggested(work, question)


def field_of(work: CaseWork, step: Step, wording: CaseWording, layout: Layout) -> Field | GridField:
    """The answer field of a step, with what is stored, suggested or half typed there."""
    questions, talk = questions_of(work, step), work.interview
    if is_covered(work, step):
        return CoveredField(questions[0], wording, layout)
    if step.grid is not None:
        return GridField(
            questions,
            wording,
            {row.id: _shown_answer(work, row) for row in questions},
            layout=layout,
            private_hidden=talk.facts.lacks_privacy,
            half_typed={row.id: work.typed.at(Place(row.id)) for row in questions},
            rules=_grid_rules(work),
        )
    question = questions[0]
    found = suggested_at(work, step, question)
    return field_for(
        question,
        wording,
        Answer(State.ANSWERED, found.value) if found else _shown_answer(work, question),
        half_typed=work.typed.at(Place(question.id)),
        is_suggested=found is not None,
        layout=layout,
        private_hidden=talk.facts.lacks_privacy,
        rules=_entry_rules(work),
    )


def _is_hidden(work: CaseWork, question: Question) -> bool:
    """Whether somebody could listen who should not."""
    return question.private and work.interview.facts.lacks_privacy


def _shown_answer(work: CaseWork, question: Question) -> Answer:
    """The stored answer; hidden while somebody could listen."""
    return NOT_ASKED if _is_hidden(work, question) else work.interview.answers[question.id]


def _grid_rules(work: CaseWork) -> GridRules:
    def problem(row: Question, value: Value) -> Problem | None:
        return next(iter(refusals(row, value, work.day())), None)

    return GridRules(lambda row: work.interview.facts.is_asked(row.id), problem)


def _entry_rules(work: CaseWork) -> EntryRules:
    def is_relevant(entry: Entry, field: Question) -> bool:
        talk = work.interview
        if field.context in talk.left_out:
            return False
        found = next((each for each in talk.facts.entries(field.parent) if each.entry.id == entry.id), None)
        return found is None or found.relevance(field.id) is not Truth.FALSE

    def problem(entry: Entry, field: Question, value: Value) -> Problem | None:
        return next(iter(refusals(field, value, work.day(lambda id_: entry.answer(id_).value))), None)

    return EntryRules(is_relevant, problem)
