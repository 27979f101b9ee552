"""A catalog as rows for translators without git, and what comes back: each row is taken, or refused with the reason.

A row is found again by its key, a digest of context and English. Nothing else of a returned file is trusted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from intake.languages.compiled import FUZZY, STALE, read_catalog
from intake.languages.direction import strip_controls
from intake.languages.languages import InterfaceLanguage
from intake.languages.messages import N_, Key, SourceMessage, placeholders
from intake.languages.translation.po_files import written

LONGEST = 4000
"""Characters of one translation; the longest message of the program has a tenth of it."""


class Standing(StrEnum):
    """How far a row is."""

    MISSING = "missing"
    STALE = "stale"
    DRAFT = "draft"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Row:
    """One text to translate. `key` names it, `place` says where it came from in a returned file (row or unit)."""

    key: str
    context: str
    english: str
    german: str
    text: str
    standing: Standing
    place: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: a message id, and the place in the file."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The catalog with what was taken from a returned file."""

    po: bytes
    changed: int
    reviewed: int
    unchanged: int
    refused: tuple[Refused, ...]


def key_of(context: str, msgid: str, form: int = 0) -> str:
    """The name of a message in files of translators: 12 hexadecimal digits, and the number of a plural form."""
    digest = hashlib.sha256(f"{context}\x04{msgid}".encode()).hexdigest()[:12]
    return f"{digest}-{form}" if form else digest


def rows_of(
    po: bytes, language: InterfaceLanguage, messages: Sequence[SourceMessage], german: Mapping[Key, str]
) -> tuple[Row, ...]:
    """Every message of a catalog in the program's order, plural forms apart. Raises ValueError for a wrong catalog."""
    catalog = read_catalog(po, language.code)
    return tuple(
        Row(
            key_of(message.context, message.msgid, form),
            message.context,
            (message.plural or message.msgid) if form else message.msgid,
            german.get(message.key, "").split("\x00")[0],
            text,
            _standing(known, text),
        )
        for message in messages
        if (known := catalog.get(message.msgid, message.context or None)) is not None
        for form, text in enumerate(_forms(known))
    )


def _forms(known: Message) -> tuple[str, ...]:
    return (known.string or "",) if isinstance(known.string, str) else tuple(known.string or ("",))


def _standing(known: Message, text: str) -> Standing:
    if not text:
        return Standing.MISSING
    if not known.fuzzy:
        return Standing.REVIEWED
    return Standing.STALE if STALE in known.flags else Standing.DRAFT


def take(po: bytes, language: InterfaceLanguage, rows: Iterable[Row]) -> Taken:
    """The catalog with the rows of a returned file. Raises ValueError where `po` is not valid.

    A text that changed is a draft unless its row is called reviewed. An empty row changes nothing.
    """
    catalog = read_catalog(po, language.code)
    places = {key_of(message.context or "", _msgid(message), n): (message, n) for message, n in _all_forms(catalog)}
    refused: list[Refused] = []
    counts = {"changed": 0, "reviewed": 0, "unchanged": 0}
    seen: set[str] = set()
    for row in rows:
        if not row.text.strip():
            continue
        found = places.get(row.key)
        wrong = N_("This key is not in the catalog.") if found is None else _fault(row, found[0])
        if row.key in seen:
            wrong = N_("This key stands there twice.")
        if wrong or found is None:
            refused.append(Refused(row.place, wrong))
            continue
        seen.add(row.key)
        counts[_put(catalog, *found, row)] += 1
    return Taken(written(catalog), **counts, refused=tuple(refused))


def _all_forms(catalog: Catalog) -> Iterator[tuple[Message, int]]:
    for message in catalog:
        if message.id:
            yield from ((message, form) for form in range(len(_forms(message))))


def _msgid(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _fault(row: Row, message: Message) -> str:
    """Why a text cannot be used, as a message id; empty where it can."""
    ids = (message.id,) if isinstance(message.id, str) else message.id
    if row.english.strip() and row.english.strip() not in [id_.strip() for id_ in ids]:
        return N_("The English has changed since the file was written. Export again.")
    if len(row.text) > LONGEST:
        return N_("The text is too long.")
    if any(strip_controls(char) != char for char in row.text if char != "\n"):
        return N_("The text holds control characters or direction marks.")
    try:
        named = placeholders(row.text)
    except ValueError:
        return N_("A placeholder in braces is not closed, or holds more than a name.")
    if named not in [placeholders(id_) for id_ in ids]:
        return N_("The placeholders in braces are not those of the English.")
    return ""


def _put(catalog: Catalog, message: Message, form: int, row: Row) -> str:
    """Write a row into the catalog. Returns what that was."""
    forms, text = list(_forms(message)), _as_wide(row.text, message)
    was_same = forms[form] == text
    forms[form] = text
    is_reviewed = row.standing is Standing.REVIEWED
    if was_same and not (is_reviewed and message.fuzzy):
        return "unchanged"
    message.string = forms[0] if isinstance(message.id, str) else tuple(forms)
    message.flags -= {FUZZY, STALE}
    if not is_reviewed:
        message.flags.add(FUZZY)
    return "reviewed" if is_reviewed else "changed"


def _as_wide(text: str, message: Message) -> str:
    """The text with the blanks around it that its message has: editors lose them, translators add some."""
    msgid, inner = _msgid(message), text.strip()
    return msgid[: len(msgid) - len(msgid.lstrip())] + inner + msgid[len(msgid.rstrip()) :]


def line_ends(text: str) -> str:
    """A text as it came from a spreadsheet or an editor, with the line ends of a catalog."""
    return re.sub(r"\r\n?", "\n", text)


def catalog_path(locales: Path, language: str) -> Path:
    return locales / language / "LC_MESSAGES" / "intake.po"
