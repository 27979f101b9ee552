"""Asks the terminal about its right-to-left support before the program starts. POSIX only; elsewhere nothing is asked.

with Probe(0, 2) as probe:      # the questions are out
    ...                         # whatever has to be loaded anyway
    answers = probe.answers()   # waits for the last answer, 0.6 s at most
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Final

from intake.languages.terminal_answers import MODE_BACK, OFF, QUESTIONS, Answers, read_answers

TIMEOUT_S: Final = 0.6
_SILENT_TERMS = ("", "dumb", "linux")
_PIECE = 4096


def can_be_asked(environment: Mapping[str, str], fd_in: int, fd_out: int) -> bool:
    """Whether there is a terminal that answers: not on Windows, in a browser, in the background, or on a console.

    Apple's Terminal would print a part of the question.
    """
    if environment.get("TERM", "") in _SILENT_TERMS or environment.get("TERM_PROGRAM") == "Apple_Terminal":
        return False
    if "TEXTUAL_DRIVER" in environment or os.name != "posix":
        return False
    try:
        return os.isatty(fd_in) and os.isatty(fd_out) and os.tcgetpgrp(fd_in) == os.getpgrp()
    except OSError:
        return False


class Probe:
    """The questions to a terminal and the wait for its answers.

    Between entry and exit the terminal does not echo and hands over each key at once; interrupts work.
    """

    def __init__(self, fd_in: int, fd_out: int, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._fd_in = fd_in
        self._fd_out = fd_out
        self._monotonic = monotonic
        self._received = b""
        self._is_read = False

    def __enter__(self) -> Probe:
        import termios  # not on Windows, where nothing is asked

        self._before = termios.tcgetattr(self._fd_in)
        asking = termios.tcgetattr(self._fd_in)
        asking[3] &= ~(termios.ICANON | termios.ECHO)
        asking[6][termios.VMIN], asking[6][termios.VTIME] = 1, 0
        self._asked_at = self._monotonic()
        try:
            termios.tcsetattr(self._fd_in, termios.TCSANOW, asking)
            self._write(QUESTIONS)
        except BaseException:  # ended by a signal with the questions out
            self.__exit__(None, None, None)
            raise
        return self

    def answers(self, timeout_s: float = TIMEOUT_S) -> Answers:
        """What the terminal answered, at the latest so many seconds after it was asked."""
        self._is_read = True
        while not (answers := read_answers(self._received)).is_complete:
            left = max(0.0, self._asked_at + timeout_s - self._monotonic())
            if not select.select([self._fd_in], [], [], left)[0]:
                break
            piece = os.read(self._fd_in, _PIECE)
            if not piece:
                break
            self._received += piece
        if answers.mode_before not in OFF:
            self._write(MODE_BACK)
        return answers

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        import termios  # as above

        try:
            if not self._is_read:
                self.answers()
        finally:
            termios.tcsetattr(self._fd_in, termios.TCSANOW, self._before)

    def _write(self, text: str) -> None:
        data = text.encode("ascii")
        while data:
            data = data[os.write(self._fd_out, data) :]


def asked(environment: Mapping[str, str], fd_in: int, fd_out: int, timeout_s: float = TIMEOUT_S) -> Answers:
    """The answers of the terminal at these two file descriptors; none where it cannot be asked."""
    if not can_be_asked(environment, fd_in, fd_out):
        return Answers()
    import termios  # as above

    try:
        with Probe(fd_in, fd_out) as probe:
            return probe.answers(timeout_s)
    except (OSError, termios.error):
        return Answers()  # the terminal is gone: whoever draws on it next has to deal with that
