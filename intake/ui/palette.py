"""The command palette: the actions of the screen by name, the languages and the themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual import events
from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette
from textual.content import Content
from textual.filter import LineFilter
from textual.widgets.option_list import Option

from intake.ui.keys import ACTIONS
from intake.ui.rtl import for_a_screen_above
from intake.ui.themes import THEMES

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

    from intake.ui.app import IntakeApp

    Say = Callable[..., str]


class Palette(CommandPalette):
    """Textual's palette above a screen of ours. It answers once, as our own dialogs do (see `Above`)."""

    def __init__(self, placeholder: str = "", nothing: str = "") -> None:
        """`nothing` is said where no command fits."""
        super().__init__(placeholder=placeholder)
        self._nothing = nothing

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Textual says in English only that nothing was found, and offers no place for another text."""
        self._stop_no_matches_countdown()
        if search_value:
            self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, self._say_no_match)

    def _say_no_match(self) -> None:
        nothing = Option(Content(self._nothing), disabled=True, id=self._NO_MATCHES)
        self.query_one(CommandList).add_option(nothing)
        self._list_visible = True

    def get_line_filters(self) -> Sequence[LineFilter]:
        return for_a_screen_above(super().get_line_filters())

    def dismiss(self, result: None = None) -> AwaitComplete:
        return super().dismiss(result) if self.is_active else AwaitComplete()


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its name, a line of help, and what it does."""

    name: str
    help: str
    run: Callable[[], None]


@runtime_checkable
class HasCommands(Protocol):
    """A screen with commands that have no key of their own."""

    def commands(self) -> Iterator[Command]: ...


def commands(app: IntakeApp, screen: Screen[object], say: Say) -> Iterator[Command]:
    """What can be done here: every action that this screen binds, what else it offers, then the themes."""
    bound = {binding.binding.id for binding in screen.active_bindings.values()}
    for action in ACTIONS.values():
        if action.id in bound and action.id not in ("palette", "interrupt"):
            yield Command(say(action.label), say(action.help), _press(app, action.keys.split(",")[0]))
    if isinstance(screen, HasCommands):
        yield from screen.commands()
    yield Command(
        say("Right-to-left text: which line looks right?"),
        say("How this terminal shows Arabic, Dari, Pashto, Sorani, Urdu and Persian."),
        app.action_which_line,
    )
    names = {"dark": say("Dark theme"), "light": say("Light theme")}
    for id_, name in names.items():
        yield Command(name, say("Changes the colours until the program ends."), _use_theme(app, THEMES[id_].name))


def _press(app: App[int], key: str) -> Callable[[], None]:
    def press() -> None:
        app.call_later(app.post_message, events.Key(key, None))

    return press


def _use_theme(app: App[int], name: str) -> Callable[[], None]:
    def use() -> None:
        app.theme = name

    return use
