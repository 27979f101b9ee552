"""A line of text in a dialog or above a list: a search, a note, a reason. It takes text of every script.

yield LineInput(placeholder=say("Case code or name"), most=200)

def on_line_input_changed(self, event: LineInput.Changed) -> None: ...
def on_line_input_submitted(self, event: LineInput.Submitted) -> None: ...
def on_line_input_full(self, event: LineInput.Full) -> None: ...
"""

from __future__ import annotations

from textual.message import Message

from intake.ui.widgets.drawn import PadWidget
from intake.ui.widgets.field import Layout, Wording
from intake.ui.widgets.pad import CONFIRM, Drawing, Key, Pad
from intake.ui.widgets.typed_line import TypedLine, input_rows


class InputPad(Pad):
    """A line that says when it changes and when it is confirmed. Arrows up and down belong to what is around it."""

    def __init__(self, text: str, placeholder: str, most: int) -> None:
        """It speaks no language, so it has no wording. `most`: characters that there is room for."""
        self._line = TypedLine(text, most=most)
        self._placeholder = placeholder
        self._last = text

    @property
    def line(self) -> TypedLine:
        return self._line

    @property
    def typed(self) -> str:
        return self._line.text

    def press(self, key: Key) -> bool:
        if key.name == CONFIRM:
            self.post(LineInput.Submitted(self.typed))
            return True
        return self._line.take(key.name, key.character)

    def say_typed(self) -> None:
        if self.typed != self._last:
            self._last = self.typed
            self.post(LineInput.Changed(self.typed))

    def reword(self, wording: Wording, layout: Layout) -> None:
        """Whoever made it says everything around it."""

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        return Drawing(*input_rows(self._line, cells, height, focused=focused, hint=self._placeholder))


class LineInput(PadWidget):
    """The place of the line. It grows with a long text as far as the style allows."""

    DEFAULT_CSS = """
    LineInput { height: auto; max-height: 6; padding: 0 2; border: tall $panel; background: $surface; }
    LineInput:focus { border: tall $primary; }
    LineInput > .drawn--line { background: transparent; }
    """

    class Changed(Message):
        """The text is another one now."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    class Submitted(Message):
        """The text was confirmed."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    class Full(Message):
        """What was typed or pasted was not taken: there is room for `most` characters."""

        def __init__(self, most: int) -> None:
            super().__init__()
            self.most = most

    def __init__(self, value: str = "", *, placeholder: str = "", most: int = 500, id_: str | None = None) -> None:
        super().__init__(id=id_)
        self._input = InputPad(value, placeholder, most)
        self._input.post = self._pass_on
        self.pad = self._input
        self._refused = 0

    def _pass_on(self, message: Message) -> None:
        self.post_message(message)

    @property
    def value(self) -> str:
        """The text as typed, in logical order."""
        return self._input.typed

    @value.setter
    def value(self, value: str) -> None:
        self._input.line.text = value
        self._input.say_typed()
        self.show_change()

    def select_all(self) -> None:
        """Marks the text: what is typed next takes its place."""
        self._input.line.select_all()
        self.show_change()

    def show_change(self) -> None:
        """A longer text takes more lines; what finds no room any more is heard."""
        line = self._input.line
        if line.most is not None and line.refused != self._refused:
            self._refused = line.refused
            self.app.bell()
            self.post_message(LineInput.Full(line.most))
        before = len(self.drawing.rows)
        self.redraw()
        lines = self.get_content_height(self.size, self.size, self.content_size.width)
        if lines != before:
            self.redraw(layout=True)
        self.place_cursor()
