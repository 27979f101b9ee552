"""One line of text, asked for above another screen: a reason, a note, a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from intake.interview.values import Problem
from intake.languages.direction import shown
from intake.ui.screens.dialog import BACK_KEYS, Above
from intake.ui.widgets.line_input import LineInput
from intake.ui.widgets.lines import Notice
from intake.ui.widgets.typed_line import confirmed

if TYPE_CHECKING:
    from intake.ui.wording import CaseWording


class Typing(Above[str]):
    """Asks for a text of at least `least` characters. Going back gives ''."""

    def __init__(
        self,
        title: str,
        about: str,
        wording: CaseWording,
        *,
        least: int = 1,
        most: int = 500,
        text: str = "",
        follows: bool = False,
    ) -> None:
        """`follows` says that something was typed before, for the same, which is stored with the last answer."""
        super().__init__()
        self._follows = follows
        self._title = title
        self._about = about
        self._say = wording.say
        self._least = least
        self._most = most
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="box-title", markup=False)
            if self._about:
                yield Static(shown(self._about), markup=False)
            yield LineInput(self._text, most=self._most)
            yield Notice()

    @property
    def is_half_typed(self) -> bool:
        """Whether something would be lost if nobody came back to this."""
        return self._follows or self.query_one(LineInput).value not in ("", self._text)

    def on_mount(self) -> None:
        self.query_one(LineInput).focus()

    def on_key(self, event: events.Key) -> None:
        if event.key in BACK_KEYS:
            event.stop()
            self.dismiss("")

    def on_line_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        found = self.read(confirmed(event.value))
        if isinstance(found, Problem):
            self.query_one(Notice).say(self._say(found.message, **found.params), "problem")
        else:
            self.dismiss(found)

    def on_line_input_full(self, event: LineInput.Full) -> None:
        event.stop()
        text = self._say("There is room for {count} characters. What does not fit was not taken.", count=event.most)
        self.query_one(Notice).say(text, "problem")

    def read(self, text: str) -> str | Problem:
        """What is given for a text, or why it cannot be taken."""
        if len(text) < self._least:
            return Problem("At least {count} characters are needed.", {"count": self._least})
        return text
