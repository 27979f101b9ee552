"""Cards to point at: one question as large as a page in the language of the person, with its choices by number.

A number on the card is the key that picks the choice on the screen. Private questions can be read without a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from intake.handover.papers.making import PERSON_LEADS, made
from intake.handover.papers.paper import Card, Format, Paper
from intake.handover.papers.questions import boxes
from intake.handover.papers.tongues import Tongues
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Question, Who


def card(question: Question, tongues: Tongues, office: str, *, without_private: bool = False) -> Paper:
    """The card of one question, or of one field of an entry. `without_private` where others could read it."""
    return _cards((question,), tongues, office, without_private=without_private)


def private_cards(questionnaire: Questionnaire, tongues: Tongues, office: str) -> Paper:
    """The cards of all questions that are asked in private, and of those that are always shown on a card."""
    return _cards(tuple(on_cards(questionnaire)), tongues, office)


def on_cards(questionnaire: Questionnaire) -> Iterator[Question]:
    for question in questionnaire:
        if question.who is Who.PERSON and (question.private or question.card) and not question.fields:
            yield question


def _cards(questions: tuple[Question, ...], tongues: Tongues, office: str, *, without_private: bool = False) -> Paper:
    found = tuple(
        Card(tongues.question(question, office="…"), boxes(question, tongues, without_private=without_private))
        for question in questions
    )
    title = tongues.say("Question cards")
    return made(tongues, title, found, author=office, leads=PERSON_LEADS, fills=Format.CARDS)
