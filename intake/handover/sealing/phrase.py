"""Passphrases that are made once, read out and typed: German words in small letters, without umlauts, a space between.

For offices. The person's own copy has a number in their place: it can be typed with every keyboard and whatever
somebody reads, and fits the 32 signs that some readers of PDF take.

The list is our own (`phrase_words.txt`, EUPL like all of this): 790 words that differ in their first four letters, so
that each can be told on the phone. A word has 9.6 bits; seven have 67, and age takes about a second for each guess.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import cache
from importlib.resources import files

WORDS_FILE = "phrase_words.txt"
SEAL_WORDS = 7
"""For a file that may lie in the mailbox of anybody: 67 bits."""

NUMBER_GROUPS, GROUP_DIGITS = 4, 5
"""Twenty digits for the person's own copy: 66 bits."""

Choice = Callable[[tuple[str, ...]], str]


@cache
def phrase_words() -> tuple[str, ...]:
    return tuple((files("intake.handover") / WORDS_FILE).read_text(encoding="ascii").split())


def new_phrase(count: int, choice: Choice = secrets.choice) -> str:
    """A phrase of so many words, each chosen alone."""
    return " ".join(choice(phrase_words()) for _ in range(count))


def new_number(choice: Callable[[int], int] = secrets.randbelow) -> str:
    """A password of digits, without spaces."""
    return "".join(f"{choice(10**GROUP_DIGITS):0{GROUP_DIGITS}d}" for _ in range(NUMBER_GROUPS))


def in_groups(number: str) -> str:
    """The digits in groups, to be read and copied."""
    return " ".join(number[at : at + GROUP_DIGITS] for at in range(0, len(number), GROUP_DIGITS))


def typed_phrase(text: str) -> str:
    """A phrase as it was made, from one that was typed with capitals, other spaces or dashes."""
    return " ".join(text.casefold().replace("-", " ").split())
