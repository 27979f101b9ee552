"""Keys arrive one by one, in the order in which they were typed, and wait while an answer is being saved."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

from textual import events
from textual.message_pump import MessagePump

from intake.ui.type_ahead import MAX_HELD, TypeAhead, chain_of, handled
from tests.ui.program import LONGEST_S, starting


class Receiver:
    """Takes keys; each needs a few turns of the loop, and may hold the next ones."""

    def __init__(self, hold_at: str = "") -> None:
        self.got: list[str] = []
        self.under_way = 0
        self.most_under_way = 0
        self.troubles: list[BaseException] = []
        self.queue = TypeAhead(self.take, lambda: [], self.troubles.append)
        self._hold_at = hold_at

    async def take(self, event: events.Event) -> None:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        match event:
            case events.Key():
                self.got.append(event.key)
            case events.Paste():
                self.got.append(event.text)
        if self.got[-1] == self._hold_at:
            self.queue.hold()

    async def settled(self) -> list[str]:
        while not self.queue.is_idle:
            await asyncio.sleep(0)
        return self.got


def key(name: str, time: float | None = None) -> events.Key:
    event = events.Key(name, name if len(name) == 1 else None)
    if time is not None:
        event.time = time
    return event


async def test_keys_come_one_after_the_other_in_order() -> None:
    receiver = Receiver()
    for name in "abcdefgh":
        receiver.queue.take(key(name))
    assert await receiver.settled() == list("abcdefgh")
    assert receiver.most_under_way == 1


async def test_keys_wait_while_they_are_held_and_come_in_order_when_they_are_released() -> None:
    receiver = Receiver(hold_at="b")
    for name in "abcd":
        receiver.queue.take(key(name))
    assert await receiver.settled() == ["a", "b"]
    assert receiver.queue.is_holding
    receiver.queue.release()
    assert await receiver.settled() == list("abcd")


async def test_keys_that_come_when_no_screen_is_left_go_nowhere() -> None:
    receiver = Receiver()
    receiver.queue = TypeAhead(receiver.take, lambda: None, receiver.troubles.append)
    receiver.queue.take(key("a"))
    assert await receiver.settled() == []
    receiver.queue.release()
    assert await receiver.settled() == []


async def test_keys_typed_while_the_program_ends_raise_nothing(tmp_path: Path) -> None:
    faults: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: faults.append(context))
    async with starting(tmp_path) as program:
        queue = program.app.type_ahead
        program.app.exit()
    assert program.app.screen_stack == []
    queue.take(key("a"))
    async with asyncio.timeout(LONGEST_S):
        while not queue.is_idle:
            await asyncio.sleep(0)
    gc.collect()
    assert faults == []


async def test_what_was_typed_ahead_can_be_dropped() -> None:
    receiver = Receiver(hold_at="a")
    for name in "abcd":
        receiver.queue.take(key(name))
    await receiver.settled()
    receiver.queue.drop()
    receiver.queue.release()
    receiver.queue.take(key("x"))
    assert await receiver.settled() == ["a", "x"]


async def test_a_key_that_a_locked_field_hands_back_takes_its_place_by_its_time() -> None:
    receiver = Receiver()
    receiver.queue.hold()
    for name, time in (("c", 3.0), ("d", 4.0), ("b", 2.0)):
        receiver.queue.take(key(name, time))
    receiver.queue.release()
    assert await receiver.settled() == ["b", "c", "d"]


async def test_keys_of_the_same_moment_keep_their_order() -> None:
    receiver = Receiver()
    receiver.queue.hold()
    for name in "abcd":
        receiver.queue.take(key(name, 1.0))
    receiver.queue.release()
    assert await receiver.settled() == list("abcd")


async def test_a_pasted_text_keeps_its_place_among_the_keys() -> None:
    receiver = Receiver()
    receiver.queue.hold()
    receiver.queue.take(key("a", 1.0))
    paste = events.Paste("xyz")
    paste.time = 2.0
    receiver.queue.take(paste)
    receiver.queue.take(key("b", 3.0))
    receiver.queue.release()
    assert await receiver.settled() == ["a", "xyz", "b"]


async def test_a_key_that_leans_on_the_keyboard_fills_no_memory() -> None:
    receiver = Receiver()
    receiver.queue.hold()
    for _ in range(MAX_HELD + 500):
        receiver.queue.take(key("a", 1.0))
    receiver.queue.release()
    assert len(await receiver.settled()) == MAX_HELD


async def test_a_key_that_makes_trouble_does_not_stop_the_next_ones() -> None:
    receiver = Receiver()
    trouble: list[BaseException] = []

    async def forward(event: events.Event) -> None:
        if isinstance(event, events.Key) and event.key == "b":
            raise ValueError
        await receiver.take(event)

    queue = TypeAhead(forward, lambda: [], trouble.append)
    for name in "abc":
        queue.take(key(name))
    while not queue.is_idle:
        await asyncio.sleep(0)
    queue.take(key("d"))
    while not queue.is_idle:
        await asyncio.sleep(0)
    assert receiver.got == ["a", "c", "d"]
    assert [type(error) for error in trouble] == [ValueError]


async def test_a_part_of_the_screen_that_hangs_is_waited_for_only_so_long() -> None:
    class Hanging(MessagePump):
        @property
        def is_running(self) -> bool:
            return True

        def call_later(self, callback: object, *args: object, **kwargs: object) -> bool:
            return True

    await asyncio.wait_for(handled(Hanging(), 0.01), 5)


async def test_a_part_that_is_gone_is_not_waited_for() -> None:
    await asyncio.wait_for(handled(MessagePump(), 60), 5)
    assert chain_of(None) == []
