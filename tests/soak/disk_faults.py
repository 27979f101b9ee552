"""Lets the disk fail at every change of a scripted day at the desk, in five ways, and reports what came of it.

    nice -n 19 python tests/soak/disk_faults.py [STEP]

STEP 1, where none is given, is every change; 7 every seventh. A day takes about a second. Ends with status 1 where an
acknowledged answer was lost, a failure had no message, or the program could not go on. Linux with gcc only.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.store.disk.shim import WHY_NOT, build, is_possible, run


def main(step: int) -> int:
    if not is_possible():
        print(f"skipped: {WHY_NOT}")
        return 0
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        arguments = [str(room), "1", str(step)]
        days, told, faults = json.loads(run(build(room), room / "watched", None, "tests.ui.disk_faults", arguments))
    print(f"{days} days with a failing disk, {len(faults)} faults, {time.monotonic() - begun:.0f} s")
    print("\n".join([f"{count:6} {message}" for message, count in told.items()] + faults))
    return 1 if faults or not days else 0


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["1"])[0])))
