"""The code on a receipt slip: seven letters or digits and a check symbol, `K7QM-4RXT`.

Crockford base32, so that nothing in it can be read as something else; the check symbol is that of Luhn modulo 32. It
finds every single wrong symbol and nearly every swap of two neighbours. Source: ISO/IEC 7812-1, annex B, for base 32.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from intake.store.keys.recovery_key import SYMBOLS

_RANDOM_SYMBOLS = 7
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code(random: Callable[[int], bytes]) -> str:
    """A code of 35 random bits; `random` gives that many bytes."""
    body = "".join(SYMBOLS[byte & 31] for byte in random(_RANDOM_SYMBOLS))
    return _grouped(body + SYMBOLS[-_luhn(body, 2) % 32])


def read_code(typed: str) -> str | None:
    """The code as it is stored, or None where it cannot be one. Small letters, blanks and dashes make no difference."""
    symbols = re.sub(r"[\s\-‐‑‒–—]", "", typed).upper().translate(_READ_AS)
    if len(symbols) != _RANDOM_SYMBOLS + 1 or any(each not in SYMBOLS for each in symbols):
        return None
    return _grouped(symbols) if _luhn(symbols, 1) % 32 == 0 else None


def _grouped(symbols: str) -> str:
    return f"{symbols[:4]}-{symbols[4:]}"


def _luhn(symbols: str, factor: int) -> int:
    total = 0
    for symbol in reversed(symbols):
        product = factor * SYMBOLS.index(symbol)
        total += product // 32 + product % 32
        factor = 3 - factor
    return total
