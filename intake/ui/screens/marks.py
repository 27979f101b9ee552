"""The marks of an answer: where it comes from, a note, and 'ask again'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from intake.interview.answers import MAX_NOTE, Source
from intake.languages.direction import shown
from intake.ui.half_notes import Marks
from intake.ui.keys import first_key, key_name
from intake.ui.screens.dialog import BACK_KEYS, Above
from intake.ui.widgets.line_input import LineInput
from intake.ui.widgets.typed_line import confirmed

if TYPE_CHECKING:
    from intake.ui.wording import CaseWording

SOURCES = tuple(Source)
_TEXTS = {
    Source.SAID: "Said",
    Source.DOCUMENT: "From a document",
    Source.OBSERVED: "Observed",
    Source.ESTIMATED: "Estimated",
    Source.THIRD_PARTY: "From another person",
}


class MarksDialog(Above[Marks | None]):
    """The note is typed, arrows change the source, Tab switches 'ask again'. Going back changes nothing."""

    def __init__(
        self, question: str, marks: Marks, wording: CaseWording, typed: Callable[[Marks], None] = lambda marks: None
    ) -> None:
        """`typed` is told what was given so far, at each change."""
        super().__init__()
        self._typed = typed
        self._question = question
        self._marks = marks
        self._wording = wording

    def compose(self) -> ComposeResult:
        say = self._wording.say
        with Vertical(classes="box"):
            yield Static(shown(self._question), classes="box-title", markup=False)
            yield Static(say("Note (at most {count} characters)", count=MAX_NOTE), markup=False)
            yield LineInput(self._marks.note, most=MAX_NOTE)
            yield Static("", id="marks", markup=False)
            yield Static(
                say(
                    "{up} {down} source · {tab} ask again · {key} saves",
                    up=key_name("up"),
                    down=key_name("down"),
                    tab="Tab",
                    key=first_key("confirm"),
                ),
                markup=False,
            )

    def on_mount(self) -> None:
        self.query_one(LineInput).focus()
        self._show()

    def _show(self) -> None:
        say, marks = self._wording.say, self._marks
        source = self._wording.text(f"source.{marks.source.value}", _TEXTS[marks.source]).staff
        again = say("yes") if marks.recheck else say("no")
        self.query_one("#marks", Static).update(
            say("Source: {source}   Ask again: {again}", source=source, again=again)
        )

    def on_key(self, event: events.Key) -> None:
        marks = self._marks
        if event.key in BACK_KEYS:
            event.stop()
            self.dismiss(None)
        elif event.key in ("up", "down"):
            event.stop()
            at = SOURCES.index(marks.source) + (1 if event.key == "down" else -1)
            self._change(replace(marks, source=SOURCES[at % len(SOURCES)]))
        elif event.key == "tab":
            event.stop()
            event.prevent_default()
            self._change(replace(marks, recheck=not marks.recheck))

    def _change(self, marks: Marks) -> None:
        self._marks = marks
        self._show()
        self._typed(marks)

    def on_line_input_changed(self, event: LineInput.Changed) -> None:
        event.stop()
        self._marks = replace(self._marks, note=event.value)
        self._typed(self._marks)

    def on_line_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self.dismiss(replace(self._marks, note=confirmed(event.value)))
