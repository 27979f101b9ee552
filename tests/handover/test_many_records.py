"""Records made one after the other do not fill the memory."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from intake.handover.formats.rendering import KINDS, render
from tests.handover.handover_cases import MADE_AT, wording
from tests.handover.random_cases import random_case, records

MOST_MB = 30.0


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1024**2


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_does_not_grow_with_the_number_of_records() -> None:
    some = [record for seed in range(2, 30) for _, record in records(random_case(seed))][:10]
    early = 0.0
    for number in range(60):
        record = some[number % len(some)]
        own = replace(record, cover=replace(record.cover, case=f"K-{number:06d}"))
        for kind in KINDS:
            render(own, kind, wording(), MADE_AT)
        if number == 29:
            gc.collect()
            early = resident_mb()
    gc.collect()
    assert resident_mb() - early < MOST_MB
