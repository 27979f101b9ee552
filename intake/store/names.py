"""Names as they are searched: folded parts, without accents, capitals and punctuation."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from intake.interview.answers import Answers

FAMILY_NAME, GIVEN_NAME, OTHER_NAMES = "family_name", "given_name", "other_names"
NAME_QUESTIONS = frozenset({FAMILY_NAME, GIVEN_NAME, OTHER_NAMES})
MAX_TOKENS = 40
_ALIKE = {letter: group for group in ("يیىېێے", "كکڪ", "هەھہةۃ", "وۆ") for letter in group}
"""Letters that look alike and that keyboards of Arabic, Persian, Urdu and Kurdish write with different characters."""


def words(text: str) -> tuple[str, ...]:
    """`Al-Ḥassan  Müller` as `al`, `hassan`, `muller`; vowel signs of Arabic and Hebrew fall away with the accents."""
    letters = "".join(
        char if char.isalnum() else "" if unicodedata.category(char) in ("Mn", "Cf") else " "
        for char in unicodedata.normalize("NFKD", text.casefold())
    )
    return tuple(letters.split())


def beginnings(part: str) -> tuple[str, ...]:
    """Where in the order of names those begin that may be meant by this part: one place for most, never many.

    What is stored keeps the letters as typed: they are taken for alike here, where names are looked for, so that names
    stored earlier are found too and nothing has to be written anew.
    """
    end = next((at for at, letter in enumerate(part) if letter in _ALIKE), None)
    return (part,) if end is None else tuple(part[:end] + each for each in _ALIKE[part[end]])


def pattern(part: str) -> str | None:
    """The beginning of a name with each letter in all its ways of writing, for SQL's GLOB; None where there is one."""
    if not any(letter in _ALIKE for letter in part):
        return None
    return "".join(f"[{_ALIKE[letter]}]" if letter in _ALIKE else letter for letter in part) + "*"


def tokens(answers: Answers) -> frozenset[str]:
    """What a case is found by: every part of its names, and each name written together (`alhassan`)."""
    found: set[str] = set()
    for name in _names(answers):
        parts = words(name)
        found |= {*parts, "".join(parts)} - {""}
    return frozenset(sorted(found)[:MAX_TOKENS])


def text_of(answers: Answers, question: str) -> str:
    """The text of an answer, empty where there is none."""
    value = answers[question].value
    return value if isinstance(value, str) else ""


def _names(answers: Answers) -> Iterator[str]:
    yield text_of(answers, FAMILY_NAME)
    yield text_of(answers, GIVEN_NAME)
    for entry in answers.entries(OTHER_NAMES):
        name = entry.answer("name").value
        if isinstance(name, str):
            yield name
