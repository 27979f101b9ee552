"""What all tests share: the questionnaire, read once, and how many run at a time."""

from __future__ import annotations

import os

import pytest

from intake.interview.questionnaire import Questionnaire, load_questionnaire


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: much of the time a test waits for a disk, a program or a painted screen."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return load_questionnaire()
