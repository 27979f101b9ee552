"""The slots of a store: made for each staff member and for the recovery key, and opened with what they know.

argon2id makes a key from the passphrase; ChaCha20-Poly1305 wraps the private half of the slot with it. Store, slot,
name, cost and public half are authenticated with it, so a slot that was swapped, renamed or made cheaper is refused.
Source: storage.md 1.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag

from intake.errors import KeyRefused, StoreError
from intake.interview.values import Problem
from intake.store.keys.changes import verified
from intake.store.keys.codec import SALT_BYTES
from intake.store.keys.data_key import KEY_BYTES, DataKey, Random, new_data_key
from intake.store.keys.key_file import Kdf, KeyFile, Slot, SlotKind
from intake.store.keys.recovery_key import new_recovery_key, printed, read_recovery_key
from intake.store.keys.secret_memory import overwrite
from intake.store.keys.slot_keys import opened, paired

__all__ = [
    "KEY_BYTES",
    "STANDARD",
    "DataKey",
    "Unlocked",
    "name_problem",
    "new_data_key",
    "passphrase_problem",
    "passphrase_slot",
    "recovery_slot",
    "refused",
    "refused_recovery",
    "unlock",
    "unlock_by_recovery",
]

MIN_PASSPHRASE = 8
MAX_PASSPHRASE = 1000
MAX_NAME = 60
STANDARD = Kdf()


@dataclass(frozen=True, slots=True)
class Unlocked:
    """Who opened the key file, and the keys they got. `staff_id` is empty after the recovery key was used.

    `coming` are the keys of a rotation that was not finished. `slot` is the slot as it was opened, and `renewed` the
    one to be written in its place: of format 1, or made before the last rotation.
    """

    key: DataKey
    staff_id: str
    name: str
    coming: DataKey | None = None
    slot: Slot | None = field(default=None, repr=False)
    renewed: Slot | None = field(default=None, repr=False)


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

    Raises KeyRefused, in the same words and after the same work whether the name or the passphrase is wrong, and
    KeysChanged where the passphrase is right and the key file is not as it was written.
    """
    slot = keys.of(name)
    staff = [other for other in keys.slots if other.kind is SlotKind.PASSPHRASE]
    if slot is None:
        cost = staff[0].kdf if staff else STANDARD
        overwrite(_wrapping_key(_secret(passphrase), bytes(SALT_BYTES), cost))
        raise refused()
    return _open(keys, slot, _secret(passphrase))


def unlock_by_recovery(keys: KeyFile, typed: str) -> Unlocked:
    """Opens the recovery slot. Raises KeyRefused, KeysChanged; `read_recovery_key` finds what was mistyped before."""
    key = read_recovery_key(typed)
    if isinstance(key, Problem) or keys.recovery is None:
        raise refused_recovery()
    try:
        return _open(keys, keys.recovery, key)
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
    *,
    at: datetime | None = None,
    with_sections: bool = True,
) -> Slot:
    """A slot that gives `key` to whoever knows the passphrase. The caller asked `passphrase_problem` before.

    The sections key goes into it where `key` has it and `with_sections` is set. `at` is noted as the day of the change.
    """
    if problem := passphrase_problem(passphrase):
        raise ValueError(problem.message)
    name = " ".join(unicodedata.normalize("NFC", name).split())
    slot = _empty(slot_id, SlotKind.PASSPHRASE, name, kdf, at, random)
    wrapping_key = _wrapping_key(_secret(passphrase), slot.salt, kdf)
    try:
        return paired(store_id, slot, key, wrapping_key, with_sections=with_sections, random=random)
    finally:
        overwrite(wrapping_key)


def recovery_slot(
    store_id: str,
    key: DataKey,
    kdf: Kdf = STANDARD,
    random: Random = secrets.token_bytes,
    *,
    at: datetime | None = None,
) -> tuple[Slot, str]:
    """A new recovery slot, and the recovery key as it is printed. The printed key is nowhere else."""
    recovery = new_recovery_key(random)
    shown = printed(recovery)
    slot = _empty("recovery", SlotKind.RECOVERY, "", kdf, at, random)
    wrapping_key = _wrapping_key(recovery, slot.salt, kdf)
    try:
        return paired(store_id, slot, key, wrapping_key, random=random), shown
    finally:
        overwrite(wrapping_key)


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
    """The key from a passphrase; `secret` is overwritten."""
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
    finally:
        overwrite(secret)


def _empty(slot_id: str, kind: SlotKind, name: str, kdf: Kdf, at: datetime | None, random: Random) -> Slot:
    changed = at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
    return Slot(slot_id, kind, name, kdf, random(SALT_BYTES), b"", b"", changed=changed)


def _open(keys: KeyFile, slot: Slot, secret: bytes) -> Unlocked:
    wrapping_key = _wrapping_key(secret, slot.salt, slot.kdf)
    try:
        found = opened(keys, slot, wrapping_key)
        verified(keys, found.key)
        is_older = slot.pair is None or slot.pair.made < keys.current.data
        renewed = paired(keys.store_id, slot, found.key, wrapping_key) if is_older and keys.coming is None else None
    except InvalidTag as error:
        raise refused() from error
    finally:
        overwrite(wrapping_key)
    staff_id = slot.id if slot.kind is SlotKind.PASSPHRASE else ""
    return Unlocked(found.key, staff_id, slot.name, found.coming, slot, renewed)
