"""Asking only what still decides at this site: which question comes next, and which were asked this way already."""

from __future__ import annotations

from intake.interview.session import CONSENTS, Interview
from intake.pathways.assess import Assessment
from intake.pathways.deciding import Deciding, still_to_ask, waiting
from intake.ui.wording import CaseWording


class DecidingOrder:
    """The way through the deciding questions. Each is put once, until the person at the desk goes back to it."""

    def __init__(self) -> None:
        self._trail: list[tuple[str, tuple[str, ...]]] = []

    def left(self, talk: Interview, assessment: Assessment) -> tuple[Deciding, ...]:
        """What is still to be asked, the one that decides most first."""
        put = {question for _, questions in self._trail for question in questions}
        return tuple(each for each in deciding_now(talk, assessment) if each.question not in put)

    def visit(self, step: str, questions: tuple[str, ...]) -> None:
        """A screen of the interview is shown, with all the questions on it."""
        self._trail = [each for each in self._trail if each[0] != step] + [(step, questions)]

    def back(self) -> str:
        """The question or grid that was shown before; empty where this way began."""
        self._trail = self._trail[:-1]
        return self._trail[-1][0] if self._trail else ""


def deciding_now(talk: Interview, assessment: Assessment) -> tuple[Deciding, ...]:
    """The questions of this case that decide and can be put now."""
    return still_to_ask(assessment, _askable(talk))


def deciding_later(talk: Interview, assessment: Assessment) -> tuple[Deciding, ...]:
    """The questions of this case that decide and wait."""
    return waiting(assessment, _askable(talk))


def _askable(talk: Interview) -> frozenset[str]:
    """Consents are asked for at the handover, with the preview."""
    return frozenset(question.id for question in talk.questions) - {CONSENTS}


def what_it_decides(each: Deciding, wording: CaseWording) -> str:
    """How many lines of the proposal rest on an answer, and whether that is about responsibility."""
    count = len(each.lines)
    if each.admits:
        return wording.count("decides {n} line: admission", "decides {n} lines, admission among them", count)
    return wording.count("decides {n} line", "decides {n} lines", count)
