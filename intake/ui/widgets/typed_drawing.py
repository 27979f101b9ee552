"""How one line of a typed text is drawn: its cells from left to right, the caret and the selection among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from rich.cells import cell_len

from intake.ui.widgets.drawing import Span
from intake.ui.widgets.measured_text import ZWNJ, MeasuredText

if TYPE_CHECKING:
    from intake.languages.bidi.visual import VisualLine

CARET, PICKED, MARK = "caret", "picked", "quiet"
"""Styles: under the caret, selected, and the sign for a character that has none of its own."""

Line = tuple[int, int]
"""Start and end of a line in its text."""


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a text in so many cells. `caret` is an index of the text, None where the caret is not drawn here.

    A line that is only read from left to right is drawn as it stands. All others are put into visual order here, and
    marked so that the filter for the terminal leaves the order alone: it cannot know on which side the whole text
    begins, nor that a lam-alef with the caret inside is to be drawn as two letters.
    """

    measured: MeasuredText
    line: Line
    cells: int
    caret: int | None = None
    selection: Line = (0, 0)

    @property
    def _is_plain(self) -> bool:
        return not self.measured.is_reordered

    @property
    def _at_end(self) -> bool:
        """Whether the caret stands behind the last letter, in a cell of its own."""
        return self.caret is not None and self.caret >= self.line[1]

    @property
    def _to_right(self) -> bool:
        return self.measured.direction == "rtl"

    @property
    def _visual(self) -> VisualLine:
        from intake.languages.bidi.visual import visual_line  # tables of letters, only where there is such text

        start, end = self.line
        opened_at = self.caret - start if self.caret is not None else None
        shown = self.measured.shown[start:end]
        return visual_line(shown, self.measured.direction, opened_at=opened_at, measure=cell_len)

    def spans(self) -> tuple[Span, ...]:
        """The line as exactly so many cells, on the side where the text begins."""
        text = tuple(self._plain_spans() if self._is_plain else self._visual_spans())
        end = (Span(" ", CARET),) if self._at_end else ()
        blanks = Span(" " * max(0, self.cells - sum(cell_len(span.text) for span in text) - len(end)))
        return (blanks, *end, *text) if self._to_right else (*text, *end, blanks)

    def _plain_spans(self) -> Iterator[Span]:
        start, end = self.line
        edges = {start, end, *(edge for edge in self.selection if start < edge < end)}
        if self.caret is not None and not self._at_end:
            edges.update({max(start, self.caret), min(self.measured.after(self.caret), end)})
        for left, right in pairwise(sorted(edges)):
            yield Span(self.measured.shown[left:right], self._style(left, right))

    def _visual_spans(self) -> Iterator[Span]:
        from intake.languages.bidi.visual import in_order

        start = self.line[0]
        styled = [
            (cluster.text, self._style(start + cluster.start, start + cluster.end)) for cluster in self._visual.clusters
        ]
        spans = [Span("".join([text for text, _ in group]), style) for style, group in groupby(styled, itemgetter(1))]
        before, behind = in_order("\0").split("\0")
        for place, span in enumerate(spans):
            opening, closing = before * (place == 0), behind * (place == len(spans) - 1)
            yield Span(f"{opening}{span.text}{closing}", span.style)

    def _style(self, first: int, last: int) -> str:
        if self.caret is not None and first <= self.caret < last:
            return CARET
        if first < self.selection[1] and self.selection[0] < last:
            return PICKED
        return MARK if self.measured.text[first:last] == ZWNJ else ""

    def column_of(self, index: int) -> int:
        """The cell of a letter, from the left; that of the caret where the index is behind the last one."""
        start, end = self.line
        if self._is_plain:
            return cell_len(self.measured.shown[start : min(max(start, index), end)])
        line = self._visual
        return self._offset(line) + line.column_of(min(index, end) - start)

    def index_at(self, column: int) -> int:
        """The letter in this cell; beyond the ends of the line the nearest end."""
        if self._is_plain:
            return self.measured.index_at(self.line, max(0, column))
        line = self._visual
        return self.line[0] + line.index_at(column - self._offset(line))

    def _offset(self, line: VisualLine) -> int:
        return max(0, self.cells - line.cells) if self._to_right else 0
