"""Writes many records in one run, and says whether memory grows.

    python tests/soak/many_records.py [COUNT]

Every record has a code of its own and is made as PDF, JSON, CSV and text. Memory is read after a quarter of them, when
fonts and caches are there, and at the end; more than 15 % or 20 MB between the two is a leak, and ends with 1.
"""

from __future__ import annotations

import gc
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))


from intake.handover.formats.as_csv import record_csv
from intake.handover.formats.as_json import record_bytes
from intake.handover.formats.as_text import record_text
from intake.handover.formats.rendering import render
from tests.handover.handover_cases import COVER, MADE_AT, wording
from tests.handover.random_cases import random_case, records

COUNT = 200
GROWTH, GROWTH_MB = 0.15, 20.0


def resident_mb() -> float:
    """Memory of this process now. Linux only."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1024**2


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    made, seed, start = 0, 1, time.monotonic()
    early = late = size = 0.0
    while made < count:
        seed += 1
        for _, record in records(random_case(seed)):
            made += 1
            own = replace(record, cover=replace(COVER, case=f"K-{made:06d}"))
            size += len(render(own, "pdf", wording(), MADE_AT).content)
            record_bytes(own), record_csv(own, wording()), record_text(own, wording())
            if made == max(count // 4, 1):
                gc.collect()
                early = resident_mb()
            if made == count:
                break
    gc.collect()
    late = resident_mb()
    per = (time.monotonic() - start) / made * 1000
    print(f"{made} records: {early:.0f} MB after {max(count // 4, 1)}, {late:.0f} MB at the end")
    print(f"{per:.0f} ms and {size / made / 1024:.0f} kB of PDF for each")
    return 1 if late > early * (1 + GROWTH) + GROWTH_MB else 0


if __name__ == "__main__":
    sys.exit(main())
