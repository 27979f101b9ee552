"""Kills the program at random moments of typed interviews and looks every acknowledged answer up afterwards.

    python tests/soak/kill9_typed.py [COUNT] [SEED]

COUNT kills, 200 where none is given; about four seconds each. SEED repeats a run, as far as the machine allows.
Ends with exit code 1 where an answer was lost.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.pty.cutting import cut_off
from tests.pty.people import answers_of


def main(count: int, seed: int) -> int:
    begun = time.monotonic()
    people = [answers_of("P05", "zebera"), answers_of("P03", "zebera"), answers_of("P16", "zebera")]
    with tempfile.TemporaryDirectory() as folder:
        report = cut_off(Path(folder), people, count, random.Random(seed))
    print(f"{report}; seed {seed}, {time.monotonic() - begun:.0f} s")
    for line in report.lost:
        print(f"  lost: {line}")
    return 1 if report.lost else 0


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["200"])[0]), int((sys.argv[2:] or [str(time.time_ns() % 10**6)])[0])))
