"""What of a case is covered on the screen: answers on health and protection, until somebody types their passphrase.

Covered is what was answered earlier; what is being answered now is not. Leaving the place covers everything again.
"""

from __future__ import annotations

from intake.interview.answers import Answer, State
from intake.interview.questions import Question, Sensitivity

_COVERED = frozenset({Sensitivity.HEALTH, Sensitivity.PROTECTION})


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
        return is_covered(question) and is_told and not self.is_lifted and question.id not in self._given


def is_covered(question: Question) -> bool:
    """Whether answers to this question are covered at all."""
    return question.sensitivity in _COVERED
