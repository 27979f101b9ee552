"""key: from a key to its letter on the screen: in the answer to a name question, and in the name while all loads."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.effort import Effort
from bench.figures import Budget, Figure, median, percentile
from bench.firstpaint import BARE_MARK
from bench.program import bare_app, enter_interview, program, said, store_with_case
from bench.terminal import Terminal, until_painted

TYPED = b"abcdefghij"
ERASE = b"\x7f"
BLOCK = 10
_LETTERS_AT_START = 25

_WITHIN = Budget(1.3)


def block(terminal: Terminal) -> list[float]:
    """Types some letters one by one and erases them again, untimed. Returns the ms of each letter."""
    found = [terminal.timed(TYPED[number : number + 1]).first_ms for number in range(BLOCK)]
    terminal.type(ERASE * BLOCK)
    return found


def from_the_start(terminal: Terminal, mark: str) -> list[float]:
    """Types from the first paint on, one letter after the other, while the program loads what it needs later."""
    terminal.show(until_painted(terminal.app, lambda sent: mark.encode() in sent))
    return [terminal.timed(TYPED[n % BLOCK : n % BLOCK + 1], calm_s=0.005).first_ms for n in range(_LETTERS_AT_START)]


def measure(effort: Effort) -> Iterator[Figure]:
    """Store unlocked, everything loaded; a bare app with one Input takes turns, ten letters each."""
    ours: list[float] = []
    base: list[float] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        store_with_case(folder / "store")
        with program(folder, folder / "store") as app, bare_app(folder, "hello") as hello:
            enter_interview(app)
            hello.wait_for("Hello")
            for run in range(effort.keys // BLOCK + 1):
                times = block(hello), block(app)
                if run:
                    base += times[0]
                    ours += times[1]
        early: list[float] = []
        early_base: list[float] = []
        for _ in range(effort.starts):
            with bare_app(folder, "hello") as hello:
                early_base += from_the_start(hello, BARE_MARK)
            with program(folder, folder / "store") as app:
                early += from_the_start(app, said("Your name"))
    yield Figure("key", "letter shown, p50", median(ours), median(base), budget=_WITHIN)
    yield Figure("key", "letter shown, p99", percentile(ours, 99), percentile(base, 99), budget=_WITHIN)
    yield Figure("key", "letter shown while loading, p50", median(early), median(early_base))
    yield Figure("key", "letter shown while loading, p99", percentile(early, 99), percentile(early_base, 99))
