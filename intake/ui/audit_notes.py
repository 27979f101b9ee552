"""What was seen, printed or copied, on its way into the audit chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from intake.store.audit.chain import Deed
from intake.store.kept.audit import Action

if TYPE_CHECKING:
    from intake.store.store import Store
    from intake.ui.open_store import OpenStore


class AuditNotes:
    """Notes of one person (the id `actor`), written behind whatever is being written."""

    def __init__(self, opened: OpenStore, actor: str, now: Callable[[], dt.datetime]) -> None:
        self._opened = opened
        self._actor = actor
        self._now = now
        self._unnoted: list[tuple[Deed, dt.datetime]] = []
        self._are_due = False

    def add(self, action: Action, case_id: str = "", subject: str = "") -> None:
        """Note something. What cannot be noted now is with the next."""
        self._unnoted.append((Deed(action, case_id, subject), self._now()))
        if not self._are_due:
            self._are_due = True
            self._opened.note(self.write).add_done_callback(self._noted)

    def _noted(self, done: Future[None]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._are_due = False

    def write(self, store: Store) -> None:
        """In the thread that writes: all that came up to now, in one transaction."""
        self._are_due = False
        noted = tuple(self._unnoted)
        if not noted:
            return
        store.trail.note_each(noted, self._actor)
        del self._unnoted[: len(noted)]
