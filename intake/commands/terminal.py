"""The terminal is asked about right-to-left text at the very start, and its answers are read when all is loaded."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

from intake.languages.terminal_answers import Answers
from intake.languages.terminal_probe import Probe, can_be_asked
from intake.languages.terminal_text import PROFILES, Wish
from intake.settings import Settings

FD_IN, FD_OUT = 0, 2
"""Where the program reads keys and draws its screen."""


def wish_of(settings: Settings) -> Wish:
    return Wish(settings.terminal, settings.letters, settings.marks)


@contextmanager
def terminal_asked(settings: Settings) -> Iterator[Callable[[], Answers]]:
    """Puts the questions at once; what is given waits for the answers, and is called when there is nothing else to do.

    Nothing is asked where the settings name the terminal, or where it would not answer. The terminal is left as it was
    found when the block ends, by SIGTERM too.
    """
    if wish_of(settings).terminal in PROFILES or not can_be_asked(os.environ, FD_IN, FD_OUT):
        yield lambda: Answers(is_complete=True)
        return
    import termios  # there is one where a terminal can be asked

    gone = (OSError, termios.error)
    probe = Probe(FD_IN, FD_OUT)

    def answers() -> Answers:
        try:
            return probe.answers()
        except gone:
            return Answers()  # the terminal is gone: whoever draws on it next has to deal with that

    before = signal.signal(signal.SIGTERM, _end)
    try:
        try:
            probe.__enter__()
        except gone:
            yield Answers
            return
        try:
            yield answers
        finally:
            with suppress(*gone):
                probe.__exit__(None, None, None)
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
