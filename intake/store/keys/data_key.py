"""The keys that somebody holds while the store is open."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import TypeVar

from intake.store.failures import StoreClosed
from intake.store.keys.secret_memory import SecretBytes, overwrite

KEY_BYTES = 32

T = TypeVar("T")
Random = Callable[[int], bytes]


class DataKey:
    """The key of the store file, and the sections key where this person holds it. Never shown, logged or written bare.

    The sections key opens the answers of the sections health and protection. `generation` and `sections_generation`
    count the keys that came before these. The audit key is derived from the first data key and outlives rotations.
    """

    __slots__ = ("_audit", "_raw", "_sections", "generation", "sections_generation")

    def __init__(
        self,
        raw: bytes,
        sections: bytes | None = None,
        audit: bytes | None = None,
        generation: int = 1,
        sections_generation: int = 1,
    ) -> None:
        if any(len(key) != KEY_BYTES for key in (raw, sections, audit) if key is not None):
            raise ValueError("a key has 32 bytes")
        self._raw = SecretBytes(raw)
        self._sections = None if sections is None else SecretBytes(sections)
        self._audit = None if audit is None else SecretBytes(audit)
        self.generation = generation
        self.sections_generation = sections_generation

    @property
    def raw(self) -> bytes:
        """The key of the store file, 32 bytes. Raises StoreClosed after `forget`."""
        return _bytes(self._raw)

    def used(self, use: Callable[[bytes], T]) -> T:
        """What `use` makes of the key of the store file; the copy that it gets is overwritten, so it keeps none."""
        raw = self.raw
        try:
            return use(raw)
        finally:
            overwrite(raw)

    @property
    def sections(self) -> bytes | None:
        """The key of the answers on health and protection, 32 bytes. None: this person does not hold it."""
        return None if self._sections is None else _bytes(self._sections)

    @property
    def sections_id(self) -> str:
        """A name for the sections key that tells nothing about it. Empty: this person does not hold it."""
        sections = self.sections
        return derived(sections, b"intake.sect.id", 8).hex() if sections else ""

    @property
    def audit_key(self) -> bytes:
        """The key of the audit chain: derived, so that knowing it opens no store."""
        if self._audit is not None:
            return _bytes(self._audit)
        return self.used(lambda raw: derived(raw, b"intake.audit.1"))

    def with_sections(self, sections: bytes | None, generation: int) -> DataKey:
        """The same key of the file, with another sections key."""
        audit = None if self._audit is None else _bytes(self._audit)
        return DataKey(self.raw, sections, audit, self.generation, generation)

    def forget(self) -> None:
        """Overwrites the keys; from now on this opens nothing."""
        for key in (self._raw, self._sections, self._audit):
            if key is not None:
                key.wipe()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DataKey):
            return NotImplemented
        mine, theirs = (self.sections or b"", other.sections or b"")
        return hmac.compare_digest(self.raw, other.raw) and hmac.compare_digest(mine, theirs)

    __hash__ = None  # type: ignore[assignment]  # a secret is no key of a dictionary

    def __repr__(self) -> str:
        return "DataKey()"


def new_data_key(random: Random = secrets.token_bytes) -> DataKey:
    """The keys of a new store: that of the file, and that of the sections health and protection."""
    return DataKey(random(KEY_BYTES), random(KEY_BYTES))


def derived(key: bytes, purpose: bytes, size: int = KEY_BYTES) -> bytes:
    """A key for one purpose (at most 16 bytes); it tells nothing about the key it is made from."""
    return hashlib.blake2b(key=key, digest_size=size, person=purpose).digest()


def _bytes(secret: SecretBytes) -> bytes:
    if secret.is_wiped:
        raise StoreClosed("The store is locked.", "Nothing was lost. Unlock it with your passphrase, then try again.")
    return secret.copy()
