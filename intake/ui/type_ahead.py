"""Keys typed ahead wait until the next question is drawn, and then arrive in order.

From the moment a field answered until the next question has the focus, no key may reach the old field: it would be
taken for an answer to a question that nobody has seen yet.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable

from textual import events
from textual.widget import Widget

Forward = Callable[[events.Event], Awaitable[None]]
MAX_HELD = 500


class TypeAhead:
    """Holds keys while `is_holding`. `forward` hands one key to whatever has the focus now."""

    def __init__(self, forward: Forward, focused: Callable[[], Widget | None]) -> None:
        self._forward = forward
        self._focused = focused
        self._held: deque[events.Key] = deque()
        self._draining = False
        self.is_holding = False

    def hold(self) -> None:
        """Hold all keys from now on."""
        self.is_holding = True

    def keep(self, event: events.Key) -> None:
        """Keep one key that a locked field got; beyond `MAX_HELD` the newest are dropped."""
        if len(self._held) < MAX_HELD:
            self._held.append(events.Key(event.key, event.character))

    def takes(self, event: events.Event) -> bool:
        """Whether a key from the keyboard has to wait; if so it is kept."""
        if isinstance(event, events.Key) and (self.is_holding or self._draining):
            self.keep(event)
            return True
        return False

    async def release(self) -> None:
        """Let the held keys through, one by one, each only after the widget in focus has dealt with the last."""
        self.is_holding = False
        if not self._draining:
            self._draining = True
            await self._drain()

    async def _drain(self) -> None:
        if self.is_holding or not self._held:
            self._draining = False
            return
        await self._forward(self._held.popleft())
        widget = self._focused()
        if widget is None or not widget.call_later(self._drain):
            self._draining = False
            await self.release()
