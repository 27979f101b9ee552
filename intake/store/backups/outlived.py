"""Backups that have had their time: erased cases live on in them until they are removed.

The newest of a store stays whatever the clock says. It is the one that holds most of the audit chain: a clock that was
wrong for a day makes none of them newer or older than it is.
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


def remove_backups(folder: Path, before: datetime, now: datetime | None = None) -> int:
    """Removes backups older than `before`, but never the newest of each store that is whole. Returns how many.

    One that is dated after `now` is as old as the one after it. What a crash left of an unfinished backup goes too.
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


def _outlived(backups: tuple[Backup, ...], before: datetime, now: datetime | None) -> Iterable[Backup]:
    """Of the backups of one store, the one that holds least first."""
    old: list[Backup] = []
    later: datetime | None = None
    for backup in reversed(backups):
        is_ahead = now is not None and later is not None and backup.at > now
        later = later if is_ahead and later is not None else backup.at
        if later < before:
            old.append(backup)
    if not old:
        return ()
    kept = next((backup for backup in reversed(backups) if not faults(backup.folder)), None)
    return (backup for backup in old if backup != kept)
