"""next: from Enter or a digit to the next question on the screen, the answer committed. And keys typed ahead of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.effort import Effort
from bench.figures import Budget, Figure, Limit, median, percentile
from bench.program import PASSPHRASE, STAFF, bare_app, enter_interview, now, program, store_with_case
from bench.terminal import KEYS, NotShown, Terminal
from bench.walk import Walk
from intake.interview.answers import Answers
from intake.store.opening import open_store

_CALM_S = 0.08
_P50, _P99 = Budget(30, Limit.FIGURE), Budget(80, Limit.FIGURE)
AHEAD = "xyz"


def walked(app: Terminal, commit: Terminal, walk: Walk) -> Iterator[tuple[float, float]]:
    """One interview to its end. Ms of each answer until the next question stood, and of a bare commit beside it."""
    while True:
        typing = walk.answer()
        if typing.before:
            app.type(typing.before)
        base = commit.timed(b"x", _CALM_S)
        if walk.step is None:
            app.type(typing.last)
            return
        ours = app.timed(typing.last, _CALM_S, walk.shown)
        if typing.is_answer:
            yield ours.last_ms, base.last_ms


def stored(store: Path, case_id: str) -> Answers:
    opened = open_store(store, STAFF, PASSPHRASE, now())
    try:
        return opened.replayed(case_id)
    finally:
        opened.close()


def lost_ahead(app: Terminal) -> int:
    """How many letters of the given names are lost that were typed with the Enter behind the family name."""
    app.type(b"Beispiel")
    app.type(KEYS["enter"] + AHEAD.encode(), calm_s=0.5)
    return 0 if f"› {AHEAD}" in app.text else len(AHEAD)


def measure(effort: Effort) -> Iterator[Figure]:
    """Whole core runs, each answer beside a bare app that commits one row and repaints one line.

    Afterwards the store has to hold exactly what was typed, else the figures mean nothing.
    """
    ours: list[float] = []
    base: list[float] = []
    lost = 0
    walk = Walk()
    for _ in range(effort.walks):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            case_id = store_with_case(folder / "store")
            with (
                program(folder, folder / "store") as app,
                bare_app(folder, "commit", str(folder / "bare.db")) as commit,
            ):
                commit.wait_for("Question 0")
                enter_interview(app)
                walk = Walk(walk.content)
                for mine, bare in walked(app, commit, walk):
                    ours.append(mine)
                    base.append(bare)
            if stored(folder / "store", case_id) != walk.talk.answers:
                raise NotShown("the store does not hold what was typed")
            store_with_case(folder / "ahead")
            with program(folder, folder / "ahead") as app:
                enter_interview(app)
                lost += lost_ahead(app)
    yield Figure("next", f"next question, p50 of {len(ours)}", median(ours), median(base), budget=_P50)
    yield Figure("next", "next question, p99", percentile(ours, 99), percentile(base, 99), budget=_P99)
    yield Figure("next", "letters typed ahead and lost", lost, unit="", budget=Budget(0, Limit.FIGURE))
