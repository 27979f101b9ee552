"""Whether a reason may be told: a conclusion would tell the answers behind it. Source: interview.md 4.2.5."""

from __future__ import annotations

from dataclasses import dataclass

from intake.handover.projection.filters import code_may_go, packages_of_code
from intake.handover.projection.view import View
from intake.interview.facts import Facts
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Sensitivity
from intake.interview.reasons import Reason

GUARDED = (Sensitivity.HEALTH, Sensitivity.PROTECTION)


@dataclass(frozen=True, slots=True)
class Withholding:
    """What a conclusion would tell somebody who sees this view only."""

    facts: Facts
    view: View

    @property
    def questions(self) -> Questionnaire:
        return self.facts.logic.questionnaire

    def is_withheld(self, reasons: tuple[Reason, ...]) -> bool:
        """Whether a deciding answer on health or protection, or a code like it, is not in the view."""
        return any(self._is_hidden(reason) for reason in reasons)

    def _is_hidden(self, reason: Reason) -> bool:
        question = self.questions[reason.question]
        if question.sensitivity in GUARDED and question.id not in self.view.seen:
            return True
        value = self.facts.value(question.id) if reason.whole else ()
        tested = {
            *reason.codes,
            *(code for code in (value if isinstance(value, tuple) else ()) if isinstance(code, str)),
        }
        return any(
            packages_of_code(question, code) and not code_may_go(self.view.receiver, question, code) for code in tested
        )

    def sees_all(self, reasons: tuple[Reason, ...]) -> bool:
        """Whether every deciding answer is in the view as a whole."""
        found = [self.view.seen.get(reason.question) for reason in reasons]
        return all(each and each.is_whole for each in found)
