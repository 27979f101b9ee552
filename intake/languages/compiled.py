"""Compiles a translated catalog (.po) into the form that is read at run time (.mo).

The .mo format has no room for gettext's fuzzy flag. So a draft carries a mark in front of its own text, which
`catalogs` takes off again, and the file names the .po that it was made from. The keys are sorted as the format wants
it (Babel sorts otherwise), so that a text is found without reading all others. The build uses this module by itself:
standard library and Babel only.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Mapping
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
SOURCE_KEY = "crc32, sorted"

_MAGIC = 0x950412DE
_HEAD = struct.Struct("<7I")
_PLACE = struct.Struct("<2I")
_ENTRY = r'^(?:msgctxt ((?:".*"\s*)+))?msgid ((?:".*"\s*)+)'


def digest_of(po: bytes) -> str:
    """Names the contents of a .po, so that a .mo knows whether it was made from it. Against chance, not against intent:
    a start from a checkout need not load OpenSSL for it.
    """
    return f"{len(po)} {zlib.crc32(po):08x}"


def read_catalog(po: bytes, language: str) -> Catalog:
    """The messages of a .po that are in use. Raises ValueError where it is not valid, or holds a message twice."""
    # Babel costs 20 ms and is needed only where a catalog is built
    from babel.messages.pofile import PoFileError, read_po

    try:
        text = po.decode("utf-8-sig")
        entries = re.findall(_ENTRY, text, re.MULTILINE)
        keys = [_unquoted(context) + "\x04" + _unquoted(msgid) for context, msgid in entries]
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
    source = read_catalog(po, language)
    header = f"Content-Type: text/plain; charset=utf-8\nPlural-Forms: {source.plural_forms}\n"
    texts = {b"": header.encode(), f"{SOURCE_CONTEXT}\x04{SOURCE_KEY}".encode(): digest_of(po).encode()}
    for message in source:
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
        if not message.id or not all(strings):
            continue
        mark = (STALE_MARK if STALE in message.flags else DRAFT_MARK) if message.fuzzy else ""
        key = (f"{message.context}\x04" if message.context else "") + "\0".join(ids)
        texts[key.encode()] = "\0".join(mark + string for string in strings).encode()
    return _as_mo(texts)


def _as_mo(texts: Mapping[bytes, bytes]) -> bytes:
    """Source: GNU gettext, "The Format of GNU MO Files". Without the hash table, which is optional."""
    keys = sorted(texts)
    all_texts = [*keys, *(texts[key] for key in keys)]
    at = _HEAD.size + _PLACE.size * len(all_texts)
    places = bytearray()
    for text in all_texts:
        places += _PLACE.pack(len(text), at)
        at += len(text) + 1
    texts_at = _HEAD.size + _PLACE.size * len(keys)
    head = _HEAD.pack(_MAGIC, 0, len(keys), _HEAD.size, texts_at, 0, 0)
    return head + places + b"".join(text + b"\0" for text in all_texts)


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
