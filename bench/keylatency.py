"""key: from a key to its letter on the screen, in the answer to a name question."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.effort import Effort
from bench.figures import Budget, Figure, median, percentile
from bench.program import bare_app, enter_interview, program, store_with_case
from bench.terminal import Terminal

TYPED = b"abcdefghij"
ERASE = b"\x7f"
BLOCK = 10

_WITHIN = Budget(1.3)


def block(terminal: Terminal) -> list[float]:
    """Types some letters one by one and erases them again, untimed. Returns the ms of each letter."""
    found = [terminal.timed(TYPED[number : number + 1]).first_ms for number in range(BLOCK)]
    terminal.type(ERASE * BLOCK)
    return found


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
    yield Figure("key", "letter shown, p50", median(ours), median(base), budget=_WITHIN)
    yield Figure("key", "letter shown, p99", percentile(ours, 99), percentile(base, 99), budget=_WITHIN)
