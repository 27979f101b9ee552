"""Steps of records whose case is not in hand, on their way into the store: a receipt slip that came back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from intake.errors import Fate
from intake.store.kept.handovers import HandoverStep, Record
from intake.store.writer import REFUSALS
from intake.ui.fates import becomes

if TYPE_CHECKING:
    from intake.store.store import Store


class Receipts:
    """The steps that could not be written yet. `write` is that of the desk."""

    def __init__(self, write: Callable[[Callable[[Store], Record]], Awaitable[Record]]) -> None:
        self._write = write
        self._waiting: list[HandoverStep] = []

    def __bool__(self) -> bool:
        return bool(self._waiting)

    async def note(self, step: HandoverStep) -> None:
        """Keep a step. Raises StoreError; `write_all` writes it then."""
        self._waiting.append(step)
        await self.write_all()

    async def write_all(self) -> None:
        """Write the steps that wait. Raises StoreError; one that is refused for good is given up by that."""
        while self._waiting:
            step = self._waiting[0]
            try:
                with becomes(Fate.KEPT):
                    await self._write(lambda store: store.handovers.note(step))  # noqa: B023  # awaited before the next
            except REFUSALS:
                self._waiting.remove(step)
                raise
            self._waiting.remove(step)
