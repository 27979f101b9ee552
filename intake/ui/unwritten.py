"""Decisions and steps of records that are confirmed and not on the disk yet, in the order they were made.

The writer keeps them only as long as it lives: at the lock it is closed, and what it could not write goes with it.
"""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from intake.store.kept.decisions import Decision
from intake.store.kept.handovers import HandoverStep
from intake.store.writer import REFUSALS

if TYPE_CHECKING:
    from intake.ui.case_store import CaseStore

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NotedStep:
    """A step of a record, with the new day by which the office should confirm; None leaves that day as it is."""

    step: HandoverStep
    confirm_by: dt.date | None = None


Confirmed = Decision | NotedStep


class Waits(Protocol):
    """Waits for a write and knows whether it failed."""

    async def __call__(self, future: Future[T], /) -> T: ...


class Unwritten:
    """What waits for the disk. Each has an id of its own: written twice it is written once."""

    def __init__(self, store: CaseStore) -> None:
        self._store = store
        self._waiting: list[Confirmed] = []

    def __bool__(self) -> bool:
        return bool(self._waiting)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(each for each in self._waiting if isinstance(each, Decision))

    def add(self, each: Confirmed) -> None:
        self._waiting.append(each)

    async def write_next(self, written: Waits) -> Confirmed | None:
        """Write the first of them; None where none waits. Raises StoreError, and then it waits for the next try.

        What the store refuses at every try is given up: the error that is raised says so.
        """
        if not self._waiting:
            return None
        first = self._waiting[0]
        try:
            await self._write(first, written)
        except REFUSALS:
            self._drop(first)
            raise
        self._drop(first)
        return first

    async def _write(self, each: Confirmed, written: Waits) -> None:
        match each:
            case Decision():
                await written(self._store.decide(each))
            case NotedStep(step, confirm_by):
                await written(self._store.note_step(step, confirm_by))

    def _drop(self, each: Confirmed) -> None:
        if each in self._waiting:
            self._waiting.remove(each)
