"""Message ids: how one is marked in the sources, and what stands in its braces."""

from __future__ import annotations

import string
from dataclasses import dataclass
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


def N_(msgid: str) -> str:  # the name that gettext's tools know for this
    """Marks a message id that is translated where it is shown."""
    return msgid


def placeholders(text: str) -> frozenset[str]:
    """The names in `{braces}`; ValueError where a brace is not closed or holds more than a name."""
    if "{" not in text and "}" not in text:
        return frozenset()
    names = set()
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise ValueError(f"a placeholder is a name in braces and nothing else: {{{name}}}")
        names.add(name)
    return frozenset(names)
