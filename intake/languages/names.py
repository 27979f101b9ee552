"""Names of countries, languages and scripts in any language, and indexes to find them by typing.

CLDR has most of them; `names.toml` has those that CLDR lacks or that the desk calls otherwise, and `own_names.toml`
what countries and languages call themselves. Babel is imported when the first name is asked for: build this after the
first paint.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from intake.interview.questionnaire import Codes
from intake.languages.languages import cldr_locale
from intake.languages.own_names import OWN_NAMES_FILE
from intake.languages.search import NameIndex

if TYPE_CHECKING:
    from babel import Locale

NAMES_FILE: Final = Path(__file__).with_name("names.toml")
STAFF_LANGUAGES: Final = ("de", "en")
"""Names are found in these whatever is on the screen."""


class Names:
    """The names behind the codes of a questionnaire. A code that is not known is shown as it is."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._locales: dict[str, Locale | None] = {}
        self._indexes: dict[tuple[str, str], NameIndex[str]] = {}

    def country(self, code: str, language: str) -> str:
        """The name of a country (alpha-3, XXA, XXX, XKX) in a language."""
        own_table = self._given("country", "name", code, language)
        return own_table or self._cldr("territories", self._codes.countries.get(code, ""), language) or code

    def language(self, code: str, language: str) -> str:
        """The name of a language of the interview (ISO 639-3) in a language."""
        known = self._codes.languages.get(code)
        own_table = self._given("language", "name", code, language)
        return own_table or self._cldr("languages", known.cldr if known else "", language) or code

    def script(self, code: str, language: str) -> str:
        """The name of a script (ISO 15924) in a language."""
        return self._cldr("scripts", code, language) or code

    def own_country(self, code: str) -> tuple[str, ...]:
        """What a country calls itself in its official languages, the most spoken one first; empty where nobody does."""
        return tuple(self._tables["country"]["own"].get(code) or self._own["country"].get(code, ()))

    def own_language(self, code: str) -> tuple[str, ...]:
        """What the speakers of a language call it; empty where there is no name."""
        return tuple(self._tables["language"]["own"].get(code) or self._own["language"].get(code, ()))

    def countries(self, language: str) -> NameIndex[str]:
        """Finds countries by German, English, `language` and own names. Built once for each language (30 ms)."""
        return self._index("country", language)

    def languages(self, language: str) -> NameIndex[str]:
        """Finds languages by German, English, `language` and own names."""
        return self._index("language", language)

    def _index(self, kind: str, language: str) -> NameIndex[str]:
        index = self._indexes.get((kind, language))
        if index is None:
            shown = self.country if kind == "country" else self.language
            own = self.own_country if kind == "country" else self.own_language
            codes = self._codes.countries if kind == "country" else self._codes.languages
            also: Mapping[str, list[str]] = self._tables[kind]["also"]
            asked = tuple(dict.fromkeys((*STAFF_LANGUAGES, language)))
            names = {
                code: (*(shown(code, each) for each in asked), *own(code), *also.get(code, ()))
                for code in sorted(codes, key=lambda code: shown(code, STAFF_LANGUAGES[0]))
            }
            index = self._indexes.setdefault((kind, language), NameIndex(names, self._tables[kind]["first"]))
        return index

    def _given(self, kind: str, table: str, code: str, language: str) -> str:
        names: Mapping[str, str] = self._tables[kind][table].get(code, {})
        return names.get(language) or names.get(STAFF_LANGUAGES[0], "")

    def _cldr(self, table: str, key: str, language: str) -> str:
        if not key:
            return ""
        for tag in (language, *STAFF_LANGUAGES):
            locale = self._locale(tag)
            name = getattr(locale, table).get(key) if locale else None
            if name:
                return str(name)
        return ""

    def _locale(self, tag: str) -> Locale | None:
        if tag not in self._locales:
            from babel import Locale, UnknownLocaleError  # 20 ms, and not before a name is needed

            try:
                self._locales[tag] = Locale.parse(cldr_locale(tag))
            except (UnknownLocaleError, ValueError):
                self._locales[tag] = None
        return self._locales[tag]

    @cached_property
    def _tables(self) -> dict[str, Any]:
        return tomllib.loads(NAMES_FILE.read_text("utf-8"))

    @cached_property
    def _own(self) -> dict[str, dict[str, list[str]]]:
        return tomllib.loads(OWN_NAMES_FILE.read_text("utf-8"))
