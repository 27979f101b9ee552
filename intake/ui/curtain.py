"""The privacy screen at its lowest level: between the program and the terminal.

It is drawn by the thread that reads the keys, so that nothing of a case stays on the screen while the program is busy,
and from then on no picture of a case gets through until the curtain is opened.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from textual import events
from textual.message import Message

from intake.ui.keys import ACTIONS

LOCK_KEYS: Final = frozenset(ACTIONS["lock"].keys.split(","))
EMPTY_SCREEN: Final = "\x1b[?2026l\x1b[0m\x1b[H\x1b[J"
"""Ends a picture that was begun and kept back by the terminal (synchronized output), then empties the screen.

Not by ED 2: some terminals keep in their scrollback what that clears.
"""

Write = Callable[[str], None]


class Curtain:
    """Closed, it hides the screen. Any thread may close it; it is opened once something else stands there.

    `is_armed` says whether there is something to hide: only then does the key for it close it.
    """

    def __init__(self) -> None:
        self._at_work = threading.Lock()
        self._write: Write | None = None
        self._flush: Callable[[], None] = lambda: None
        self._lifts = 0
        self.is_armed = False
        self.is_closed = False

    def hang(self, write: Write, flush: Callable[[], None]) -> None:
        """Where the empty screen is written to."""
        self._write, self._flush = write, flush

    def close(self) -> None:
        """Empty the screen now, and let nothing through. Done twice it is done once."""
        with self._at_work:
            if self.is_closed:
                return
            self.is_closed = True
            if self._write is not None:
                self._write(EMPTY_SCREEN)
                self._flush()

    def open(self) -> None:
        """Let through what is written from now on."""
        self.is_closed = False

    def look_at(self, message: Message) -> None:
        """A message on its way to the program: the key that locks closes the curtain before the program knows of it."""
        if self.is_armed and isinstance(message, events.Key) and message.key in LOCK_KEYS:
            self.close()

    def write(self, data: str, write: Write) -> None:
        """Write through the curtain: not at all while it is closed."""
        with self._at_work:
            if not self.is_closed or self._lifts:
                write(data)

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """For what sets the terminal up and gives it back: that holds no picture, and has to arrive.

        Nothing is locked meanwhile: ending the program waits for the thread that reads the keys.
        """
        self._lifts += 1
        try:
            yield
        finally:
            self._lifts -= 1
