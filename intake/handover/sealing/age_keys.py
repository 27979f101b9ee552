"""Public age keys of offices, and the fingerprints by which two people on the phone make sure of them.

`recipients.toml` in the settings folder says which keys belong to which office, who compared the fingerprint, and when:

    [[recipient]]
    office = "Jobcenter Wuppertal"
    key = "age1..."
    checked_by = "A. Beispiel"
    checked_on = 2026-05-17

Source: age-encryption.org/v1, X25519 recipients; BIP 173 (bech32).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.errors import InputError

FILE_NAME = "recipients.toml"
MAX_BYTES = 1024 * 1024
_KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_GROUPS = 6
_KNOWN = ("office", "key", "checked_by", "checked_on")


@dataclass(frozen=True, slots=True)
class AgeKey:
    """A public key. `office` is empty where it was typed; `checked_by` and `checked_on` where nobody noted a check."""

    key: str
    office: str = ""
    checked_by: str = ""
    checked_on: dt.date | None = None

    @property
    def is_checked(self) -> bool:
        return bool(self.checked_by and self.checked_on)

    @property
    def fingerprint(self) -> str:
        """Six groups of five digits, to be read out: 99 bits of the sha256 of the key."""
        number = int.from_bytes(hashlib.sha256(self.key.encode("ascii")).digest(), "big")
        groups = []
        for _ in range(_GROUPS):
            number, digits = divmod(number, 100_000)
            groups.append(f"{digits:05d}")
        return " ".join(groups)


def is_key(text: str) -> bool:
    """Whether this is a public key without a slip of the pen: its check sum tells."""
    return _KEY.fullmatch(text) is not None and _checksum(text) == 1


def typed_keys(typed: str, recipients: Path) -> tuple[AgeKey, ...]:
    """The keys that a word means: a key itself, a file of keys, or an office of `recipients`. Raises InputError."""
    text = typed.strip()
    if text.startswith("age1"):
        return (_checked(text),)
    file = Path(text).expanduser()
    if file.is_file():
        return keys_of_file(file)
    found = keys_of_office(text, recipients)
    if not found:
        raise InputError(
            "There is no key for {recipient}.",
            "Nothing was written. Give a key that begins with age1, a file of keys, or an office of {file}.",
            recipient=repr(text)[:60],
            file=str(recipients),
        )
    return found


def keys_of_office(office: str, recipients: Path) -> tuple[AgeKey, ...]:
    """The keys noted for an office; none where there is no such file. Raises InputError where it cannot be used."""
    return tuple(key for key in read_recipients(recipients) if _name(key.office) == _name(office))


def read_recipients(file: Path) -> tuple[AgeKey, ...]:
    """All keys noted at this site. Raises InputError that names the entry."""
    if not file.exists():
        return ()
    try:
        data = tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise _unusable(file, str(error)) from None
    entries = data.get("recipient", [])
    if set(data) - {"recipient"} or not isinstance(entries, list):
        raise _unusable(file, "[[recipient]]")
    return tuple(_entry(entry, number, file) for number, entry in enumerate(entries, 1))


def keys_of_file(file: Path) -> tuple[AgeKey, ...]:
    """The keys of a file as age itself reads it: one a line, `#` before a remark. Raises InputError."""
    lines = (line.strip() for line in _text(file).splitlines())
    found = tuple(_checked(line) for line in lines if line and not line.startswith("#"))
    if not found:
        raise InputError("The file of keys is empty.", "Nothing was written. Put one key that begins with age1 a line.")
    return found


def _entry(entry: object, number: int, file: Path) -> AgeKey:
    if not isinstance(entry, dict) or set(entry) - set(_KNOWN):
        raise _unusable(file, f"[[recipient]] {number}")
    office, key, by, on = (entry.get(name) for name in _KNOWN)
    if not isinstance(office, str) or not office.strip() or not isinstance(key, str) or not is_key(key):
        raise _unusable(file, f"[[recipient]] {number}: office, key")
    is_day = isinstance(on, dt.date) and not isinstance(on, dt.datetime)
    if not isinstance(by, str | None) or not (on is None or is_day) or bool(by) != (on is not None):
        raise _unusable(file, f"[[recipient]] {number}: checked_by, checked_on")
    return AgeKey(key, office.strip(), by or "", on)


def _checked(text: str) -> AgeKey:
    if not is_key(text):
        raise InputError(
            "This is no public key of age, or a sign of it is wrong.",
            "Nothing was written. Copy the key again as the office sent it; it begins with age1 and has 62 signs.",
        )
    return AgeKey(text)


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise _unusable(file, f"> {MAX_BYTES} bytes")
        return content.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(file, type(error).__name__) from None


def _name(office: str) -> str:
    """The name of an office without what makes no difference."""
    return " ".join(office.split()).casefold()


def _unusable(file: Path, reason: str) -> InputError:
    return InputError(
        "The file of keys {file} cannot be used.",
        "Nothing was written. Correct it: {reason}.",
        file=str(file),
        reason=reason,
    )


def _checksum(text: str) -> int:
    """The bech32 check sum of a key: 1 where every sign is right."""
    prefix, _, data = text.rpartition("1")
    check = 1
    for value in _values(prefix, data):
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            check ^= generator if top >> bit & 1 else 0
    return check


def _values(prefix: str, data: str) -> Iterator[int]:
    yield from (ord(sign) >> 5 for sign in prefix)
    yield 0
    yield from (ord(sign) & 31 for sign in prefix)
    yield from (_BECH32.index(sign) for sign in data)
