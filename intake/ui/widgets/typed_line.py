"""One line being typed: its text, the caret, the selection, and how both are drawn.

The text is kept exactly as typed, in logical order, of any length. What may not be sent to a terminal is replaced in
the drawing only. Textual's own Input sends such characters raw, drops the joiners that Persian is typed with, keeps
only the first line of what is pasted, and reports Enter too late for keys typed ahead; so this takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rich.cells import cell_len, split_graphemes

from intake.ui.widgets.drawing import Row, Span, cut, glyph, is_rtl

_LINE_ENDS = re.compile(r"\r\n|[\n\r\t\v\f\x85\u2028\u2029]")
_WORD = re.compile(r"\w+|[^\w\s]+")


class TypedLine:
    """Text with a caret. Keys that do not belong to typing are not taken."""

    def __init__(self, text: str = "") -> None:
        self._text = text
        self._caret = len(text)
        self._anchor = self._caret
        self._stops: tuple[tuple[int, int], ...] | None = None
        self._cells = 80

    @property
    def text(self) -> str:
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._text = text
        self._caret = self._anchor = len(text)
        self._stops = None

    @property
    def caret(self) -> int:
        """The index of the character that the caret stands before."""
        return self._caret

    @property
    def selected(self) -> str:
        first, last = self._selection
        return self._text[first:last]

    @property
    def _selection(self) -> tuple[int, int]:
        return min(self._caret, self._anchor), max(self._caret, self._anchor)

    def insert(self, text: str) -> None:
        """Puts text in the place of the selection. Line ends and tabs become a blank: this is one line."""
        first, last = self._selection
        text = _LINE_ENDS.sub(" ", text.strip("\r\n"))
        self._change(self._text[:first] + text + self._text[last:], first + len(text))

    def take(self, key: str, character: str | None) -> bool:
        """Whether the key belongs to typing; Backspace does only where there is something to take away."""
        if character is not None and (character.isprintable() or character in "\u200c\u200d"):
            self.insert(character)
            return True
        if key == "backspace" and not self._text:
            return False
        base, shifted = key.removeprefix("shift+"), key.startswith("shift+")
        if (target := self._target(base)) is not None:
            self._caret = target
            if not shifted:
                self._anchor = target
            return True
        if key == "ctrl+a":
            self._anchor, self._caret = 0, len(self._text)
            return True
        if (gone := self._goes(key)) is not None:
            self._change(self._text[: gone[0]] + self._text[gone[1] :], gone[0])
            return True
        return False

    def _target(self, key: str) -> int | None:
        """Where a key moves the caret to. The arrows follow the direction of the text, as readers expect."""
        if not self._text:
            return None
        forward, back = ("left", "right") if is_rtl(self._text) else ("right", "left")
        text, caret = self._text, self._caret
        if key == forward:
            return next((start for start, _ in self.stops if start > caret), len(text))
        if key == back:
            return max((start for start, _ in self.stops if start < caret), default=0)
        if key == f"ctrl+{forward}":
            return next((found.end() for found in _WORD.finditer(text) if found.end() > caret), len(text))
        if key == f"ctrl+{back}":
            return max((found.start() for found in _WORD.finditer(text) if found.start() < caret), default=0)
        return {"home": 0, "end": len(text), "ctrl+e": len(text)}.get(key)

    def _goes(self, key: str) -> tuple[int, int] | None:
        """The range that a deleting key takes away."""
        first, last = self._selection
        if key in ("backspace", "delete", "ctrl+d") and first != last:
            return first, last
        end = len(self._text)
        word = max((found.start() for found in _WORD.finditer(self._text) if found.start() < self._caret), default=0)
        after = next((stop for _, stop in self.stops if stop > self._caret), end)
        return {
            "backspace": (max(0, self._caret - 1), self._caret),
            "delete": (self._caret, after),
            "ctrl+d": (self._caret, after),
            "ctrl+w": (word, self._caret),
            "ctrl+backspace": (word, self._caret),
            "alt+backspace": (word, self._caret),
            "ctrl+u": (0, self._caret),
            "ctrl+k": (self._caret, end),
        }.get(key)

    def _change(self, text: str, caret: int) -> None:
        self._text, self._stops = text, None
        self._caret = self._anchor = caret

    @property
    def stops(self) -> Sequence[tuple[int, int]]:
        """Start and end of each sign that is seen as one: a letter with its marks, an emoji of several characters."""
        if self._stops is None:
            if self._text.isascii():
                self._stops = tuple((index, index + 1) for index in range(len(self._text)))
            else:
                spans, _ = split_graphemes("".join(map(glyph, self._text)))
                self._stops = tuple((start, end) for start, end, _ in spans)
        return self._stops

    def lines(self, cells: int) -> list[tuple[int, int]]:
        """Start and end of each line when the text is wrapped to so many cells; one cell is kept for the caret."""
        room = max(1, cells - 1)
        if len(self._text) < room and cell_len(shown := "".join(map(glyph, self._text))) <= room and shown:
            return [(0, len(self._text))]
        edges = [0]
        used, blank = 0, -1
        for start, end in self.stops:
            size = 1 if end - start == 1 and self._text[start].isascii() else cell_len(self._shown(start, end))
            if used + size > room and start > edges[-1]:
                edges.append(blank if blank > edges[-1] else start)
                used = cell_len(self._shown(edges[-1], start))
            used += size
            if self._text[start] == " ":
                blank = end
        return list(pairwise([*edges, len(self._text)]))

    def caret_line(self, lines: Sequence[tuple[int, int]]) -> int:
        """The line that the caret stands in."""
        return next((n for n, (_, end) in enumerate(lines) if self._caret < end), len(lines) - 1)

    def rows(self, cells: int, height: int, *, focused: bool) -> tuple[list[Row], tuple[int, int] | None]:
        """The lines around the caret, each of exactly so many cells, and where among them the caret stands (x, y)."""
        self._cells = cells
        lines = self.lines(cells)
        with_caret = self.caret_line(lines)
        start = min(max(0, with_caret - height // 2), max(0, len(lines) - height))
        to_right = is_rtl(self._text)
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
        spans = []
        edges = {start, end}
        first, last = self._selection if focused else (0, 0)
        after = next((stop for _, stop in self.stops if stop > self._caret), end)
        edges.update(edge for edge in (first, last) if start < edge < end)
        at_end = has_caret and self._caret >= end
        if has_caret and not at_end:
            edges.update({max(start, self._caret), min(after, end)})
        for left, right in pairwise(sorted(edges)):
            style = "caret" if has_caret and left == self._caret else "picked" if first <= left < last else ""
            spans.append(Span(self._shown(left, right), style))
        blanks = max(0, cells - sum(cell_len(span.text) for span in spans) - at_end)
        end_caret = (Span(" ", "caret"),) if at_end else ()
        if to_right:
            return (Span(" " * blanks), *end_caret, *spans)
        return (*spans, *end_caret, Span(" " * blanks))

    def _shown(self, start: int, end: int) -> str:
        return "".join(map(glyph, self._text[start:end]))

    def move_line(self, step: int) -> bool:
        """Moves the caret up or down a line, as they were last drawn; False where there is none."""
        lines = self.lines(self._cells)
        target = self.caret_line(lines) + step
        if not 0 <= target < len(lines):
            return False
        offset = self._caret - lines[target - step][0]
        self._caret = self._anchor = min(lines[target][0] + offset, max(lines[target][0], lines[target][1] - 1))
        return True

    def click(self, line: int, x: int) -> None:
        """Puts the caret where the mouse points, by cells from the side where the text begins."""
        lines = self.lines(self._cells)
        if not 0 <= line < len(lines):
            return
        start, end = lines[line]
        wanted = self._cells - 1 - x if is_rtl(self._text) else x
        position = 0
        for left, right in self.stops:
            if start <= left < end:
                position += cell_len(self._shown(left, right))
                if position > wanted:
                    self._caret = self._anchor = left
                    return
        self._caret = self._anchor = end


def input_rows(
    line: TypedLine, cells: int, height: int, *, focused: bool, prefix: str = "", hint: str = ""
) -> tuple[list[Row], tuple[int, int] | None]:
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
