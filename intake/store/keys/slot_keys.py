"""What is inside a slot: how its key pair is made, and how the keys of the store come into it and out again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.store.failures import KeysChanged
from intake.store.keys.codec import FORMAT, NONCE_BYTES, OLD_FORMAT
from intake.store.keys.data_key import KEY_BYTES, DataKey, Random
from intake.store.keys.key_file import Box, Generations, KeyFile, Pair, Slot, box_of
from intake.store.keys.sealing import NotOpened, context, public_of, seal, unseal, unwrap, wrap
from intake.store.keys.secret_memory import overwrite

DATA, SECTIONS, VOUCHER, AUDIT, INTERIM = "data", "sections", "voucher", "audit", "interim"


@dataclass(frozen=True, slots=True)
class Bundle:
    """The keys that a slot gives; `coming` those of a rotation that is going on."""

    key: DataKey
    coming: DataKey | None = None


def bound(store_id: str, slot: Slot) -> bytes:
    """What the wrapped half is bound to. The salt needs no place here: another salt makes another key."""
    kdf = slot.kdf
    parts = [store_id, slot.id, slot.kind.value, slot.name, "argon2id", kdf.time, kdf.memory_kib, kdf.lanes]
    if slot.pair is None:
        return context(OLD_FORMAT, *parts)
    return context(FORMAT, *parts, slot.pair.public.hex(), slot.pair.made)


def place(store_id: str, slot_id: str, purpose: str, generation: int) -> bytes:
    """What a box in the key file is bound to."""
    return context(FORMAT, store_id, slot_id, purpose, generation)


def paired(
    store_id: str,
    slot: Slot,
    key: DataKey,
    wrapping_key: bytes,
    *,
    with_sections: bool = True,
    random: Random = secrets.token_bytes,
) -> Slot:
    """The slot with a new key pair, and the keys sealed to it: the sections key where `key` has it and it is wanted."""
    private, voucher, nonce = random(KEY_BYTES), random(KEY_BYTES), random(NONCE_BYTES)
    vouchers = (vouched(store_id, slot.id, voucher, key),)
    made = replace(slot, nonce=nonce, pair=Pair(public_of(private), key.generation, vouchers, ()))
    wrapped = ChaCha20Poly1305(wrapping_key).encrypt(nonce, private + voucher, bound(store_id, made))
    made = with_data(store_id, replace(made, wrapped=wrapped), voucher, key)
    return with_sections_key(store_id, made, voucher, key) if with_sections and key.sections else made


def vouched(store_id: str, slot_id: str, voucher: bytes, key: DataKey) -> Box:
    """The voucher of a slot under the data key."""
    where = place(store_id, slot_id, VOUCHER, key.generation)
    return Box(key.generation, key.used(lambda raw: wrap(raw, voucher, where)))


def voucher_of(store_id: str, slot: Slot, key: DataKey) -> bytes:
    """The voucher of a slot that has a pair. Raises KeysChanged."""
    box = slot.pair and box_of(slot.pair.vouchers, key.generation)
    if not box:
        raise changed()
    try:
        where = place(store_id, slot.id, VOUCHER, key.generation)
        return key.used(lambda raw: unwrap(raw, box, where))
    except NotOpened as error:
        raise changed() from error


def with_data(store_id: str, slot: Slot, voucher: bytes, key: DataKey) -> Slot:
    """The slot with the data key sealed to it, beside those that are there."""
    assert slot.pair is not None
    box = seal(slot.pair.public, voucher, key.raw, place(store_id, slot.id, DATA, key.generation))
    return replace(slot, pair=replace(slot.pair, data=(*slot.pair.data, Box(key.generation, box))))


def with_sections_key(store_id: str, slot: Slot, voucher: bytes, key: DataKey) -> Slot:
    """The slot with the sections key sealed to it, beside those of other generations."""
    assert slot.pair is not None
    assert key.sections is not None
    generation = key.sections_generation
    box = seal(slot.pair.public, voucher, key.sections, place(store_id, slot.id, SECTIONS, generation))
    others = tuple(each for each in slot.pair.sections if each.generation != generation)
    return replace(slot, pair=replace(slot.pair, sections=(*others, Box(generation, box))))


def opened(keys: KeyFile, slot: Slot, wrapping_key: bytes) -> Bundle:
    """The keys of a slot. Raises InvalidTag for a wrong passphrase, KeysChanged where what is sealed does not fit."""
    content = ChaCha20Poly1305(wrapping_key).decrypt(slot.nonce, slot.wrapped, bound(keys.store_id, slot))
    private, voucher = content[:KEY_BYTES], content[KEY_BYTES:]
    try:
        if slot.pair is None:
            return Bundle(_of_old_slot(keys, slot, content))
        coming = _of_pair(keys, slot, private, voucher, keys.coming) if keys.coming else None
        return Bundle(_of_pair(keys, slot, private, voucher, keys.current), coming)
    except NotOpened as error:
        raise changed() from error
    finally:
        for secret in (content, private, voucher):
            overwrite(secret)


def _of_pair(keys: KeyFile, slot: Slot, private: bytes, voucher: bytes, wanted: Generations) -> DataKey:
    def unsealed(boxes: tuple[Box, ...], purpose: str, generation: int) -> bytes | None:
        box = box_of(boxes, generation)
        return box and unseal(private, voucher, box, place(keys.store_id, slot.id, purpose, generation))

    assert slot.pair is not None
    raw = unsealed(slot.pair.data, DATA, wanted.data)
    if not raw:
        raise NotOpened
    sections = unsealed(slot.pair.sections, SECTIONS, wanted.sections)
    try:
        return DataKey(raw, sections, _audit_key(keys, raw, wanted.data), wanted.data, wanted.sections)
    finally:
        overwrite(raw)
        overwrite(sections or b"")


def _of_old_slot(keys: KeyFile, slot: Slot, raw: bytes) -> DataKey:
    """The data key of a slot of format 1, and the sections key that waits for it."""
    wanted, interim, sections = keys.current, keys.interim, None
    if interim and slot.id in interim.waiting:
        sections = unwrap(raw, interim.box.content, place(keys.store_id, "", INTERIM, interim.box.generation))
    return DataKey(raw, sections, _audit_key(keys, raw, wanted.data), wanted.data, wanted.sections)


def _audit_key(keys: KeyFile, raw: bytes, generation: int) -> bytes | None:
    box = box_of(keys.audit, generation)
    return box and unwrap(raw, box, place(keys.store_id, "", AUDIT, generation))


def changed() -> KeysChanged:
    return KeysChanged(
        "The key file of the store was changed.",
        "It is not as this program wrote it: damaged, changed by somebody, or mixed from several copies. Nothing was "
        "opened and the cases are still stored. Copy keys.json back from the newest backup of this store, and tell "
        "whoever looks after this computer.",
    )
