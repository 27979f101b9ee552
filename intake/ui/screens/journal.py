"""Half-typed text on its way into the store: written soon after the last key, and at once when the screen is left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.timer import Timer
from textual.widget import Widget

from intake.errors import IntakeError
from intake.store.kept.answers import Place

DELAY_S = 0.7
"""Half-typed text is in the store within about a second."""


class Journal:
    """Keeps the last text that was typed but not confirmed. `write` stores it; `failed` is told where that fails."""

    def __init__(
        self, owner: Widget, write: Callable[[Place, str], Awaitable[None]], failed: Callable[[IntakeError], None]
    ) -> None:
        self._owner = owner
        self._write = write
        self._failed = failed
        self._timer: Timer | None = None
        self._waiting: dict[Place, str] = {}

    def note(self, place: Place, text: str) -> None:
        """Text changed; it is written a moment later."""
        self._waiting[place] = text
        if self._timer is None:
            self._timer = self._owner.set_timer(DELAY_S, self.write_now)

    def waiting(self, place: Place) -> str | None:
        """The text that is not written yet; None where there is none."""
        return self._waiting.get(place)

    def forget(self, place: Place) -> None:
        """What was half typed here is answered now. The store forgets the text of a question with its answer.

        That of an entry it does not: it is kept for the whole list, so it is overwritten.
        """
        whole = Place(place.question)
        if place != whole:
            self.note(whole, "")
            return
        self._waiting.pop(whole, None)
        if not self._waiting:
            self._stop()

    async def write_now(self) -> None:
        """Write what waits. What cannot be written is told, and is kept by the case until it can."""
        self._stop()
        for place in list(self._waiting):
            text = self._waiting.get(place)
            if text is None:  # answered while another one was written
                continue
            try:
                await self._write(place, text)
            except IntakeError as error:
                self._failed(error)
            if self._waiting.get(place) == text:
                del self._waiting[place]

    async def close(self) -> None:
        """Write for the last time: nobody is here any more to be told of a full disk."""
        self._failed = _nobody
        await self.write_now()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def _nobody(error: IntakeError) -> None:
    """Where failures go once the screen is left; the text is kept by the case."""
