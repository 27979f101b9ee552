"""The key file of today for a backup that was made before the keys were rotated: everybody who works here today opens
it with the passphrase of today, and nobody else does.

It is what a rotation to the data key of the backup would write, so that an old passphrase, or somebody who has left,
does not come back with an old backup. Source: storage.md 1.
"""

from __future__ import annotations

from intake.store.keys.changes import signed, verified
from intake.store.keys.data_key import DataKey
from intake.store.keys.key_file import KeyFile
from intake.store.keys.key_rotation import begun, finished


def sealed_for(now: KeyFile, today: DataKey, then: DataKey) -> tuple[KeyFile, DataKey] | None:
    """The key file `now` (it opens with `today`) with the key of the backup in it, and that key as it counts there.

    None where the second key of that day is another one, and whoever opened the backup does not hold it. Raises
    KeysChanged.
    """
    if now.not_upgraded or now.coming is not None:
        return None
    sections = now.current.sections
    if then.sections is None and then.sections_generation != sections:
        return None
    if then.sections is not None and then.sections != today.sections:
        sections += 1
    key = DataKey(then.raw, then.sections, then.audit_key, now.current.data + 1, sections)
    return signed(finished(begun(verified(now, today), today, key)), key), key
