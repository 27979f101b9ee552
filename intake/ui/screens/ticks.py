"""What of several texts goes along: each is ticked or not. Going back keeps what is ticked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from intake.languages.direction import shown
from intake.ui.screens.dialog import BACK_KEYS, Above, Item
from intake.ui.widgets.hanging import hanging

MARKS = {True: "[x]", False: "[ ]"}
_TICKING = frozenset({"space", "enter"})


class Ticks(Above[frozenset[str]]):
    """A list to tick, by digit, blank or Enter. Gives the ids that are ticked in the end."""

    def __init__(self, title: str, about: str, items: Sequence[Item], ticked: Collection[str]) -> None:
        super().__init__()
        self._title = title
        self._about = about
        self._items = items
        self._ticked = set(ticked) & {item.id for item in items}

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="box-title", markup=False)
            yield Static(shown(self._about), markup=False)
            yield OptionList()

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()
        self._fill(0)

    def on_resize(self) -> None:
        self._fill(self.query_one(OptionList).highlighted or 0)

    def _fill(self, at: int) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._content(number, item)) for number, item in enumerate(self._items, 1)])
        if self._items:
            options.highlighted = at

    def _content(self, number: int, item: Item) -> Content:
        width = max(10, self.query_one(OptionList).size.width - 2)
        head, *rest = item.text.splitlines() or [""]
        text = f"{MARKS[item.id in self._ticked]} {number}  {head}"
        return hanging(text, [(line, "") for line in rest], width)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._toggle(event.option_index)

    def _toggle(self, index: int) -> None:
        if 0 <= index < len(self._items):
            self._ticked ^= {self._items[index].id}
            self._fill(index)

    def on_key(self, event: events.Key) -> None:
        if event.key in BACK_KEYS:
            event.stop()
            self.dismiss(frozenset(self._ticked))
        elif event.key in _TICKING:
            event.stop()
            event.prevent_default()
            at = self.query_one(OptionList).highlighted
            self._toggle(-1 if at is None else at)
        elif event.character and event.character.isdecimal():
            event.stop()
            self._toggle(int(event.character) - 1)
