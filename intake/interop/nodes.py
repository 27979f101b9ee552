"""How the rows of the form are called, and what identifies a form: shared by the way out and the way back.

A question keeps its id, a field of an entry is `repeat__field`. What belongs to a question carries a suffix.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from intake.interview.answers import State
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Kind, Question

NOT_CARRIED: Final = ("consents",)
"""A consent is an act at the desk, after the outcome and with the preview of what goes out."""

STATES: Final = (State.UNKNOWN.value, State.DECLINED.value, State.ASK_LATER.value)
NOTHING: Final = "nothing_of_these"
"""Chosen for an empty list where the question has no such choice of its own."""

ENTRIES: Final = "entries"
NO_ENTRY: Final = "no_entry"

IDENTITY: Final = "intake_form"
"""A calculated row that says which form it was: servers may give forms names and versions of their own."""

START: Final = "intake_start"
DAY: Final = "intake_day"
SELECTS: Final = frozenset({
    Kind.SINGLE, Kind.MULTI, Kind.CEFR, Kind.COUNTRY, Kind.MULTI_COUNTRY, Kind.LANGUAGE, Kind.LANGUAGE_OR_NO,
    Kind.MULTI_LANGUAGE, Kind.MULTI_RECIPIENT, Kind.DOC_LIST,
})  # fmt: skip
"""Kinds that are chosen from a list: the states are further choices of it. The others have a row for the state."""

LISTS: Final = frozenset({Kind.MULTI, Kind.MULTI_COUNTRY, Kind.MULTI_LANGUAGE, Kind.MULTI_RECIPIENT, Kind.DOC_LIST})
"""Kinds with several choices at once."""


def name_of(question: Question) -> str:
    return f"{question.parent}__{question.id}" if question.parent else question.id


def part(name: str, suffix: str) -> str:
    """The name of a row that belongs to another one: `birth_date__year`."""
    return f"{name}__{suffix}"


def has_nothing(question: Question) -> bool:
    """Whether the empty list needs a choice of its own."""
    return question.kind is Kind.DOC_LIST or (question.kind is Kind.MULTI and not question.limits.alone)


def questions_in(questionnaire: Questionnaire, kind: str) -> tuple[Question, ...]:
    """The questions of the form for this kind of case, in order."""
    return tuple(question for question in questionnaire.questions_of(kind) if question.id not in NOT_CARRIED)


def form_id(kind: str) -> str:
    return f"intake_{kind}"


def structure(questionnaire: Questionnaire, kind: str) -> str:
    """A digest of all that decides how an answer is read: ids, kinds, codes and fields."""
    lines = [line for question in questions_in(questionnaire, kind) for line in _lines(question)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]


def identity(questionnaire: Questionnaire, kind: str) -> str:
    """What a submission says of its form: `intake_full 2-1a2b3c4d`."""
    return f"{form_id(kind)} {questionnaire.version}-{structure(questionnaire, kind)}"


def _lines(question: Question) -> Iterator[str]:
    codes = " ".join(choice.code for choice in question.choices)
    yield f"{name_of(question)} {question.kind} {codes}"
    for field in question.fields:
        yield from _lines(field)
