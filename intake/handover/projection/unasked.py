"""What nobody has asked yet, so that the next office asks only that.

A list of open questions can tell what it leaves out. So a question is in it only where this office could have seen its
answer whatever it was, and where the office knows by itself that the question applies: everything that decides this is
in its view, or in the list. What was declined, or is not known, is in neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from intake.handover.projection.ceilings import AGE, CONTACT_WAYS, NOT_CODES, ONLY_CODES
from intake.handover.projection.filters import Receiver, packages_of_code
from intake.handover.projection.view import View
from intake.interview.facts import Facts, QuestionState
from intake.interview.questions import Question, Sensitivity, Who
from intake.interview.truth import Truth
from intake.pathways.assess import Assessment

_OPEN = (QuestionState.NOT_ASKED, QuestionState.ASK_LATER)
_PLAIN = (Sensitivity.NORMAL, Sensitivity.SOCIAL)
_FILTERED = frozenset({"file_numbers", "other_names", "guardian_contact", *CONTACT_WAYS})
"""Answers of which some never go out: that one is missing would tell which."""


def not_asked(assessment: Assessment, view: View) -> tuple[str, ...]:
    """The questions to the person that were not put, in interview order; never health, protection or staff ones."""
    return _Unasked(assessment, view).questions()


@dataclass
class _Unasked:
    assessment: Assessment
    view: View
    _found: set[str] = field(default_factory=set)

    @property
    def facts(self) -> Facts:
        return self.assessment.facts

    def questions(self) -> tuple[str, ...]:
        candidates = list(self._candidates())
        while True:
            told = {id_ for id_ in candidates if id_ not in self._found and self._reads_are_told(id_)}
            if not told:
                return tuple(id_ for id_ in candidates if id_ in self._found)
            self._found |= told  # what is in the list tells of others that depend on it

    def _candidates(self) -> Iterator[str]:
        """The questions that are open, apply for sure, and could go to this office with any answer."""
        facts = self.facts
        for question in facts.logic.questionnaire.questions_of(self.assessment.kind):
            if question.who is not Who.PERSON or question.sensitivity not in _PLAIN:
                continue
            if facts.is_filled(question.id) or not goes_with_any_answer(self.view.receiver, question):
                continue
            if facts.state(question.id) in _OPEN and facts.relevance(question.id) is Truth.TRUE:
                yield question.id

    def _reads_are_told(self, id_: str) -> bool:
        return all(self._is_told(name) for name in self.facts.logic.reads.get(id_, ()))

    def _is_told(self, id_: str) -> bool:
        """Whether the office knows what this question or derived value says."""
        if id_ == AGE and AGE in self.view.seen:
            return True
        if id_ in self.facts.decided:
            return False
        if self.facts.logic.questionnaire.get(id_) is None:
            return self._reads_are_told(id_)
        seen = self.view.seen.get(id_)
        if (seen is not None and seen.is_whole) or id_ in self._found:
            return True
        return self.facts.relevance(id_) is Truth.FALSE and self._reads_are_told(id_)


def goes_with_any_answer(receiver: Receiver, question: Question) -> bool:
    """Whether each possible answer may go to this office as a whole."""
    if not receiver.may_see(question) or question.id in _FILTERED:
        return False
    kind = (receiver.recipient, question.id)
    if kind in ONLY_CODES or kind in NOT_CODES:
        return False
    is_split = any(packages_of_code(question, choice.code) for choice in question.choices)
    return not is_split and receiver.has(*question.packages)
