"""The letters of a language above the question: each one chosen goes into the line that is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from intake.languages.languages import load_languages
from intake.languages.letters import load_letters
from intake.ui.screens.dialog import BACK_KEYS, Above
from intake.ui.widgets.letter_grid import LetterGrid, LetterPad

if TYPE_CHECKING:
    from intake.ui.widgets.drawn import PadWidget
    from intake.ui.widgets.field import Wording


class LettersDialog(Above[None]):
    """Letters for the line of a field, first those of the person's language. What was chosen is there at once."""

    def __init__(self, field: PadWidget, wording: Wording, person: str) -> None:
        """`person` is the code of the interface language of the person. ContentError where the letters are broken."""
        super().__init__()
        line = field.pad.line
        assert line is not None
        self._field = field
        known, languages = load_letters(), load_languages()
        script = languages[person].script if person in languages else ""
        sets = known.beginning_with(person, script)
        self._pad = LetterPad(sets, known, languages, wording, line, field.press_key)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield LetterGrid(self._pad)

    def on_mount(self) -> None:
        self.query_one(LetterGrid).focus()

    def on_key(self, event: events.Key) -> None:
        if event.key in BACK_KEYS:
            event.stop()
            self._field.show_change()  # it measures its line anew: this dialog has drawn it in cells of its own
            self.dismiss(None)
