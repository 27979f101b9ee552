"""The questions about health and protection are found without loading the questionnaire, and they are the same."""

from __future__ import annotations

from intake.interview.protected import protected_questions
from intake.interview.questionnaire import LATEST, load_questionnaire
from intake.interview.questions import Sensitivity


def test_they_are_those_of_the_loaded_questionnaire() -> None:
    classes = (Sensitivity.HEALTH, Sensitivity.PROTECTION)
    expected = {
        question.id
        for question in load_questionnaire().questions
        if any(each.sensitivity in classes for each in (question, *question.fields))
    }
    assert protected_questions(LATEST) == expected
    assert {"pregnancy", "feels_safe", "acute_need", "obs_special_needs"} <= expected
    assert "birth_date" not in expected
