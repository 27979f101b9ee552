"""How far the interview is, on one line."""

from __future__ import annotations

from rich.cells import cell_len

from intake.ui.widgets.drawing import Row, Span, cut
from intake.ui.widgets.drawn import Drawn
from intake.ui.widgets.field import Wording
from intake.ui.widgets.pad import Drawing

_BAR = 20
_LEAST_BAR = 6


class Progress(Drawn):
    """Section, a bar, questions done and minutes left. In little room the bar goes first, and the numbers last."""

    DEFAULT_CSS = "Progress { height: 1; }"

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._done = self._total = 0
        self._minutes: int | None = None
        self._section = ""

    def show(self, done: int, total: int, *, minutes_left: int | None = None, section: str = "") -> None:
        """`minutes_left` is an estimate; None where there is none. `section` is a text in the staff's language."""
        self._done, self._total = done, total
        self._minutes, self._section = minutes_left, section
        self.redraw()

    def reword(self, wording: Wording, section: str) -> None:
        self._wording, self._section = wording, section
        self.redraw()

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        say = self._wording.say
        numbers = say("{done} of {total}", done=self._done, total=self._total)
        minutes = say("about {minutes} min left", minutes=self._minutes) if self._minutes is not None else ""
        if cell_len(f"{numbers} · {minutes}") > cells:
            minutes = ""
        said = f"{numbers} · {minutes}" if minutes else numbers
        left = max(0, cells - cell_len(said) - 1)
        spare = left - cell_len(self._section) - 1
        bar = min(_BAR, spare) if spare >= _LEAST_BAR else 0
        section = cut(self._section, left)
        blanks = " " * max(0, left - cell_len(section) - bar)
        full = round(bar * self._done / self._total) if self._total > 0 else 0
        spans = (
            Span(section, "title"),
            Span(blanks),
            Span("█" * min(full, bar), "chosen"),
            Span("░" * max(0, bar - full), "quiet"),
            Span(" " if left else ""),
            Span(cut(said, cells)),
        )
        return Drawing([Row(spans)])
