"""The widgets that draw rows, and the field that is made of a pad."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable
from itertools import islice, zip_longest
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from intake.ui.keys import ACTIONS, bindings
from intake.ui.widgets.drawing import Row
from intake.ui.widgets.field import Field, Layout, Wording
from intake.ui.widgets.holding import hold
from intake.ui.widgets.pad import AnswerPad, Drawing, Key, Pad
from intake.ui.widgets.typed_drawing import CARET

_OF_THE_LINE = frozenset(ACTIONS[id_].action for id_ in ("letters", "non-joiner", "undo", "redo"))
_REVERSED = Style(reverse=True)
_PLENTY = 100_000
"""More rows than any field has: the height where a drawing is asked for in full."""


class Drawn(Widget):
    """A widget that draws all its rows itself. Colours only help: what matters is marked by a sign as well."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "drawn--cursor", "drawn--key", "drawn--quiet", "drawn--person", "drawn--chosen", "drawn--warn",
        "drawn--title", "drawn--line", "drawn--caret", "drawn--picked",
    }  # fmt: skip
    DEFAULT_CSS = """
    Drawn {
        & > .drawn--cursor { background: $primary-muted; text-style: bold; }
        & > .drawn--key { color: $text-accent; text-style: bold; }
        & > .drawn--quiet { color: $text-muted; text-style: none; }
        & > .drawn--chosen { color: $text-success; }
        & > .drawn--warn { color: $text-warning; }
        & > .drawn--title { text-style: bold; }
        & > .drawn--line { background: $surface; }
        & > .drawn--picked { background: $primary; text-style: underline; }
    }
    """

    _drawing: tuple[Size, bool, Drawing] | None = None

    @abstractmethod
    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        """What to show in this room. Rows may be shorter than `cells`; more rows than `height` are not seen."""

    @property
    def drawing(self) -> Drawing:
        """What is shown now."""
        size, focused = self.size, self.has_focus
        if self._drawing is None or self._drawing[:2] != (size, focused):
            drawing = self.draw(size.width, size.height, focused=focused) if size else Drawing(())
            self._drawing = (size, focused, drawing)
        return self._drawing[2]

    def redraw(self, *, layout: bool = False) -> None:
        """Draws anew after something changed: only the rows that differ, as all of them take twice as long."""
        before, self._drawing = self._drawing, None
        if layout or before is None or before[:2] != (self.size, self.has_focus):
            self.refresh(layout=layout)
            return
        rows = islice(zip_longest(before[2].rows, self.drawing.rows), self.size.height)
        changed = [Region(0, y, self.size.width, 1) for y, (old, new) in enumerate(rows) if old != new]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        rows = self.drawing.rows
        base = self.visual_style.rich_style
        if not 0 <= y < len(rows):
            return Strip.blank(self.size.width, base)
        return self._strip(rows[y])

    def _strip(self, row: Row) -> Strip:
        width = self.size.width
        segments = []
        for span in row.padded(width).spans:
            names = tuple(f"drawn--{name}" for name in (row.style, span.style) if name)
            style = self.get_visual_style(*names).rich_style
            # Textual leaves 'reverse' out of the styles of components, and hides the cursor of the terminal.
            segments.append(Segment(span.text, style + _REVERSED if span.style == CARET else style))
        return Strip(segments, width)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.draw(width, _PLENTY, focused=self.has_focus).rows) if width > 0 else 0


class PadWidget(Drawn, can_focus=True):
    """The place of a pad on the screen: it brings the keys to the pad, one after the other, and draws it."""

    DEFAULT_CSS = """
    PadWidget { height: 1fr; min-height: 1; padding: 0 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("letters", "non-joiner", "undo", "redo")

    class LettersWanted(Message):
        """The letters of a language are to be chosen on the screen, for the line of this field."""

        def __init__(self, field: PadWidget) -> None:
            super().__init__()
            self.field = field

    locked = False
    pad: Pad
    _drag_from: int | None = None

    @property
    def typed(self) -> str:
        """The half-typed text, in logical order; empty where nothing is typed."""
        return self.pad.typed

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        return self.pad.draw(cells, height, focused=focused and not self.locked)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return self.pad.line is not None and character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        if self.locked:
            hold(self, event)
            return
        if self.pad.take(Key(event.key, event.character)) or self._clipboard(event.key):
            event.stop()
            event.prevent_default()
            self.show_change()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.locked:
            self.app.bell()
            return
        self.pad.paste(event.text)
        self.show_change()

    def press_key(self, key: Key) -> None:
        """A key that was chosen on the screen."""
        if not self.locked and self.pad.take(key):
            self.show_change()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What belongs to typing is offered only where something can be typed."""
        if action in _OF_THE_LINE:
            return self.pad.line is not None and not self.locked
        return super().check_action(action, parameters)

    def action_letters(self) -> None:
        self.post_message(self.LettersWanted(self))

    def action_non_joiner(self) -> None:
        self.press_key(Key(ACTIONS["non-joiner"].keys))

    def action_undo(self) -> None:
        self.press_key(Key(ACTIONS["undo"].keys))

    def action_redo(self) -> None:
        self.press_key(Key(ACTIONS["redo"].keys))

    # Mouse

    def _pointed(self, event: events.MouseEvent) -> tuple[Row, int] | None:
        """The row under the mouse and the cell in it."""
        x, y = event.x - self.gutter.left, event.y - self.gutter.top
        return (self.drawing.rows[y], x) if not self.locked and 0 <= y < len(self.drawing.rows) else None

    def _click(self, hit: Hashable, x: int) -> None:
        self.pad.click(hit, x)
        self.pad.say_typed()
        self.show_change()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """In a line of text the caret is put where the mouse points, and what it is dragged over is selected."""
        match self._pointed(event):
            case Row(style="line", hit=hit), x if hit is not None and event.button == 1:
                self._click(hit, x)
                if self.pad.line is not None:
                    self._drag_from = self.pad.line.caret
                    self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        match self._pointed(event):
            case Row(style="line", hit=hit), x if hit is not None and self._drag_from is not None:
                self._click(hit, x)
                if self.pad.line is not None:
                    self.pad.line.select_from(self._drag_from)
                    self.show_change()

    def on_mouse_up(self) -> None:
        if self._drag_from is not None:
            self._drag_from = None
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        match self._pointed(event):
            case Row(style="line"), _:
                if event.chain == 2 and self.pad.line is not None:
                    self.pad.line.select_word()
                    self.show_change()
            case Row(hit=hit), x if hit is not None:
                self._click(hit, x)

    def _clipboard(self, key: str) -> bool:
        line = self.pad.line
        if line is None:
            return False
        if key in ("ctrl+c", "ctrl+x") and line.selected:
            self.app.copy_to_clipboard(line.selected)
            if key == "ctrl+x":
                self.pad.paste("")
            return True
        if key == "ctrl+v":
            self.pad.paste(self.app.clipboard)
            return True
        return False

    def show_change(self) -> None:
        """Draws anew, and moves the terminal's own cursor along: input methods and Braille displays follow it."""
        self.redraw()
        self.place_cursor()

    def place_cursor(self) -> None:
        if not self.has_focus:
            return
        drawing = self.drawing
        on_row = ((0, y) for y, row in enumerate(drawing.rows) if row.style == "cursor")
        place = drawing.caret or next(on_row, None)
        if place is not None:
            self.app.cursor_position = self.content_region.offset + Offset(*place)

    def unlock(self) -> None:
        """Take keys again."""
        self.locked = False
        self.redraw()

    def reword(self, wording: Wording, layout: Layout) -> None:
        """Show the same state in other languages: cursor, choice and half-typed text stay."""
        self.pad.reword(wording, layout)
        self.redraw(layout=True)

    def focus_input(self) -> None:
        """Put the focus where typing goes."""
        self.focus()

    def on_focus(self) -> None:
        self.place_cursor()

    def on_resize(self) -> None:
        self.place_cursor()


class PadField(PadWidget, Field):
    """The field of one question, whatever its kind."""

    def __init__(self, pad: AnswerPad) -> None:
        super().__init__(
            pad.question,
            pad.wording,
            pad.answer,
            half_typed=pad.typed,
            layout=pad.layout,
            private_hidden=pad.private_hidden,
        )
        self.pad: AnswerPad = pad
        pad.post = self.pass_on

    def ask(self, pad: AnswerPad) -> None:
        """Become the field of another question: a new widget would go through all styles, and be laid out twice."""
        self.question, self.wording, self.answer = pad.question, pad.wording, pad.answer
        self.half_typed, self.text_layout, self.private_hidden = pad.typed, pad.layout, pad.private_hidden
        self.pad = pad
        pad.post = self.pass_on
        self.locked = False
        self.show_change()

    def pass_on(self, message: Message) -> None:
        """What the pad says. An answer locks the field before the next key is looked at."""
        if isinstance(message, Field.Answered):
            self.give(message.value)
        else:
            self.post_message(message)

    def reword(self, wording: Wording, layout: Layout) -> None:
        self.wording = wording
        self.text_layout = layout
        super().reword(wording, layout)
