"""Putting a backup in the place of the store: what is there is set aside and kept, and a crash leaves the one or the
other, never a mixture.

The new store is made ready in `restoring.new`. Renaming that to `restoring` is the moment from which the new store
holds; whoever opens the store next completes what was cut off. Only then are the old files moved to `set-aside`.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from intake.store.failures import os_errors
from intake.store.folder import StoreFolder
from intake.store.keys.slots import sync_folder, write_whole

PREPARED, SET_ASIDE = "restoring.new", "set-aside"
_NAME = "as"
"""The file in the restored store that holds the name under which the replaced store is kept."""
_LOGS = ("-wal", "-shm")


def prepared_folder(store: StoreFolder) -> StoreFolder:
    """An empty folder in which the restored store is made ready. What a crash left there goes away."""
    prepared = StoreFolder(store.path / PREPARED)
    with os_errors(prepared.path):
        shutil.rmtree(prepared.path, ignore_errors=True)
    store.make()
    prepared.make()
    return prepared


def put_in_place(store: StoreFolder, name: str) -> Path | None:
    """Puts the prepared store in the place of the one that is there.

    Returns where that is kept under `name`, None where there was nothing. Raises DiskFull, StoreReadOnly; then the
    old store is in its place.
    """
    prepared = store.path / PREPARED
    with os_errors(store.path):
        for folder in (prepared / "backups", prepared / "programs"):
            shutil.rmtree(folder, ignore_errors=True)
        write_whole(prepared / _NAME, name.encode("ascii"))
        for file in prepared.iterdir():
            _sync(file)
        sync_folder(prepared)
        prepared.rename(store.restoring)
        sync_folder(store.path)
    finish_restore(store)
    kept = store.path / SET_ASIDE / name
    return kept if kept.exists() else None


def finish_restore(store: StoreFolder) -> None:
    """Completes a restore that was cut off after its decisive moment. Costs one look where there is none."""
    ready = StoreFolder(store.restoring)
    if not ready.path.is_dir():
        return
    with os_errors(store.path):
        kept = StoreFolder(_kept_folder(ready, store))
        if ready.database.exists():
            for suffix in (*_LOGS, ""):  # the log first: it must never lie beside another file
                _move(store.database.with_name(store.database.name + suffix), kept)
            sync_folder(store.path)
            ready.database.replace(store.database)
            sync_folder(store.path)
        if ready.keys.exists():
            if store.keys.exists():
                kept.path.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copyfile(store.keys, kept.keys)
                kept.keys.chmod(0o600)
                _sync(kept.keys)
            ready.keys.replace(store.keys)
        sync_folder(store.path)
        shutil.rmtree(ready.path)
        sync_folder(store.path)


def set_aside(store: StoreFolder) -> tuple[Path, ...]:
    """The stores that were replaced and are still kept, oldest first."""
    folder = store.path / SET_ASIDE
    try:
        return tuple(sorted(path for path in folder.iterdir() if path.is_dir()))
    except OSError:
        return ()


def remove_set_aside(store: StoreFolder, before: datetime) -> int:
    """Removes replaced stores that were set aside before this moment: they hold cases like backups do."""
    from intake.store.backups.backup import backup_name  # which needs SQLCipher; the first screen has no use for it

    old = [path for path in set_aside(store) if path.name < backup_name(before)]
    for path in old:
        with os_errors(path), suppress(FileNotFoundError):
            shutil.rmtree(path)
    return len(old)


def _kept_folder(ready: StoreFolder, store: StoreFolder) -> Path:
    try:
        name = (ready.path / _NAME).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        name = ""
    is_plain = name and Path(name).name == name and name not in (".", "..")
    return store.path / SET_ASIDE / (name if is_plain else "unnamed")


def _move(file: Path, kept: StoreFolder) -> None:
    if file.exists():
        kept.path.parent.mkdir(mode=0o700, exist_ok=True)
        kept.path.mkdir(mode=0o700, exist_ok=True)
        file.replace(kept.path / file.name)
        sync_folder(kept.path)


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
