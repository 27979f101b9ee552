"""Where keys lie while the program runs: in pages that are locked into memory, left out of core dumps and overwritten.

What Python cannot do: every use of a key makes copies (the text of a PRAGMA, the argument of a cipher, a passphrase as
it was typed) that are freed but not overwritten. So this shortens how long a key can be found, and keeps the copy that
lives as long as the store is open out of swap and dumps; it does not make a running program safe to read.
"""

from __future__ import annotations

import ctypes
import hmac
import mmap
import sys
from contextlib import suppress

_WIPE_ON_FORK = 18  # MADV_WIPEONFORK of Linux; the mmap module has no name for it


class SecretBytes:
    """Bytes in pages of their own, at most one page (4 KiB). `wipe` overwrites them, at the latest when it is freed."""

    __slots__ = ("_locked", "_pages", "_size")

    def __init__(self, content: bytes | bytearray) -> None:
        if len(content) > mmap.PAGESIZE:
            raise ValueError("a secret is longer than a page")
        self._size = len(content)
        self._pages = mmap.mmap(-1, mmap.PAGESIZE)
        for name in ("MADV_DONTDUMP", ""):
            with suppress(OSError, ValueError):
                self._pages.madvise(getattr(mmap, name) if name else _WIPE_ON_FORK) if sys.platform == "linux" else None
        self._locked = _lock(self._pages)
        self._pages[: self._size] = bytes(content)

    @property
    def is_locked(self) -> bool:
        """Whether the system keeps these pages out of swap; it may refuse (a limit) or know no such thing."""
        return self._locked

    @property
    def is_wiped(self) -> bool:
        return self._pages.closed

    def copy(self) -> bytes:
        """The bytes, as an ordinary object that nobody overwrites. Raises ValueError after `wipe`."""
        return self._pages[: self._size]

    def wipe(self) -> None:
        """Overwrites the bytes and gives the page back."""
        if not self._pages.closed:
            self._pages[:] = bytes(len(self._pages))
            self._pages.close()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretBytes) and hmac.compare_digest(self.copy(), other.copy())

    __hash__ = None  # type: ignore[assignment]  # a secret is no key of a dictionary

    def __repr__(self) -> str:
        return f"SecretBytes({self._size} bytes)"

    def __del__(self) -> None:
        with suppress(AttributeError):  # where making it failed
            self.wipe()


def overwrite(secret: bytes) -> None:
    """Overwrites bytes where they lie. Only for those that nobody else holds, such as the result of a cipher.

    Python offers no such thing; CPython keeps the content at the end of the object. Elsewhere nothing happens.
    """
    if sys.implementation.name == "cpython" and len(secret) > 1:  # shorter ones are shared
        ctypes.memset(id(secret) + bytes.__basicsize__ - 1, 0, len(secret))


def _lock(pages: mmap.mmap) -> bool:
    """Asks the system to keep the pages in memory; a limit (RLIMIT_MEMLOCK) is no reason to stop. Freed with them."""
    held = (ctypes.c_char * len(pages)).from_buffer(pages)
    try:
        address, size = ctypes.c_void_p(ctypes.addressof(held)), ctypes.c_size_t(len(pages))
        if sys.platform == "win32":
            return bool(ctypes.windll.kernel32.VirtualLock(address, size))
        with suppress(OSError, AttributeError):
            return bool(ctypes.CDLL(None).mlock(address, size) == 0)
        return False
    finally:
        del held  # else the pages could not be closed
