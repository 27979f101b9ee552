"""Where the interview of the case in hand stands, and that the store knows of it, also without an answer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from intake.store.kept.answers import Place

Keep = Callable[[Callable[[], Place]], Future[Place]]
"""Writes the place that it asks for when its turn comes, and gives it."""


class Whereabouts:
    """A place of the interview. Reaching it costs at most one write, which nobody waits for."""

    def __init__(self, place: Place) -> None:
        self.place = place
        """Where the interview goes on; no question where the last one is answered."""
        self.shown = place
        """The screen of the interview that was shown last."""
        self._stored = place
        self._is_due = False

    def stands_at(self, place: Place) -> None:
        """A screen of the interview is shown."""
        self.place = self.shown = place

    def saved(self, place: Place) -> None:
        """The store knows this place: it came with an answer."""
        self._stored = place

    def keep(self, write: Keep) -> None:
        """Have the screen that is shown written. What cannot be written now comes with the next screen or answer."""
        if not self._is_due and self.shown != self._stored:
            self._is_due = True
            write(self._due).add_done_callback(self._kept)

    def _due(self) -> Place:
        """In the thread that writes: many screens that are passed quickly are one write."""
        self._is_due = False
        return self.shown

    def _kept(self, done: Future[Place]) -> None:
        self._is_due = False
        if not done.cancelled() and done.exception() is None:
            self._stored = done.result()
