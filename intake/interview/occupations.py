"""The list of occupations that a person's own words can be matched with, loaded from `occupations.toml` and checked.

Names are data of the list, not message ids. Source: interview.md 5, 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.errors import ContentError
from intake.interview.content_file import ContentFile, Mistake, Mistakes

TABLE = "occupation"
ISCO08 = re.compile(r"[0-9]{4}")
KLDB2010 = re.compile(r"[0-9]{4}[1-4]")


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation: ISCO-08 (4 digits), KldB 2010 (5 digits), its German and English names, and further search words.

    `regulated`: in Germany the law asks for a recognised qualification before anyone may work in it or carry its title.
    """

    isco08: str
    kldb2010: str
    de: str
    en: str
    also: tuple[str, ...] = ()
    regulated: bool = False


def load_occupations(text: str, name: str) -> tuple[Occupation, ...]:
    """The occupations of a file in its order; the first one under an ISCO-08 code is the general one.

    `text` is the content of the file, `name` its name for messages. Raises `ContentError` with every mistake found.
    """
    mistakes = Mistakes()
    occupations: tuple[Occupation, ...] = ()
    match ContentFile.parse(name, text):
        case Mistake() as mistake:
            mistakes.found.append(mistake)
        case ContentFile() as file:
            occupations = tuple(_read(file, mistakes))
    if mistakes.found:
        raise ContentError(
            "The list of occupations has mistakes.",
            "Nothing was changed. Correct the lines named, then start again.",
            tuple(str(mistake) for mistake in mistakes.found),
        )
    return occupations


def _read(file: ContentFile, mistakes: Mistakes) -> Iterator[Occupation]:
    """The occupations without a mistake; mistakes are collected on the way."""
    for key in sorted(set(file.data) - {TABLE}):
        mistakes.add(file, f"unknown key `{key}`", key=key)
    tables = file.data.get(TABLE)
    if not isinstance(tables, list) or not tables:
        mistakes.add(file, f"there is no [[{TABLE}]]")
        return
    seen: set[tuple[str, str]] = set()
    for index, table in enumerate(tables):
        if not isinstance(table, dict):
            mistakes.add(file, f"{TABLE} number {index + 1} is not a table", TABLE, index)
            continue
        reader = _Reader(file, mistakes, index, table)
        occupation = reader.occupation()
        if occupation is None:
            continue
        if (occupation.isco08, occupation.de) in seen:
            reader.wrong("de", f"`{occupation.de}` stands twice under {occupation.isco08}")
            continue
        seen.add((occupation.isco08, occupation.de))
        yield occupation


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one table of the file."""

    file: ContentFile
    mistakes: Mistakes
    index: int
    table: Mapping[str, object]

    def wrong(self, key: str, what: str) -> None:
        self.mistakes.add(self.file, f"{TABLE} number {self.index + 1}: {what}", TABLE, self.index, key)

    def occupation(self) -> Occupation | None:
        """The occupation, or nothing when a mistake was noted."""
        before = len(self.mistakes.found)
        for key in sorted(set(self.table) - set(Occupation.__slots__)):
            self.wrong(key, f"unknown key `{key}`")
        read = Occupation(
            isco08=self._code("isco08", ISCO08, "four digits"),
            kldb2010=self._code("kldb2010", KLDB2010, "five digits, the last of them 1 to 4"),
            de=self._name("de"),
            en=self._name("en"),
            also=self._words(),
            regulated=self._regulated(),
        )
        return read if len(self.mistakes.found) == before else None

    def _code(self, key: str, shape: re.Pattern[str], form: str) -> str:
        value = self.table.get(key)
        if isinstance(value, str) and shape.fullmatch(value):
            return value
        self.wrong(key, f"`{key}` has to be {form} in quotation marks")
        return ""

    def _name(self, key: str) -> str:
        value = self.table.get(key)
        if isinstance(value, str) and value and value == value.strip():
            return value
        self.wrong(key, f"`{key}` has to be a name, without spaces around it")
        return ""

    def _words(self) -> tuple[str, ...]:
        value = self.table.get("also", [])
        words = (
            tuple(word for word in value if isinstance(word, str) and word.strip()) if isinstance(value, list) else ()
        )
        if not isinstance(value, list) or len(words) < len(value):
            self.wrong("also", "`also` has to be a list of words, none of them empty")
        return words

    def _regulated(self) -> bool:
        value = self.table.get("regulated", False)
        if isinstance(value, bool):
            return value
        self.wrong("regulated", "`regulated` has to be true or false")
        return False
