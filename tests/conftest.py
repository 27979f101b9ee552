"""What all tests share: the questionnaire, read once, how many run at a time, and a collector that seldom looks."""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import settings

from intake.interview.questionnaire import Questionnaire, load_questionnaire
from tests.store.sparing import spare

spare()
settings.register_profile("no-clock", deadline=None)  # how long an example takes says something of the machine only
settings.load_profile("no-clock")

SO_MANY_NEW_OBJECTS = 50_000
"""Between two looks of the garbage collector: a program that ran leaves more than that behind, and not much memory."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: much of the time a test waits for a disk, a program or a painted screen."""
    return (os.cpu_count() or 1) + 1


def pytest_sessionstart() -> None:
    """Collecting thousands of tests makes nothing but what stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """All tests, modules and tables are there to the end: the collector need not look at them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SO_MANY_NEW_OBJECTS, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    return load_questionnaire()
