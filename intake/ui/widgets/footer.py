"""The line at the bottom: the keys that matter now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from intake.ui.keys import first_key, footer
from intake.ui.widgets.drawing import Row, Span, cut
from intake.ui.widgets.drawn import Drawn
from intake.ui.widgets.field import Wording
from intake.ui.widgets.pad import Drawing

_GAP = 2
_SHORTEST = 3
"""Letters that a shortened label keeps at least; a label with fewer is left out and its key stands alone."""


class KeyFooter(Drawn):
    """Keys with their labels. In a short line short labels stand, then cut ones, then none; a key is never cut."""

    DEFAULT_CSS = "KeyFooter { height: 1; dock: bottom; background: $panel; }"

    def __init__(self, wording: Wording, ids: Iterable[str] = ()) -> None:
        super().__init__()
        self._wording = wording
        self._actions = footer(ids)

    def show(self, ids: Iterable[str]) -> None:
        """The actions that can be done now, by id; the table of keys says which of them are shown."""
        self._actions = footer(ids)
        self.redraw()

    def reword(self, wording: Wording) -> None:
        self._wording = wording
        self.redraw()

    def draw(self, cells: int, height: int, *, focused: bool) -> Drawing:
        say = self._wording.say
        items = [(first_key(action.id).said(say), say(action.label)) for action in self._actions]
        if _cells(items) > cells - 1:
            items = [(first_key(each.id).said(say), say(each.short or each.label)) for each in self._actions]
        spans: list[Span] = []
        for key, label in _fitted(items, cells - 1):
            spans += [Span(" " * (_GAP if spans else 1)), Span(key, "key"), Span(f" {label}" if label else "")]
        return Drawing([Row(tuple(spans))])


def _fitted(items: Sequence[tuple[str, str]], cells: int) -> list[tuple[str, str]]:
    """As many keys as fit, help last and always, with labels as long as there is room for all of them."""
    shown = list(items)
    while len(shown) > 1 and _cells([(key, "") for key, _ in shown]) > cells:
        del shown[-2]
    longest = max((cell_len(label) for _, label in shown), default=0)
    for length in range(longest, _SHORTEST - 1, -1):
        cut_labels = [(key, cut(label, length)) for key, label in shown]
        if _cells(cut_labels) <= cells:
            return cut_labels
    return [(key, "") for key, _ in shown]


def _cells(items: Sequence[tuple[str, str]]) -> int:
    return sum(cell_len(key) + (1 + cell_len(label) if label else 0) for key, label in items) + _GAP * (len(items) - 1)
