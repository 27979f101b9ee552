"""Waiting for Textual without taking it down.

Textual waits itself for what our code awaits: a screen going, a field being mounted. A worker that is cancelled while
it awaits such a thing cancels the thing, and with it the message loop of the app. So nothing of Textual's is awaited
bare where a worker may run.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from textual.app import App
from textual.screen import Screen
from textual.worker import get_current_worker

T = TypeVar("T")


async def finished(done: Awaitable[object]) -> None:
    """Wait for something of Textual's. Who is cancelled meanwhile leaves it running."""
    await asyncio.shield(asyncio.ensure_future(done))


async def answer_of(app: App[int], screen: Screen[T]) -> T | None:
    """What is answered on a screen above the others; None where it is taken away without an answer.

    For workers. One whose own screen was left meanwhile ends here: its question would stand above another screen.
    """
    asker = get_current_worker().node
    if isinstance(asker, Screen) and asker not in app.screen_stack:
        raise asyncio.CancelledError
    answer: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()

    def take(given: T | None) -> None:
        if not answer.done():
            answer.set_result(given)

    await finished(app.push_screen(screen, take))
    return await answer
