"""The key file beside a store: who may open it, each with the data key wrapped for them.

This module reads and writes the file and knows no cryptography, so the first screen can name the staff cheaply.
Every number in the file has bounds: a made-up file cannot cost memory or time.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from intake.interview.values import Json
from intake.store.failures import KeysDamaged, KeysMissing, of_os_error, os_errors

FORMAT = "intake.keys/1"
MAX_FILE_BYTES = 1_000_000
MAX_SLOTS = 500
OWNER_ONLY = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
SALT_BYTES, NONCE_BYTES, WRAPPED_BYTES = 16, 12, 48


@dataclass(frozen=True, slots=True)
class Kdf:
    """The cost of argon2id: passes, memory in KiB, lanes. Source: storage.md 1."""

    time: int = 3
    memory_kib: int = 256 * 1024
    lanes: int = 4

    def __post_init__(self) -> None:
        if not (1 <= self.time <= 12 and 1024 <= self.memory_kib <= 1024 * 1024 and 1 <= self.lanes <= 16):
            raise ValueError("the cost of a key slot is out of bounds")


class SlotKind(StrEnum):
    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the data key. `name` is empty for the recovery key; `id` is the id of the staff member."""

    id: str
    kind: SlotKind
    name: str
    kdf: Kdf
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All slots of the store `store_id`."""

    store_id: str
    slots: tuple[Slot, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The staff members who can open the store, in the order they were added."""
        return tuple(slot.name for slot in self.slots if slot.kind is SlotKind.PASSPHRASE)

    @property
    def recovery(self) -> Slot | None:
        return next((slot for slot in self.slots if slot.kind is SlotKind.RECOVERY), None)

    def of(self, name: str) -> Slot | None:
        """The slot of a staff member; capitals and blanks around the name make no difference."""
        wanted = folded(name)
        return next(
            (slot for slot in self.slots if slot.kind is SlotKind.PASSPHRASE and folded(slot.name) == wanted), None
        )

    def with_slot(self, slot: Slot) -> KeyFile:
        """The same file with `slot` in the place of the one with its id, or added."""
        if any(old.id == slot.id for old in self.slots):
            return replace(self, slots=tuple(slot if old.id == slot.id else old for old in self.slots))
        return replace(self, slots=(*self.slots, slot))

    def without(self, slot_id: str) -> KeyFile:
        return replace(self, slots=tuple(slot for slot in self.slots if slot.id != slot_id))


def folded(name: str) -> str:
    """A staff name as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def read_key_file(path: Path) -> KeyFile:
    """Raises KeysMissing, KeysDamaged, or StoreReadOnly where the file may not be read."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise KeysMissing(
            "The keys of the store are missing.",
            "{file} is not there. The cases are still stored, but nobody can open them without it. "
            "Copy the file back from a backup of this store.",
            file=str(path),
        ) from error
    except OSError as error:
        raise of_os_error(error, path) from error
    try:
        if len(raw) > MAX_FILE_BYTES:
            raise ValueError("too long")
        return _key_file(_object(json.loads(raw.decode("utf-8"))))
    except (ValueError, RecursionError) as error:
        raise KeysDamaged(
            "The keys of the store cannot be read.",
            "{file} is damaged. The cases are still stored. Copy the file back from a backup of this store.",
            file=str(path),
        ) from error


def write_key_file(path: Path, keys: KeyFile) -> None:
    """Replaces the file as a whole: after a crash there is the old one or the new one, never half of one."""
    shown: dict[str, Json] = {"format": FORMAT, "store": keys.store_id, "slots": [_shown(slot) for slot in keys.slots]}
    write_whole(path, json.dumps(shown, indent=1, ensure_ascii=False).encode("utf-8"))


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file for its owner only, through a temporary file that is synced and renamed."""
    temporary = path.with_name(path.name + ".new")
    with os_errors(path):
        temporary.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(temporary, OWNER_ONLY, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes new names in the folder outlast a power cut, where the system can do that (Windows cannot)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _shown(slot: Slot) -> dict[str, Json]:
    return {
        "id": slot.id,
        "kind": slot.kind.value,
        "name": slot.name,
        "kdf": {"name": "argon2id", "t": slot.kdf.time, "m_kib": slot.kdf.memory_kib, "p": slot.kdf.lanes},
        "salt": base64.b64encode(slot.salt).decode(),
        "nonce": base64.b64encode(slot.nonce).decode(),
        "wrapped": base64.b64encode(slot.wrapped).decode(),
    }


def _key_file(raw: Mapping[str, object]) -> KeyFile:
    if raw.get("format") != FORMAT:
        raise ValueError("unknown format")
    slots = raw.get("slots")
    if not isinstance(slots, list) or not 1 <= len(slots) <= MAX_SLOTS:
        raise ValueError("no slots, or too many")
    keys = KeyFile(_text(raw, "store"), tuple(_slot(_object(slot)) for slot in slots))
    marks = [slot.id for slot in keys.slots] + [f"name {folded(slot.name)}" for slot in keys.slots]
    if len(set(marks)) != len(marks):
        raise ValueError("an id or a name stands twice")
    return keys


def _slot(raw: Mapping[str, object]) -> Slot:
    kdf = _object(raw.get("kdf"))
    if kdf.get("name") != "argon2id":
        raise ValueError("unknown key derivation")
    return Slot(
        id=_text(raw, "id"),
        kind=SlotKind(_text(raw, "kind")),
        name=_text(raw, "name", empty=True),
        kdf=Kdf(_number(kdf, "t"), _number(kdf, "m_kib"), _number(kdf, "p")),
        salt=_bytes(raw, "salt", SALT_BYTES),
        nonce=_bytes(raw, "nonce", NONCE_BYTES),
        wrapped=_bytes(raw, "wrapped", WRAPPED_BYTES),
    )


def _object(raw: object) -> Mapping[str, object]:
    if not isinstance(raw, dict):
        raise ValueError("an object is expected")
    return raw


def _text(raw: Mapping[str, object], key: str, *, empty: bool = False) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or len(value) > 200 or not (value or empty):
        raise ValueError(f"{key}: a short text is expected")
    return value


def _number(raw: Mapping[str, object], key: str) -> int:
    value = raw.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{key}: a whole number is expected")
    return value


def _bytes(raw: Mapping[str, object], key: str, length: int) -> bytes:
    try:
        value = base64.b64decode(_text(raw, key), validate=True)
    except binascii.Error as error:
        raise ValueError(f"{key}: no base64") from error
    if len(value) != length:
        raise ValueError(f"{key}: {length} bytes are expected")
    return value
