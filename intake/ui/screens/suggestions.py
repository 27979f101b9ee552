"""What a suggested answer says about itself: where it comes from, and how it is kept."""

from __future__ import annotations

from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Kind, Question
from intake.ui.keys import first_key
from intake.ui.suggested import LANGUAGE_LIST, Suggested
from intake.ui.wording import CaseWording

PICKED = frozenset({Kind.SINGLE, Kind.CEFR, Kind.MULTI, Kind.MULTI_RECIPIENT, Kind.DOC_LIST})
"""Kinds that are not typed: what is suggested is where the cursor stands."""


def origin_text(suggested: Suggested, questionnaire: Questionnaire, wording: CaseWording) -> str:
    """Where a suggestion comes from."""
    if not suggested.origin:
        return wording.say("the case of the parent")
    if suggested.origin == LANGUAGE_LIST:
        return wording.say("the list of languages")
    return wording.label(questionnaire[suggested.origin])


def suggestion_hint(question: Question, origin: str, wording: CaseWording) -> str:
    """How a suggestion is kept or replaced."""
    say, key = wording.say, first_key("confirm")
    if question.kind in PICKED:
        return say("Suggested from '{question}': {key} keeps it.", question=origin, key=key)
    return say(
        "Suggested from '{question}': {key} keeps it, typing replaces it, an arrow key goes into it.",
        question=origin,
        key=key,
    )
