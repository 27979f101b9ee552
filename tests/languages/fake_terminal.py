"""A terminal at the other end of a pty that answers as real ones were seen to answer."""

from __future__ import annotations

import os
import re
import select
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

_MARK: Final = "#"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a terminal says to each question, and its environment. `mode` is mode 8 before and after its reset."""

    profile: str
    mode: tuple[str, str] = ("", "")
    name: str = ""
    secondary: str = ""
    primary: str = "?62;c"
    environment: Mapping[str, str] = field(default_factory=lambda: {"TERM": "xterm-256color"})

    def replies(self) -> dict[str, list[str]]:
        """The answers to each question, in the order in which it is put."""
        modes = [f"\x1b[8;{mode}$y" for mode in self.mode if mode]
        return {
            "\x1b[8$p": modes,
            "\x1b[>q": [f"\x1bP>|{self.name}\x1b\\"] if self.name else [],
            "\x1b[>c": [f"\x1b[>{self.secondary}c"] if self.secondary else [],
            "\x1b[c": [f"\x1b[{self.primary}"] if self.primary else [],
        }

    def transcript(self, asked: str) -> str:
        """All that the terminal answers to what it is asked."""
        replies = self.replies()
        questions = re.findall(r"\x1b\[8\$p|\x1b\[>q|\x1b\[>c|\x1b\[c", asked)
        return "".join(replies[question].pop(0) for question in questions if replies[question])


KINDS: Final[Mapping[str, Kind]] = {
    "VTE 0.70": Kind("vte", ("1", "2"), secondary="65;7006;1", primary="?65;1;9c"),
    "xterm 379": Kind("plain", ("0", "0"), "XTerm(379)", "41;379;0", "?64;1;2;6;9;15;16;17;18;21;22;28c"),
    "kitty 0.26": Kind("kitty", ("0", "0"), "kitty(0.26.5)", "1;4000;26", environment={"TERM": "xterm-kitty"}),
    "Konsole 22.12": Kind("konsole", name="Konsole 22.12.3", secondary="1;115;0", primary="?62;1;4c"),
    "mlterm 3.9": Kind("mlterm", ("0", "0"), secondary="24;279;0", primary="?63;1;2;3;4;7;29c"),
    "alacritty 0.11": Kind("unmarked", secondary="0;1700;1", primary="?6c"),
    "foot 1.13": Kind("unmarked", name="foot(1.13.1)", secondary="1;011301;0", environment={"TERM": "foot"}),
    "urxvt 9.30": Kind("plain", secondary="85;95;0", primary="?1;2c", environment={"TERM": "rxvt-unicode-256color"}),
    "st 0.9": Kind("unmarked", primary="?6c", environment={"TERM": "st-256color"}),
    "qterminal 1.2": Kind("native", secondary="0;115;0", primary="?1;2c"),
    "tmux 3.3": Kind(
        "unknown", name="tmux 3.3a", secondary="84;0;0", environment={"TERM": "tmux", "VTE_VERSION": "7006"}
    ),
    "a terminal nobody knows": Kind("unknown", primary="?1;2c"),
}
"""Terminals as they were recorded, and the profile that was seen to be right for each."""


class FakeTerminal:
    """The terminal. `app` is the file descriptor that the program reads and writes."""

    def __init__(self, kind: Kind, send: Callable[[FakeTerminal, str], None] | None = None) -> None:
        self.kind = kind
        self.screen, self.app = os.openpty()
        self.seen = ""
        self.unsent = ""
        self._send = send or FakeTerminal.say
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def say(self, text: str) -> None:
        """Sends to the program, as an answer or as a key is."""
        os.write(self.screen, text.encode("utf-8"))

    def read(self) -> str:
        """What the program has sent since the questions, up to now."""
        os.write(self.app, _MARK.encode())
        text = ""
        while not text.endswith(_MARK) and select.select([self.screen], [], [], 5)[0]:
            text += os.read(self.screen, 4096).decode("utf-8")
        return text.removesuffix(_MARK)

    def _serve(self) -> None:
        while "\x1b[K" not in self.seen:
            if not select.select([self.screen], [], [], 5)[0]:
                return
            self.seen += os.read(self.screen, 4096).decode("ascii")
        self._send(self, self.kind.transcript(self.seen))

    def close(self) -> None:
        self._thread.join()
        os.close(self.screen)
        os.close(self.app)

    @contextmanager
    def running(self) -> Iterator[FakeTerminal]:
        """Serves until the questions are answered."""
        self._thread.start()
        try:
            yield self
        finally:
            self.close()


def byte_by_byte(terminal: FakeTerminal, answer: str) -> None:
    """Answers in the smallest pieces."""
    for char in answer:
        terminal.say(char)


def held_back(terminal: FakeTerminal, answer: str) -> None:
    """Keeps the answers until somebody fetches them from `unsent`."""
    terminal.unsent = answer
