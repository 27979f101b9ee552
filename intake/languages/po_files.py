"""Writes the template (.pot) and brings the translated catalogs (.po) up to date with it.

The output depends on nothing but the messages and the translations: no dates, no line numbers, no versions. A
translation is kept as long as its message is used. Nothing is guessed from similar ones: a wrong guess would be shown.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from intake.languages.catalogs import FAMILIAR
from intake.languages.compiled import read_catalog
from intake.languages.languages import InterfaceLanguage
from intake.languages.messages import SourceMessage

WIDTH: Final = 100
_KEPT_HEADERS: Final = ("Last-Translator", "Language-Team")
_UNFILLED: Final = ("EMAIL@ADDRESS", "LL@li.org", "FULL NAME", "FIRST AUTHOR")


@dataclass(frozen=True, slots=True)
class Update:
    """A catalog brought up to date, with what changed: messages that are new, and translations no longer used."""

    po: bytes
    new: int
    dropped: tuple[str, ...]


def template(messages: Sequence[SourceMessage]) -> bytes:
    """The .pot of all messages."""
    catalog = Catalog()
    for message in messages:
        _add(catalog, message, _empty(message, catalog), frozenset(), ())
    return _written(catalog, "# The message ids of intake. Written by `python -m intake.languages.extraction`.", ())


def updated(po: bytes, language: InterfaceLanguage, messages: Sequence[SourceMessage]) -> Update:
    """The catalog of a language with exactly these messages, in their order. Raises ValueError where `po` is not valid.

    Familiar forms are asked for where the language has them (`languages.toml`); elsewhere they stay where they exist.
    """
    old = read_catalog(po, language.code)
    target = Catalog(language.code)
    target.mime_headers = [("Plural-Forms", old.plural_forms)]
    new = 0
    for message in messages:
        known = old.get(message.msgid, message.context or None)
        string = _string(message, known, target)
        if not any(string) and message.context.endswith(FAMILIAR) and not language.has_familiar:
            continue
        new += known is None
        flags = {"fuzzy"} if known and any(string) and (known.fuzzy or _changed_form(message, known)) else set()
        _add(target, message, string, frozenset(flags), known.user_comments if known else ())
    used = {message.key for message in messages}
    dropped = [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in old
        if message.id and message.string and _key(message) not in used
    ]
    return Update(_written(target, old.header_comment, old.mime_headers), new, tuple(dropped))


def empty_catalog(language: InterfaceLanguage) -> bytes:
    """A .po without messages, to begin a language with."""
    comment = f"# {language.english_name} translations for intake."
    return _written(Catalog(language.code), comment, ())


def _key(message: Message) -> tuple[str, str]:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]


def _changed_form(message: SourceMessage, known: Message) -> bool:
    return bool(message.plural) != bool(known.pluralizable)


def _empty(message: SourceMessage, catalog: Catalog) -> str | tuple[str, ...]:
    return ("",) * catalog.num_plurals if message.plural else ""


def _string(message: SourceMessage, known: Message | None, target: Catalog) -> str | tuple[str, ...]:
    """The translation so far. A message that became plural keeps its text as the first form, and vice versa."""
    empty = _empty(message, target)
    if known is None or not known.string:
        return empty
    forms = (known.string,) if isinstance(known.string, str) else tuple(known.string)
    return (*forms, *empty)[: len(empty)] if message.plural else forms[0]


def _add(
    catalog: Catalog,
    message: SourceMessage,
    string: str | tuple[str, ...],
    flags: frozenset[str],
    comments: Sequence[str],
) -> None:
    catalog.add(
        (message.msgid, message.plural) if message.plural else message.msgid,
        string,
        locations=[(message.file, 0)] if message.file else [],
        flags=flags,
        user_comments=comments,
        context=message.context or None,
    )


def _written(catalog: Catalog, comment: str, headers: Sequence[tuple[str, str]]) -> bytes:
    kept = [
        (name, value)
        for name, value in headers
        if name in _KEPT_HEADERS and value != str(catalog.locale) and not any(word in value for word in _UNFILLED)
    ]
    lines = [line for line in comment.splitlines() if not any(word in line for word in _UNFILLED)]
    while lines and lines[-1].strip() == "#":
        lines.pop()
    fields = [("Project-Id-Version", "intake"), *kept]
    if catalog.locale:
        fields += [("Language", str(catalog.locale)), ("Plural-Forms", catalog.plural_forms)]
    fields += [("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8")]
    fields += [("Content-Transfer-Encoding", "8bit")]
    head = [*lines, 'msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in fields), "", ""]
    body = io.BytesIO()
    write_po(body, catalog, width=WIDTH, omit_header=True, ignore_obsolete=True, include_lineno=False)
    return "\n".join(head).encode() + body.getvalue().rstrip() + b"\n"
