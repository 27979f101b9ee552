"""What a backup says about itself: when it was written, the hashes of its files, and the end of its audit chain.

Anyone can read it, as it lies beside encrypted files; only who has the data key can write one that is believed. Every
number in it has bounds, so a made-up one costs neither memory nor time.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from intake.interview.values import Json
from intake.store.kept.audit import AuditHead
from intake.store.keys.slots import plain_file, write_whole
from intake.store.keys.unlocking import DataKey

FORMAT, FORMAT_WITHOUT_SEAL = "intake.backup/2", "intake.backup/1"
NAME = "backup.json"
MAX_BYTES = 20_000
MAX_NUMBER = 2**62
_HEX = re.compile(r"[0-9a-f]{64}")


class NoManifest(ValueError):
    """What lies there is no list of contents of a backup."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of contents of a backup. Backups of the first format know no size, no cases, no keys and no seal."""

    at: datetime
    sha256: str
    audit: AuditHead
    store_id: str = ""
    schema: int = 0
    size_bytes: int | None = None
    cases: int | None = None
    keys_sha256: str = ""
    seal: str = ""

    @property
    def is_sealed(self) -> bool:
        return self.seal != ""

    def as_json(self) -> dict[str, Json]:
        """What is sealed, without the seal."""
        return {
            "format": FORMAT,
            "at": self.at.astimezone(UTC).isoformat(),
            "store": self.store_id,
            "schema": self.schema,
            "size": self.size_bytes,
            "cases": self.cases,
            "sha256": self.sha256,
            "keys_sha256": self.keys_sha256,
            "audit_seq": self.audit.seq,
            "audit_mac": self.audit.mac,
        }

    def is_of(self, key: DataKey) -> bool:
        """Whether a program with this key has written it; always true where there is no seal to look at."""
        return not self.is_sealed or hmac.compare_digest(self.seal, _seal(self.as_json(), key))


def write_manifest(folder: Path, manifest: Manifest, key: DataKey) -> None:
    """Seals it and writes it as a whole."""
    shown = manifest.as_json()
    write_whole(folder / NAME, json.dumps({**shown, "seal": _seal(shown, key)}, indent=1).encode())


def read_manifest(folder: Path) -> Manifest:
    """Raises NoManifest, or OSError where it cannot be read."""
    with open(folder / NAME, "rb", opener=plain_file) as file:
        raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise NoManifest("too long")
    try:
        return _manifest(json.loads(raw.decode("utf-8")))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoManifest(type(error).__name__) from None


def file_sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _manifest(raw: object) -> Manifest:
    if not isinstance(raw, dict) or raw.get("format") not in (FORMAT, FORMAT_WITHOUT_SEAL):
        raise NoManifest("unknown format")
    at = datetime.fromisoformat(str(raw["at"]))
    if at.tzinfo is None:
        raise NoManifest("a time without its zone")
    head = AuditHead(_number(raw["audit_seq"]), _hash(raw["audit_mac"]))
    if raw["format"] == FORMAT_WITHOUT_SEAL:
        return Manifest(at, _hash(raw["sha256"]), head)
    store = str(raw["store"])
    if not 1 <= len(store) <= 100:
        raise NoManifest("no store")
    return Manifest(
        at,
        _hash(raw["sha256"]),
        head,
        store,
        _number(raw["schema"]),
        _number(raw["size"]),
        _number(raw["cases"]),
        _hash(raw["keys_sha256"]),
        _hash(raw["seal"]),
    )


def _number(raw: object) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw <= MAX_NUMBER:
        raise NoManifest("a whole number is expected")
    return raw


def _hash(raw: object) -> str:
    if not isinstance(raw, str) or not _HEX.fullmatch(raw):
        raise NoManifest("a hash is expected")
    return raw


def _seal(shown: dict[str, Json], key: DataKey) -> str:
    sealing = key.used(lambda raw: hashlib.blake2b(key=raw, digest_size=32, person=b"intake.backup.1").digest())
    text = json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.blake2b(text.encode("ascii"), key=sealing, digest_size=32).hexdigest()
