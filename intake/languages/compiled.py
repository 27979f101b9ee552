"""Compiles a translated catalog (.po) into the form that is read at run time (.mo).

The .mo format has no room for gettext's fuzzy flag. So a draft carries a mark in front of its own text, which
`catalogs` takes off again, and the file names the .po that it was made from. The build uses this module by itself:
standard library and Babel only.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

DRAFT_MARK = "\ufdd0"
"""A code point that Unicode keeps for such use: it can be no part of a text."""

STALE_MARK = "\ufdd2"
"""In front of a draft whose English or German has changed since it was written."""

FUZZY, STALE = "fuzzy", "stale"

SOURCE_CONTEXT = "intake.source"
SOURCE_KEY = "sha256"

_ANY_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_ENTRY = re.compile(r'^(?:msgctxt ((?:".*"\s*)+))?msgid ((?:".*"\s*)+)', re.MULTILINE)


def digest_of(po: bytes) -> str:
    """Names the contents of a .po, so that a .mo knows whether it was made from it."""
    import hashlib  # an installed program has no .po to compare with, and need not load OpenSSL for it

    return hashlib.sha256(po).hexdigest()


def read_catalog(po: bytes, language: str) -> Catalog:
    """The messages of a .po that are in use. Raises ValueError where it is not valid, or holds a message twice."""
    # Babel costs 20 ms and is needed only where a catalog is built
    from babel.messages.pofile import PoFileError, read_po

    try:
        text = po.decode("utf-8-sig")
        keys = [_unquoted(context) + "\x04" + _unquoted(msgid) for context, msgid in _ENTRY.findall(text)]
        twice = sorted({key for key in keys if keys.count(key) > 1}) if len(set(keys)) < len(keys) else []
        if twice:
            raise ValueError(f"a message stands there twice: {twice[0].lstrip(chr(4))!r}")
        return read_po(io.StringIO(text), locale=language, abort_invalid=True, ignore_obsolete=True)
    except (PoFileError, IndexError, AssertionError) as error:
        raise ValueError(f"no valid catalog: {error}") from error


def _unquoted(quoted: str) -> str:
    return "".join(line.strip()[1:-1] for line in quoted.splitlines())


def compile_catalog(po: bytes, language: str) -> bytes:
    """The .mo of a .po: drafts included and marked, messages without a whole translation left out.

    The same .po always gives the same bytes. Raises ValueError where the .po is not valid.
    """
    # needed only where a catalog is built
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo

    source = read_catalog(po, language)
    target = Catalog(source.locale, project="intake", creation_date=_ANY_DAY, revision_date=_ANY_DAY, fuzzy=False)
    target.mime_headers = [("Plural-Forms", source.plural_forms), ("Last-Translator", ""), ("Language-Team", "")]
    for message in source:
        strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        if not message.id or not all(strings):
            continue
        mark = (STALE_MARK if STALE in message.flags else DRAFT_MARK) if message.fuzzy else ""
        marked = tuple(mark + string for string in strings)
        target.add(message.id, marked if message.pluralizable else marked[0], context=message.context)
    target.add(SOURCE_KEY, digest_of(po), context=SOURCE_CONTEXT)
    out = io.BytesIO()
    write_mo(out, target)
    return out.getvalue()


def compile_all(locales: Path) -> tuple[Path, ...]:
    """Writes the .mo beside each `<language>/LC_MESSAGES/intake.po` and returns them, sorted by language."""
    written = []
    for po in sorted(locales.glob("*/LC_MESSAGES/intake.po")):
        mo = po.with_suffix(".mo")
        draft = mo.with_suffix(".mo.new")
        draft.write_bytes(compile_catalog(po.read_bytes(), po.parent.parent.name))
        draft.replace(mo)
        written.append(mo)
    return tuple(written)
