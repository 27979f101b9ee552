"""start: from the start of the process to the first screen, and to the first key on it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.effort import Effort
from bench.figures import Budget, Figure, median
from bench.program import bare, command, environment, said, store_with_case
from bench.ptyapp import PtyApp
from bench.terminal import NotShown, Replay, until_painted

TYPED = "~"
"""A character that stands on neither screen."""

BARE_MARK = "ello"
"""Of the placeholder of the bare app: its cursor stands on the H, in colours of its own."""

_CALM_S = 0.25
_WITHIN = Budget(1.15)


@dataclass(frozen=True, slots=True)
class Start:
    """In ms since the start of the process: the whole screen was there; a key typed as soon as possible was shown.

    `cpu_ms` is the processor time up to the whole screen.
    """

    painted_ms: float
    usable_ms: float
    cpu_ms: float


READINGS: dict[str, tuple[Callable[[Start], float], Budget | None]] = {
    "whole first screen": (lambda start: start.painted_ms, _WITHIN),
    "first key shown": (lambda start: start.usable_ms, _WITHIN),
    "processor time of the first screen": (lambda start: start.cpu_ms, None),
}


def start_of(command: Sequence[str], environment: Mapping[str, str], mark: str) -> Start:
    """Starts a program once. As soon as `mark` comes, which stands on its first screen, a key is typed.

    Raises NotShown.
    """
    with PtyApp(command, environment) as app:
        chunks = until_painted(app, lambda sent: mark.encode() in sent)
        app.write(TYPED.encode())
        chunks += app.read(_CALM_S, limit_s=5.0)
    replay = Replay()
    screens = []
    for chunk in chunks:
        replay.feed(chunk.data)
        screens.append((chunk, replay.lines))
    key_shown = [chunk for chunk, lines in screens if TYPED in "".join(lines)]
    if not key_shown:
        raise NotShown(f"the first key was not shown: {replay.lines}")
    whole = _without_key(replay.lines)
    painted = next(chunk for chunk, lines in screens if _without_key(lines) == whole)
    return Start(painted.at * 1000, key_shown[0].at * 1000, painted.cpu_ms)


def _without_key(lines: Iterable[str]) -> str:
    return "\n".join(lines).replace(TYPED, " ")


def measure(effort: Effort) -> Iterator[Figure]:
    """The unlock screen on a store, against a bare app with one Input, in turn."""
    ours: list[Start] = []
    base: list[Start] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        store_with_case(folder / "store")
        variables = environment(folder)
        for run in range(effort.starts + 1):
            found = (
                start_of(bare("hello"), variables, BARE_MARK),
                start_of(command(folder / "store"), variables, said("Your name")),
            )
            if run:  # the first one reads from the disk what all others find in memory
                base.append(found[0])
                ours.append(found[1])
    for what, choose in (("median", median), ("fastest", min)):
        for reading, (of, budget) in READINGS.items():
            figure = choose([of(start) for start in ours]), choose([of(start) for start in base])
            yield Figure("start", f"{reading}, {what}", *figure, budget=budget)
