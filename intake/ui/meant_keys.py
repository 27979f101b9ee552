"""What a key of the terminal is meant as: Ctrl+O and a letter, a line feed, a fast Esc with the key behind it."""

from __future__ import annotations

from collections.abc import Callable

from textual import events

from intake.ui.curtain import LOCK_KEYS
from intake.ui.keys import ACTIONS, LEADER, LINE_FEED, by_letter
from intake.ui.type_ahead import Typed


class MeantKeys:
    """Reads keys one after the other. `tell_letter` says that the letter of a command comes next."""

    def __init__(self, tell_letter: Callable[[], None]) -> None:
        self._tell_letter = tell_letter
        self._awaits_letter = False

    def read(self, event: Typed) -> tuple[Typed, ...]:
        """What one key stands for: itself, the key of a command, or Esc and the key behind it."""
        if isinstance(event, events.Paste):
            return (event,)
        if self._awaits_letter and event.key not in LOCK_KEYS:
            self._awaits_letter = False
            action = by_letter((event.character or "").lower())
            return (_instead_of(event, action.keys.split(",")[0]),) if action else ()
        if event.key == LEADER:
            self._awaits_letter = True
            self._tell_letter()
            return ()
        if event.key == LINE_FEED:
            return (_instead_of(event, ACTIONS["confirm"].keys),)
        if event.key.startswith("alt+"):
            rest = event.key.removeprefix("alt+")
            return _instead_of(event, "escape"), _instead_of(event, rest, rest if len(rest) == 1 else None)
        return (event,)


def _instead_of(event: events.Key, key: str, character: str | None = None) -> events.Key:
    """A key in the place of another one. It keeps its time: keys typed behind it stay behind it."""
    meant = events.Key(key, character)
    meant.time = event.time
    return meant
