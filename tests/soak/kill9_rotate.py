"""Kills rotations of the keys with SIGKILL, many more times than the tests do: `python -m tests.soak.kill9_rotate 500`.

Half of the kills come at any moment, half while the key file holds both keys. Prints what was found; the exit code is
1 where anything was lost or could not be opened.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.store.rotating import kill_often, make_store


def main(kills: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "desk"
        make_store(desk)
        found = kill_often(desk, kills, seed)
    print(
        f"{found.kills} kills, {found.rotations} rotations finished before one; after a kill {found.half} times both "
        f"keys and {found.leftovers} times a new file in the folder; {len(found.faults)} faults"
    )
    for fault in found.faults:
        print(fault)
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
