"""several: the time of a save while other programs save into the same store all the time, against one program alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.effort import Effort
from bench.figures import Figure, percentile
from tests.store.four_programs import Measured, work_at_once

PROGRAMS = 4


def measure(effort: Effort) -> Iterator[Figure]:
    """Four programs that do nothing but save; people at desks save every few seconds."""
    alone, together = (_run(programs, effort.keys) for programs in (1, PROGRAMS))
    for share in (50, 99):
        ours, bare = (percentile(found.saves_s, share) * 1000 for found in (together, alone))
        yield Figure("several", f"saving beside three other programs, p{share}", ours, bare)
    yield Figure("several", "the longest save", max(together.saves_s) * 1000, max(alone.saves_s) * 1000)


def _run(programs: int, answers: int) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        measured = work_at_once(Path(folder), programs, answers)
    if measured.faults:
        raise AssertionError(measured.faults)
    return measured
