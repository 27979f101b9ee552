"""One line being typed: its text, the caret, the selection, what was done to it, and how it is drawn.

The text is kept exactly as typed, in logical order. What may not be sent to a terminal is replaced in
the drawing only. Home is where the text begins, on the right of a right-to-left one, and the arrows go where they
point in text of its direction. Textual's own Input sends such characters raw, draws the caret of Arabic text in the
wrong cell, drops the joiners that Persian is typed with, keeps only the first line of what is pasted, and reports
Enter too late for keys typed ahead; so this takes its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rich.cells import cell_len

from intake.interview.limits import MOST_TYPED
from intake.ui.keys import ACTIONS
from intake.ui.widgets.drawing import Row, Span, cut
from intake.ui.widgets.measured_text import ZWNJ, MeasuredText
from intake.ui.widgets.typed_drawing import LineView
from intake.ui.widgets.typing_history import Edit, History, Kind

Place = tuple[int, int]
"""Where the caret stands among rows: cells from the left, rows from the top."""

_LINE_ENDS = re.compile(r"\r\n|[\n\r\t\v\f\x85\u2028\u2029]")
_WORD = re.compile("w+|p+")
_JOINERS = ("\u200c", "\u200d")
_BLANK = " "
_UNDO, _REDO, _ZWNJ = (ACTIONS[id_].keys for id_ in ("undo", "redo", "non-joiner"))


def confirmed(text: str) -> str:
    """A typed text as it is stored: without blanks around it, and with each letter in its composed form (NFC).

    Nothing else is changed: no letter becomes another one, joiners and marks stay, nothing is transliterated. Without
    NFC the same name would be two, as some keyboards send one character and others a letter and its mark.
    Source: Unicode Standard Annex 15.
    """
    return unicodedata.normalize("NFC", text.strip())


def _kind(char: str) -> str:
    """What a character is to words: w part of one (letters, their marks, digits, joiners), b blank, p a sign."""
    if char.isspace():
        return "b"
    return "w" if char in _JOINERS or char == "_" or unicodedata.category(char)[0] in "LMN" else "p"


class TypedLine:
    """Text with a caret. Keys that do not belong to typing are not taken."""

    def __init__(self, text: str = "", *, most: int | None = None, room: int = MOST_TYPED) -> None:
        """`most`: what would make the text longer than so many characters is not taken. `room`: what is pasted is cut
        off there.
        """
        self.room = room
        self.was_cut = False
        """Whether there was no room for all that was pasted last."""
        self._drawn_cells = 80
        self._most = most
        self._refused = 0
        self._history = History()
        self._show(text, len(text))

    @property
    def text(self) -> str:
        return self._measured.text

    @text.setter
    def text(self, text: str) -> None:
        self._replace((0, len(self.text)), text)

    @property
    def caret(self) -> int:
        """The index of the character that the caret stands before."""
        return self._caret

    @property
    def most(self) -> int | None:
        """How many characters there is room for; None where there is no end."""
        return self._most

    @property
    def refused(self) -> int:
        """How often something was not taken so far, as there was no room for it."""
        return self._refused

    @property
    def selected(self) -> str:
        first, last = self._selection
        return self.text[first:last]

    @property
    def _selection(self) -> tuple[int, int]:
        return min(self._caret, self._anchor), max(self._caret, self._anchor)

    def _show(self, text: str, caret: int, anchor: int | None = None) -> None:
        self._measured = MeasuredText(text)
        self._caret, self._anchor = caret, caret if anchor is None else anchor

    def _replace(self, gone: tuple[int, int], put: str, kind: Kind = Kind.WHOLE) -> None:
        first, last = gone
        edit = Edit(first, self.text[first:last], put, self._caret, self._anchor, kind)
        if self._most is not None and len(put) > len(edit.gone) and len(edit.done(self.text)) > self._most:
            self._refused += 1
            return
        if edit.gone != put:
            self._history.note(edit)
            self._show(edit.done(self.text), first + len(put))
        else:
            self._caret = self._anchor = first + len(put)

    def select_all(self) -> None:
        """Marks the whole text: what is typed next takes its place, an arrow goes into it."""
        self._history.close()
        self._anchor, self._caret = 0, len(self.text)

    def select_from(self, anchor: int) -> None:
        """Marks what is between an index and the caret."""
        self._anchor = min(max(0, anchor), len(self.text))

    def select_word(self) -> None:
        """Marks the word that the caret is in."""
        self._history.close()
        words = (found.span() for found in _WORD.finditer(self._kinds()))
        around = next((span for span in words if span[0] <= self._caret < span[1]), None)
        if around is not None:
            self._anchor, self._caret = around

    def insert(self, text: str) -> None:
        """Puts text in the place of the selection, as one step. Line ends and tabs become a blank: this is one line."""
        room = max(0, self.room - len(self.text) + len(self.selected))
        taken = _LINE_ENDS.sub(" ", text.strip("\r\n"))
        self.was_cut = len(taken) > room
        self._replace(self._selection, taken[:room])

    def write(self, character: str) -> None:
        """Puts one typed character in the place of the selection; those of a word are one step together."""
        self._replace(self._selection, character, Kind.TYPED)

    def undo(self) -> None:
        """Takes the last step back."""
        if (edit := self._history.undo()) is not None:
            self._show(edit.undone(self.text), edit.caret, edit.anchor)

    def redo(self) -> None:
        """Does again what was taken back."""
        if (edit := self._history.redo()) is not None:
            self._show(edit.done(self.text), edit.at + len(edit.put))

    def take(self, key: str, character: str | None) -> bool:
        """Whether the key belongs to typing; Backspace does only where there is something to take away."""
        if key == _ZWNJ:
            self.write(_BLANK if character == _BLANK and not self._is_behind_arabic() else ZWNJ)
            return True
        if character is not None and (character.isprintable() or character in _JOINERS):
            self.write(character)
            return True
        if key in (_UNDO, _REDO):
            self.undo() if key == _UNDO else self.redo()
            return True
        if key == "backspace" and not self.text:
            return False
        base, shifted = key.removeprefix("shift+"), key.startswith("shift+")
        if (target := self._target(base)) is not None:
            self._history.close()
            self._caret = target
            if not shifted:
                self._anchor = target
            return True
        if key == "ctrl+a":
            self.select_all()
            return True
        if (gone := self._goes(key)) is not None:
            self._replace(gone, "", self._kind_of_deletion(key))
            return True
        return False

    def _is_behind_arabic(self) -> bool:
        """Whether Shift+Space means the joiner here: in other scripts the shift key was only held too long."""
        before = self.text[: self._selection[0]][-1:]
        return bool(before) and unicodedata.bidirectional(before) in ("AL", "NSM")

    def _kind_of_deletion(self, key: str) -> Kind:
        if self.selected:
            return Kind.WHOLE
        return {"backspace": Kind.DELETED_BEFORE, "delete": Kind.DELETED_BEHIND}.get(key, Kind.WHOLE)

    def _target(self, key: str) -> int | None:
        """Where a key moves the caret to. The arrows follow the direction of the text, as readers expect."""
        if not self.text:
            return None
        forward, back = ("left", "right") if self._measured.direction == "rtl" else ("right", "left")
        if key == forward:
            return self._measured.after(self._caret)
        if key == back:
            return self._measured.before(self._caret)
        if key == f"ctrl+{forward}":
            ends = (found.end() for found in _WORD.finditer(self._kinds(), self._caret))
            return next(ends, len(self.text))
        if key == f"ctrl+{back}":
            return self._word_start()
        return {"home": 0, "end": len(self.text), "ctrl+e": len(self.text)}.get(key)

    def _word_start(self) -> int:
        return max((found.start() for found in _WORD.finditer(self._kinds(), 0, self._caret)), default=0)

    def _kinds(self) -> str:
        return "".join(map(_kind, self.text))

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

    def _view(self, lines: Sequence[tuple[int, int]], index: int, *, focused: bool) -> LineView:
        caret = self._caret if focused and index == self._caret_line(lines) else None
        return LineView(self._measured, lines[index], self._drawn_cells, caret, self._selection if focused else (0, 0))

    def rows(self, cells: int, height: int, *, focused: bool) -> tuple[list[Row], Place | None]:
        """The lines around the caret, each of exactly so many cells, and where among them the caret stands."""
        self._drawn_cells = cells
        lines = self.lines(cells)
        with_caret = self._caret_line(lines)
        start = min(max(0, with_caret - height // 2), max(0, len(lines) - height))
        rows = [
            Row(self._view(lines, index, focused=focused).spans(), style="line", hit=("line", index))
            for index in range(start, min(len(lines), start + height))
        ]
        if not focused:
            return rows, None
        column = self._view(lines, with_caret, focused=True).column_of(self._caret)
        return rows, (column, with_caret - start)

    def move_line(self, step: int) -> bool:
        """Moves the caret up or down a line, as they were last drawn; False where there is none."""
        lines = self.lines(self._drawn_cells)
        at = self._caret_line(lines)
        if not 0 <= at + step < len(lines):
            return False
        column = self._view(lines, at, focused=True).column_of(self._caret)
        self._put_caret(lines, at + step, column)
        return True

    def click(self, line: int, x: int) -> None:
        """Puts the caret where the mouse points, by cells from the left."""
        lines = self.lines(self._drawn_cells)
        if 0 <= line < len(lines):
            self._put_caret(lines, line, x)

    def _put_caret(self, lines: Sequence[tuple[int, int]], line: int, column: int) -> None:
        self._history.close()
        index = self._view(lines, line, focused=True).index_at(column)
        is_last = line == len(lines) - 1
        # The end of a line is the beginning of the next one, where the caret would be drawn.
        self._caret = self._anchor = index if is_last else min(index, self._measured.before(lines[line][1]))


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
