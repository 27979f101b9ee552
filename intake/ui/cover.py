"""What of a case is covered on the screen: answers on health and protection, until somebody types their passphrase.

Covered is what was answered earlier; what is being answered now is not. Leaving the place covers everything again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.interview.answers import Answer, Answers, State
from intake.interview.facts import Facts
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Question
from intake.interview.reasons import Reason
from intake.pathways.assess import Assessment, PreruleLine


class Cover:
    """Lies over one case. `place` is a section of the interview or another screen; '' before the first."""

    def __init__(self) -> None:
        self.place = ""
        self.is_lifted = False
        self._given: set[str] = set()

    def stands_at(self, place: str) -> None:
        """A screen is shown. Where it is another place than before, everything is covered again."""
        if place != self.place:
            self.place = place
            self.lay()

    def lay(self) -> None:
        """Covers everything again, here too."""
        self.is_lifted = False
        self._given.clear()

    def lift(self) -> None:
        """Shows what is covered, until another place is shown."""
        self.is_lifted = True

    def gave(self, question: str) -> None:
        """This question was answered here and now: who gave the answer may see it."""
        self._given.add(question)

    def hides(self, question: Question, answer: Answer) -> bool:
        """Whether this answer is not to be seen now."""
        is_told = answer.state in (State.ANSWERED, State.DECLINED) or bool(answer.note)
        return question.sensitivity.is_guarded and is_told and not self.is_lifted and question.id not in self._given

    def hides_any(self, ids: Iterable[str], questionnaire: Questionnaire, answers: Answers) -> bool:
        """Whether one of these answers is not to be seen now; ids that are no questions have none."""
        found = (questionnaire.get(id_) for id_ in ids)
        return any(question is not None and self.hides(question, answers[question.id]) for question in found)


def is_basis_covered(cover: Cover | None, because: Iterable[Reason], facts: Facts) -> bool:
    """Whether a line rests on an answer that is not to be seen now; without a cover all are."""
    ids = (reason.question for reason in because)
    return cover is not None and cover.hides_any(ids, facts.logic.questionnaire, facts.answers)


def is_prerule_covered(cover: Cover | None, line: PreruleLine, facts: Facts) -> bool:
    """Whether the name of a pre-rule would tell a covered answer.

    One that comes before everything else, and is not private, is shown all the same: the person needs help at once.
    """
    is_urgent = line.rule.suspends and not line.rule.is_private
    return not is_urgent and is_basis_covered(cover, line.because, facts)


def unseen_prerules(assessment: Assessment, cover: Cover | None, *, lacks_privacy: bool) -> Iterator[PreruleLine]:
    """The pre-rules that are not shown now: private ones where somebody could listen, all whose basis is covered."""
    for line in assessment.prerules:
        if (line.rule.is_private and lacks_privacy) or is_prerule_covered(cover, line, assessment.facts):
            yield line


def offers_with_unseen_state(assessment: Assessment, cover: Cover | None) -> frozenset[str]:
    """The ids of offers whose state would tell of a pre-rule that is not shown now."""
    lacks_privacy = assessment.facts.lacks_privacy
    unseen = {line.rule.id for line in unseen_prerules(assessment, cover, lacks_privacy=lacks_privacy)}
    return frozenset(line.offer.id for line in assessment.offers if unseen.intersection(line.changed_by))
