"""The store while it is open: who reads and who writes, each in a thread of its own, and all of it in turn.

While the desk is locked everything that is asked for waits, and with it who asked.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from intake.errors import Fate
from intake.ui.fates import becomes

if TYPE_CHECKING:
    from intake.store.kept.saving import Saved, Saving
    from intake.store.store import Store
    from intake.store.writer import Writer

T = TypeVar("T")


class OpenStore:
    """A store with the threads that work on it. `store` and `writer` are others after each lock."""

    def __init__(self, store: Store, writer: Writer) -> None:
        self.store = store
        self.writer = writer
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="store-reader")
        self._counter = ThreadPoolExecutor(1, thread_name_prefix="store-counter")
        self.is_closing = threading.Event()
        self._is_paused = False
        self._later: list[Callable[[], None]] = []
        """What was asked for while the store was closed: done once it is open again."""
        self._writes_later = False

    @property
    def is_paused(self) -> bool:
        """Whether the desk is locked, and all that is asked for waits."""
        return self._is_paused

    @property
    def writes_later(self) -> bool:
        """Whether something waits for the end of the lock that is to be written."""
        return self._writes_later

    def pause(self) -> None:
        """The desk is being locked: from now on everything waits until it is opened again. Close it then."""
        self._is_paused = True

    def close(self, last: Iterable[Callable[[Store], object]], alone: Callable[[Store], object]) -> None:
        """Write what waits and then `last`, do what has to be done `alone`, close the file and forget the key."""
        self.is_closing.set()
        for work in last:
            self.writer.ask(partial(work, self.store))
        self.writer.close()
        self._counter.shutdown(cancel_futures=True)
        self._reader.shutdown()
        alone(self.store)
        self.store.close()

    def reopen(self, fresh: OpenStore) -> None:
        """Go on with the store and the threads of `fresh`. What waited is done now, in its order."""
        self.store, self.writer = fresh.store, fresh.writer
        self._reader, self._counter, self.is_closing = fresh._reader, fresh._counter, fresh.is_closing
        self._is_paused = self._writes_later = False
        later, self._later = self._later, []
        for each in later:
            each()

    def read(self, work: Callable[[Store], T]) -> Future[T]:
        return self._in_turn(lambda: self._reader.submit(lambda: work(self.store)))

    async def reckon(self, work: Callable[[Store], T]) -> T:
        """Something long, read beside all others. What takes seconds has to look at `is_closing` and end."""
        while True:
            try:
                return await asyncio.wrap_future(self._in_turn(lambda: self._counter.submit(lambda: work(self.store))))
            except asyncio.CancelledError:
                task = asyncio.current_task()
                if not self._is_paused or task is None or task.cancelling():
                    raise  # else the lock has stopped it: it is done again after it

    async def write(self, work: Callable[[Store], T]) -> T:
        """Something written after what could not be written before. Raises StoreError; then it is undone."""
        if self.writer.state.failed is not None:
            with becomes(Fate.BEHIND):
                await asyncio.wrap_future(self.retry())
        asked = self._in_turn(lambda: self.writer.ask(lambda: work(self.store)), writes=True)
        return await asyncio.wrap_future(asked)

    def note(self, work: Callable[[Store], T]) -> Future[T]:
        """Something written in its turn; who asked keeps it where that fails."""
        return self._in_turn(lambda: self.writer.ask(lambda: work(self.store)))

    def submit(self, work: Callable[[Store], T], case_id: str) -> Future[T]:
        """Something of a case, written in its turn and kept for `retry` where that fails."""
        return self._in_turn(lambda: self.writer.submit(lambda: work(self.store), case_id), writes=True)

    def save(self, saving: Saving) -> Future[Saved]:
        return self._in_turn(lambda: self.writer.save(saving), writes=True)

    def retry(self) -> Future[None]:
        """Try again to write what failed."""
        return self._in_turn(lambda: self.writer.retry())

    def _in_turn(self, begin: Callable[[], Future[T]], *, writes: bool = False) -> Future[T]:
        """Something for a thread of the store; while the desk is locked it waits, and who asked waits with it."""
        if not self._is_paused:
            return begin()
        self._writes_later |= writes
        waiting: Future[T] = Future()
        self._later.append(lambda: begin().add_done_callback(partial(_pass_on, waiting)))
        return waiting


def _pass_on(waiting: Future[T], done: Future[T]) -> None:
    """Finish what somebody waits for with what came of it, unless nobody waits any more."""
    if not waiting.set_running_or_notify_cancel():
        return
    error = done.exception()
    if error is None:
        waiting.set_result(done.result())
    else:
        waiting.set_exception(error)
