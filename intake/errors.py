"""The errors a user can meet. Each says what happened, what was kept and what to do."""

from __future__ import annotations

from copy import copy
from enum import Enum
from typing import Self


class IntakeError(Exception):
    """Something the user has to know about.

    `title` is one short line, `message` says what was kept and what to do. Neither ever holds an answer.
    Both are message ids with named placeholders; `params` fills them.
    """

    exit_code = 1

    def __init__(self, title: str, message: str, **params: str | int) -> None:
        super().__init__(title, message)
        self.title = title
        self.message = message
        self.params = params

    def __str__(self) -> str:
        return f"{self.title} {self.message}".format(**self.params)


class InputError(IntakeError):
    """The command line, a settings file or an answers file cannot be used."""

    exit_code = 2


class ContentError(IntakeError):
    """A questionnaire, profile, law set or catalog has mistakes. `problems` holds one line each: file, line, what."""

    exit_code = 3

    def __init__(self, title: str, message: str, problems: tuple[str, ...] = (), **params: str | int) -> None:
        super().__init__(title, message, **params)
        self.problems = problems


class Fate(Enum):
    """What became of something that was to be written and could not."""

    KEPT = "kept"
    """It is in memory, and the next try writes it."""
    NOT_DONE = "not done"
    """It is kept nowhere: somebody has to do it again."""
    BEHIND = "behind"
    """The same, because something before it waits that is kept."""


class StoreError(IntakeError):
    """The store cannot be opened, read or written.

    `message` is true for all who hear of it. `fate` is for the one who wanted to write, None where nothing was wanted.
    """

    exit_code = 4
    fate: Fate | None = None

    def after(self, fate: Fate) -> Self:
        """The same failure, for somebody with whose writing this became."""
        told = copy(self)
        told.fate = fate
        return told


class KeyRefused(StoreError):
    """Wrong name, passphrase or recovery key."""

    exit_code = 5


class OutputError(IntakeError):
    """A record could not be produced or written. The case itself is untouched."""

    exit_code = 6
