"""The interface languages: which there are, what each calls itself, who reads it. They are data: `languages.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from intake.errors import ContentError
from intake.languages.direction import Direction, direction_of

LANGUAGES_FILE: Final = Path(__file__).with_name("languages.toml")


class Status(StrEnum):
    """How far the texts of a language can be trusted."""

    SOURCE = "source"
    BINDING = "binding"
    DRAFT = "draft"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class InterfaceLanguage:
    """A language that screens and papers can be in. `covers` holds the interview's codes of those who read it.

    `latin_name` is its own name in Latin letters.
    """

    code: str
    iso: str
    locale: str
    own_name: str
    latin_name: str
    german_name: str
    english_name: str
    script: str
    status: Status
    has_familiar: bool
    covers: tuple[str, ...]

    @property
    def direction(self) -> Direction:
        return direction_of(self.own_name)


@dataclass(frozen=True, slots=True)
class InterfaceLanguages:
    """All interface languages, in the order in which they are offered."""

    all: tuple[InterfaceLanguage, ...]

    def __iter__(self) -> Iterator[InterfaceLanguage]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def __contains__(self, code: object) -> bool:
        return any(language.code == code for language in self.all)

    def __getitem__(self, code: str) -> InterfaceLanguage:
        """The language with this code; KeyError where there is none."""
        for language in self.all:
            if language.code == code:
                return language
        raise KeyError(code)

    def read_by(self, spoken: str, macro: str = "") -> InterfaceLanguage | None:
        """The interface language for a language of the interview (ISO 639-3), by its code or else its macrolanguage."""
        for wanted in (spoken, macro):
            for language in self.all:
                if wanted and wanted in language.covers:
                    return language
        return None


@cache
def cldr_locale(language: str) -> str:
    """The CLDR locale for dates and names in a language: Dari has that of Persian in Afghanistan. Read once."""
    languages = load_languages()
    return languages[language].locale if language in languages else language


def load_languages(file: Path = LANGUAGES_FILE) -> InterfaceLanguages:
    """The interface languages; ContentError where the file has mistakes."""
    try:
        data = tomllib.loads(file.read_text("utf-8"))
        return InterfaceLanguages(tuple(_language(entry) for entry in data["language"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ContentError(
            "The list of languages cannot be read.",
            "Nothing was changed. Install intake again, or have {file} repaired.",
            (f"{file.name}: {error!r}",),
            file=file.name,
        ) from error


def _language(entry: Mapping[str, Any]) -> InterfaceLanguage:
    return InterfaceLanguage(
        code=str(entry["code"]),
        iso=str(entry["iso"]),
        locale=str(entry.get("locale", entry["code"])),
        own_name=str(entry["own"]),
        latin_name=str(entry.get("latin", entry["own"])),
        german_name=str(entry["de"]),
        english_name=str(entry["en"]),
        script=str(entry["script"]),
        status=Status(entry["status"]),
        has_familiar=bool(entry.get("familiar", False)),
        covers=tuple(entry.get("covers", (entry["iso"],))),
    )
