"""Kills programs that work on a store and reports what the store has lost.

    nice -n 19 python tests/soak/kill9_all.py [KILLS] [SEED] [SCENARIO ...]

KILLS, 2000 where none is given, are shared out over writers, backups, updates of older stores, exports, erasure,
changes and rotations of the keys, and restores, or over the scenarios that are named; about a second each. Ends with
status 1 where anything promised is missing or a store is not whole.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.store.crashing import SCENARIOS, kill_often


def main(kills: int, seed: int, scenarios: Sequence[str]) -> int:
    faults: list[str] = []
    done = acknowledged = 0
    for scenario in scenarios:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = kill_often(Path(folder), scenario, -(-kills // len(scenarios)), seed)
        print(
            f"{scenario}: {found.looks} kills, {found.acknowledged} answers acknowledged; {found}; "
            f"seed {seed}, {time.monotonic() - begun:.0f} s",
            flush=True,
        )
        done, acknowledged = done + found.looks, acknowledged + found.acknowledged
        faults += found.faults
    print("\n".join([f"{done} kills, {acknowledged} answers acknowledged, {len(faults)} faults", *faults]))
    return 1 if faults else 0


if __name__ == "__main__":
    count, seed_ = (int(each) for each in (*sys.argv[1:3], *["2000", "1"][len(sys.argv[1:3]) :]))
    sys.exit(main(count, seed_, sys.argv[3:] or list(SCENARIOS)))
