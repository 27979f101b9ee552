"""An answer on its way from the field into the case: what it says besides its value, and what is said about it."""

from __future__ import annotations

from dataclasses import replace

from intake.interview.answers import Answer, AnswerGiven, Answers, Change, Entry, FieldGiven, Source, Value
from intake.interview.questions import Question
from intake.interview.values import Problem
from intake.ui.half_notes import Marks
from intake.ui.keys import first_key
from intake.ui.suggested import Suggested
from intake.ui.wording import CaseWording


def given_answer(stored: Answer, value: Value, suggested: Suggested | None) -> Answer:
    """The answer with this value. What the parent's case knew and was only confirmed comes from another person."""
    answer = stored.remade(value)
    is_kept = suggested is not None and not suggested.origin and suggested.value == value
    return replace(answer, source=Source.THIRD_PARTY) if is_kept else answer


def marked(change: AnswerGiven | FieldGiven, marks: Marks | None, *, from_papers: bool) -> Change:
    """The change with the marks set beforehand for its answer; what comes from the papers says so."""
    answer = change.answer
    if marks is not None:
        answer = replace(answer, source=marks.source, note=marks.note or answer.note, recheck=marks.recheck)
    if from_papers and answer.value is not None:
        answer = replace(answer, source=Source.DOCUMENT)
    return replace(change, answer=answer)


def changes_anything(answers: Answers, change: Change) -> bool:
    """Whether an answer is given anew, or only confirmed as it stands."""
    match change:
        case AnswerGiven(question, answer):
            return answers[question] != answer
        case FieldGiven(question, entry, field, answer):
            return (answers.entry(question, entry) or Entry(entry)).answer(field) != answer
        case _:
            return True


def warning_text(question: Question, warning: Problem, wording: CaseWording) -> str:
    """A warning about the answer to the last question, and the key that leads back to it."""
    say = wording.say
    return say("{question} {warning} {key} goes back.", question=wording.question(question).staff,
               warning=say(warning.message, **warning.params), key=first_key("go-back"))  # fmt: skip
