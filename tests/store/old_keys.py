"""Key files of format 1: one as an earlier version of the program wrote it, and the way to make others."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.store.folder import StoreFolder
from intake.store.keys.recovery_key import read_recovery_key
from intake.store.keys.slots import read_key_file
from intake.store.keys.unlocking import DataKey
from tests.store.making import key_of

STORE = "019e354f-73e0-7cee-88e9-12fe78ea5b61"
RECOVERY = "93VN-SJ9J-0YVP-BJAX-X58X-EJZ7-EZET-YFAY-T"
DATA_KEY = bytes(range(32))
AUDIT_KEY = bytes.fromhex("d427f2c15a8d9b0ecfcd36a4ef280067be30e19095c0c33801c6c48b4362996c")
KDF = '{"name": "argon2id", "t": 1, "m_kib": 1024, "p": 1}'
WRITTEN_BY_AN_EARLIER_VERSION = f"""{{
 "format": "intake.keys/1", "store": "{STORE}", "slots": [
  {{"id": "a", "kind": "passphrase", "name": "Amira", "kdf": {KDF},
    "salt": "lSVrvfOmgVrjY86AWZ85rA==", "nonce": "9gFXp9q4d6CHJhU2",
    "wrapped": "rzcxF/GdmDxcIlYz/+eSvnUs7LWNBjD81ayEmgM5+2yuOvXma0jps8lHxV+9WUbF"}},
  {{"id": "j", "kind": "passphrase", "name": "Jonas Öztürk", "kdf": {KDF},
    "salt": "POL6ukCr6DyE7vK+1cjl/Q==", "nonce": "ByvJZuggoCG7hXiD",
    "wrapped": "jfl+yu0si6gyzcCxl7t2opgww3mlV25Ul3rRjpqrv017Mk/mqiXUK8L603Y1lyuP"}},
  {{"id": "recovery", "kind": "recovery", "name": "", "kdf": {KDF},
    "salt": "GLDuyfJo+kxZT5BvscwZ8A==", "nonce": "DjFQQ8sN9H+dy10c",
    "wrapped": "CllMvyTD6FHKmDWrjz1+2ltN72Qaz6yFjdGV5+z838qYi4MgWc8dMhQbVfVaXpuf"}}]
}}"""


def make_old(folder: Path, passphrases: Mapping[str, str], recovery: str) -> DataKey:
    """Turns a closed store of today into one of format 1, in which nobody has a second key. Returns its data key."""
    key = key_of(folder)
    place = StoreFolder(folder)
    keys = read_key_file(place.keys)
    secrets = {"": read_recovery_key(recovery)} | {name: typed.encode() for name, typed in passphrases.items()}
    slots = []
    for slot in keys.slots:
        secret = secrets[slot.name]
        assert isinstance(secret, bytes)
        wrapping_key = hash_secret_raw(secret, slot.salt, 1, 1024, 1, 32, Type.ID)
        parts = ["intake.keys/1", keys.store_id, slot.id, slot.kind.value, slot.name, "argon2id", 1, 1024, 1]
        wrapped = ChaCha20Poly1305(wrapping_key).encrypt(slot.nonce, key.raw, json.dumps(parts).encode("ascii"))
        slots.append(
            {
                "id": slot.id,
                "kind": slot.kind.value,
                "name": slot.name,
                "kdf": json.loads(KDF),
                "salt": base64.b64encode(slot.salt).decode(),
                "nonce": base64.b64encode(slot.nonce).decode(),
                "wrapped": base64.b64encode(wrapped).decode(),
            }
        )
    place.keys.write_text(json.dumps({"format": "intake.keys/1", "store": keys.store_id, "slots": slots}), "utf-8")
    return key
