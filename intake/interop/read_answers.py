"""A submission as the answers of a case, with a report of what could not be carried: ids and reasons, no contents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from intake.interop import nodes
from intake.interop.answer_values import AnswerReader, Found, Loss, kept
from intake.interop.submission import Submission, Values
from intake.interview.answers import NOT_ASKED, Answer, AnswerGiven, Answers, Entry, State, Value
from intake.interview.limits import Day, refusals
from intake.interview.questions import Kind, Question
from intake.interview.session import PRIVACY_INFO, Interview


class Refusal(StrEnum):
    """Why a whole submission is not taken (message ids)."""

    OTHER_FORM = "It was filled in with another form."
    OTHER_VERSION = "It was filled in with a form of a questionnaire that this program does not have."
    NO_INSTANCE = "It has no instance id, so that it could be stored twice."
    NO_PRIVACY_INFO = "Data protection was not explained; such answers are not stored."


@dataclass(frozen=True, slots=True)
class Reading:
    """What a submission gave: answers, or why it was refused.

    `losses` are ids with what happened to the answer, in the order of the interview. `is_other_state` says that the
    form was made from another state of the same questionnaire. `strangers` counts values that belong to no question.
    """

    answers: Answers = field(default_factory=Answers)
    losses: tuple[tuple[str, Loss], ...] = ()
    refusal: Refusal | None = None
    is_other_state: bool = False
    strangers: int = 0

    @property
    def count(self) -> int:
        """The questions that hold an answer or a state; an entry counts its fields."""
        answers = [self.answers[id_] for id_ in self.answers]
        entries = [entry for answer in answers for entry in _entries(answer)]
        return sum(not _entries(answer) for answer in answers) + sum(len(entry.fields) for entry in entries)


def kind_of(form: str) -> str | None:
    """The kind of case of a form by what it says of itself: `intake_child 2-1a2b3c4d`."""
    name = form.partition(" ")[0]
    return name.removeprefix("intake_") if name.startswith("intake_") else None


def version_of(form: str) -> str:
    """The version of the questionnaire that a form was made from."""
    return form.partition(" ")[2].partition("-")[0]


def read(submission: Submission, interview: Interview) -> Reading:
    """The answers of a submission for a case of this kind; `interview` has no answer yet, and the day of the import."""
    questionnaire = interview.logic.questionnaire
    if kind_of(submission.form) != interview.kind:
        return Reading(refusal=Refusal.OTHER_FORM)
    if version_of(submission.form) != questionnaire.version:
        return Reading(refusal=Refusal.OTHER_VERSION)
    if not submission.instance:
        return Reading(refusal=Refusal.NO_INSTANCE)
    found = _Case(interview, submission)
    answers = found.answers()
    if answers[PRIVACY_INFO].value != "yes":
        return Reading(refusal=Refusal.NO_PRIVACY_INFO)
    ours = nodes.identity(questionnaire, interview.kind)
    is_other = not f"{submission.form}-".startswith(f"{ours}-")
    return Reading(answers, tuple(found.losses), is_other_state=is_other, strangers=found.strangers)


class _Case:
    """Reads one submission, question by question."""

    def __init__(self, interview: Interview, submission: Submission) -> None:
        self._interview = interview
        self._submission = submission
        self._reader = AnswerReader(interview.logic.questionnaire.codes)
        self._questions = nodes.questions_in(interview.logic.questionnaire, interview.kind)
        self.losses: list[tuple[str, Loss]] = []

    def answers(self) -> Answers:
        """All answers, and what follows from them: the state of an opener is taken over for its screen."""
        found: dict[str, Answer] = {}
        for question in self._questions:
            read = self._entries(question) if question.kind is Kind.REPEAT else self._one(question, found)
            if read.answer is not NOT_ASKED:
                found[question.id] = read.answer
            if read.loss:
                self.losses.append((question.id, read.loss))
        answers = Answers(found)
        case = replace(self._interview, answers=answers)
        openers = {grid.opener for grid in case.logic.questionnaire.grids if grid.opener}
        changes = [AnswerGiven(id_, found[id_]) for id_ in sorted(openers & found.keys())]
        return answers.apply_all(each for change in changes for each in case.with_consequences(change))

    def _one(self, question: Question, before: dict[str, Answer]) -> Found:
        read = self._reader.answer(question, self._submission.values)
        value = read.answer.value
        if value is not None and self._is_refused(question, value, before):
            return Found(NOT_ASKED, Loss.NO_VALUE)
        return read

    def _is_refused(self, question: Question, value: Value, before: dict[str, Answer]) -> bool:
        """Whether the desk would not have taken the value on the day of the submission."""

        def other(id_: str) -> Value | None:
            return before[id_].value if id_ in before else None

        return bool(refusals(question, value, Day(self._day, other)))

    @property
    def _day(self) -> dt.date:
        """The day of the submission; that of the import where it has none, or one that is still to come."""
        today = self._interview.context.day
        try:
            day = dt.date.fromisoformat(self._submission.values.get(nodes.DAY, "")[:10])
        except ValueError:
            return today
        return min(day, today)

    def _entries(self, question: Question) -> Found:
        """The entries of a repeat; what was said before them where there is none."""
        entries, losses = self._reader.entries(question, self._submission.repeats.get(question.id, ()))
        self.losses += losses
        if entries:
            checked = tuple(self._checked_entry(question, entry) for entry in entries)
            return kept(tuple(entry for entry in checked if entry.fields))
        gate = self._submission.values.get(nodes.part(question.id, "entries"), "").strip()
        if gate == nodes.NO_ENTRY:
            return kept(())
        if gate in nodes.STATES:
            return Found(Answer(State(gate)))
        return Found(NOT_ASKED, Loss.UNKNOWN_CODE if gate not in ("", nodes.ENTRIES) else None)

    def _checked_entry(self, question: Question, entry: Entry) -> Entry:
        """The entry without the values that the desk would not have taken."""
        fields: dict[str, Answer] = {}
        for inner in question.fields:
            answer = entry.answer(inner.id)
            if answer.value is not None and self._is_refused(inner, answer.value, fields):
                self.losses.append((inner.context, Loss.NO_VALUE))
            elif answer is not NOT_ASKED:
                fields[inner.id] = answer
        return Entry(entry.id, fields)

    @property
    def strangers(self) -> int:
        """Values that belong to no question of this form."""
        known = set(self._interview.logic.derivations.ids)
        known |= {name for question in self._questions for name in _names(question)}
        levels: Sequence[Values] = (
            self._submission.values,
            *(entry for entries in self._submission.repeats.values() for entry in entries),
        )
        return sum(bool(value.strip()) and not _is_of(name, known) for each in levels for name, value in each.items())


def _names(question: Question) -> Iterator[str]:
    yield nodes.name_of(question)
    yield from (nodes.name_of(field) for field in question.fields)


def _is_of(name: str, known: set[str]) -> bool:
    """Whether a row is that of a question, belongs to one, is computed, or comes from the form or the server."""
    return name in known or name.rpartition("__")[0] in known or name.startswith(("intake_", "_")) or name == "uuid"


def _entries(answer: Answer) -> tuple[Entry, ...]:
    value = answer.value
    return tuple(item for item in value if isinstance(item, Entry)) if isinstance(value, tuple) else ()
