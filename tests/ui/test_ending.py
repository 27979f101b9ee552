"""What happens to half-typed text when the program is told to end, and that it does end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable

import pytest

from intake.ui import ending
from intake.ui.ending import Ending


async def told(keep: Callable[[], Awaitable[None]], how: signal.Signals = signal.SIGTERM) -> list[int]:
    """The exit codes with which the program leaves after a signal."""
    codes: list[int] = []
    left = asyncio.Event()

    def leave(code: int) -> None:
        codes.append(code)
        left.set()

    watched = Ending(keep, leave)
    watched.watch()
    try:
        signal.raise_signal(how)
        await asyncio.wait_for(left.wait(), 20)
    finally:
        watched.unwatch()
    return codes


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
async def test_what_is_half_typed_is_kept_before_the_program_ends(how: signal.Signals) -> None:
    kept: list[str] = []

    async def keep() -> None:
        kept.append("kept")

    assert await told(keep, how) == [128 + how]
    assert kept == ["kept"]


async def test_a_disk_that_never_answers_does_not_keep_the_program_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "PATIENCE_S", 0.01)

    async def keep() -> None:
        await asyncio.Event().wait()

    assert await told(keep) == [128 + signal.SIGTERM]
