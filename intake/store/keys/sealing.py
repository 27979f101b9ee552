"""The cryptography of the key file: what is wrapped with a key, what is sealed to a public key, what is authenticated.

Wrapping is ChaCha20-Poly1305 with a random nonce. Sealing is ephemeral X25519, HKDF-SHA256 and ChaCha20-Poly1305; every
box has a key of its own. What a box is for (store, slot, purpose, generation) is authenticated with it, so a box that
stands in another place opens nothing. Source: RFC 7748, RFC 5869, RFC 8439.
"""

from __future__ import annotations

import hmac
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from intake.store.keys.data_key import KEY_BYTES, Random, derived

NONCE_BYTES, TAG_BYTES = 12, 16
WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES
SEALED_BYTES = KEY_BYTES + KEY_BYTES + TAG_BYTES


class NotOpened(Exception):
    """The key does not fit, or the content was changed."""


def context(*parts: str | int) -> bytes:
    """What a box is bound to; two lists of parts never read the same."""
    return json.dumps(parts, ensure_ascii=True).encode("ascii")


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(public: bytes, voucher: bytes, secret: bytes, bound: bytes, random: Random = secrets.token_bytes) -> bytes:
    """A box for the owner of `public`, by somebody who knows the voucher: one-time public key, secret, tag."""
    once = random(KEY_BYTES)
    key = _agreed(once, public, voucher, public_of(once) + public, bound)
    return public_of(once) + ChaCha20Poly1305(key).encrypt(bytes(NONCE_BYTES), secret, bound)


def unseal(private: bytes, voucher: bytes, box: bytes, bound: bytes) -> bytes:
    """What was sealed. Raises NotOpened."""
    once, content = box[:KEY_BYTES], box[KEY_BYTES:]
    try:
        key = _agreed(private, once, voucher, once + public_of(private), bound)
        return ChaCha20Poly1305(key).decrypt(bytes(NONCE_BYTES), content, bound)
    except (InvalidTag, ValueError) as error:  # ValueError: a public key of low order
        raise NotOpened from error


def wrap(key: bytes, secret: bytes, bound: bytes, random: Random = secrets.token_bytes) -> bytes:
    """Nonce, secret and tag; the key is made for wrapping from `key`."""
    nonce = random(NONCE_BYTES)
    return nonce + ChaCha20Poly1305(derived(key, b"intake.keys.wrap")).encrypt(nonce, secret, bound)


def unwrap(key: bytes, box: bytes, bound: bytes) -> bytes:
    """What was wrapped. Raises NotOpened."""
    try:
        cipher = ChaCha20Poly1305(derived(key, b"intake.keys.wrap"))
        return cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as error:
        raise NotOpened from error


def mac_of(key: bytes, content: bytes) -> bytes:
    """What authenticates the key file as a whole."""
    return hmac.digest(derived(key, b"intake.keys.mac"), content, "sha256")


def _agreed(private: bytes, public: bytes, voucher: bytes, both: bytes, bound: bytes) -> bytes:
    shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    return HKDF(SHA256(), KEY_BYTES, salt=voucher, info=both + bound).derive(shared)
