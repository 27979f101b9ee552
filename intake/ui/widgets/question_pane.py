"""The question as it is read aloud: in German for the staff, beside it in the language of the person."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from intake.ui.widgets.drawing import GAP, Row, Span, aligned, cut, in_languages, is_rtl, row, wrapped
from intake.ui.widgets.drawn import Drawn
from intake.ui.widgets.field import Layout, Pair, Wording
from intake.ui.widgets.pad import Drawing, short_marks


@dataclass(frozen=True, slots=True)
class Shown:
    """What the pane shows: the question, and around it section, hint for staff and interpreter, and marks."""

    text: Pair
    section: str = ""
    hint: str = ""
    is_private: bool = False
    is_staff: bool = False
    state: str = ""


class QuestionPane(Drawn):
    """Text, section, hint, and quiet marks: a draft translation, a private question, one for the staff alone.

    A right-to-left text stands at the right. Where there is too little room, first the hint goes, never the question.
    """

    DEFAULT_CSS = "QuestionPane { height: auto; max-height: 60%; min-height: 1; padding: 0 1; }"

    def __init__(self, wording: Wording, shown: Shown | None = None, layout: Layout = Layout.BOTH) -> None:
        super().__init__()
        self._wording = wording
        self._shown = shown or Shown(Pair("", ""))
        self._layout = layout

    def show(self, shown: Shown, layout: Layout, wording: Wording | None = None) -> None:
        """Another question, or the same in other languages."""
        self._wording = wording or self._wording
        self._shown = shown
        self._layout = layout
        self.redraw(layout=True)

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        # A question for the staff is not read to anybody.
        layout = Layout.STAFF if self._shown.is_staff else self._layout
        text = in_languages(self._shown.text, layout, cells, "title")
        head = self._head(cells, layout)
        hint = [row(line, "quiet") for line in wrapped(self._shown.hint, cells)] if self._shown.hint else []
        if len(head) + len(text) + len(hint) > height:
            hint = hint[: max(0, height - len(head) - len(text))]
        if len(head) + len(text) > height:
            head = []
        if len(text) > height > 0:
            text = [*text[: height - 1], row(cut("…", cells), "quiet")]
        return Drawing([*head, *text, *hint])

    def _head(self, cells: int, layout: Layout) -> list[Row]:
        """The section left, the marks right; the section below them where both do not fit; nothing without either."""
        say, shown = self._wording.say, self._shown
        marks = [
            mark
            for mark, is_set in (
                (say("Private"), shown.is_private),
                (say("For staff"), shown.is_staff),
            )
            if is_set
        ]
        if layout is not Layout.STAFF:
            marks += short_marks(self._wording, shown.text.marks)
        right = " · ".join([*marks, *([shown.state] if shown.state else [])])
        right = cut(right, cells)
        if not shown.section and not right:
            return []
        fits = cell_len(shown.section) <= cells - cell_len(right) - GAP * bool(right)
        below = [] if fits else [row(line, "quiet") for line in wrapped(shown.section, cells)]
        if below and not right:
            return below
        left = shown.section if fits else ""
        to_left = aligned(left, cells - cell_len(right), is_rtl(left))
        return [Row((Span(to_left, "quiet"), Span(right, "warn" if shown.is_private else "quiet"))), *below]
