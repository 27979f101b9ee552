"""Writes the template (.pot) and brings the translated catalogs (.po) up to date with it.

The output depends on nothing but the messages and the translations: no dates, no line numbers, no versions. A
translation is kept as long as its message is used. Where its English or its German has changed since, it is stale:
it stays in use as a draft, and carries the flag `stale` until somebody has looked at it. So that a change of the German
is seen, each message keeps a digest of the German it was translated beside.
"""

from __future__ import annotations

import difflib
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from intake.languages.catalogs import BINDING_LANGUAGE, FAMILIAR
from intake.languages.compiled import FUZZY, STALE, read_catalog
from intake.languages.languages import InterfaceLanguage
from intake.languages.messages import Key, SourceMessage, placeholders

WIDTH: Final = 100
_KEPT_HEADERS: Final = ("Last-Translator", "Language-Team")
_UNFILLED: Final = ("EMAIL@ADDRESS", "LL@li.org", "FULL NAME", "FIRST AUTHOR")
_GERMAN: Final = "de:"
_ALIKE: Final = 0.8
"""From this share of equal letters on a new message counts as an old one that was reworded."""
_SHORTEST: Final = 12
"""Shorter messages without a context are too alike to say that one became another."""


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
        _add(catalog, message, _empty(message, catalog), frozenset(), (), None)
    return _written(catalog, "# The message ids of intake. Written by `python -m intake.languages.extraction`.", ())


def updated(
    po: bytes,
    language: InterfaceLanguage,
    messages: Sequence[SourceMessage],
    german: Mapping[Key, str] | None = None,
) -> Update:
    """The catalog of a language with exactly these messages, in their order. Raises ValueError where `po` is not valid.

    `german` are the German texts; None leaves what was noted of them as it is. Familiar forms are asked for where the
    language has them (`languages.toml`); elsewhere they stay where they exist.
    """
    old = read_catalog(po, language.code)
    target = Catalog(language.code)
    target.mime_headers = [("Plural-Forms", old.plural_forms)]
    used = {message.key for message in messages}
    unused = {_key(message): message for message in old if message.id and message.string and _key(message) not in used}
    reworded = {} if language.code == BINDING_LANGUAGE else _reworded(messages, old, unused)
    new = 0
    for message in messages:
        known = old.get(message.msgid, message.context or None)
        before = reworded.get(message.key) if known is None or not known.string else None
        string = _string(message, before or known, target)
        if not any(string) and message.context.endswith(FAMILIAR) and not language.has_familiar:
            continue
        new += known is None
        origin = None if language.code == BINDING_LANGUAGE else _german_noted(message, known, german)
        flags = _flags(message, before, known, german) if any(string) else frozenset()
        _add(target, message, string, flags, known.user_comments if known else (), origin)
    gone = unused.keys() - {_key(message) for message in reworded.values()}
    dropped = tuple(msgid for context, msgid in unused if (context, msgid) in gone)
    return Update(_written(target, old.header_comment, old.mime_headers), new, dropped)


def _reworded(messages: Sequence[SourceMessage], old: Catalog, unused: Mapping[Key, Message]) -> Mapping[Key, Message]:
    """For new messages the old one of the same context that they were made of, as far as that is likely."""
    left = dict(unused)
    found: dict[Key, Message] = {}
    for message in messages:
        known = old.get(message.msgid, message.context or None)
        if (known is not None and known.string) or message.plural:
            continue
        alike = [
            (difflib.SequenceMatcher(None, msgid, message.msgid).ratio(), msgid)
            for context, msgid in left
            if context == message.context
            and (context or min(len(msgid), len(message.msgid)) >= _SHORTEST)
            and placeholders(msgid) == placeholders(message.msgid)
        ]
        ratio, msgid = max(alike, default=(0.0, ""))
        if ratio >= _ALIKE:
            found[message.key] = left.pop((message.context, msgid))
    return found


def _flags(
    message: SourceMessage, before: Message | None, known: Message | None, german: Mapping[Key, str] | None
) -> frozenset[str]:
    if before is not None:
        return frozenset({FUZZY, STALE})
    if known is None:
        return frozenset()
    noted = next((each for each in known.auto_comments if each.startswith(_GERMAN)), "")
    now = _digest(german.get(message.key, "")) if german is not None else noted
    if (noted and noted != now) or (known.fuzzy and STALE in known.flags):
        return frozenset({FUZZY, STALE})
    return frozenset({FUZZY}) if known.fuzzy or _changed_form(message, known) else frozenset()


def _german_noted(message: SourceMessage, known: Message | None, german: Mapping[Key, str] | None) -> str:
    """The digest of the German to stand beside a message."""
    if german is not None:
        return _digest(german.get(message.key, ""))
    return next((each for each in known.auto_comments if each.startswith(_GERMAN)), "") if known else ""


def _digest(text: str) -> str:
    return _GERMAN + hashlib.sha256(text.encode()).hexdigest()[:8] if text else ""


def empty_catalog(language: InterfaceLanguage) -> bytes:
    """A .po without messages, to begin a language with."""
    comment = f"# {language.english_name} translations for intake."
    return _written(Catalog(language.code), comment, ())


def written(catalog: Catalog) -> bytes:
    """A catalog that was read from a .po, written as an update would write it."""
    return _written(catalog, catalog.header_comment, catalog.mime_headers)


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
    german: str | None,
) -> None:
    catalog.add(
        (message.msgid, message.plural) if message.plural else message.msgid,
        string,
        locations=[(message.file, 0)] if message.file else [],
        flags=flags,
        user_comments=comments,
        auto_comments=[german] if german else [],
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
