"""One line being typed: its text, the caret, the selection, and how both are drawn.

The text is kept exactly as typed, in logical order, of any length. What may not be sent to a terminal is replaced in
the drawing only. Textual's own Input sends such characters raw, drops the joiners that Persian is typed with, keeps
only the first line of what is pasted, and reports Enter too late for keys typed ahead; so this takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rich.cells import cell_len

from intake.ui.widgets.drawing import Row, Span, cut, is_rtl
from intake.ui.widgets.measured_text import MeasuredText

Place = tuple[int, int]
"""Where the caret stands among rows: cells from the left, rows from the top."""

_LINE_ENDS = re.compile(r"\r\n|[\n\r\t\v\f\x85\u2028\u2029]")
_WORD = re.compile(r"\w+|[^\w\s]+")
_JOINERS = ("\u200c", "\u200d")


class TypedLine:
    """Text with a caret. Keys that do not belong to typing are not taken."""

    def __init__(self, text: str = "") -> None:
        self._drawn_cells = 80
        self._change(text, len(text))

    @property
    def text(self) -> str:
        return self._measured.text

    @text.setter
    def text(self, text: str) -> None:
        self._change(text, len(text))

    @property
    def caret(self) -> int:
        """The index of the character that the caret stands before."""
        return self._caret

    @property
    def selected(self) -> str:
        first, last = self._selection
        return self.text[first:last]

    @property
    def _selection(self) -> tuple[int, int]:
        return min(self._caret, self._anchor), max(self._caret, self._anchor)

    def _change(self, text: str, caret: int) -> None:
        self._measured = MeasuredText(text)
        self._caret = self._anchor = caret

    def select_all(self) -> None:
        """Marks the whole text: what is typed next takes its place, an arrow goes into it."""
        self._anchor, self._caret = 0, len(self.text)

    def insert(self, text: str) -> None:
        """Puts text in the place of the selection. Line ends and tabs become a blank: this is one line."""
        first, last = self._selection
        text = _LINE_ENDS.sub(" ", text.strip("\r\n"))
        self._change(self.text[:first] + text + self.text[last:], first + len(text))

    def take(self, key: str, character: str | None) -> bool:
        """Whether the key belongs to typing; Backspace does only where there is something to take away."""
        if character is not None and (character.isprintable() or character in _JOINERS):
            self.insert(character)
            return True
        if key == "backspace" and not self.text:
            return False
        base, shifted = key.removeprefix("shift+"), key.startswith("shift+")
        if (target := self._target(base)) is not None:
            self._caret = target
            if not shifted:
                self._anchor = target
            return True
        if key == "ctrl+a":
            self.select_all()
            return True
        if (gone := self._goes(key)) is not None:
            self._change(self.text[: gone[0]] + self.text[gone[1] :], gone[0])
            return True
        return False

    def _target(self, key: str) -> int | None:
        """Where a key moves the caret to. The arrows follow the direction of the text, as readers expect."""
        if not self.text:
            return None
        forward, back = ("left", "right") if is_rtl(self.text) else ("right", "left")
        if key == forward:
            return self._measured.after(self._caret)
        if key == back:
            return self._measured.before(self._caret)
        if key == f"ctrl+{forward}":
            ends = (found.end() for found in _WORD.finditer(self.text, self._caret))
            return next(ends, len(self.text))
        if key == f"ctrl+{back}":
            return self._word_start()
        return {"home": 0, "end": len(self.text), "ctrl+e": len(self.text)}.get(key)

    def _word_start(self) -> int:
        return max((found.start() for found in _WORD.finditer(self.text, 0, self._caret)), default=0)

    def _goes(self, key: str) -> tuple[int, int] | None:
        """The range that a deleting key takes away."""
        first, last = self._selection
        match key:
            case "backspace" | "delete" | "ctrl+d" if first != last:
                return first, last
            case "backspace":
                return max(0, self._caret - 1), self._caret
            case "delete" | "ctrl+d":
                return self._caret, self._measured.after(self._caret)
            case "ctrl+w" | "ctrl+backspace" | "alt+backspace":
                return self._word_start(), self._caret
            case "ctrl+u":
                return 0, self._caret
            case "ctrl+k":
                return self._caret, len(self.text)
            case _:
                return None

    def lines(self, cells: int) -> tuple[tuple[int, int], ...]:
        """Start and end of each line when the text is wrapped to so many cells."""
        return self._measured.lines(cells)

    def _caret_line(self, lines: Sequence[tuple[int, int]]) -> int:
        return next((n for n, (_, end) in enumerate(lines) if self._caret < end), len(lines) - 1)

    def rows(self, cells: int, height: int, *, focused: bool) -> tuple[list[Row], Place | None]:
        """The lines around the caret, each of exactly so many cells, and where among them the caret stands."""
        self._drawn_cells = cells
        lines = self.lines(cells)
        with_caret = self._caret_line(lines)
        start = min(max(0, with_caret - height // 2), max(0, len(lines) - height))
        to_right = is_rtl(self.text)
        rows, place = [], None
        for index in range(start, min(len(lines), start + height)):
            has_caret = focused and index == with_caret
            drawn = self._row(lines[index], cells, to_right, focused, has_caret)
            rows.append(Row(drawn, style="line", hit=("line", index)))
            if has_caret:
                before = [span.text for span in drawn[: [span.style for span in drawn].index("caret")]]
                place = cell_len("".join(before)), index - start
        return rows, place

    def _row(
        self, line: tuple[int, int], cells: int, to_right: bool, focused: bool, has_caret: bool
    ) -> tuple[Span, ...]:
        start, end = line
        first, last = self._selection if focused else (0, 0)
        edges = {start, end, *(edge for edge in (first, last) if start < edge < end)}
        at_end = has_caret and self._caret >= end
        if has_caret and not at_end:
            edges.update({max(start, self._caret), min(self._measured.after(self._caret), end)})
        spans = []
        for left, right in pairwise(sorted(edges)):
            style = "caret" if has_caret and left == self._caret else "picked" if first <= left < last else ""
            spans.append(Span(self._measured.shown[left:right], style))
        blanks = max(0, cells - sum(cell_len(span.text) for span in spans) - at_end)
        end_caret = (Span(" ", "caret"),) if at_end else ()
        if to_right:
            return (Span(" " * blanks), *end_caret, *spans)
        return (*spans, *end_caret, Span(" " * blanks))

    def move_line(self, step: int) -> bool:
        """Moves the caret up or down a line, as they were last drawn; False where there is none."""
        lines = self.lines(self._drawn_cells)
        at = self._caret_line(lines)
        if not 0 <= at + step < len(lines):
            return False
        start, end = lines[at + step]
        self._caret = self._anchor = min(start + self._caret - lines[at][0], max(start, end - 1))
        return True

    def click(self, line: int, x: int) -> None:
        """Puts the caret where the mouse points, by cells from the side where the text begins."""
        lines = self.lines(self._drawn_cells)
        if 0 <= line < len(lines):
            cell = self._drawn_cells - 1 - x if is_rtl(self.text) else x
            self._caret = self._anchor = self._measured.index_at(lines[line], max(0, cell))


def input_rows(
    line: TypedLine, cells: int, height: int, *, focused: bool, prefix: str = "", hint: str = ""
) -> tuple[list[Row], Place | None]:
    """The line as an input: `prefix` before it, and a hint in its place while nothing is typed."""
    offset = cell_len(prefix)
    room = max(1, cells - offset)
    rows, caret = line.rows(room, max(1, height), focused=focused)
    if not line.text and hint:
        first, rest = (hint[:1], hint[1:]) if focused else ("", hint)
        caret = (0, 0) if focused else None
        rows = [Row((Span(first, "caret"), Span(cut(rest, room - 1), "quiet")), "line", ("line", 0)).padded(room)]
    lead = (Span(prefix, "key"), Span(" " * offset))
    shown = [Row((lead[min(n, 1)], *each.spans), each.style, each.hit) for n, each in enumerate(rows)]
    return shown, (caret[0] + offset, caret[1]) if caret else None
