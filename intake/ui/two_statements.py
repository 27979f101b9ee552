"""What is said when answers of somebody else came in that contradict those given here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from intake.store.kept.answers import TwoStatements

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation


def tell_two_statements(nav: Navigation, work: CaseWork, found: Iterable[TwoStatements]) -> None:
    """Name the questions, and say where the two statements are settled."""
    wording, questionnaire = nav.desk.wording(work), work.interview.logic.questionnaire
    names = dict.fromkeys(wording.label(questionnaire[each.place.question]) for each in found)
    text = wording.say(
        "Two statements to: {questions}. Somebody else has answered this too. Both are kept; Review settles it.",
        questions=", ".join(names),
    )
    nav.app.notify(text, severity="warning", timeout=30, markup=False)
