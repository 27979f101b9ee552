"""The data key of a store, and the slots that wrap it for each staff member and for the recovery key.

argon2id makes a key from the passphrase; ChaCha20-Poly1305 wraps the data key with it. Store, slot, name and cost are
authenticated with it, so a slot that was swapped, renamed or made cheaper is refused. Source: storage.md 1.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.errors import KeyRefused, StoreError
from intake.interview.values import Problem
from intake.store.recovery_key import new_recovery_key, printed, read_recovery_key
from intake.store.slots import FORMAT, NONCE_BYTES, SALT_BYTES, Kdf, KeyFile, Slot, SlotKind

KEY_BYTES = 32
MIN_PASSPHRASE = 8
MAX_PASSPHRASE = 1000
MAX_NAME = 60
STANDARD = Kdf()

Random = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of the store file. It is never shown, logged or written anywhere but wrapped."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise ValueError("a data key has 32 bytes")

    @property
    def audit_key(self) -> bytes:
        """The key of the audit chain: derived, so that knowing it opens no store."""
        return hashlib.blake2b(key=self.raw, digest_size=32, person=b"intake.audit.1").digest()


@dataclass(frozen=True, slots=True)
class Unlocked:
    """Who opened the key file, and the key they got. `staff_id` is empty after the recovery key was used."""

    key: DataKey
    staff_id: str
    name: str


def new_data_key(random: Random = secrets.token_bytes) -> DataKey:
    return DataKey(random(KEY_BYTES))


def passphrase_problem(passphrase: str) -> Problem | None:
    """Why a passphrase cannot be chosen, or None."""
    length = len(unicodedata.normalize("NFC", passphrase))
    if length < MIN_PASSPHRASE:
        return Problem(
            "A passphrase needs at least {least} characters; this one has {found}.",
            {"least": MIN_PASSPHRASE, "found": length},
        )
    if length > MAX_PASSPHRASE:
        return Problem("A passphrase has at most {most} characters.", {"most": MAX_PASSPHRASE})
    if not passphrase.strip():
        return Problem("A passphrase of blanks alone is too easy to guess.")
    return None


def name_problem(name: str, keys: KeyFile | None = None) -> Problem | None:
    """Why a new staff member cannot have this name, or None."""
    if not name.strip():
        return Problem("Please type a name.")
    if len(name) > MAX_NAME:
        return Problem("A name has at most {most} characters.", {"most": MAX_NAME})
    if any(unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") for char in name):
        return Problem("The name holds a character that cannot be shown.")
    if keys and keys.of(name):
        return Problem("This name is taken at this store. Add a letter or the family name.")
    return None


def unlock(keys: KeyFile, name: str, passphrase: str) -> Unlocked:
    """Opens the slot of a staff member. Takes about 0.7 s and 256 MiB at the standard cost.

    Raises KeyRefused, in the same words and after the same work whether the name or the passphrase is wrong.
    """
    slot = keys.of(name)
    staff = [other for other in keys.slots if other.kind is SlotKind.PASSPHRASE]
    if slot is None:
        cost = staff[0].kdf if staff else STANDARD
        _wrapping_key(_secret(passphrase), bytes(SALT_BYTES), cost)
        raise refused()
    return Unlocked(_open(keys.store_id, slot, _secret(passphrase)), slot.id, slot.name)


def unlock_by_recovery(keys: KeyFile, typed: str) -> Unlocked:
    """Opens the recovery slot. Raises KeyRefused; what was mistyped is found before, by `read_recovery_key`."""
    key = read_recovery_key(typed)
    if isinstance(key, Problem) or keys.recovery is None:
        raise refused_recovery()
    try:
        return Unlocked(_open(keys.store_id, keys.recovery, key), "", "")
    except KeyRefused as error:
        raise refused_recovery() from error


def passphrase_slot(
    store_id: str,
    slot_id: str,
    name: str,
    key: DataKey,
    passphrase: str,
    kdf: Kdf = STANDARD,
    random: Random = secrets.token_bytes,
) -> Slot:
    """A slot that gives `key` to whoever knows the passphrase. The caller asked `passphrase_problem` before."""
    if problem := passphrase_problem(passphrase):
        raise ValueError(problem.message)
    name = " ".join(unicodedata.normalize("NFC", name).split())
    slot = Slot(slot_id, SlotKind.PASSPHRASE, name, kdf, b"", b"", b"")
    return _wrap(store_id, slot, key, _secret(passphrase), random)


def recovery_slot(
    store_id: str, key: DataKey, kdf: Kdf = STANDARD, random: Random = secrets.token_bytes
) -> tuple[Slot, str]:
    """A new recovery slot, and the recovery key as it is printed. The printed key is nowhere else."""
    recovery = new_recovery_key(random)
    slot = Slot("recovery", SlotKind.RECOVERY, "", kdf, b"", b"", b"")
    return _wrap(store_id, slot, key, recovery, random), printed(recovery)


def refused() -> KeyRefused:
    return KeyRefused(
        "Name or passphrase is not right.",
        "Nothing was opened and nothing was changed. Check the name and capital letters, then try again; "
        "a forgotten passphrase can be replaced with the recovery key.",
    )


def refused_recovery() -> KeyRefused:
    return KeyRefused(
        "This is not the recovery key of this store.",
        "Nothing was opened and nothing was changed. Check every group of the printed key, "
        "and whether the sheet belongs to this store.",
    )


def _secret(passphrase: str) -> bytes:
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def _wrapping_key(secret: bytes, salt: bytes, kdf: Kdf) -> bytes:
    try:
        return hash_secret_raw(
            secret,
            salt,
            time_cost=kdf.time,
            memory_cost=kdf.memory_kib,
            parallelism=kdf.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError as error:
        raise StoreError(
            "There is not enough free memory to check the passphrase.",
            "Nothing was opened and nothing was changed. It takes {needed} MiB for a moment. "
            "Close other programs, then try again.",
            needed=kdf.memory_kib // 1024,
        ) from error


def _wrap(store_id: str, slot: Slot, key: DataKey, secret: bytes, random: Random) -> Slot:
    salt, nonce = random(SALT_BYTES), random(NONCE_BYTES)
    wrapped = ChaCha20Poly1305(_wrapping_key(secret, salt, slot.kdf)).encrypt(nonce, key.raw, _bound(store_id, slot))
    return Slot(slot.id, slot.kind, slot.name, slot.kdf, salt, nonce, wrapped)


def _open(store_id: str, slot: Slot, secret: bytes) -> DataKey:
    cipher = ChaCha20Poly1305(_wrapping_key(secret, slot.salt, slot.kdf))
    try:
        return DataKey(cipher.decrypt(slot.nonce, slot.wrapped, _bound(store_id, slot)))
    except InvalidTag as error:
        raise refused() from error


def _bound(store_id: str, slot: Slot) -> bytes:
    """What the wrapped key is bound to. The salt needs no place here: another salt makes another key."""
    kdf = slot.kdf
    parts = [FORMAT, store_id, slot.id, slot.kind.value, slot.name, "argon2id", kdf.time, kdf.memory_kib, kdf.lanes]
    return json.dumps(parts, ensure_ascii=True).encode("ascii")
