"""What somebody sees who leads an interview that was handed to them, and nothing else: the view of an interpreter.

They need what is asked of the person, in both languages, with hints, the answer field, the states of answers, the
letters, the cards, and the way back to an earlier question. They do not need, and do not get:

- questions that staff answer: what they see in papers, observe, judge and decide, and all internal ones;
- consents, which are asked for the offices that the outcome names, with their preview;
- notes on answers, which colleagues wrote for each other;
- the screen 'from the papers', review, next steps, handover, events, other cases.

Health and protection are asked by them, so they hold the second key.
"""

from __future__ import annotations

from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Who
from intake.interview.session import CONSENTS


def left_out(questionnaire: Questionnaire) -> frozenset[str]:
    """The questions, and as `repeat.field` the fields of entries, that are not asked by an interpreter."""
    fields = (field for question in questionnaire for field in question.fields)
    return frozenset(each.context for each in (*questionnaire, *fields) if each.who is Who.STAFF or each.id == CONSENTS)
