"""What somebody sees who leads an interview that was handed to them, and nothing else: the view of an interpreter.

They need the questions, both languages, the answer field, hints, the language and layout keys, the states of answers,
the letters, and the way back to an earlier question. They do not need, and do not get:

- questions that staff answer for the desk itself (class I, for staff): how the talk goes, notes, the route;
- notes on answers, which colleagues wrote for each other;
- what staff copy from papers, review, next steps, handover, events, other cases.
"""

from __future__ import annotations

from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Question, Sensitivity, Who


def left_out(questionnaire: Questionnaire) -> frozenset[str]:
    """The questions, and as `repeat.field` the fields of entries, that are not asked by an interpreter."""
    fields = (field for question in questionnaire.questions for field in question.fields)
    return frozenset(each.context for each in (*questionnaire.questions, *fields) if _is_for_the_desk(each))


def _is_for_the_desk(question: Question) -> bool:
    return question.sensitivity is Sensitivity.INTERNAL and question.who is Who.STAFF
