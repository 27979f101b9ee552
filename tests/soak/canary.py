"""A day of work with marker names in a real terminal, and the search for them on everything that is left behind.

    python tests/soak/canary.py [DAYS]

DAYS days on one store, one where none is given; about half a minute each, and two minutes for the rest. Lock, automatic
backup, backup by the command, a whole interview with its record written out, closing sheet, audit, kill -9 and the next
start, the program inside tmux with its whole scrollback, a fault, and the history of the shell. Ends with exit code 1
where a marker was found, and with 2 where the search does not find one that it plants itself.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.pty.canary import (
    DISCLOSED,
    FAMILY_NAME,
    Day,
    commands_of_a_day,
    export_a_record,
    in_tmux,
    search,
    work_a_day,
)


def main(days: int) -> int:
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        day = Day()
        for _ in range(days):
            work_a_day(folder, day)
        export_a_record(folder, day)
        commands_of_a_day(folder, day)
        in_tmux(folder, day)
        search(day, folder, but=[folder / DISCLOSED])
        print(f"{day}; {days} days, {time.monotonic() - begun:.0f} s")
        planted = folder / "home" / "planted"
        planted.write_text(FAMILY_NAME)
        again = Day()
        search(again, folder, but=[folder / DISCLOSED])
        if not any(find.where == str(planted) for find in again.finds):
            print("the search does not find what it has planted itself")
            return 2
    return 1 if day.finds else 0


if __name__ == "__main__":
    sys.exit(main(int((sys.argv[1:] or ["1"])[0])))
