"""Kills programs that work on a store and reports what the store has lost.

    nice -n 19 python tests/soak/kill9_all.py [KILLS] [SEED]

KILLS, 2000 where none is given, are shared out over writers, backups, updates of older stores, exports, erasure and
changes of the keys; about a second each. Ends with status 1 where anything promised is missing or a store is not whole.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.store.crashing import SCENARIOS, kill_often


def main(kills: int, seed: int) -> int:
    faults: list[str] = []
    done = acknowledged = 0
    for scenario in SCENARIOS:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = kill_often(Path(folder), scenario, -(-kills // len(SCENARIOS)), seed)
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
    sys.exit(main(int((sys.argv[1:] or ["2000"])[0]), int((sys.argv[2:] or ["1"])[0])))
