"""Keys typed ahead of the next question are kept by whoever draws it."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual import events
from textual.widget import Widget


@runtime_checkable
class KeyHolder(Protocol):
    """Keeps a key that came too early, and sends it on once the next field takes keys."""

    def hold_key(self, event: events.Key) -> None: ...


def hold(widget: Widget, event: events.Key) -> None:
    """Hands a key to the app to keep; an app that keeps none gets it the usual way."""
    if isinstance(widget.app, KeyHolder):
        event.stop()
        event.prevent_default()
        widget.app.hold_key(event)
