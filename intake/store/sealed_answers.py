"""Answers about health and protection, sealed with the second key inside the store.

What was answered, the note and the reason are one sealed text; the state, the source and the mark 'ask again' stay
readable, as do the names of the questions. So the data key alone opens no such answer. Each is bound to its case and
its place: moved elsewhere, it opens nothing. It is filled up with blanks to a round length, as the length alone would
tell which option was chosen. Source: RFC 8439; storage.md 1.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.errors import StoreError
from intake.interview.protected import protected_questions
from intake.interview.values import Json
from intake.store.keys.data_key import DataKey

SEALED: Final = "sealed"
"""The `form` of a value that is sealed."""

_MARK: Final = "\ufdd0"
"""What a sealed note begins with: no character of any text (Unicode 23.7)."""

_NONCE_BYTES = 12

_ROUND_BYTES = 256
"""What is sealed is a multiple of this; options, dates and short notes are all of one length."""

Random = Callable[[int], bytes]


class Columns(NamedTuple):
    """What a row says of an answer, in clear."""

    state: str | None
    form: str | None
    value: str | None
    source: str | None
    note: str | None
    recheck: int | None
    reason: str | None


class AnswerRow(Protocol):
    """A row of `answer` or `answer_event`."""

    @property
    def case_id(self) -> str: ...
    @property
    def question(self) -> str: ...
    @property
    def entry(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def state(self) -> str | None: ...
    @property
    def form(self) -> str | None: ...
    @property
    def value(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...
    @property
    def note(self) -> str | None: ...
    @property
    def recheck(self) -> int | None: ...
    @property
    def reason(self) -> str | None: ...


class StoredAnswer(NamedTuple):
    """A row that was read without the tables."""

    case_id: str
    question: str
    entry: str
    field: str
    state: str | None
    form: str | None
    value: str | None
    source: str | None
    note: str | None
    recheck: int | None
    reason: str | None

    @property
    def place(self) -> tuple[str, str, str, str]:
        return self.case_id, self.question, self.entry, self.field


class NotHeld(StoreError):
    """Whoever opened the store does not hold the key of these answers."""


class Seal:
    """Seals and opens answers with the second key of `key`, if it has one."""

    def __init__(self, key: DataKey, random: Random = secrets.token_bytes) -> None:
        self._key = key
        self._random = random

    def sealed(self, version: str, place: tuple[str, str, str, str], columns: Columns) -> Columns:
        """The columns as they are stored: sealed where the question is about health or protection.

        `place` is case, question, entry and field; `version` that of the questionnaire. Raises NotHeld.
        """
        if place[1] not in protected_questions(version):
            return columns
        return self.covered(place, columns)

    def covered(self, place: tuple[str, str, str, str], columns: Columns) -> Columns:
        """The columns sealed, whatever the question is about. Raises NotHeld."""
        if columns.value is None and not columns.note and not columns.reason:
            return columns
        content = json.dumps([columns.form, columns.value, columns.note or "", columns.reason or ""])
        token = self._encrypted(place, content.encode("utf-8"))
        if columns.value is None:
            return columns._replace(note=_MARK + token, reason="")
        return columns._replace(form=SEALED, value=json.dumps(token), note="", reason="")

    def opened(self, row: AnswerRow) -> Columns | None:
        """The columns of a row in clear; None where they are sealed and the key is not held.

        Raises StoreError where what is sealed was changed or moved.
        """
        columns = Columns(row.state, row.form, row.value, row.source, row.note, row.recheck, row.reason)
        token = sealed_token(columns)
        if token is None:
            return columns
        if self._key.sections is None:
            return None
        form, value, note, reason = self._content(token, (row.case_id, row.question, row.entry, row.field))
        return columns._replace(form=form, value=value, note=note, reason=reason)

    def text(self, version: str, place: tuple[str, str, str, str], text: str) -> str:
        """A text that is being typed, sealed where the question is about health or protection. Raises NotHeld."""
        if not text or place[1] not in protected_questions(version):
            return text
        return _MARK + self._encrypted(place, json.dumps(text).encode("utf-8"))

    def opened_text(self, place: tuple[str, str, str, str], text: str) -> str | None:
        """A half-typed text in clear; None where the key is not held."""
        if not text.startswith(_MARK):
            return text
        if self._key.sections is None:
            return None
        found = self._decrypted(text[len(_MARK) :], place)
        if not isinstance(found, str):
            raise changed()
        return found

    def _content(self, token: str, place: tuple[str, str, str, str]) -> tuple[str | None, str | None, str, str]:
        match self._decrypted(token, place):
            case [str() | None as form, str() | None as value, str() as note, str() as reason]:
                return form, value, note, reason
            case _:
                raise changed()

    def _encrypted(self, place: tuple[str, str, str, str], content: bytes) -> str:
        nonce = self._random(_NONCE_BYTES)
        filled = content + b" " * (-len(content) % _ROUND_BYTES)  # blanks after JSON mean nothing
        return base64.b64encode(nonce + self._cipher().encrypt(nonce, filled, _bound(place))).decode("ascii")

    def _decrypted(self, token: str, place: tuple[str, str, str, str]) -> Json:
        try:
            raw = base64.b64decode(token, validate=True)
            content = self._cipher().decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound(place))
            found: Json = json.loads(content)
        except (InvalidTag, binascii.Error, ValueError):
            raise changed() from None
        return found

    def _cipher(self) -> ChaCha20Poly1305:
        key = self._key.sections
        if key is None:
            raise NotHeld(
                "You do not hold the key of the answers on health and protection.",
                "Nothing was changed. A colleague who holds it can give it to you; until then they have to be asked "
                "and answered by somebody else.",
            )
        return ChaCha20Poly1305(key)


def sealed_token(columns: Columns) -> str | None:
    """What is sealed in these columns; None where nothing is. Raises StoreError where it was changed."""
    if columns.form == SEALED and columns.value is not None:
        try:
            return str(json.loads(columns.value))
        except (ValueError, RecursionError):
            raise changed() from None
    if columns.value is None and columns.note and columns.note.startswith(_MARK):
        return columns.note[len(_MARK) :]
    return None


def changed() -> StoreError:
    return StoreError(
        "An answer on health or protection was changed outside the program.",
        "It cannot be opened; everything else is unchanged. Keep a copy of the folder as it is, then restore the "
        "newest backup.",
    )


def _bound(place: tuple[str, str, str, str]) -> bytes:
    return json.dumps(["intake.answer.1", *place], ensure_ascii=True).encode("ascii")
