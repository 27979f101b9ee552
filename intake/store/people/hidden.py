"""What somebody does not see who may look into a case, but not read about health and protection.

The class of each question says what belongs there (interview.md 4.1), for the fields of entries too. Of what staff
wrote in their own words nobody can know that, so none of it is shown; nor which line of the proposal they decided
about, as its name can tell the answer.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from intake.interview.answers import Answer, Answers, Entry, FieldGiven
from intake.interview.questionnaire import load_questionnaire, versions
from intake.store.kept.answers import PastChange
from intake.store.kept.cases import CaseFile
from intake.store.kept.decisions import DERIVED, Decision
from intake.store.kept.handovers import HandoverStep, Record
from intake.store.kept.happened import CaseEvent

HIDDEN: Final = "…"
"""Stands where there are words that are not shown."""


def without_sections(file: CaseFile) -> CaseFile:
    """The case without those answers and without what is half typed there."""
    hidden = _hidden(file.header.questionnaire)
    kept = tuple(each for each in file.half_typed if (each.place.question, "") not in hidden)
    disputed = tuple(
        each
        for each in file.two_statements
        if not hidden & {(each.place.question, ""), (each.place.question, each.place.field)}
    )
    return replace(file, answers=_without(file.answers, hidden), half_typed=kept, two_statements=disputed)


def without_sections_answers(answers: Answers, questionnaire: str) -> Answers:
    """The answers without those."""
    return _without(answers, _hidden(questionnaire))


def guarded_questions() -> frozenset[str]:
    """The questions that are about health or protection in any version, in whole or in part."""
    return frozenset(question for version in versions() for question, _ in _hidden(version))


def without_sections_changes(past: tuple[PastChange, ...], questionnaire: str) -> tuple[PastChange, ...]:
    """The history without the changes of those answers."""
    hidden = _hidden(questionnaire)
    return tuple(each for each in past if not _is_about(each, hidden))


def without_words_decision(decision: Decision) -> Decision:
    """That something was decided; of a derived value also what, as the proposal rests on it."""
    if decision.line_kind == DERIVED:
        return replace(decision, reason=_unsaid(decision.reason))
    line, reason, text = (_unsaid(words) for words in (decision.line, decision.reason, decision.text))
    return replace(decision, line=line, reason=reason, text=text)


def without_words_record(record: Record) -> Record:
    """That it was made and for whom; without the statute, which can tell of protection, and what went along."""
    basis, reason = _unsaid(record.basis), _unsaid(record.reason)
    return replace(record, basis=basis, reason=reason, packages=(), included=())


def without_words_step(step: HandoverStep) -> HandoverStep:
    return replace(step, note=_unsaid(step.note))


def without_words_event(event: CaseEvent) -> CaseEvent:
    return replace(event, note=_unsaid(event.note))


def _unsaid(words: str) -> str:
    return HIDDEN if words else ""


def _is_about(past: PastChange, hidden: frozenset[tuple[str, str]]) -> bool:
    change = past.event.change
    if isinstance(change, FieldGiven) and (change.question, change.field) in hidden:
        return True
    return (change.question, "") in hidden


def _without(answers: Answers, hidden: frozenset[tuple[str, str]]) -> Answers:
    return Answers({id_: _less(id_, answers[id_], hidden) for id_ in answers if (id_, "") not in hidden})


def _less(question: str, answer: Answer, hidden: frozenset[tuple[str, str]]) -> Answer:
    value = answer.value
    if not isinstance(value, tuple) or not any(id_ == question for id_, _ in hidden):
        return answer
    entries = [
        replace(each, fields={name: given for name, given in each.fields.items() if (question, name) not in hidden})
        for each in value
        if isinstance(each, Entry)
    ]
    return replace(answer, value=tuple(entries))


@cache
def _hidden(version: str) -> frozenset[tuple[str, str]]:
    """The questions of a version, each with '', and the fields of entries that belong there."""
    questionnaire = load_questionnaire(version)
    whole = {(question.id, "") for question in questionnaire.questions if question.sensitivity.is_guarded}
    fields = {
        (question.id, field.id)
        for question in questionnaire.questions
        for field in question.fields
        if field.sensitivity.is_guarded
    }
    return frozenset(whole | fields)
