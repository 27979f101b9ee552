"""Single lines of text: the title of a screen, and the notice above the footer."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

PART = " · "
"""What parts the pieces of a title."""


class Title(Widget):
    """What is on the screen, left; how it stands ('saved 10:42'), right. The right side is never cut.

    Where there is too little room, the last parts of the left side go, each as a whole.
    """

    DEFAULT_CSS = "Title { height: 1; background: $panel; color: $foreground; text-style: bold; }"

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def __init__(self, left: str = "", right: str = "") -> None:
        super().__init__()
        self.set_reactive(Title.left, left)
        self.set_reactive(Title.right, right)

    def render(self) -> Content:
        return Content(self.line(self.size.width))

    def line(self, cells: int) -> str:
        """What stands in so many cells."""
        space = max(0, cells - cell_len(self.right) - 3)
        left = self.left
        while cell_len(left) > space and PART in left:
            left = left.rpartition(PART)[0]
        if cell_len(left) <= space and left.isprintable():
            return f" {set_cell_size(left, space)} {self.right} "
        from intake.ui.widgets.drawing import cut  # the title of the first screen need not wait for it

        return f" {set_cell_size(cut(left, space), space)} {self.right} "


class Notice(Widget):
    """One message to the user: what happened, what was kept, what to do. Empty when there is nothing to say."""

    DEFAULT_CSS = """
    Notice { height: auto; max-height: 4; padding: 0 1; color: $foreground; }
    Notice.-problem { max-height: 8; text-style: bold; color: $error; }
    Notice.-warning { color: $warning; }
    """

    KINDS: ClassVar = ("problem", "warning")
    MARKS: ClassVar = {"problem": "! ", "warning": "· ", "": ""}

    text: reactive[str] = reactive("", layout=True)
    kind: reactive[str] = reactive("")

    def say(self, text: str, kind: str = "") -> None:
        """Show a message; `kind` is `problem`, `warning` or empty."""
        self.kind = kind
        self.text = text

    def watch_kind(self, kind: str) -> None:
        for name in self.KINDS:
            self.set_class(name == kind, f"-{name}")

    def watch_text(self, text: str) -> None:
        self.display = bool(text)

    def render(self) -> Content:
        return Content(self.MARKS[self.kind] + self.text)
