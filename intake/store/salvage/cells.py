"""Rows out of single pages of a SQLite file, without its trees: a page whose parent is damaged still holds its rows.

Source: SQLite database file format, 1.6 (B-tree pages), 2.1 (record format).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from intake.store.salvage.pages import USABLE

Cell: TypeAlias = "int | float | str | bytes | None"

LEAF, INTERIOR = 0x0D, 0x05
_MOST_LOCAL = USABLE - 35
_LEAST_LOCAL = (USABLE - 12) * 32 // 255 - 23
_MAX_ROW_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. `pages` are those it lies on: its leaf, then what did not fit there."""

    rowid: int
    cells: tuple[Cell, ...]
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LeafPage:
    """The rows of a leaf that can be read, and how many of it cannot, as they go on on a damaged page."""

    number: int
    rows: tuple[Row, ...]
    lost: int


class _Broken(ValueError):
    """What stands there is no cell."""


def leaf(number: int, pages: Mapping[int, bytes]) -> LeafPage | None:
    """The rows of a page, None where it is no leaf of a table."""
    page = pages[number]
    start = 100 if number == 1 else 0
    if page[start] != LEAF:
        return None
    rows, lost = [], 0
    for at in _pointers(page, start, 8):
        try:
            rows.append(_row(number, at, pages))
        except (_Broken, struct.error, UnicodeDecodeError, IndexError):
            lost += 1
    return LeafPage(number, tuple(rows), lost)


def children(number: int, page: bytes) -> tuple[int, ...]:
    """The pages below an inner page of a table, in order; empty where it is none."""
    start = 100 if number == 1 else 0
    if page[start] != INTERIOR:
        return ()
    cells = _pointers(page, start, 12)
    right = int.from_bytes(page[start + 8 : start + 12], "big")
    return (*(int.from_bytes(page[at : at + 4], "big") for at in cells if at + 4 <= USABLE), right)


def tree(root: int, pages: Mapping[int, bytes]) -> Iterator[int]:
    """The leaves below a root that can be reached, in order."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        number = waiting.pop()
        page = pages.get(number)
        if page is None or number in seen:
            continue
        seen.add(number)
        below = children(number, page)
        if below:
            waiting.extend(reversed(below))
        elif page[100 if number == 1 else 0] == LEAF:
            yield number


def _pointers(page: bytes, start: int, header: int) -> list[int]:
    count = int.from_bytes(page[start + 3 : start + 5], "big")
    first = start + header
    found = [int.from_bytes(page[at : at + 2], "big") for at in range(first, min(first + 2 * count, USABLE - 1), 2)]
    return [at for at in found if first <= at < USABLE]


def _row(number: int, at: int, pages: Mapping[int, bytes]) -> Row:
    page = pages[number]
    used: tuple[int, ...] = (number,)
    size, at = _varint(page, at)
    rowid, at = _varint(page, at)
    if not 0 < size < _MAX_ROW_BYTES:
        raise _Broken
    if rowid >= 1 << 63:
        rowid -= 1 << 64
    if size <= _MOST_LOCAL:
        payload = page[at : at + size]
    else:
        local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (USABLE - 4)
        local = local if local <= _MOST_LOCAL else _LEAST_LOCAL
        rest, further = _overflow(int.from_bytes(page[at + local : at + local + 4], "big"), size - local, pages)
        payload, used = page[at : at + local] + rest, (number, *further)
    if len(payload) != size:
        raise _Broken
    return Row(rowid, tuple(_cells(payload)), used)


def _overflow(first: int, size: int, pages: Mapping[int, bytes]) -> tuple[bytes, tuple[int, ...]]:
    found, used, number = bytearray(), [], first
    while len(found) < size:
        page = pages.get(number)
        if page is None or number in used:
            raise _Broken
        used.append(number)
        found += page[4:USABLE]
        number = int.from_bytes(page[:4], "big")
    return bytes(found[:size]), tuple(used)


def _cells(payload: bytes) -> Iterator[Cell]:
    header, at = _varint(payload, 0)
    if header > len(payload):
        raise _Broken
    body = header
    while at < header:
        kind, at = _varint(payload, at)
        cell, body = _cell(payload, kind, body)
        yield cell
    if body != len(payload):
        raise _Broken


_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _cell(payload: bytes, kind: int, at: int) -> tuple[Cell, int]:
    if kind == 0:
        return None, at
    if kind in _INTEGERS:
        end = at + _INTEGERS[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind == 7:
        return float(struct.unpack(">d", payload[at : at + 8])[0]), at + 8
    if kind in (8, 9):
        return kind - 8, at
    if kind < 12:
        raise _Broken
    end = at + (kind - 12) // 2
    content = payload[at:end]
    return (content if kind % 2 == 0 else content.decode("utf-8")), end


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for count in range(9):
        byte = data[at + count]
        if count == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + count + 1
    raise _Broken
