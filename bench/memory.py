"""memory: what the app holds after unlocking, at the cost of the key derivation that real stores have."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.effort import Effort
from bench.figures import Budget, Figure, Limit
from bench.firstpaint import BARE_MARK
from bench.program import bare_app, program, store_with_case, unlock
from bench.terminal import KEYS, Terminal
from bench.walk import Walk
from intake.store.keys.slots import Kdf

_WITHIN = Budget(80, Limit.FIGURE)
_QUESTIONS = 20


def measure(effort: Effort) -> Iterator[Figure]:
    """Resident memory at rest: the 256 MiB of argon2id are given back by then."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        store_with_case(folder / "store", Kdf())
        with bare_app(folder, "hello") as hello, program(folder, folder / "store") as app:
            hello.wait_for(BARE_MARK)
            unlock(app)
            yield from _held("after unlocking", app, hello)
            app.type(KEYS["enter"], calm_s=0.5)
            walk = Walk()
            for _ in range(_QUESTIONS):
                typing = walk.answer()
                app.type(typing.before)
                app.timed(typing.last, shown=walk.shown)
            yield from _held(f"after {_QUESTIONS} questions", app, hello)


def _held(when: str, app: Terminal, hello: Terminal) -> Iterator[Figure]:
    for what, kind, budget in (("", "VmRSS", _WITHIN), (", not shared", "RssAnon", None)):
        yield Figure("memory", when + what, app.app.memory_mb(kind), hello.app.memory_mb(kind), "MB", budget)
