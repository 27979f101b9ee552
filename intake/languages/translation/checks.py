"""What is wrong with the catalogs, and how complete each language is.

Both work on the sources and on an installed package alike: they ask the catalogs as the program does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from intake.errors import ContentError
from intake.languages.catalogs import CATALOG_PLACES, FAMILIAR, PACKAGE, SOURCE_LANGUAGE, Catalog, Catalogs, Translation
from intake.languages.direction import strip_controls
from intake.languages.languages import InterfaceLanguage, InterfaceLanguages, Status, load_languages
from intake.languages.messages import SourceMessage, placeholders
from intake.languages.translation.all_messages import all_messages
from intake.languages.translation.code_messages import read_sources

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Completeness:
    """Messages of one language: `translated` by a speaker or reviewed by one, `draft` not yet, `missing` not there.

    `stale` are those drafts whose English or German has changed since they were written.
    """

    language: str
    total: int
    translated: int
    draft: int
    missing: int
    stale: int = 0


def catalog_problems(package: Path = PACKAGE, places: Sequence[Path] = CATALOG_PLACES) -> tuple[str, ...]:
    """Every mistake in the catalogs, one line each; empty where all is well.

    German missing or a draft, a translation whose placeholders are not those of its message, control characters or
    bidi marks in it, a language that is called reviewed and is not, a stale template. Missing texts in other languages
    are no mistake: `completeness` counts them.
    """
    try:
        sources = read_sources(package)
        messages = all_messages(package, sources)
        languages = load_languages()
        catalogs = Catalogs(*places)
        found = [*sources.problems, *_of_messages(messages), *_of_places(languages, places, messages)]
        for language in languages:
            found += _of_language(language, catalogs, messages)
    except ContentError as error:
        return error.problems or (str(error),)
    return tuple(found)


def completeness(package: Path = PACKAGE, places: Sequence[Path] = CATALOG_PLACES) -> tuple[Completeness, ...]:
    """How far each interface language is, in the order of `languages.toml`. Raises ContentError as loading does."""
    messages = all_messages(package)
    catalogs = Catalogs(*places)
    return tuple(_completeness(language, catalogs, messages) for language in load_languages())


def _completeness(language: InterfaceLanguage, catalogs: Catalogs, messages: Sequence[SourceMessage]) -> Completeness:
    wanted = [message for message in messages if _is_wanted(language, message)]
    if language.code == SOURCE_LANGUAGE:
        return Completeness(language.code, len(wanted), len(wanted), 0, 0)
    forms = [catalogs[language.code].forms(each.context, each.msgid, each.plural) for each in wanted]
    draft = sum(any(form.is_draft for form in each) for each in forms)
    missing = sum(not each for each in forms)
    stale = sum(any(form.is_stale for form in each) for each in forms)
    return Completeness(language.code, len(wanted), len(wanted) - draft - missing, draft, missing, stale)


def unsettled(catalog: Catalog, messages: Sequence[SourceMessage]) -> Iterator[tuple[str, bool]]:
    """Each message that is stale (True) or missing (False) in a catalog, with its context before it."""
    language = load_languages()[catalog.language]
    for message in messages if language.code != SOURCE_LANGUAGE else ():
        forms = catalog.forms(message.context, message.msgid, message.plural)
        if _is_wanted(language, message) and (not forms or any(form.is_stale for form in forms)):
            yield _named(message), bool(forms)


def _is_wanted(language: InterfaceLanguage, message: SourceMessage) -> bool:
    return language.has_familiar or not message.context.endswith(FAMILIAR)


def _of_messages(messages: Sequence[SourceMessage]) -> Iterator[str]:
    for message in messages:
        for text in filter(None, (message.msgid, message.plural)):
            for what in _faults(text):
                yield _line(SOURCE_LANGUAGE, message, what)


def _of_places(
    languages: InterfaceLanguages, places: Sequence[Path], messages: Sequence[SourceMessage]
) -> Iterator[str]:
    for place in places:
        for folder in sorted(place.glob("*/LC_MESSAGES")):
            if folder.parent.name not in languages:
                yield f"{folder.parent.name}: there is a catalog, but languages.toml does not name the language"
        pot = place / "intake.pot"
        if pot.is_file():
            from intake.languages.translation.po_files import template  # Babel, and only in a checkout

            if pot.read_bytes() != template(messages):
                yield "intake.pot is stale: run `python -m intake.languages.extraction`"


def _of_language(language: InterfaceLanguage, catalogs: Catalogs, messages: Sequence[SourceMessage]) -> Iterator[str]:
    if language.code == SOURCE_LANGUAGE:
        return
    catalog = catalogs[language.code]
    is_final = language.status in (Status.BINDING, Status.REVIEWED)
    for message in messages:
        forms = catalog.forms(message.context, message.msgid, message.plural)
        if is_final and not forms and _is_wanted(language, message):
            yield _line(language.code, message, "has no translation")
        if is_final and any(form.is_draft for form in forms):
            yield _line(language.code, message, "is a draft (fuzzy)")
        for form in forms:
            for what in (*_faults(form.text), *_differences(message, form)):
                yield _line(language.code, message, what)


def _differences(message: SourceMessage, form: Translation) -> Iterator[str]:
    try:
        named = placeholders(form.text)
        allowed = {placeholders(text) for text in (message.msgid, message.plural or message.msgid)}
    except ValueError:
        return
    if named not in allowed:
        wanted = " or ".join(sorted(str(sorted(names)) for names in allowed))
        yield f"has the placeholders {sorted(named)} instead of {wanted}"
    if form.text != form.text.strip() and message.msgid == message.msgid.strip():
        yield "begins or ends with a blank"


def _faults(text: str) -> Iterator[str]:
    try:
        placeholders(text)
    except ValueError as error:
        yield f"has a wrong placeholder: {error}"
    for char in sorted(filter(_is_control, set(text))):
        yield f"holds the control character U+{ord(char):04X}"


@lru_cache(4096)
def _is_control(char: str) -> bool:
    return char != "\n" and strip_controls(char) != char


def _line(language: str, message: SourceMessage, what: str) -> str:
    return f"{language}: {_named(message)} {what}"


def _named(message: SourceMessage) -> str:
    """The beginning of a message with its context."""
    shown = message.msgid if len(message.msgid) <= _SHOWN else message.msgid[: _SHOWN - 1] + "…"
    return f"{f'[{message.context}] ' if message.context else ''}{shown!r}"
