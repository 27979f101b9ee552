"""What an unanswered question of the case in hand may be answered with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.interview.answers import State, Value
from intake.interview.questions import Question

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork

LANGUAGE_LIST = "list:languages"


@dataclass(frozen=True, slots=True)
class Suggested:
    """A value, and the question it comes from; none: the parent's case.

    From the list of languages comes what staff chose there: `LANGUAGE_LIST`.
    """

    value: Value
    origin: str


def suggested(work: CaseWork, question: Question) -> Suggested | None:
    """What is offered for a question that has no answer yet; Enter alone keeps it."""
    is_open = work.interview.answers[question.id].state is State.NOT_ASKED
    if is_open and question.id in work.from_parent:
        return Suggested(work.from_parent[question.id], "")
    if is_open and question.id in work.offered:
        return Suggested(work.offered[question.id], LANGUAGE_LIST)
    value = work.interview.suggestion(question)
    return None if value is None else Suggested(value, question.prefill)
