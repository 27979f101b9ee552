"""Small screens above the others: a question with named actions, a list to choose from by typing, a text to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.filter import LineFilter
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from intake.languages.direction import shown
from intake.languages.search import folded
from intake.ui.keys import ACTIONS, key_name
from intake.ui.list_moves import moves
from intake.ui.rtl import for_a_screen_above
from intake.ui.widgets.line_input import LineInput

T = TypeVar("T")
BACK_KEYS = frozenset(ACTIONS["go-back"].keys.split(","))


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to choose: its id, its text, a second text to the right of it, and more words to find it by.

    `is_found_only` where it stands in a list only for who types something that it has.
    """

    id: str
    text: str
    more: str = ""
    words: str = ""
    is_found_only: bool = False

    @property
    def folded(self) -> str:
        """All that it can be found by."""
        return folded(f"{self.id} {self.text} {self.words}")


class Above(ModalScreen[T]):
    """A screen above the others. It answers once: a second click must not take the screen below it away."""

    def get_line_filters(self) -> Sequence[LineFilter]:
        return for_a_screen_above(super().get_line_filters())

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()


class Dialog(Above[str]):
    """A text with up to nine named actions; digits, arrows and Enter choose. Going back gives ''.

    `more` tells of the keys that move the text, where it is longer than its place.
    """

    def __init__(
        self, title: str, lines: Sequence[str], actions: Sequence[Item], *, is_alarm: bool = False, more: str = ""
    ) -> None:
        super().__init__(classes="-alarm" if is_alarm else "")
        self._title = title
        self._lines = lines
        self._actions = actions
        self._more = more

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(shown(self._title), classes="box-title", markup=False)
            with VerticalScroll(can_focus=False):
                for line in self._lines:
                    yield Static(shown(line), markup=False)
            more = Static(classes="more", markup=False)
            more.display = False
            yield more
            yield OptionList(
                *(
                    Option(Content(f"{number}  {shown(action.text)}"), id=action.id)
                    for number, action in enumerate(self._actions, 1)
                )
            )

    def on_mount(self) -> None:
        actions = self.query_one(OptionList)
        actions.focus()
        actions.highlighted = 0
        text = self.query_one(VerticalScroll)
        for about in ("scroll_y", "virtual_size", "show_vertical_scrollbar"):
            self.watch(text, about, self._show_more)

    def _show_more(self) -> None:
        """Two arrows below a text that is longer than its place; Page Up and Page Down move it."""
        text, more = self.query_one(VerticalScroll), self.query_one(".more", Static)
        is_longer = text.show_vertical_scrollbar
        above, below = is_longer and text.scroll_y > 0, is_longer and text.scroll_y < text.max_scroll_y
        more.update(f"{'↑' if above else ' '} {'↓' if below else ' '} {self._more}")
        more.display = above or below

    def on_key(self, event: events.Key) -> None:
        text = self.query_one(VerticalScroll)
        if event.key in BACK_KEYS:
            event.stop()
            self.dismiss("")
        elif event.key in ("pageup", "pagedown") and text.max_scroll_y > 0:
            event.stop()
            event.prevent_default()
            text.scroll_relative(y=text.size.height * (1 if event.key == "pagedown" else -1), animate=False)
        elif event.character and event.character.isdecimal() and 1 <= int(event.character) <= len(self._actions):
            event.stop()
            self.dismiss(self._actions[int(event.character) - 1].id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id or "")


class Chooser(Above[str]):
    """A long list, found by typing. Going back gives ''."""

    def __init__(self, title: str, items: Sequence[Item], *, placeholder: str = "") -> None:
        super().__init__()
        self._title = title
        self._items = items
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -tall"):
            yield Static(shown(self._title), classes="box-title", markup=False)
            yield self.line()
            yield OptionList()
            yield from self.below()

    def line(self) -> LineInput:
        """The line to type in."""
        return LineInput(placeholder=self._placeholder, most=200)

    def below(self) -> ComposeResult:
        """What stands below the list."""
        yield from ()

    def on_mount(self) -> None:
        self._fill("")
        self.query_one(LineInput).focus()

    def _fill(self, typed: str) -> None:
        wanted = folded(typed).split()
        listed = [item for item in self._items if wanted or not item.is_found_only]
        found = [item for item in listed if all(word in item.folded for word in wanted)]
        found.sort(key=lambda item: folded(item.text).split() != wanted)  # what was typed in full comes first
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_line(item), id=item.id) for item in found])
        if found:
            options.highlighted = 0
        else:
            options.add_option(Option(Content("–"), disabled=True))

    def on_line_input_changed(self, event: LineInput.Changed) -> None:
        event.stop()
        self._fill(event.value)

    def on_line_input_submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id or "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_id or "")

    def on_key(self, event: events.Key) -> None:
        options = self.query_one(OptionList)
        if event.key in BACK_KEYS:
            event.stop()
            self.dismiss("")
        elif (move := moves(options).get(event.key)) is not None:
            event.stop()
            event.prevent_default()
            move()


def _line(item: Item) -> Content:
    text = shown(item.text)
    return Content.assemble(text, (f"   {shown(item.more)}", "dim")) if item.more else Content(text)


class Reader(Above[None]):
    """A text to read and scroll; any of Enter, Esc or the help key closes it."""

    CLOSING = frozenset({*BACK_KEYS, *ACTIONS["help"].keys.split(","), "enter", "q"})

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -tall"):
            yield Static(shown(self._title), classes="box-title", markup=False)
            with VerticalScroll():
                for line in self._lines:
                    yield Static(shown(line), markup=False)

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def on_key(self, event: events.Key) -> None:
        if event.key in self.CLOSING:
            event.stop()
            self.dismiss(None)


def key_lines(say: Callable[..., str], ids: Iterable[str]) -> list[str]:
    """One line for each of these actions: its keys, the second way to it, what it does."""
    lines = []
    for action in (ACTIONS[id_] for id_ in dict.fromkeys(ids)):
        keys = ", ".join(key_name(key).said(say) for key in action.keys.split(","))
        second = say("Ctrl+O {letter}", letter=action.second) if action.letter else ""
        lines.append(f"{keys:<10} {second:<9} {say(action.help)}")
    return lines
