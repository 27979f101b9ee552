"""Being ended from outside: the terminal window is closed, the computer shuts down."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress

_CODE_OF_A_SIGNAL = 128
PATIENCE_S = 5
"""A disk that takes longer to keep a half-typed word does not keep an unlocked program alive."""


class Ending:
    """Keeps what is half typed when the program is told to end.

    `keep` writes it. With SIGTERM and SIGINT the terminal is still there: `leave` restores it and ends the program with
    an exit code. With SIGHUP nobody can be told any more, and writing to the terminal could block: the process ends at
    once. Asyncio's own way with SIGINT cancels whatever runs just then, and a cancelled save goes on where it can.
    """

    def __init__(self, keep: Callable[[], Awaitable[None]], leave: Callable[[int], None]) -> None:
        self._keep = keep
        self._leave = leave
        self._tasks: set[asyncio.Task[None]] = set()

    def watch(self) -> None:
        """From now on. Windows has no such signals to wait for; there this does nothing."""
        for number in self._numbers():
            with suppress(NotImplementedError, RuntimeError):
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)

    def unwatch(self) -> None:
        for number in self._numbers():
            with suppress(NotImplementedError, RuntimeError):
                asyncio.get_running_loop().remove_signal_handler(number)

    def _numbers(self) -> list[int]:
        return [int(getattr(signal, name)) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)]

    def _end(self, number: int) -> None:
        task = asyncio.get_running_loop().create_task(self._kept_then_ended(number))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _kept_then_ended(self, number: int) -> None:
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._keep(), PATIENCE_S)
        finally:
            code = _CODE_OF_A_SIGNAL + number
            if number in (signal.SIGTERM, signal.SIGINT):
                self._leave(code)
            else:
                os._exit(code)
