"""How long checking and reading a long audit trail takes, as ratios to reading the same rows and nothing else.

    python bench/audit_trail.py [ENTRIES]

ENTRIES entries, 100,000 where none is given: as a year at a busy desk. On an encrypted store in a folder of its own.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from intake.store.audit.chain import Deed
from intake.store.kept.audit import Action
from intake.store.keys.slots import Kdf
from intake.store.opening import create_store
from intake.store.store import Store

AT = dt.datetime(2026, 5, 17, 9, 41, tzinfo=dt.UTC)
CASES, AT_ONCE = 2_000, 5_000
KINDS = (Action.PAPER_PRINTED, Action.CASE_VIEWED, Action.HISTORY_VIEWED, Action.PREVIEW_VIEWED)


def took(work: Callable[[], object], rounds: int = 3) -> float:
    """The shortest of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def fill(store: Store, entries: int) -> float:
    """Writes so many entries; returns the seconds."""
    begun = time.perf_counter()
    for first in range(0, entries, AT_ONCE):
        deeds = [
            Deed(KINDS[number % len(KINDS)], f"case-{number % CASES:08}-0000-0000", f"question_{number % 150}")
            for number in range(first, min(first + AT_ONCE, entries))
        ]
        store.trail.note(deeds, store.staff.id, AT)
    return time.perf_counter() - begun


def one_view(store: Store) -> float:
    """What noting one look at a screen takes, committed, in seconds."""
    return took(lambda: store.trail.note([Deed(Action.CASE_VIEWED, "case", "review")], store.staff.id, AT), 20)


def read_only(store: Store) -> int:
    """All rows of the trail, read and not checked."""
    with store.trail.database.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT seq, at, actor, action, case_id, subject, mac FROM audit_event"
        )
        return sum(1 for _ in rows)


def main(entries: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store, _ = create_store(Path(folder) / "store", "Amira", "vier Wörter am Tresen", AT, Kdf(1, 1024, 1))
        filled = fill(store, entries)
        plain, checked = took(lambda: read_only(store)), took(store.trail.verify)
        last = took(lambda: store.trail.verify(last=2_000))
        of_case = took(lambda: store.trail.of_case("case-00000007-0000-0000", AT))
        report = store.trail.verify()
        assert report.breach is None
        assert report.entries >= entries
        print(f"{entries} entries written in {filled:.1f} s ({filled / entries * 1e6:.0f} us each, {AT_ONCE} at once)")
        each = checked / entries * 1e6
        print(f"all checked:        {checked:.2f} s ({each:.1f} us each), {checked / plain:.1f} x only reading")
        print(f"last 2,000 checked: {last * 1e3:.0f} ms")
        print(f"one case of {CASES}: {of_case * 1e3:.0f} ms")
        print(f"one view noted:     {one_view(store) * 1e3:.1f} ms, in the thread that writes")
        store.close()


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["100000"])[0]))
