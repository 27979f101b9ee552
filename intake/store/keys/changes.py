"""How the key file changes: slots upgraded, the sections key given and taken. Each returns a new file, without a MAC.

`verified` comes before every change of a file that was read, `signed` before it is written: else a slot that somebody
put into the file would be signed with the next change.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace

from intake.errors import StoreError
from intake.store.keys.codec import authenticated
from intake.store.keys.data_key import KEY_BYTES, DataKey, Random
from intake.store.keys.key_file import Box, Generations, Interim, KeyFile, Slot, waiting_less
from intake.store.keys.sealing import mac_of, wrap
from intake.store.keys.slot_keys import INTERIM, changed, place, voucher_of, with_sections_key


def signed(keys: KeyFile, key: DataKey) -> KeyFile:
    """The file with its MAC. What it cannot show: that the whole file is an older one of the same data key."""
    return replace(keys, mac=key.used(lambda raw: mac_of(raw, authenticated(keys))))


def verified(keys: KeyFile, key: DataKey) -> KeyFile:
    """The same file. Raises KeysChanged where it is not as somebody who held the data key wrote it.

    A file of format 1 has no MAC: its slots are each authenticated by their passphrase, and get no new keys.
    """
    if not keys.is_old and not hmac.compare_digest(keys.mac, key.used(lambda raw: mac_of(raw, authenticated(keys)))):
        raise changed()
    return keys


def with_renewed(keys: KeyFile, opened: Slot | None, renewed: Slot | None) -> KeyFile:
    """The file with the renewed slot, unless another program changed that slot meanwhile."""
    if opened is None or renewed is None or keys.slot(opened.id) != opened:
        return keys
    return replace(keys.with_slot(renewed), interim=waiting_less(keys.interim, renewed.id), is_old=False)


def with_new_sections_key(keys: KeyFile, key: DataKey, random: Random = secrets.token_bytes) -> tuple[KeyFile, DataKey]:
    """The first sections key of a store of format 1: sealed to all slots that have a pair, kept for the others."""
    key = key.with_sections(random(KEY_BYTES), 1)
    assert key.sections is not None
    keys = replace(keys, current=Generations(keys.current.data, 1), is_old=False, mac=b"")
    if waiting := tuple(slot.id for slot in keys.not_upgraded):
        content = wrap(key.raw, key.sections, place(keys.store_id, "", INTERIM, 1), random)
        keys = replace(keys, interim=Interim(waiting, Box(1, content)))
    for slot in keys.slots:
        if slot.pair:
            keys = keys.with_slot(with_sections_key(keys.store_id, slot, voucher_of(keys.store_id, slot, key), key))
    return keys, key


def granted(keys: KeyFile, slot_id: str, key: DataKey) -> KeyFile:
    """The file with the sections key sealed to this slot. Raises StoreError where `key` does not have it.

    A slot of format 1 cannot get it before its owner has logged in.
    """
    slot = keys.slot(slot_id)
    if key.sections is None or key.sections_generation != keys.current.sections:
        raise StoreError(
            "You do not hold the second key yourself.",
            "Nothing was changed. Ask somebody who may read health and protection to give it on.",
        )
    if slot is None:
        raise _gone()
    if slot.pair is None:
        raise StoreError(
            "{name} has to log in once with this version of the program first.",
            "Nothing was changed. After that the second key can be given to them.",
            name=slot.name,
        )
    return keys.with_slot(with_sections_key(keys.store_id, slot, voucher_of(keys.store_id, slot, key), key))


def withdrawn(keys: KeyFile, slot_id: str) -> KeyFile:
    """The file without the sections key for this slot. Raises StoreError where nobody but them would hold it.

    It takes the key from future logins. Whoever kept an older key file can still open it with their passphrase:
    rotate the keys where there is cause.
    """
    slot = keys.slot(slot_id)
    if slot is None:
        raise _gone()
    if not any(keys.holds_sections(other.id) for other in keys.slots if other.id != slot_id):
        raise StoreError(
            "The last holder of the second key cannot lose it.",
            "Nothing was changed. Answers on health and protection could never be read again: "
            "give the second key to somebody else first.",
        )
    if slot.pair:
        keys = keys.with_slot(replace(slot, pair=replace(slot.pair, sections=())))
    return replace(keys, interim=waiting_less(keys.interim, slot_id), mac=b"")


def _gone() -> StoreError:
    return StoreError("This person has no key any more.", "Nothing was changed. A colleague removed them meanwhile.")
