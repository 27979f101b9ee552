"""Being ended or stopped from outside: the terminal window is closed, the computer shuts down, a shell is wanted."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress

_CODE_OF_A_SIGNAL = 128
PATIENCE_S = 5
"""A disk that takes longer to keep a half-typed word does not keep an unlocked program alive."""


class Ending:
    """Keeps what is half typed when the program is told to end.

    `keep` writes it. With SIGTERM and SIGINT the terminal is still there: `leave` restores it and ends the program with
    an exit code. With SIGHUP nobody can be told any more, and writing to the terminal could block: the process ends at
    once. With SIGTSTP the program rests until it is called back; `lock` hides and locks everything before. Asyncio's
    own way with SIGINT cancels whatever runs just then, and a cancelled save goes on where it can.
    """

    def __init__(
        self,
        keep: Callable[[], Awaitable[None]],
        leave: Callable[[int], None],
        lock: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._keep = keep
        self._leave = leave
        self._lock = lock
        self._tasks: set[asyncio.Task[None]] = set()

    def watch(self) -> None:
        """From now on. Windows has no such signals to wait for; there this does nothing."""
        for number in self._numbers():
            with suppress(NotImplementedError, RuntimeError):
                asyncio.get_running_loop().add_signal_handler(number, self._end, number)
        if self._lock is not None and hasattr(signal, "SIGTSTP"):
            # Textual's own handler gives the terminal back and stops the process.
            rest = signal.getsignal(signal.SIGTSTP)
            with suppress(NotImplementedError, RuntimeError):
                asyncio.get_running_loop().add_signal_handler(signal.SIGTSTP, self._stop, self._lock, rest)

    def unwatch(self) -> None:
        for number in self._numbers():
            with suppress(NotImplementedError, RuntimeError):
                asyncio.get_running_loop().remove_signal_handler(number)

    def _numbers(self) -> list[int]:
        return [int(getattr(signal, name)) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)]

    def _end(self, number: int) -> None:
        self._begin(self._kept_then_ended(number))

    def _stop(self, lock: Callable[[], Awaitable[None]], rest: object) -> None:
        self._begin(self._locked_then_stopped(lock, rest))

    def _begin(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _locked_then_stopped(self, lock: Callable[[], Awaitable[None]], rest: object) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(lock(), PATIENCE_S)
        if callable(rest):
            rest(signal.SIGTSTP, None)

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
