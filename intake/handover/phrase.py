"""Passphrases that are made once, read out and typed: German words in small letters, without umlauts, a space between.

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

COPY_WORDS = 6
"""For the person's own copy on their stick or phone: 57 bits."""

Choice = Callable[[tuple[str, ...]], str]


@cache
def phrase_words() -> tuple[str, ...]:
    return tuple((files("intake.handover") / WORDS_FILE).read_text(encoding="ascii").split())


def new_phrase(count: int, choice: Choice = secrets.choice) -> str:
    """A phrase of so many words, each chosen alone."""
    return " ".join(choice(phrase_words()) for _ in range(count))


def typed_phrase(text: str) -> str:
    """A phrase as it was made, from one that was typed with capitals, other spaces or dashes."""
    return " ".join(text.casefold().replace("-", " ").split())
