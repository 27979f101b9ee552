"""Makes keys and pastes of what a terminal sends, never a key of what is inside a paste, and of Esc always a key.

A terminal puts marks around what is pasted. Textual looks for escape sequences between the marks too and makes keys of
those that it does not know: a text copied from a coloured listing would press keys in the field and choose answers.
So what stands between the marks is taken out before.

The mark of the end is the truth, however slowly a line brings it: what follows a pause would press keys as well. Where
that mark was lost on the way, an escape with nothing behind it leads out: no terminal lets one through in a paste that
would keep a mark of the end out of it.

What is typed within a tenth of a second after Esc looks like one sequence with it. Textual drops the Esc then, so that
an Enter behind it confirms what was to be left, or makes one character of both (`™` of Esc and 2).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from typing import Final

from textual import events
from textual._xterm_parser import XTermParser  # nothing public makes keys of what a terminal sends
from textual.message import Message

from intake.languages.terminal_answers import without_answers

START: Final = "\x1b[200~"
END: Final = "\x1b[201~"
ESCAPE: Final = "\x1b"
PAUSE_TICKS: Final = 30
"""Of a paste of which nothing came for so many ticks (3 s) is shown what came. The rest is shown as it comes."""
MARK_TICKS: Final = 10
"""For so many ticks (1 s) the rest of a mark is waited for."""
MOST: Final = 1_000_000
"""So many characters of one paste are kept. No field takes as many."""

_BEGINS_SEQUENCE: Final = frozenset("[OP]^_XN\\\x7fbf")
"""What may stand behind an escape that is no key: the openings of sequences, and three keys of word by word."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""All control characters but tabs and line ends, of which a field makes blanks."""


class PasteStalled(Message):
    """A paste has not ended for a while: its rest may be on its way, or the mark of its end was lost."""


class PastedKeys(XTermParser):
    """The parser of Textual, which gets what was typed and nothing that was pasted."""

    def __init__(self, debug: bool = False) -> None:
        self._pasted: list[str] | None = None
        """What came of the paste that goes on; None where none does."""
        self._room = MOST
        self._is_stalled = False
        """Whether what came of it was given already."""
        self._is_told = False
        """Whether nothing came since that was told."""
        self._mark = ""
        """The beginning of a mark that came last: the rest of it may be on its way."""
        self._given = 0
        """How much of it Textual has: the escape, so that the key Esc need not wait."""
        self._is_escape_open = False
        """Whether Textual waits for what comes behind that escape."""
        self._ticks = 0
        super().__init__(debug)

    def feed(self, data: str) -> Iterator[Message]:
        """Keys, pastes and answers of the terminal, in their order. An empty text is the end of all."""
        self._ticks, self._is_told = 0, False
        if not data:
            yield from self._give_up()
            yield from super().feed(data)
        elif self._pasted is None:
            data = without_answers(data)
        while data:
            data = yield from self._typed(data) if self._pasted is None else self._inside(self._pasted, data)

    def tick(self) -> Iterator[Message]:
        """Called after what came, and every 0.1 s where nothing comes: what such a pause means."""
        self._ticks += 1
        if not (self._is_escape_open and len(self._mark) > 1):
            for message in super().tick():
                self._is_escape_open = False
                yield message
        if self._pasted is not None:
            yield from self._wait(self._pasted)
        elif self._ticks > MARK_TICKS:
            yield from self._give_up()

    def _wait(self, pasted: list[str]) -> Iterator[Message]:
        """In a paste of which nothing comes now."""
        self._is_stalled |= self._ticks > PAUSE_TICKS
        if not self._is_stalled:
            return
        if self._mark == ESCAPE and self._ticks > MARK_TICKS:
            self._mark = ""  # somebody has pressed it: the end was lost
            yield from self._give_up()
            return
        yield from _given(pasted)
        if self._ticks > PAUSE_TICKS and not self._is_told:
            self._is_told = True
            yield PasteStalled()

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        """The keys of a sequence: Esc and the key behind it where both were typed."""
        if len(sequence) == 2 and sequence[0] == ESCAPE and sequence[1] not in _BEGINS_SEQUENCE:
            yield events.Key("escape", ESCAPE)
            sequence = sequence[1]
        yield from super()._sequence_to_key_events(sequence, alt)

    def _typed(self, data: str) -> Generator[Message, None, str]:
        """What was typed, up to a paste. Returns what came behind the mark of its start."""
        text, given = self._mark + data, self._given
        typed, mark, rest = text.partition(START)
        if mark and not typed and self._is_escape_open:
            for _ in super().feed(START[given:] + END):
                pass  # the escape that waits is none; an empty paste is nothing
        if mark:
            self._pasted, self._room, self._mark = [], MOST, ""
        else:
            self._mark = _begun(text, START)
            typed = text.removesuffix(self._mark) if len(self._mark) > 1 else text
        is_same = bool(given) and len(self._mark) == len(text)
        if typed[given:]:
            yield from super().feed(typed[given:])
        if not is_same:
            self._given = int(len(self._mark) == 1)
            self._is_escape_open = bool(self._given)
        return rest

    def _inside(self, pasted: list[str], data: str) -> Generator[Message, None, str]:
        """Takes what is pasted, up to its end. Returns what came behind the mark of the end."""
        text, mark, rest = (self._mark + data).partition(END)
        self._mark = "" if mark else _begun(text, END)
        part = text.removesuffix(self._mark)[: self._room]
        pasted.append(part)
        self._room -= len(part)
        if mark:
            yield from self._give_up()
        return rest

    def _give_up(self) -> Iterator[Message]:
        """Wait for nothing more: a paste is all that came of it, and what began like a mark was typed."""
        pasted, rest = self._pasted, self._mark[self._given :]
        self._pasted, self._mark, self._given, self._is_escape_open = None, "", 0, False
        self._is_stalled = False
        if pasted is not None:
            yield from _given([*pasted, rest])
        elif rest:
            yield from super().feed(rest)


def _given(pasted: list[str]) -> Iterator[Message]:
    """What came of a paste, and then it is empty."""
    text = _CONTROLS.sub("", "".join(pasted))
    pasted.clear()
    if text:
        yield events.Paste(text)


def _begun(text: str, mark: str) -> str:
    """The end of the text with which this mark may have begun; empty where it has not."""
    return next((mark[:size] for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), "")
