"""Backups that have had their time: erased cases live on in them until they are removed.

The newest of a store stays whatever the clock says. One that was written while the clock was ahead is as old as the one
that was written after it: else it would stay for years, and be taken for the newest.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from pathlib import Path

from intake.store.backups.backup import UNFINISHED, Backup, backup_name, list_backups
from intake.store.backups.checks import faults
from intake.store.sqlite_errors import failures_of


def remove_backups(folder: Path, before: datetime, now: datetime) -> int:
    """Removes backups older than `before`, but never the newest of each store that is whole. Returns how many.

    What a crash left of an unfinished backup goes too.
    """
    backups = sorted(list_backups(folder), key=lambda backup: (backup.store_id, backup.audit.seq, backup.at))
    old = [
        each.folder
        for _, of_one in groupby(backups, key=lambda backup: backup.store_id)
        for each in _outlived(tuple(of_one), before, now)
    ]
    unfinished = [path for path in folder.glob(f"*{UNFINISHED}") if path.name < backup_name(before)]
    removed = 0
    with failures_of(folder):
        for path in (*old, *unfinished):
            with suppress(FileNotFoundError):  # another program removes old ones too
                shutil.rmtree(path)
                removed += path in old
    return removed


def _outlived(backups: tuple[Backup, ...], before: datetime, now: datetime) -> Iterable[Backup]:
    """Of the backups of one store, in the order of their audit chain."""
    written: list[tuple[datetime, Backup]] = []
    later = now
    for backup in reversed(backups):
        later = backup.at if backup.at <= now else later
        written.append((later, backup))
    old = [backup for at, backup in written if at < before]
    if not old:
        return ()
    newest_first = sorted(written, key=lambda each: each[0], reverse=True)  # of two, the one that holds more
    kept = next((backup for _, backup in newest_first if not faults(backup.folder)), None)
    return (backup for backup in old if backup != kept)
