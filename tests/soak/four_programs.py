"""Programs that save at once into one store, all of it looked up afterwards, and the time of a save.

    python tests/soak/four_programs.py [PROGRAMS] [ANSWERS]

4 programs with 2000 answers each where nothing else is given. Ends with status 1 where an answer is missing.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.store.four_programs import work_at_once


def main(programs: int, answers: int) -> int:
    faults: list[str] = []
    for at_once in (1, programs):
        with tempfile.TemporaryDirectory() as folder:
            measured = work_at_once(Path(folder), at_once, answers)
        print(measured, flush=True)
        faults += measured.faults
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["4"])[0]), int((sys.argv[2:] or ["2000"])[0])))
