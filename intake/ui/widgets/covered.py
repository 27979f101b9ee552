"""What stands in the place of an answer field while the answer is covered."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message

from intake.interview.answers import NOT_ASKED
from intake.interview.questions import Question
from intake.languages.direction import shown
from intake.ui.widgets.field import Field, Layout, Wording


class CoveredField(Field, can_focus=True):
    """Shows that there is an answer, and takes three keys: to see it, to go on without, to go back."""

    class Wanted(Message):
        """Somebody wants to see what is covered."""

    class Passed(Message):
        """Somebody goes on without seeing it."""

    def __init__(self, question: Question, wording: Wording, layout: Layout) -> None:
        super().__init__(question, wording, NOT_ASKED, layout=layout)
        self.locked = True

    def render(self) -> Content:
        say = self.wording.say
        return Content.assemble(
            (shown(say("There is an answer here. Answers on health and protection are covered.")), "bold"),
            "\n\n",
            shown(say("Enter: show them, after your passphrase, until you leave this part.")),
            "\n",
            shown(say("↓: go on without.")),
        )

    def unlock(self) -> None:
        """There is nothing to type here."""

    def on_key(self, event: events.Key) -> None:
        messages: dict[str, Message] = {
            "enter": self.Wanted(),
            "down": self.Passed(),
            "pagedown": self.Passed(),
            "backspace": self.WentBack(),
        }
        if event.key in messages:
            event.stop()
            event.prevent_default()
            self.post_message(messages[event.key])
