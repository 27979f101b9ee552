"""The letters of each language that a desk may lack the keyboard for. They are data: `letters.toml`.

They are there to be chosen one by one. Nothing here, or anywhere, makes letters of one script into those of another.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from intake.errors import ContentError
from intake.interview.content_file import ContentFile, Mistake, Mistakes
from intake.languages.languages import InterfaceLanguages, load_languages

LETTERS_FILE: Final = Path(__file__).with_name("letters.toml")
_NAMED: Final = {"Arab": "ARABIC", "Cyrl": "CYRILLIC", "Ethi": "ETHIOPIC", "Latn": "LATIN"}
"""How the names of Unicode begin for the letters of a script (ISO 15924)."""
_KEYS: Final = frozenset({"language", "groups", "orders", "marks", "digits", "punctuation", "non_joiner"})


@dataclass(frozen=True, slots=True)
class Letters:
    """What one language is written with. `groups` are in the order of its alphabet.

    Of a syllabary `groups` holds the base letters, and `orders` what belongs to each of them, itself included.
    """

    language: str
    script: str
    groups: tuple[str, ...]
    orders: Mapping[str, str] = field(default_factory=dict)
    marks: str = ""
    digits: str = ""
    punctuation: str = ""
    has_non_joiner: bool = False


@dataclass(frozen=True, slots=True)
class LetterSets:
    """The letters of all languages, and to which of them the keys of a Latin keyboard jump, script by script."""

    all: tuple[Letters, ...]
    similar: Mapping[str, Mapping[str, str]]

    def beginning_with(self, language: str, script: str) -> tuple[Letters, ...]:
        """All of them: first those of this language, then those of this script, then the others."""
        return tuple(sorted(self.all, key=lambda each: (each.language != language, each.script != script)))

    def like(self, script: str, key: str) -> str:
        """The letters that a key jumps to: those that look or sound like it, and digits of the same value."""
        if key in string.digits:
            found = (char for each in self.all if each.script == script for char in each.digits)
            return "".join(char for char in found if unicodedata.numeric(char) == int(key))
        return self.similar.get(script, {}).get(key.casefold(), "")


def load_letters(file: Path = LETTERS_FILE) -> LetterSets:
    """The letters; ContentError with each mistake and its line where the file has some."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(file.name, (Mistake(file.name, 1, "the file cannot be read"),)) from error
    found = read_letters(file.name, text, load_languages())
    if isinstance(found, LetterSets):
        return found
    raise _unreadable(file.name, found)


def read_letters(name: str, text: str, languages: InterfaceLanguages) -> LetterSets | tuple[Mistake, ...]:
    """The letters of a file, or every mistake in it.

    Each letter is one character of the script of its language, and stands there once; the digits have a value; a key
    jumps to letters that are there.
    """
    parsed = ContentFile.parse(name, text)
    if isinstance(parsed, Mistake):
        return (parsed,)
    reader = _Reader(parsed, languages, Mistakes())
    found = reader.read()
    return tuple(reader.mistakes.found) or found


def _unreadable(name: str, mistakes: Sequence[Mistake]) -> ContentError:
    return ContentError(
        "The letters for the screen cannot be read.",
        "Nothing was changed. Install intake again, or have {file} repaired.",
        tuple(map(str, mistakes)),
        file=name,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    file: ContentFile
    languages: InterfaceLanguages
    mistakes: Mistakes

    def read(self) -> LetterSets:
        tables = self.file.data.get("letters")
        if not isinstance(tables, list) or not tables:
            self.mistakes.add(self.file, "there are no [[letters]]")
            return LetterSets((), {})
        sets = tuple(each for at, table in enumerate(tables) if (each := self._letters(table, at)) is not None)
        for language in sorted({each.language for each in sets}):
            if sum(each.language == language for each in sets) > 1:
                self.mistakes.add(self.file, f"{language} has its letters twice", "letters")
        return LetterSets(sets, self._similar(sets))

    def _letters(self, table: object, at: int) -> Letters | None:
        if not isinstance(table, dict) or table.get("language") not in self.languages:
            self.mistakes.add(self.file, "'language' is the code of an interface language", "letters", at, "language")
            return None
        for key in sorted(table.keys() - _KEYS):
            self._wrong(f"'{key}' is not known", at, key)
        script = self.languages[table["language"]].script
        orders = {each[0]: each for each in self._texts(table, at, "orders") if each}
        found = Letters(
            table["language"],
            script,
            (*self._texts(table, at, "groups"), *filter(None, ("".join(orders),))),
            orders,
            marks=self._text(table, at, "marks"),
            digits=self._text(table, at, "digits"),
            punctuation=self._text(table, at, "punctuation"),
            has_non_joiner=table.get("non_joiner", False) is True,
        )
        self._check(found, at)
        return found

    def _wrong(self, what: str, at: int, key: str) -> None:
        self.mistakes.add(self.file, what, "letters", at, key)

    def _texts(self, table: Mapping[str, Any], at: int, key: str) -> tuple[str, ...]:
        given = table.get(key, [])
        if not isinstance(given, list) or not all(isinstance(each, str) and each for each in given):
            self._wrong(f"'{key}' is a list of texts", at, key)
            return ()
        return tuple(given)

    def _text(self, table: Mapping[str, Any], at: int, key: str) -> str:
        given = table.get(key, "")
        if not isinstance(given, str):
            self._wrong(f"'{key}' is a text", at, key)
            return ""
        return given

    def _check(self, letters: Letters, at: int) -> None:
        of_script = _NAMED.get(letters.script, "?")
        groups = tuple(letters.orders.values()) or letters.groups
        if not groups:
            self._wrong(f"{letters.language} has no letters", at, "language")
        kinds = {"orders" if letters.orders else "groups": "".join(groups), "marks": letters.marks}
        kinds |= {"digits": letters.digits, "punctuation": letters.punctuation}
        for key, chars in kinds.items():
            for char in chars:
                if (what := _fault(key, char, of_script)) is not None:
                    self._wrong(f"U+{ord(char):04X} is no {what} of {letters.script}", at, key)
        everything = "".join(kinds.values())
        for char in sorted({char for char in everything if everything.count(char) > 1}):
            self._wrong(f"U+{ord(char):04X} stands there twice", at, "orders" if letters.orders else "groups")

    def _similar(self, sets: Sequence[Letters]) -> Mapping[str, Mapping[str, str]]:
        given = self.file.data.get("similar", {})
        tables = given if isinstance(given, dict) else {}
        found = {script: table for script, table in tables.items() if isinstance(table, dict)}
        for script, table in found.items():
            there = {char for each in sets if each.script == script for char in "".join(each.groups)}
            for key, chars in table.items():
                for what in _faults_of_jump(key, chars, there):
                    self.mistakes.add(self.file, what, f"similar.{script}", 0, key)
        return found


def _fault(key: str, char: str, of_script: str) -> str | None:
    """What a character had to be in this place, None where it is that."""
    category, is_of_script = unicodedata.category(char), unicodedata.name(char, "").startswith(of_script)
    match key:
        case "marks":
            return None if category == "Mn" and is_of_script else "mark"
        case "digits":
            is_digit = of_script in unicodedata.name(char, "") and unicodedata.numeric(char, None) is not None
            return None if is_digit else "digit"
        case "punctuation":
            return None if category[0] in "PS" else "sign"
        case _:
            return None if category[0] == "L" and is_of_script else "letter"


def _faults_of_jump(key: str, chars: object, there: set[str]) -> Iterator[str]:
    if len(key) != 1 or key not in string.ascii_lowercase:
        yield f"'{key}' is no letter of the Latin keyboard"
    if not isinstance(chars, str) or not chars:
        yield f"'{key}' jumps to letters"
        return
    for char in chars:
        if char not in there:
            yield f"'{key}' jumps to U+{ord(char):04X}, which no language has"
