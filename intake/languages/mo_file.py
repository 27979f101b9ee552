"""A compiled catalog (.mo), looked up where it lies: no text is taken out of it before it is asked for.

The standard library makes Python texts of a whole catalog when it opens it: 5 ms before the first screen, and 1 MB for
each language that is in use. Source: GNU gettext, "The Format of GNU MO Files": the keys are sorted.
"""

from __future__ import annotations

import re
import struct
import sys
from array import array
from bisect import bisect_left
from gettext import c2py
from operator import add
from typing import Final

_MAGIC: Final = 0x950412DE
_HEAD: Final = struct.Struct("<5I")
_ENTRY_BYTES: Final = 8
_PLURALS: Final = re.compile(r"^Plural-Forms: *nplurals *= *([1-9]) *; *plural *= *([^;\n]+)", re.MULTILINE)

EMPTY: Final = _HEAD.pack(_MAGIC, 0, 0, _HEAD.size, _HEAD.size)
"""A catalog without a text."""


class MoFile:
    """The texts of one compiled catalog. A context of "" stands for a message without one."""

    def __init__(self, data: bytes) -> None:
        """`data` is the whole file, little-endian. Raises ValueError where it is damaged."""
        try:
            magic, _, count, keys, texts = _HEAD.unpack_from(data)
        except struct.error as error:
            raise ValueError("the compiled catalog is cut off") from error
        if magic != _MAGIC:
            raise ValueError("this is no compiled catalog")
        self._data = data
        self._count = count
        self._keys = _places(data, keys, count)
        self._texts = _places(data, texts, count)
        rule, self._forms = _plural_rule("".join(self.texts("", "")))
        self._form = c2py(rule)

    def texts(self, context: str, msgid: str, is_plural: bool = False) -> tuple[str, ...]:
        """The text of a message, or its plural forms in the order of `form`; nothing where the catalog has none.

        With `is_plural` it has to have them all.
        """
        key = f"{context}\x04{msgid}" if context else msgid
        wanted = key.encode("utf-8", "surrogatepass")  # half a character is in no catalog, and no fault
        place = bisect_left(range(self._count), wanted, key=self._key)
        if place == self._count or self._key(place) != wanted:
            return ()
        texts = tuple(self._cut(self._texts, place).decode().split("\0"))
        return texts if not is_plural or len(texts) == self._forms else ()

    def form(self, n: int) -> int:
        """Which of its plural forms a language takes for this number."""
        return min(self._form(n), self._forms - 1)

    def _key(self, place: int) -> bytes:
        """Context and message, without the plural that may stand behind them."""
        return self._cut(self._keys, place).partition(b"\0")[0]

    def _cut(self, places: array[int], place: int) -> bytes:
        length, start = places[2 * place], places[2 * place + 1]
        return self._data[start : start + length]


def _places(data: bytes, start: int, count: int) -> array[int]:
    """Length and start of each text in turn. Raises ValueError where one is not in the file, or no text."""
    places = array("I", data[start : start + count * _ENTRY_BYTES])
    if sys.byteorder == "big":
        places.byteswap()
    starts = places[1::2]
    ends = list(map(add, places[::2], starts))
    if len(starts) < count or max(ends, default=0) >= len(data):
        raise ValueError("the compiled catalog is cut off")
    str(memoryview(data)[min(starts, default=0) : max(ends, default=0)], "utf-8")
    return places


def _plural_rule(header: str) -> tuple[str, int]:
    """The rule in the language C, and how many forms it gives. That of German where the catalog names none."""
    found = _PLURALS.search(header)
    return (found[2], int(found[1])) if found else ("n != 1", 2)
