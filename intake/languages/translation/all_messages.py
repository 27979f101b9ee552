"""All message ids of the program, in a fixed order: first the questionnaires, then the Python sources."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from intake.languages.messages import Key, SourceMessage
from intake.languages.translation.code_messages import Sources, read_sources
from intake.languages.translation.content_messages import content_messages, site_messages


def all_messages(package: Path, sources: Sources | None = None) -> tuple[SourceMessage, ...]:
    """Every message of the package in `package`, each once, where it stands first.

    `sources` are its Python modules, where they have been read already. Raises ContentError with file and line where
    a source cannot be read: half a list would lose translations.
    """
    found: dict[Key, SourceMessage] = {}
    content = (*content_messages(package / "interview" / "content"), *site_messages(package / "pathways"))
    for message in (*content, *(sources or read_sources(package)).messages):
        known = found.setdefault(message.key, message)
        found[message.key] = replace(known, plural=known.plural or message.plural)
    return tuple(found.values())
