"""What all tests share: the questionnaire, read once, and how many run at a time."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from intake.interview.questionnaire import Questionnaire, load_questionnaire

settings.register_profile("no-clock", deadline=None)  # how long an example takes says something of the machine only
settings.load_profile("no-clock")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: much of the time a test waits for a disk, a program or a painted screen."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return load_questionnaire()
