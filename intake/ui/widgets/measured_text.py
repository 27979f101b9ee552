"""How a typed text is seen: the signs that stand for its characters, where one sign ends, and its lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from rich.cells import cell_len, get_character_cell_size, split_graphemes

from intake.languages.bidi import needs_reordering
from intake.languages.direction import Direction, direction_of
from intake.ui.widgets.drawing import glyph

_JOINING = ("\u200d", "\ufe0f")
ZWNJ: Final = "\u200c"
ZWNJ_MARK: Final = "¦"
"""What is drawn for a zero width non-joiner (ZWNJ), which nobody could see otherwise. The data keep the character."""


def _seen(char: str) -> str:
    return ZWNJ_MARK if char == ZWNJ else glyph(char)


class MeasuredText:
    """A text with its measures, made anew for each change: fast enough for ten thousand characters at each key.

    `shown` has one character for each of the text. `is_reordered` says that it is not seen in the order of typing,
    `direction` where it begins: that of its first strong letter, left to right where there is none.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.shown = text if text.isascii() and text.isprintable() else "".join(map(_seen, text))
        self.is_reordered = needs_reordering(self.shown)
        self.direction: Direction = direction_of(text) if self.is_reordered else "ltr"
        self._starts, self._sizes = self._measure()
        self._lines: tuple[int, tuple[tuple[int, int], ...]] = (0, ())

    def _measure(self) -> tuple[Sequence[int], Sequence[int] | None]:
        """Where each sign begins, and its cells; None where every sign has one."""
        if self.text.isascii():
            return range(len(self.text)), None
        if self.is_reordered:
            from intake.languages.bidi.clusters import spans  # tables of letters, only where there is such text

            found = list(spans(self.shown))
            return [start for start, _ in found], [cell_len(self.shown[start:end]) for start, end in found]
        if any(char in self.shown for char in _JOINING):
            signs, _ = split_graphemes(self.shown)
            return [start for start, _, _ in signs], [size for _, _, size in signs]
        sizes = [get_character_cell_size(char) for char in self.shown]
        starts = [index for index, size in enumerate(sizes) if size or not index]
        return starts, [sizes[start] for start in starts]

    def after(self, index: int) -> int:
        """The end of the sign at this index: a letter with its marks is one, an emoji of several characters too."""
        at = bisect_right(self._starts, index)
        return self._starts[at] if at < len(self._starts) else len(self.text)

    def before(self, index: int) -> int:
        """The beginning of the sign before this index."""
        at = bisect_left(self._starts, index)
        return self._starts[at - 1] if at else 0

    def lines(self, cells: int) -> tuple[tuple[int, int], ...]:
        """Start and end of each line, wrapped after blanks; one cell of each is kept for the caret."""
        if self._lines[0] != cells:
            room = max(1, cells - 1)
            edges = self._edges_of_single(room) if self._sizes is None else self._edges(room, self._sizes)
            self._lines = cells, tuple(pairwise([*edges, len(self.text)]))
        return self._lines[1]

    def _edges_of_single(self, room: int) -> list[int]:
        edges = [0]
        while len(self.text) - edges[-1] > room:
            start = edges[-1]
            blank = self.text.rfind(" ", start, start + room)
            edges.append(blank + 1 if blank >= 0 else start + room)
        return edges

    def _edges(self, room: int, sizes: Sequence[int]) -> list[int]:
        edges = [0]
        used = since_blank = 0
        blank = 0
        for start, size in zip(self._starts, sizes, strict=True):
            if used + size > room and start > edges[-1]:
                edges.append(blank if blank > edges[-1] else start)
                used = since_blank if blank == edges[-1] else 0
            used += size
            since_blank += size
            if self.text[start] == " ":
                blank, since_blank = start + 1, 0
        return edges

    def index_at(self, line: tuple[int, int], cell: int) -> int:
        """The beginning of the sign that covers a cell of a line; its end where the line is shorter."""
        start, end = line
        used = 0
        while start < end:
            after = self.after(start)
            used += cell_len(self.shown[start:after])
            if used > cell:
                return start
            start = after
        return end
