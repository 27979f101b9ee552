"""A program in a pty with a terminal emulator behind it: what is on the screen, and how fast a key changed it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import TracebackType
from typing import Self

import pyte

from bench.ptyapp import COLUMNS, LINES, Chunk, PtyApp

KEYS = {
    "enter": b"\r",
    "escape": b"\x1b",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f7": b"\x1b[18~",
}

_UNREAD = re.compile(
    rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*\$p|\x1b\[[0-9;?]*[ut](?![0-9])"
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\|\x1b\[[0-9 ]* q"
)
"""Sequences that pyte would print as text."""

_WHOLE = re.compile(rb"\x1b(\[[0-9;?<>=$ ]*[a-zA-Z@~]|[^\[\]P])")
_LONGEST_CUT = 12


class NotShown(RuntimeError):
    """The program does not show what the measurement waits for. The text is the last screen."""


@dataclass(frozen=True, slots=True)
class Repaint:
    """How a key changed the text on the screen: after how many ms for the first time, and for the last time."""

    first_ms: float
    last_ms: float


class Replay:
    """The screen of an emulated terminal. Feed it what the program sent."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._held = b""

    def feed(self, data: bytes) -> None:
        data = self._held + data
        cut = data.rfind(b"\x1b")  # a sequence that the read has cut waits for its other half
        if cut >= 0 and len(data) - cut < _LONGEST_CUT and not _WHOLE.match(data[cut:]):
            data, self._held = data[:cut], data[cut:]
        else:
            self._held = b""
        self._stream.feed(_UNREAD.sub(b"", data))

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self._screen.display)


class Terminal:
    """A program on an emulated screen. Leave the `with` block to end it."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.app = PtyApp(command, environment)
        self._replay = Replay()
        self._random = Random(1)

    def __enter__(self) -> Self:
        self.app.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.app.__exit__(kind, error, at)

    @property
    def text(self) -> str:
        """The screen as one line with single blanks, so that wrapped text is found too."""
        return " ".join(" ".join(self._replay.lines).split())

    def show(self, chunks: Iterable[Chunk]) -> list[float]:
        """Shows what was read. Returns the times at which the text changed."""
        changes, before = [], self._replay.lines
        for chunk in chunks:
            self._replay.feed(chunk.data)
            if (after := self._replay.lines) != before:
                changes.append(chunk.at)
                before = after
        return changes

    def wait_for(self, *texts: str, limit_s: float = 30.0) -> str:
        """Returns the first of the texts that is on the screen once the program is calm. Raises NotShown."""
        end = self.app.now + limit_s
        while self.app.now < end:
            self.show(self.app.read(calm_s=0.15, limit_s=1.0))
            for text in texts:
                if text in self.text:
                    return text
        raise NotShown(f"none of {texts} within {limit_s:.0f} s; the screen shows: {self.text}")

    def type(self, keys: bytes, calm_s: float = 0.15) -> None:
        """Types and waits until the program is calm."""
        self.app.write(keys)
        self.show(self.app.read(calm_s, limit_s=5.0))

    def timed(self, key: bytes, calm_s: float = 0.05, shown: str = "", patience_s: float = 5.0) -> Repaint:
        """Types a key at a moment that is in step with no timer.

        The repaint is over when the text changed, `shown` stands in it, and the program sends nothing for `calm_s`.
        Raises NotShown where that takes longer than `patience_s`.
        """
        time.sleep(self._random.uniform(0.0, 0.02))
        self.show(self.app.read(calm_s=0.001, limit_s=0.02))
        at = self.app.write(key)
        changes: list[float] = []
        while not changes or shown not in self.text:
            changes += self.show(self.app.read(calm_s, limit_s=patience_s))
            if self.app.now - at > patience_s:
                raise NotShown(f"{shown or 'a change'!r} was not shown; the screen shows: {self.text}")
        return Repaint((changes[0] - at) * 1000, (changes[-1] - at) * 1000)


def until_painted(app: PtyApp, is_painted: Callable[[bytes], bool], limit_s: float = 20.0) -> list[Chunk]:
    """What the program sends up to the moment where all of it together passes for painted, cheaply and at once."""
    chunks: list[Chunk] = []
    sent = b""
    for chunk in app.read(calm_s=limit_s, limit_s=limit_s):
        chunks.append(chunk)
        sent += chunk.data
        if is_painted(sent):
            return chunks
    raise NotShown(f"nothing was painted within {limit_s:.0f} s, only: {sent[-300:]!r}")
