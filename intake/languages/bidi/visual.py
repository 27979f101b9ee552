"""One line of text as a terminal without its own bidi has to get it, with the way back to the letters.

line = visual_line("Frage 1: محمد (12)")
line.text           what the terminal gets, from left to right
line.column_of(9)   the cell in which the letter with index 9 stands
line.index_at(4)    the index of the letter in the cell 4
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from intake.languages.bidi import needs_reordering
from intake.languages.bidi.clusters import CellCount, Cluster, Lettering, cells_of, clusters
from intake.languages.bidi.levels import levels, visual_order
from intake.languages.bidi.properties import classes
from intake.languages.direction import Direction, strip_controls

LRM: Final = "\u200e"

Order = Literal["cells", "guarded", "words"]
"""In which order a terminal wants the cells.

cells: from left to right, as they are to be seen;
guarded: the same, with a mark (U+200E) behind each right-to-left cell, so that a terminal with its own bidi that
cannot be switched off has nothing to reverse;
words: the words from left to right, the letters of each right-to-left word in the order of typing, for a terminal
that draws each word in the direction of its script, Persian digits too.
"""

LRO: Final = "\u202d"
PDF: Final = "\u202c"

JOINED: Final = Lettering()
"""Joined forms and all marks: for a terminal that draws what it gets."""

_PERSIAN_DIGITS = ("\u06f0", "\u06f9")


@dataclass(frozen=True, slots=True)
class VisualLine:
    """The clusters of a line from left to right. `base` is the direction of the paragraph, `source` the text itself."""

    source: str
    base: Direction
    clusters: tuple[Cluster, ...]

    @property
    def text(self) -> str:
        """What the terminal gets in the order `cells`."""
        return "".join([cluster.text for cluster in self.clusters])

    @property
    def cells(self) -> int:
        return sum([cluster.cells for cluster in self.clusters])

    @property
    def stops(self) -> tuple[int, ...]:
        """Where a caret can stand: the index of each cluster in logical order, and the end of the text."""
        return (*sorted(cluster.start for cluster in self.clusters), len(self.source))

    def columns(self) -> Iterator[tuple[int, Cluster]]:
        """The first cell of each cluster, counted from the left, and the cluster."""
        column = 0
        for cluster in self.clusters:
            yield column, cluster
            column += cluster.cells

    def column_of(self, index: int) -> int:
        """The cell of the letter with this index.

        The place behind the last letter is the cell right of the line, or in a right-to-left line the one left of it,
        -1. The same is true of an index beyond the ends, which is taken for the nearest.
        """
        index = max(0, index)
        found = (column for column, cluster in self.columns() if cluster.start <= index < cluster.end)
        return next(found, -1 if self.base == "rtl" else self.cells)

    def index_at(self, column: int) -> int:
        """The index of the letter in this cell; beyond the ends of the line the nearest end of the text."""
        for first, cluster in self.columns():
            if first <= column < first + cluster.cells:
                return cluster.start
        is_behind = column < 0 if self.base == "rtl" else column >= self.cells
        return len(self.source) if is_behind else 0

    def sent(self, order: Order = "cells") -> list[str]:
        """One piece of text for each cluster, in the order in which the terminal wants them."""
        if order == "cells":
            return [cluster.text for cluster in self.clusters]
        if order == "guarded":
            return [cluster.text + LRM if needs_reordering(cluster.text) else cluster.text for cluster in self.clusters]
        return self._by_words()

    def _by_words(self) -> list[str]:
        pieces: list[str] = []
        word: list[str] = []
        for cluster in self.clusters:
            letters = self.source[cluster.start : cluster.end]
            is_digit = _PERSIAN_DIGITS[0] <= self.source[cluster.letter] <= _PERSIAN_DIGITS[1]
            # By its letters and not by its level: such a terminal turns a word round that an override holds, too.
            if is_digit or _is_written_right_to_left(letters):
                word.append(strip_controls(letters))
            else:
                pieces += [*reversed(word), cluster.text]
                word = []
        return pieces + word[::-1]


def _is_written_right_to_left(letters: str) -> bool:
    return not {"R", "A"}.isdisjoint(classes(letters))


def in_order(text: str) -> str:
    """Text that is in visual order already, marked so that drawing it in a line keeps it as it is (LRO and PDF)."""
    return f"{LRO}{text}{PDF}"


@lru_cache(512)
def visual_line(
    text: str,
    base: Direction | None = None,
    lettering: Lettering = JOINED,
    *,
    opened_at: int | None = None,
    measure: CellCount = cells_of,
) -> VisualLine:
    """The text in visual order. It is one line, not yet reordered; without `base` its first strong letter decides.

    `opened_at` is the place of a caret: a lam-alef around it is drawn as two letters. Any text is taken, half
    surrogate pairs and unbalanced controls too.
    """
    found = levels(text, base)
    logical = clusters(text, found.of, lettering, opened_at=opened_at, measure=measure)
    # A control between two letters takes part in the order although it is drawn with the letter before it.
    at = {cluster.letter: cluster for cluster in logical}
    in_place = [at[index] for index in visual_order(found.of) if index in at]
    return VisualLine(text, "rtl" if found.base & 1 else "ltr", tuple(in_place))
