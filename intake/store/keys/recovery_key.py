"""The printed recovery key: 160 random bits as Crockford base32 with a check symbol, in groups of four.

Source: storage.md 1; Douglas Crockford, Base 32 (check symbol: the number modulo 37).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from intake.interview.values import Problem

BYTES = 20
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_SYMBOLS = SYMBOLS + "*~$=U"
_LENGTH = BYTES * 8 // 5 + 1
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_recovery_key(random: Callable[[int], bytes]) -> bytes:
    """160 random bits. Only keys whose check symbol is a letter or digit: `~` is a dead key on German keyboards."""
    while True:
        key = random(BYTES)
        if CHECK_SYMBOLS[_number(key) % 37] in SYMBOLS:
            return key


def printed(key: bytes) -> str:
    """The key as it is printed: `7K3F-92QX-...-M`."""
    number = _number(key)
    symbols = "".join(SYMBOLS[number >> 5 * place & 31] for place in reversed(range(_LENGTH - 1)))
    symbols += CHECK_SYMBOLS[number % 37]
    return "-".join(symbols[start : start + 4] for start in range(0, len(symbols), 4))


def read_recovery_key(typed: str) -> bytes | Problem:
    """The key behind what was typed. Small letters, blanks, dashes, O for 0 and I or L for 1 make no difference."""
    symbols = re.sub(r"[\s\-‐‑‒–—]", "", typed).upper().translate(_READ_AS)
    if len(symbols) != _LENGTH:
        return Problem(
            "The recovery key has {expected} letters and digits; these are {found}.",
            {"expected": _LENGTH, "found": len(symbols)},
        )
    number = 0
    for position, symbol in enumerate(symbols[:-1], start=1):
        if symbol not in SYMBOLS:
            return Problem("Place {position} of the recovery key cannot be right.", {"position": position})
        number = number << 5 | SYMBOLS.index(symbol)
    if symbols[-1] != CHECK_SYMBOLS[number % 37]:
        return Problem("At least one letter or digit of the recovery key is not right.")
    return number.to_bytes(BYTES, "big")


def _number(key: bytes) -> int:
    return int.from_bytes(key, "big")
