"""switch: from F2 or F3 to the same question in the other language, or in the other layout."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.effort import Effort
from bench.figures import Budget, Figure, Limit, percentile
from bench.program import enter_interview, program, store_with_case, two_languages
from bench.terminal import KEYS, Terminal

_WITHIN = Budget(50, Limit.FIGURE)
_CALM_S = 0.08
HALF_TYPED = "Beis"
FULL_SCREEN = "residence_status"


def switched(app: Terminal, key: str, count: int) -> list[float]:
    """Ms until the screen stood still. What was half typed has to stay."""
    found = []
    for _ in range(count):
        found.append(app.timed(KEYS[key], _CALM_S, HALF_TYPED).last_ms)
    return found


ARABIC_AND_GERMAN = ("ar", "uk")
"""Arabic beside a language that runs from left to right: each switch to it draws all of the person's texts anew."""
_IS_ARABIC = re.compile("[\ufe70-\ufeff]")


def to_arabic(app: Terminal, count: int) -> list[float]:
    """Ms until a screen full of Arabic stood still: only the switches to it count."""
    found: list[float] = []
    while len(found) < count:
        took = app.timed(KEYS["f2"], _CALM_S, "").last_ms
        if _IS_ARABIC.search(app.text):
            found.append(took)
    return found


def measure_arabic(effort: Effort) -> Figure:
    """At a question with as many choices as the screen has lines, in the layout with both languages."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        store_with_case(folder / "store", languages=ARABIC_AND_GERMAN, place=FULL_SCREEN)
        with program(folder, folder / "store") as app:
            enter_interview(app, FULL_SCREEN)
            to_arabic(app, 1)
            found = to_arabic(app, effort.switches)
    note = f"at {FULL_SCREEN}"
    return Figure("switch", "to a screen full of Arabic (F2), p95", percentile(found, 95), budget=_WITHIN, note=note)


def measure(effort: Effort) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        store_with_case(folder / "store")
        with program(folder, folder / "store") as app:
            enter_interview(app)
            app.type(HALF_TYPED.encode(), calm_s=1.0)
            switched(app, "f2", 2)  # the second language is read when it is first shown
            languages, layouts = switched(app, "f2", effort.switches), switched(app, "f3", effort.switches)
    note = " and ".join(two_languages())
    yield Figure("switch", "language (F2), p95", percentile(languages, 95), budget=_WITHIN, note=note)
    yield Figure("switch", "layout (F3), p95", percentile(layouts, 95), budget=_WITHIN)
    yield measure_arabic(effort)
