"""One thread that writes, in the order things were asked for, and never forgets what it could not write.

After a failed write everything behind it waits, so that no change overtakes another. It goes on when `retry` or `drop`
is called, never by itself. 'Saved' is what a finished future says, nothing else.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self, TypeVar

from intake.errors import Fate, KeyRefused, StoreError
from intake.store.failures import CaseClosed, CaseHeld, CaseMissing, CaseRestricted, StepRefused
from intake.store.kept.saving import Saved, Saving
from intake.store.people.rights import NotAllowed
from intake.store.sealed_answers import NotHeld

T = TypeVar("T")
_Settle = Callable[[Exception | None], None]
REFUSALS = (CaseHeld, KeyRefused, CaseClosed, CaseRestricted, CaseMissing, StepRefused, NotAllowed, NotHeld)
"""Answers of a working store, which would be the same at every try: they must not hold up what waits behind."""


class SavesAnswers(Protocol):
    """What the writer needs of a store."""

    def save(self, saving: Saving) -> Saved: ...


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A write that is not on the disk. `error` says why, and is None for one that waits behind another."""

    case_id: str
    questions: tuple[str, ...]
    error: Exception | None


@dataclass(frozen=True, slots=True)
class WriterState:
    """`waiting` writes are not on the disk yet, the failed one included."""

    waiting: int
    failed: Unsaved | None

    @property
    def all_saved(self) -> bool:
        return self.waiting == 0


@dataclass(slots=True)
class _Write:
    run: Callable[[], None]
    case_id: str
    questions: tuple[str, ...]
    is_kept: bool
    settle: list[_Settle] = field(default_factory=list)


class Writer:
    """The one writer thread of a store. Methods may be called from any thread; use it in a `with` block.

    `on_change` is told every new state, from the writer thread or from the one that called.
    """

    def __init__(self, store: SavesAnswers, on_change: Callable[[WriterState], None] | None = None) -> None:
        self._store = store
        self._on_change = on_change or _ignore
        self._queue: deque[_Write] = deque()
        self._error: Exception | None = None
        self._closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="store-writer", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def state(self) -> WriterState:
        with self._changed:
            failed = self._unsaved()[0] if self._error is not None else None
            return WriterState(len(self._queue), failed)

    def save(self, saving: Saving) -> Future[Saved]:
        """Writes answers; the future is finished when COMMIT has returned."""
        questions = tuple(dict.fromkeys(event.change.question for event in saving.events))
        return self.submit(lambda: self._store.save(saving), saving.case_id, questions)

    def submit(self, work: Callable[[], T], case_id: str = "", questions: tuple[str, ...] = ()) -> Future[T]:
        """Any other write of what a person typed or decided, in its turn. `work` has to be safe to repeat.

        Cancelling the future stops no write. What the store refuses (`REFUSALS`) is not kept: no retry could help.
        """
        return self._append(work, case_id, questions, is_kept=True)

    def ask(self, work: Callable[[], T]) -> Future[T]:
        """A write that is told and forgotten where it fails, such as taking a case: somebody does it again.

        While a failed write waits, it fails at once with the same error.
        """
        return self._append(work, "", (), is_kept=False)

    def _append(self, work: Callable[[], T], case_id: str, questions: tuple[str, ...], *, is_kept: bool) -> Future[T]:
        future: Future[T] = Future()
        result: list[T] = []

        def run() -> None:
            result[:] = [work()]

        settle = _settling(future, lambda: result[0])
        with self._changed:
            if self._closing:
                raise RuntimeError("the writer is closed")
            held_up = None if is_kept else self._error
            if held_up is None:
                self._queue.append(_Write(run, case_id, questions, is_kept, [settle]))
                self._changed.notify_all()
        if held_up is not None:
            settle(_told(held_up, Fate.BEHIND))
        self._tell()
        return future

    def retry(self) -> Future[None]:
        """Tries the failed write again, then what waits behind it. The future is that of the failed write."""
        future: Future[None] = Future()

        with self._changed:
            if self._error is None:
                future.set_result(None)
                return future
            self._queue[0].settle.append(_settling(future, lambda: None))
            self._error = None
            self._changed.notify_all()
        self._tell()
        return future

    def drop(self) -> Unsaved | None:
        """Gives the failed write up, on the word of a person, and goes on with what waits behind it."""
        with self._changed:
            if self._error is None:
                return None
            dropped = self._unsaved()[0]
            self._queue.popleft()
            self._error = None
            self._changed.notify_all()
        self._tell()
        return dropped

    def close(self) -> tuple[Unsaved, ...]:
        """Writes what waits and ends the thread. Returns what could not be written: the failed write and all behind.

        Whoever waits for one of these hears of the failure now: no other writer takes them over.
        """
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        with self._changed:
            error = self._error
            waiting = [settle for write in self._queue for settle in write.settle]
            for write in self._queue:
                write.settle = []
            unsaved = self._unsaved()
        for settle in waiting:
            settle(_told(error, Fate.KEPT))
        return unsaved

    def _work(self) -> None:
        while (write := self._next()) is not None:
            error: Exception | None = None
            try:
                write.run()
            except Exception as caught:  # a bug must not end the thread and lose what waits behind
                error = caught
            for settle, told in self._finished(write, error):
                settle(told)
            self._tell()

    def _finished(self, write: _Write, error: Exception | None) -> list[tuple[_Settle, Exception | None]]:
        """Takes a write out of the queue, or keeps it. Returns who is told what, also who asked behind it."""
        with self._changed:
            if error is None or not write.is_kept or isinstance(error, REFUSALS):
                self._queue.popleft()
                return [(settle, _told(error, Fate.NOT_DONE)) for settle in write.settle]
            self._error = error
            asking = [settle for other in self._queue if not other.is_kept for settle in other.settle]
            self._queue = deque(other for other in self._queue if other.is_kept)
            mine, write.settle = write.settle, []
            return [
                *((settle, _told(error, Fate.KEPT)) for settle in mine),
                *((settle, _told(error, Fate.BEHIND)) for settle in asking),
            ]

    def _next(self) -> _Write | None:
        """Waits for the next write. None when the writer is closing and can do no more."""
        with self._changed:
            while self._error is not None or not self._queue:
                if self._closing:
                    return None
                self._changed.wait()
            return self._queue[0]

    def _unsaved(self) -> tuple[Unsaved, ...]:
        errors = [self._error] + [None] * len(self._queue)
        writes = zip(self._queue, errors, strict=False)
        return tuple(Unsaved(write.case_id, write.questions, error) for write, error in writes)

    def _tell(self) -> None:
        try:
            self._on_change(self.state)
        except Exception:  # a screen that is gone must not stop what is still to be written
            self._on_change = _ignore


def _told(error: Exception | None, fate: Fate) -> Exception | None:
    """A failure for the one who hears of it. What the store refuses says itself that nothing was changed."""
    return error.after(fate) if isinstance(error, StoreError) and not isinstance(error, REFUSALS) else error


def _settling(future: Future[T], result: Callable[[], T]) -> _Settle:
    """Finishes a future with the result or the error, unless it was cancelled."""

    def settle(error: Exception | None) -> None:
        if not future.set_running_or_notify_cancel():
            return
        if error is None:
            future.set_result(result())
        else:
            future.set_exception(error)

    return settle


def _ignore(state: WriterState) -> None:
    """Nobody listens."""
