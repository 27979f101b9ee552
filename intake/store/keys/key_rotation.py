"""The key file while the keys of a store are rotated: it holds the old and the new ones, until one of them is dropped.

Source: storage.md 1 (the slot file must hold both until the new file is verified).
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from intake.store.keys.data_key import KEY_BYTES, DataKey, Random
from intake.store.keys.key_file import Box, Generations, KeyFile, Pair, Slot
from intake.store.keys.sealing import wrap
from intake.store.keys.slot_keys import AUDIT, place, vouched, voucher_of, with_data, with_sections_key


def next_key(key: DataKey, *, with_sections: bool, random: Random = secrets.token_bytes) -> DataKey:
    """The keys that follow: a new data key, a new sections key where it is wanted, and the audit key as it was.

    `with_sections` needs somebody who holds the sections key; without it that key stays as it is.
    """
    sections = random(KEY_BYTES) if with_sections else key.sections
    generation = key.sections_generation + with_sections
    return DataKey(random(KEY_BYTES), sections, key.audit_key, key.generation + 1, generation)


def begun(keys: KeyFile, key: DataKey, new: DataKey) -> KeyFile:
    """The file with the new keys sealed to every slot beside the old ones. It is to be signed with the old key."""
    slots = tuple(_with_new(keys, slot, key, new) for slot in keys.slots)
    audit = wrap(new.raw, new.audit_key, place(keys.store_id, "", AUDIT, new.generation))
    coming = Generations(new.generation, new.sections_generation)
    return replace(keys, slots=slots, coming=coming, audit=(*keys.audit, Box(new.generation, audit)), mac=b"")


def finished(keys: KeyFile) -> KeyFile:
    """The file with the new keys only. It is to be signed with the new key."""
    assert keys.coming is not None
    return _only(keys, keys.coming)


def dropped(keys: KeyFile) -> KeyFile:
    """The file with the old keys only. It is to be signed with the old key."""
    return _only(keys, keys.current)


def _with_new(keys: KeyFile, slot: Slot, key: DataKey, new: DataKey) -> Slot:
    voucher = voucher_of(keys.store_id, slot, key)
    slot = with_data(keys.store_id, slot, voucher, new)
    if new.sections_generation != keys.current.sections and keys.holds_sections(slot.id):
        slot = with_sections_key(keys.store_id, slot, voucher, new)
    assert slot.pair is not None
    vouchers = (*slot.pair.vouchers, vouched(keys.store_id, slot.id, voucher, new))
    return replace(slot, pair=replace(slot.pair, vouchers=vouchers))


def _only(keys: KeyFile, kept: Generations) -> KeyFile:
    slots = tuple(replace(slot, pair=slot.pair and _pair_with(slot.pair, kept)) for slot in keys.slots)
    return replace(keys, slots=slots, current=kept, coming=None, audit=_boxes_with(keys.audit, kept.data), mac=b"")


def _pair_with(pair: Pair, kept: Generations) -> Pair:
    return replace(
        pair,
        vouchers=_boxes_with(pair.vouchers, kept.data),
        data=_boxes_with(pair.data, kept.data),
        sections=_boxes_with(pair.sections, kept.sections),
    )


def _boxes_with(boxes: tuple[Box, ...], generation: int) -> tuple[Box, ...]:
    return tuple(box for box in boxes if box.generation == generation)
