"""One submission as its form left it: the values of its rows by name, and the entries of its repeats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Values: TypeAlias = "Mapping[str, str]"

LARGEST_FILE: Final = 200_000_000
"""Bytes of a file, unpacked or not, that are read at all."""

LARGEST_INSTANCE: Final = 5_000_000
"""Bytes of one submission: an interview with all its entries has about 50,000."""

MOST_SUBMISSIONS: Final = 10_000
MOST_VALUES: Final = 100_000
MOST_ENTRIES: Final = 500
LONGEST_VALUE: Final = 20_000


class Unreadable(ValueError):
    """A file or a submission cannot be read. `args[0]` is a message id that says why."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One filled form. `instance` identifies it; `earlier` is what it replaces, where it was edited on the server.

    `form` is what the form said of itself, or what the server says of it. `repeats` hold the entries in order.
    """

    instance: str
    form: str
    values: Values
    repeats: Mapping[str, tuple[Values, ...]] = field(default_factory=dict)
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in a file: submissions, and how many could not be read, by the message that says why."""

    submissions: tuple[Submission, ...]
    unreadable: tuple[str, ...] = ()
