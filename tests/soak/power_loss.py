"""Cuts the power of a working store a thousand times, on paper, and reports what was lost.

    nice -n 19 python tests/soak/power_loss.py [CUTS] [SEED]

CUTS are shared out over a new store on a strict and on a journalling file system, and over the updates of stores of
earlier versions. Then comes the control: with `synchronous` lowered the same harness has to find lost answers, or it
could find nothing at all. Ends with status 1 where anything promised is missing, a store is damaged, or the control
finds no loss. Linux with gcc only; says so elsewhere and ends with status 0.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.store.schema import VERSION
from tests.store.disk.power_cuts import FULL, NORMAL, cut_often, record
from tests.store.disk.shim import WHY_NOT, is_possible
from tests.store.promises import Findings

ROUNDS, CONTROL_CUTS = 14, 100


def main(cuts: int, seed: int) -> int:
    if not is_possible():
        print(f"skipped: {WHY_NOT}")
        return 0
    faults: list[str] = []
    for version in range(VERSION):
        for journal in (False, True):
            share = -(-cuts // 3) if version == 0 else -(-cuts // (6 * (VERSION - 1)))
            faults += run(f"version {version}" if version else "new store", share, seed, journal, version).faults
    control = run("control, synchronous NORMAL", CONTROL_CUTS, seed, False, 0, NORMAL)
    print("\n".join(faults))
    if not control.lost:
        print("the control found no loss: this harness sees nothing")
    return 1 if faults or not control.lost else 0


def run(what: str, cuts: int, seed: int, journal: bool, version: int, synchronous: str = FULL) -> Findings:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        recording = record(room / "recording", 3 if version else ROUNDS, seed, synchronous, version)
        found = cut_often(recording, cuts, seed, room, journal=journal)
    system = "journalling" if journal else "strict"
    print(
        f"{what}, {system} file system, {found.looks} cuts over {recording}: {found}; "
        f"seed {seed}, {time.monotonic() - begun:.0f} s",
        flush=True,
    )
    return found


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["1000"])[0]), int((sys.argv[2:] or ["1"])[0])))
