"""What a terminal is asked about its own right-to-left support, and what its answers mean.

CSI 8 $ p    is mode 8 (the terminal orders text itself) set?   CSI 8 ; n $ y   n: 0 unknown, 1 set, 2 reset,
CSI 8 l      reset it, and ask again                                            3 and 4 the same for good
CSI > q      name and version                                   DCS > | name ST
CSI > c      secondary attributes                               CSI > kind ; version ; ... c
CSI c        primary attributes: every terminal answers, so it is the last question and ends the wait
"""

from __future__ import annotations

import re
from typing import Final, Generic, NamedTuple, TypeVar

QUESTIONS: Final = "\x1b[8$p\x1b[8l\x1b[8$p\x1b[>q\x1b[>c\x1b[c\r\x1b[K"
"""All questions in order. The end wipes what a terminal that knows none of them may have printed."""

MODE_BACK: Final = "\x1b[8h"
"""Sets mode 8 again, as terminals that know it have it when they start."""

OFF: Final = ("2", "4")
"""What mode 8 is when the terminal leaves the order to the program."""

_ANSWER = re.compile(
    r"\x1b\[8;(?P<mode>\d)\$y"
    r"|\x1bP>\|(?P<name>[^\x1b\x07]*)(?:\x1b\\|\x07)"
    r"|\x1b\[>(?P<secondary>[\d;]*)c"
    r"|\x1b\[\?(?P<primary>[\d;]*)c"
)
_BEGUN = re.compile(r"\x1b(?:\[(?:8(?:;\d?\$?)?|[>?][\d;]*)?|P(?:>(?:\|[^\x1b\x07]*\x1b?)?)?)?\Z")
_LONGEST_NAME = 200

Item = TypeVar("Item")


class Answers(NamedTuple):
    """What a terminal said; empty where it did not.

    `mode_before` and `mode` are mode 8 before and after it was reset, `secondary` are the secondary attributes.
    `is_complete`: the last question was answered, nothing is on its way any more. `begun` is the beginning of an answer
    that the end of the wait cut off, `typed` are the keys that came in meanwhile: they were typed for the program.
    """

    mode_before: str = ""
    mode: str = ""
    name: str = ""
    secondary: str = ""
    is_complete: bool = False
    begun: str = ""
    typed: bytes = b""


def read_answers(received: bytes) -> Answers:
    """The answers in what was received. All the rest was typed, in its order."""
    text = received.decode("latin-1")
    modes: list[str] = []
    said: dict[str, str] = {}
    for found in _ANSWER.finditer(text):
        kind = found.lastgroup or ""
        if kind == "mode":
            modes.append(found["mode"])
        else:
            said.setdefault(kind, found[kind])
    rest = _ANSWER.sub("", text)
    cut_off = None if "primary" in said else _BEGUN.search(rest)
    begun = cut_off[0] if cut_off else ""
    return Answers(
        mode_before=modes[0] if modes else "",
        mode=modes[-1] if len(modes) > 1 else "",
        name=said.get("name", ""),
        secondary=said.get("secondary", ""),
        is_complete="primary" in said,
        begun=begun,
        typed=rest.removesuffix(begun).encode("latin-1"),
    )


def without_answers(received: str) -> str:
    """What was typed in what was received: whole answers are no keys, however late they come."""
    return _ANSWER.sub("", received)


class LateAnswers(Generic[Item]):
    """Takes answers that come after the wait out of what is typed, one character after the other.

    An item is whatever stands for the character, such as the event of a key.
    """

    def __init__(self, begun: str = "") -> None:
        """`begun` is the beginning of an answer of which the rest is still on its way."""
        self._received = begun
        self._held: list[Item] = []
        self.are_over = False

    def take(self, char: str, item: Item) -> list[Item]:
        """The items that are none of an answer's: none while an answer may be coming, all held ones when it is not."""
        if self.are_over:
            return [item]
        self._received += char
        self._held.append(item)
        if found := _ANSWER.fullmatch(self._received):
            self.are_over = found.lastgroup == "primary"
            self._received, self._held = "", []
            return []
        if _BEGUN.fullmatch(self._received) and len(self._received) <= _LONGEST_NAME:
            return []
        return self.give_up()

    def give_up(self) -> list[Item]:
        """The items that are held because an answer may have begun with them; the caller knows when to wait no more."""
        held, self._held, self._received = self._held, [], ""
        return held
