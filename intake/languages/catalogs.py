"""The catalogs of the interface languages: what a message id is in a language, and how far that can be trusted.

A text is looked up in its own language, then in German, then the English message id itself is shown: never blank.
Whether it is a draft or missing is said with it, so that screen and paper can mark it. Nothing here imports Babel as
long as the compiled catalogs are there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from intake.errors import ContentError
from intake.languages.compiled import DRAFT_MARK, SOURCE_CONTEXT, SOURCE_KEY, STALE_MARK, compile_catalog, digest_of
from intake.languages.direction import fill
from intake.languages.mo_file import EMPTY, MoFile

PACKAGE: Final = Path(__file__).resolve().parent.parent
CATALOG_PLACES: Final = (PACKAGE / "locales", PACKAGE.parent / "locales")
"""Where catalogs are looked for: in the installed package, then in the checkout."""

SOURCE_LANGUAGE: Final = "en"
BINDING_LANGUAGE: Final = "de"
FAMILIAR: Final = "/familiar"

_KEPT: Final = 512
"""So many messages of a catalog are found at once: more than a screen shows, less than all of them."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A text with the language it is really in. `is_missing`: the language that was asked for has no such text yet.

    `is_stale`: a draft that was written for an earlier wording of the message.
    """

    text: str
    language: str
    is_draft: bool = False
    is_missing: bool = False
    is_stale: bool = False


class Catalog:
    """The texts of one language. An empty context means a message without one.

    A context that ends in `/familiar` asks for the familiar form of address, and takes the polite one where a language
    has no other.
    """

    def __init__(self, language: str, texts: MoFile | None, fallback: Catalog | None) -> None:
        self.language = language
        mo = texts or MoFile(EMPTY)
        self._texts = lru_cache(_KEPT)(mo.texts)
        self._form = mo.form
        self._fallback = fallback

    def lookup(self, context: str, msgid: str) -> Translation:
        """The text of a message, with its marks."""
        if self.language == SOURCE_LANGUAGE:
            return Translation(msgid, SOURCE_LANGUAGE)
        polite = context.removesuffix(FAMILIAR)
        for form in (context,) if polite == context else (context, polite):
            if texts := self._texts(form, msgid):
                return self._found(texts[self._form(1) if len(texts) > 1 else 0])
        if self._fallback is None:
            return Translation(msgid, SOURCE_LANGUAGE, is_missing=True)
        found = self._fallback.lookup(context, msgid)
        return replace(found, is_missing=True)

    def lookup_plural(self, context: str, singular: str, plural: str, n: int) -> Translation:
        """The form for `n`, with its marks. `n` is not filled in."""
        if self.language == SOURCE_LANGUAGE:
            return Translation(singular if n == 1 else plural, SOURCE_LANGUAGE)
        if texts := self._texts(context, singular, True):
            return self._found(texts[self._form(n)])
        if self._fallback is None:
            return Translation(singular if n == 1 else plural, SOURCE_LANGUAGE, is_missing=True)
        found = self._fallback.lookup_plural(context, singular, plural, n)
        return replace(found, is_missing=True)

    def forms(self, context: str, msgid: str, plural: str = "") -> tuple[Translation, ...]:
        """What this catalog itself holds, with no fallback: one text, or all plural forms; nothing where missing."""
        return tuple(map(self._found, dict.fromkeys(self._texts(context, msgid, bool(plural)))))

    def gettext(self, msgid: str) -> str:
        return self.lookup("", msgid).text

    def pgettext(self, context: str, msgid: str) -> str:
        return self.lookup(context, msgid).text

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.lookup_plural("", singular, plural, n).text

    def npgettext(self, context: str, singular: str, plural: str, n: int) -> str:
        return self.lookup_plural(context, singular, plural, n).text

    def say(self, msgid: str, params: Mapping[str, object] | None = None, *, context: str = "") -> str:
        """The text with its `{named}` placeholders filled, values of the other direction isolated (see `fill`)."""
        return fill(self.lookup(context, msgid).text, params or {})

    def _found(self, text: str) -> Translation:
        is_stale = text.startswith(STALE_MARK)
        is_draft = is_stale or text.startswith(DRAFT_MARK)
        return Translation(text[1:] if is_draft else text, self.language, is_draft, is_stale=is_stale)


class Catalogs:
    """All catalogs, each read when it is first asked for: `catalogs["tr"].gettext("Save")`.

    A language without a catalog is allowed: all its texts are missing. A catalog that is there and cannot be read
    raises ContentError.
    """

    def __init__(self, *places: Path) -> None:
        self._places = places or CATALOG_PLACES
        self._read: dict[str, Catalog] = {}

    def __getitem__(self, language: str) -> Catalog:
        catalog = self._read.get(language)
        if catalog is None:
            fallback = None if language in (BINDING_LANGUAGE, SOURCE_LANGUAGE) else self[BINDING_LANGUAGE]
            texts = None if language == SOURCE_LANGUAGE else read_texts(language, self._places)
            catalog = self._read.setdefault(language, Catalog(language, texts, fallback))
        return catalog


def read_texts(language: str, places: tuple[Path, ...] = CATALOG_PLACES) -> MoFile | None:
    """The catalog from the first place that has one; None where none has.

    A .mo beside a .po that has changed since is not used: the .po is compiled in memory instead (70 ms).
    Raises ContentError where the file is damaged, ValueError where `language` is no language code.
    """
    if not re.fullmatch(r"[a-z]{2,3}(_[A-Za-z0-9]+)*", language):
        raise ValueError(f"no language code: {language!r}")
    for place in places:
        mo = place / language / "LC_MESSAGES" / "intake.mo"
        po = mo.with_suffix(".po")
        file = po if po.is_file() else mo
        try:
            if file == po:
                return _of_source(po, mo, language)
            if mo.is_file():
                return MoFile(mo.read_bytes())
        except (OSError, ValueError) as error:
            raise ContentError(
                "The texts in one language cannot be read.",
                "Nothing was changed. Install intake again, or have {file} repaired.",
                (f"{file}: {error}",),
                file=f"{language}/LC_MESSAGES/{file.name}",
            ) from error
    return None


def _of_source(po: Path, mo: Path, language: str) -> MoFile:
    source = po.read_bytes()
    if mo.is_file():
        try:
            texts = MoFile(mo.read_bytes())
        except ValueError:
            texts = None
        if texts and texts.texts(SOURCE_CONTEXT, SOURCE_KEY) == (digest_of(source),):
            return texts
    return MoFile(compile_catalog(source, language))
