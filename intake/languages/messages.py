"""All message ids of the program, in a fixed order: first the questionnaires, then the Python sources."""

from __future__ import annotations

import string
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

Key: TypeAlias = tuple[str, str]
"""Context (empty for none) and message id."""


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """A message id and the module it stands in. `plural` is empty where there is one form only."""

    context: str
    msgid: str
    plural: str = ""
    file: str = ""

    @property
    def key(self) -> Key:
        return self.context, self.msgid


def all_messages(package: Path) -> tuple[SourceMessage, ...]:
    """Every message of the package in `package`, each once, where it stands first.

    Raises ContentError with file and line where a source cannot be read: half a list would lose translations.
    """
    # tools for developers: what runs at the desk reads catalogs only
    from intake.languages.code_messages import read_sources
    from intake.languages.content_messages import content_messages, site_messages

    found: dict[Key, SourceMessage] = {}
    content = (*content_messages(package / "interview" / "content"), *site_messages(package / "pathways"))
    for message in (*content, *read_sources(package).messages):
        known = found.setdefault(message.key, message)
        found[message.key] = replace(known, plural=known.plural or message.plural)
    return tuple(found.values())


def N_(msgid: str) -> str:  # the name that gettext's tools know for this
    """Marks a message id that is translated where it is shown."""
    return msgid


def placeholders(text: str) -> frozenset[str]:
    """The names in `{braces}`; ValueError where a brace is not closed or holds more than a name."""
    names = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"a placeholder is a name in braces and nothing else: {{{name}}}")
        names.add(name)
    return frozenset(names)
