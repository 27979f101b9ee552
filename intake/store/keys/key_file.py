"""What stands in the key file of a store: who may open it, each with the keys sealed for them.

Every slot has a pair of X25519 keys. Its private half is wrapped with the key from the passphrase (or from the printed
recovery key); the keys of the store are sealed to its public half. So a key can be given to a slot, and the data key
can be rotated, without anybody's passphrase. A slot without a pair is one of format 1: the data key itself is wrapped
with the key from the passphrase; it gets its pair when its owner logs in next.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum


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
class Box:
    """A sealed or wrapped key. `generation` counts the keys that were rotated: 1 is the first."""

    generation: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Pair:
    """The key pair of a slot, and what is sealed to it.

    `public` is in clear, and bound to the wrapped private half. `made` is the generation of the data key at that time.
    `vouchers` hold a random value, wrapped under the data key, that is wrapped beside the private half too: who seals
    has to know it, else anybody could seal keys of their own choice to a public key.
    """

    public: bytes
    made: int
    vouchers: tuple[Box, ...]
    data: tuple[Box, ...]
    sections: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One way to the keys. `name` is empty for the recovery key; `id` is the id of the staff member.

    `changed` is the moment of the last new passphrase in UTC as text, empty where it is not known (format 1).
    """

    id: str
    kind: SlotKind
    name: str
    kdf: Kdf
    salt: bytes
    nonce: bytes
    wrapped: bytes
    pair: Pair | None = None
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Generations:
    """Which data key and which sections key. Sections 0: the store has no sections key yet."""

    data: int = 1
    sections: int = 1


@dataclass(frozen=True, slots=True)
class Interim:
    """The sections key wrapped under the data key, until the slots named in `waiting` have a key pair.

    As long as it stands in the file, whoever holds the data key can read the sections key, so the second key protects
    nothing against them. It goes with the last slot that is waiting.
    """

    waiting: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All slots of the store `store_id`.

    `coming` names the keys of a rotation that is going on: both old and new are in the slots then. `audit` holds the
    key of the audit chain under the data key, after the first rotation. `mac` authenticates everything else with a key
    from the data key; empty where the file was changed in memory, or is of format 1 (`is_old`).
    """

    store_id: str
    slots: tuple[Slot, ...] = ()
    current: Generations = Generations()
    coming: Generations | None = None
    audit: tuple[Box, ...] = ()
    interim: Interim | None = None
    mac: bytes = b""
    is_old: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The staff members who can open the store, in the order they were added."""
        return tuple(slot.name for slot in self.slots if slot.kind is SlotKind.PASSPHRASE)

    @property
    def recovery(self) -> Slot | None:
        return next((slot for slot in self.slots if slot.kind is SlotKind.RECOVERY), None)

    @property
    def not_upgraded(self) -> tuple[Slot, ...]:
        """The slots of format 1: their owners did not log in since, or the recovery key was not used."""
        return tuple(slot for slot in self.slots if slot.pair is None)

    def of(self, name: str) -> Slot | None:
        """The slot of a staff member; capitals and blanks around the name make no difference."""
        wanted = folded(name)
        return next(
            (slot for slot in self.slots if slot.kind is SlotKind.PASSPHRASE and folded(slot.name) == wanted), None
        )

    def slot(self, slot_id: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.id == slot_id), None)

    def holds_sections(self, slot_id: str) -> bool:
        """Whether this slot has the sections key, or gets it at the next login. Readable without any secret."""
        if self.interim and slot_id in self.interim.waiting:
            return True
        slot = self.slot(slot_id)
        return bool(slot and slot.pair and box_of(slot.pair.sections, self.current.sections))

    def with_slot(self, slot: Slot) -> KeyFile:
        """The same file with `slot` in the place of the one with its id, or added."""
        if any(old.id == slot.id for old in self.slots):
            slots = tuple(slot if old.id == slot.id else old for old in self.slots)
        else:
            slots = (*self.slots, slot)
        return replace(self, slots=slots, mac=b"")

    def without(self, slot_id: str) -> KeyFile:
        left = tuple(slot for slot in self.slots if slot.id != slot_id)
        return replace(self, slots=left, interim=waiting_less(self.interim, slot_id), mac=b"")


def waiting_less(interim: Interim | None, slot_id: str) -> Interim | None:
    """The interim key without a slot that waited for it; none where that was the last one."""
    if interim is None:
        return None
    waiting = tuple(each for each in interim.waiting if each != slot_id)
    return replace(interim, waiting=waiting) if waiting else None


def box_of(boxes: tuple[Box, ...], generation: int) -> bytes | None:
    """The content of the box of this generation."""
    return next((box.content for box in boxes if box.generation == generation), None)


def folded(name: str) -> str:
    """A staff name as it is compared."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
