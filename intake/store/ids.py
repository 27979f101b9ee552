"""Ids that sort by time (UUIDv7, RFC 9562), and the short codes of cases that people read out and write on paper."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from intake.store.keys.recovery_key import SYMBOLS

_CODE = re.compile(rf"[A-Z]-?[{SYMBOLS}]{{2,6}}")


def new_id(at: datetime, random: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A UUIDv7 made at `at`: unique without asking anyone, so a repeated save is recognised."""
    milliseconds = int(at.timestamp() * 1000)
    number = int.from_bytes(milliseconds.to_bytes(6, "big") + random(10), "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=number))


def made_at(id_: str) -> datetime | None:
    """When an id of `new_id` was made, in UTC to the millisecond; None for what is no such id."""
    try:
        number = uuid.UUID(id_)
    except ValueError:
        return None
    return datetime.fromtimestamp((number.int >> 80) / 1000, UTC) if number.version == 7 else None


def new_code(site: str, random: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A code such as `Z-7K3F-92`: the first letter of the site, then six random letters and digits. No name in it."""
    letter = next((char for char in site.upper() if "A" <= char <= "Z"), "X")
    symbols = "".join(SYMBOLS[byte & 31] for byte in random(6))
    return f"{letter}-{symbols[:4]}-{symbols[4:]}"


def code_beginning(typed: str) -> str | None:
    """The beginning of a code that was typed, in its written form, or None where it cannot be one.

    Small letters, missing dashes, O for 0 and I or L for 1 make no difference.
    """
    plain = re.sub(r"[\s\-]", "", typed).upper()
    plain = plain[:1] + plain[1:].translate(str.maketrans("OIL", "011"))
    if not _CODE.fullmatch(plain):
        return None
    return "-".join(part for part in (plain[0], plain[1:5], plain[5:]) if part)
