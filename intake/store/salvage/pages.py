"""The pages of an encrypted file, each decrypted and authenticated by itself: what SQLCipher refuses as a whole can so
be read in part. Nothing here writes.

SQLCipher 4 with a raw key: AES-256-CBC a page, then its IV and an HMAC-SHA512 over both and the number of the page. The
key of the HMAC comes from the salt, the first 16 bytes of the file. Source: SQLCipher design; SQLite file format, WAL.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, IV, MAC = 4096, 16, 64
USABLE = PAGE - IV - MAC
SALT = 16
HEADER = b"SQLite format 3\0"
_WAL_HEADER, _FRAME_HEADER = 32, 24
_SAMPLE = 40


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages that can be read, by number from 1, each of USABLE bytes.

    `damaged` cannot be; of those in `older` an earlier version is all there is. `is_authentic` is false where the salt
    is lost: then the pages are taken as they come, and what is in them may be wrong. `count`: how many there should be.
    """

    content: Mapping[int, bytes]
    damaged: frozenset[int]
    older: frozenset[int]
    count: int
    is_authentic: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    number: int
    head: bytes
    sums: tuple[int, int]
    page: bytes

    @property
    def commits(self) -> bool:
        """Whether a transaction ends with it: then it states the size of the file."""
        return self.head[4:8] != bytes(4)


@dataclass(slots=True)
class _Found:
    content: dict[int, bytes] = field(default_factory=dict)
    damaged: set[int] = field(default_factory=set)
    older: set[int] = field(default_factory=set)


def read_pages(database: Path, key: bytes) -> Pages:
    """Reads the file and its write-ahead log as far as they can be read. Raises OSError where there is no file."""
    raw = database.read_bytes()
    log = database.with_name(database.name + "-wal")
    frames = log.read_bytes() if log.is_file() else b""
    salt = _salt(raw, frames, key)
    cipher = _Pages(key, salt)
    found = _Found()
    in_file = -(-len(raw) // PAGE)
    for number in range(1, in_file + 1):
        page = cipher.plain(number, raw[(number - 1) * PAGE : number * PAGE])
        if page is None:
            found.damaged.add(number)
        else:
            found.content[number] = page
    last = _apply(_frames(frames, cipher), cipher, found)
    count = max(in_file, last, _stated(found.content.get(1)) if salt is not None else 0)
    missing = {number for number in range(in_file + 1, count + 1) if number not in found.content}
    return Pages(
        found.content, frozenset(found.damaged | missing), frozenset(found.older), count, is_authentic=salt is not None
    )


class _Pages:
    """Decrypts pages with one key; `salt` None takes them unchecked."""

    def __init__(self, key: bytes, salt: bytes | None) -> None:
        self._key = key
        self._mac_key = _mac_key(key, salt) if salt is not None else None

    def plain(self, number: int, page: bytes) -> bytes | None:
        """The content of a page, None where it is damaged or cut off."""
        if len(page) < PAGE or not any(page):
            return None
        if self._mac_key is not None and not _fits(self._mac_key, number, page):
            return None
        start = SALT if number == 1 else 0
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(page[USABLE : USABLE + IV])).decryptor()
        return (HEADER if start else b"") + decryptor.update(page[start:USABLE]) + decryptor.finalize()


def _salt(raw: bytes, frames: bytes, key: bytes) -> bytes | None:
    """The salt of the file: its first bytes, or those of a first page in the log; None where neither fits any page."""
    sample = [
        (number, raw[(number - 1) * PAGE : number * PAGE])
        for number in islice(range(1, len(raw) // PAGE + 1), 0, None, max(1, len(raw) // PAGE // _SAMPLE))
    ]
    logged = list(islice(_raw_frames(frames), _SAMPLE))
    sample += [(frame.number, frame.page) for frame in logged]
    for salt in (raw[:SALT], *(frame.page[:SALT] for frame in _raw_frames(frames) if frame.number == 1)):
        if len(salt) == SALT and any(_fits(_mac_key(key, salt), number, page) for number, page in sample):
            return salt
    return None


def _mac_key(key: bytes, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)


def _fits(mac_key: bytes, number: int, page: bytes) -> bool:
    if len(page) < PAGE:
        return False
    start = SALT if number == 1 else 0
    found = hmac.digest(mac_key, page[start : USABLE + IV] + number.to_bytes(4, "little"), "sha512")
    return hmac.compare_digest(found, page[USABLE + IV :])


def _stated(first: bytes | None) -> int:
    """The number of pages that the header of the file states; 0 where that cannot be read."""
    return int.from_bytes(first[28:32], "big") if first is not None else 0


# The write-ahead log


def _raw_frames(log: bytes) -> Iterator[_Frame]:
    """The frames that carry the salts of this log, in order; what a damaged header hides is left out."""
    salts = log[16:24]
    if len(log) >= _WAL_HEADER and not _is_header(log):
        salts = log[_WAL_HEADER + 8 : _WAL_HEADER + 16]
    for at in range(_WAL_HEADER, len(log) - _FRAME_HEADER + 1, _FRAME_HEADER + PAGE):
        header, page = log[at : at + _FRAME_HEADER], log[at + _FRAME_HEADER : at + _FRAME_HEADER + PAGE]
        number = int.from_bytes(header[:4], "big")
        if header[8:16] == salts and number:
            sums = int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")
            yield _Frame(number, header[:8], sums, page)


def _frames(log: bytes, cipher: _Pages) -> Iterator[_Frame]:
    """The frames up to the end of what was written: behind it lie whole frames of a transaction that never ended.

    These are told from frames behind a damaged one by the chain of sums, which they break though they are whole.
    """
    before: tuple[int, int] | None = None
    order = ">" if log[3:4] == b"\x83" else "<"
    is_behind_damage = not _is_header(log)
    if not is_behind_damage:
        before = int.from_bytes(log[24:28], "big"), int.from_bytes(log[28:32], "big")
    for frame in _raw_frames(log):
        fits = before is not None and _sums(frame.head + frame.page, before, order) == frame.sums
        is_whole = cipher.plain(frame.number, frame.page) is not None
        if not fits and is_whole and not is_behind_damage:
            return
        is_behind_damage = not is_whole
        before = frame.sums
        yield frame


def _apply(frames: Iterator[_Frame], cipher: _Pages, found: _Found) -> int:
    """Puts the pages of all finished transactions in their places. Returns the greatest number among them."""
    waiting: list[tuple[int, bytes | None]] = []
    greatest = 0
    for frame in frames:
        waiting.append((frame.number, cipher.plain(frame.number, frame.page)))
        if not frame.commits:
            continue
        for number, page in waiting:
            greatest = max(greatest, number)
            if page is None:
                found.damaged.add(number)
                found.older.add(number)
            else:
                found.content[number] = page
                found.damaged.discard(number)
                found.older.discard(number)
        waiting = []
    return greatest


def _is_header(log: bytes) -> bool:
    if len(log) < _WAL_HEADER or log[:3] != b"\x37\x7f\x06" or log[3] not in (0x82, 0x83):
        return False
    stated = int.from_bytes(log[24:28], "big"), int.from_bytes(log[28:32], "big")
    return _sums(log[:24], (0, 0), ">" if log[3] == 0x83 else "<") == stated


def _sums(data: bytes, before: tuple[int, int], order: str) -> tuple[int, int]:
    """The running sums of SQLite's log over 8 bytes at a time; `order` is that of the bytes, as struct has it."""
    first, second = before
    words = struct.unpack(f"{order}{len(data) // 4}I", data[: len(data) // 4 * 4])
    for even, odd in zip(words[::2], words[1::2], strict=False):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
