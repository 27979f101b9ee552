"""Kills writing programs many times and reports what the store has lost: `python tests/soak/kill9_store.py 200`.

Ends with status 1 where an acknowledged answer is missing or the store is not whole.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from intake.store.opening import create_store
from tests.store.crashing import MODES, kill_often
from tests.store.making import AT, CHEAP, PASSPHRASE, begin


def main(kills: int) -> int:
    faults: list[str] = []
    for seed, mode in enumerate(MODES, start=1):
        with tempfile.TemporaryDirectory() as folder:
            store, _ = create_store(Path(folder) / "desk", "Amira", PASSPHRASE, AT, CHEAP)
            for _ in range(6):
                begin(store)
            store.close()
            start = time.perf_counter()
            found = kill_often(Path(folder) / "desk", -(-kills // len(MODES)), mode, seed)
            print(
                f"{mode:7} kills {found.kills}, acknowledged {found.acknowledged}, "
                f"written but not acknowledged {found.unacknowledged}, log in use at {found.log_in_use} kills, "
                f"faults {len(found.faults)} ({time.perf_counter() - start:.0f} s)",
                flush=True,
            )
            faults += found.faults
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
