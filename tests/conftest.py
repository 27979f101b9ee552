"""What all tests share: the questionnaire, read once."""

from __future__ import annotations

import pytest

from intake.interview.questionnaire import Questionnaire, load_questionnaire


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return load_questionnaire()
