"""Keys arrive one by one, each only after the screen has dealt with the last, and wait while an answer is being saved.

Without this a fast typist, a scanner or a pasted line would write into the field that is about to lose the focus: a
passphrase into the name, an answer into a question that nobody has seen yet.
"""

from __future__ import annotations

import asyncio
from bisect import insort
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from textual import events
from textual.message_pump import MessagePump
from textual.widget import Widget

Typed = events.Key | events.Paste
Forward = Callable[[events.Event], Awaitable[None]]
Chain = Callable[[], list[MessagePump] | None]
"""What deals with the next key; None where no screen is left, because the program ends: keys go nowhere then."""
MAX_HELD = 2_000
PATIENCE_S = 0.5
"""How long one part of the screen may take over a key before the next key is sent on all the same."""
DRAWING_PATIENCE_S = 5
DRAWING_STEP_S = 0.002


class TypeAhead:
    """The queue of typed keys. `forward` hands one to whatever has the focus, `chain` is what then deals with it.

    `trouble` hears of what a key raised that nothing below dealt with; the next keys go on all the same.
    """

    def __init__(self, forward: Forward, chain: Chain, trouble: Callable[[BaseException], object]) -> None:
        self._forward = forward
        self._chain = chain
        self._trouble = trouble
        self._held: list[Typed] = []
        self._is_holding = False
        self._is_aside = False
        self._task: asyncio.Task[None] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether every key that may go on has been dealt with."""
        return self._task is None and (self._is_holding or not self._held)

    @property
    def is_holding(self) -> bool:
        """Whether keys wait for something to be saved or drawn."""
        return self._is_holding

    def take(self, event: Typed) -> None:
        """A key from the keyboard, or one that came too early to a locked field: it gets its place by its time."""
        if len(self._held) < MAX_HELD:
            copied = (
                events.Key(event.key, event.character) if isinstance(event, events.Key) else events.Paste(event.text)
            )
            copied.time = event.time
            insort(self._held, copied, key=lambda held: held.time)
        self._go_on()

    def hold(self) -> None:
        """Send nothing on from now: an answer is being saved, or the next question drawn."""
        if not self._is_aside:
            self._is_holding = True

    def release(self) -> None:
        """The next question has the focus: what was typed ahead goes there."""
        if not self._is_aside:
            self._is_holding = False
            self._go_on()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Send nothing on meanwhile: what follows from a choice in a dialog comes before the next key."""
        self.hold()
        try:
            yield
        finally:
            self.release()

    def step_aside(self, since: float) -> tuple[Typed, ...]:
        """The screens are hidden: what they were to get is given back, and none of them holds up a key any more.

        What was typed from the time `since` on is meant for the lock, and waits for `let_through`.
        """
        kept = tuple(held for held in self._held if held.time < since)
        self._held = [held for held in self._held if held.time >= since]
        self._is_aside = self._is_holding = True
        return kept

    def let_through(self) -> None:
        """The lock stands there and gets the keys."""
        self._is_holding = False
        self._go_on()

    def come_back(self, kept: tuple[Typed, ...] = ()) -> None:
        """The screens are shown again, with the keys that `step_aside` gave for them."""
        self._is_aside = self._is_holding = False
        self._held[:0] = kept
        self._go_on()

    def drop(self) -> None:
        """Forget what was typed ahead: something is shown that nobody has seen yet and that keys must not answer."""
        self._held.clear()

    def _go_on(self) -> None:
        if self._task is None and self._held and not self._is_holding:
            self._task = asyncio.create_task(self._send())
            self._task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._trouble(error)

    async def _send(self) -> None:
        try:
            while self._held and not self._is_holding:
                await drawn(self._chain)
                if not self._held or self._is_holding:
                    break
                chain = self._chain()
                if chain is None:
                    self.drop()
                    break
                await self._forward(self._held.pop(0))
                # Twice: the first round brings the key up to the app, the second what an action of it set off.
                for pump in (*chain, *chain):
                    await handled(pump)
        finally:
            self._task = None
            self._go_on()


async def handled(pump: MessagePump, patience_s: float = PATIENCE_S) -> None:
    """Return once this part of the screen has dealt with all that was sent to it before, or after `patience_s`."""
    done = asyncio.Event()
    if pump.is_running and pump.call_later(done.set):
        try:
            await asyncio.wait_for(done.wait(), patience_s)
        except TimeoutError:
            return


async def drawn(chain: Chain, patience_s: float = DRAWING_PATIENCE_S) -> None:
    """Return once the screen that gets the next key is there: one that was opened a moment ago has no focus yet."""
    loop = asyncio.get_running_loop()
    latest = loop.time() + patience_s
    while loop.time() < latest and not all(pump.is_mounted for pump in chain() or () if isinstance(pump, Widget)):
        await asyncio.sleep(DRAWING_STEP_S)


def chain_of(widget: Widget | None) -> list[MessagePump]:
    """The widget and everything that its messages bubble up to."""
    return list(widget.ancestors_with_self) if widget is not None else []
