"""A backup with all that belongs to it: a copy in a second place, old ones removed, and a note how it went.

The second place is a stick or a folder on another disk that is not always there. What could not be done is noted in
`backups/state.json`, so that the screen can tell it when somebody is there to read it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from intake.errors import StoreError
from intake.interview.values import Json
from intake.store.backups.backup import Backup, copy_backup, list_backups, write_backup
from intake.store.backups.checks import faults
from intake.store.backups.outlived import remove_backups
from intake.store.backups.restoring import remove_set_aside
from intake.store.backups.tombstones import Tombstone, keep_tombstones
from intake.store.failures import gone, os_errors
from intake.store.folder import StoreFolder
from intake.store.keys.slots import plain_file, sync_folder, write_whole
from intake.store.keys.unlocking import DataKey

STATE = "state.json"
MAX_BYTES, MAX_TEXT = 20_000, 600
NO_TIME = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long backups are kept, and where the second ones go; after `second_days` without it somebody is told."""

    keep_days: int = 30
    second: Path | None = None
    second_days: int = 7


@dataclass(frozen=True, slots=True)
class BackupState:
    """How the last backup went. `second_at` is when one last reached the second place, `second_since` when it was
    first asked for there; both NO_TIME where that never was. `is_second_a_disk`: it was on another disk than the store.
    """

    at: datetime = NO_TIME
    failed: StoreError | None = None
    second: str = ""
    second_at: datetime = NO_TIME
    second_since: datetime = NO_TIME
    second_failed: StoreError | None = None
    is_second_a_disk: bool = False


def back_up(
    store: StoreFolder,
    key: DataKey,
    store_id: str,
    erased: Iterable[Tombstone],
    plan: Plan,
    at: datetime,
    *,
    removes: bool = True,
) -> tuple[Backup, BackupState]:
    """Writes a checked backup beside the store, copies it to the second place where that is there, removes old ones.

    Without `removes` none goes: the clock may be wrong.

    Raises StoreError where there is no backup; a second place that fails is only noted. Both stand in the state. Raises
    StoreGone, and writes nothing, where the store is gone: what is made in place of a stick would be on another disk.
    """
    before, known = read_state(store), tuple(erased)
    _make_folder(store)
    try:
        backup = write_backup(store, key, store.backups, at)
        for place in (store.path, store.backups):
            keep_tombstones(place, store_id, known)
    except StoreError as error:
        _note(store, replace(before, at=at, failed=error))
        raise
    state = _second(replace(before, at=at, failed=None), plan, known, backup, at)
    if removes:
        state = _without_old(store, plan, state, at)
    _note(store, state)
    return backup, state


def _without_old(store: StoreFolder, plan: Plan, state: BackupState, at: datetime) -> BackupState:
    """The state after old ones were removed; in the second place only where that was reached just now."""
    try:
        _remove_here(store, plan, at)
    except StoreError as error:
        state = replace(state, failed=error)
    if plan.second is not None and state.second_at == at:
        try:
            remove_backups(plan.second, _oldest(plan, at), at)
        except StoreError as error:
            state = replace(state, second_failed=error)
    return state


def remove_due(store: StoreFolder, plan: Plan, at: datetime) -> int:
    """Removes what has had its time in both places, never the newest: erased cases live on in no older one.

    Returns how many backups that were. What cannot be removed is noted, to be told at the desk. Whoever calls this has
    asked whether the clock is right.
    """
    removed = 0
    try:
        removed += _remove_here(store, plan, at)
    except StoreError as error:
        note_failure(store, error, at)
    if plan.second is not None and os.path.isdir(plan.second):
        try:
            removed += remove_backups(plan.second, _oldest(plan, at), at)
        except StoreError as error:
            with suppress(StoreError):
                _note(store, replace(read_state(store), second_failed=error))
    return removed


def places(store: StoreFolder, plan: Plan) -> tuple[Path, ...]:
    """Where backups are looked for, the usual place first."""
    return (store.backups, *((plan.second,) if plan.second else ()))


def newest_whole(folders: Iterable[Path]) -> Backup | None:
    """The newest backup with which nothing can be seen to be wrong."""
    found = sorted((each for folder in folders for each in list_backups(folder)), key=lambda each: each.at)
    return next((backup for backup in reversed(found) if not faults(backup.folder)), None)


def read_state(store: StoreFolder) -> BackupState:
    """How the last backup went; as if there was none where nothing readable is noted."""
    try:
        with open(store.backups / STATE, "rb", opener=plain_file) as file:
            raw = json.loads(file.read(MAX_BYTES).decode("utf-8"))
        second, *times = str(raw["second"]), raw["at"], raw["second_at"], raw["second_since"]
        at, second_at, since = (datetime.fromisoformat(time) for time in times)
        if any(time.tzinfo is None for time in (at, second_at, since)):
            return BackupState()
        failed, second_failed = _error(raw["failed"]), _error(raw["second_failed"])
        is_a_disk = raw.get("second_is_a_disk") is True
        return BackupState(at, failed, second, second_at, since, second_failed, is_a_disk)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return BackupState()


def note_failure(store: StoreFolder, error: StoreError, at: datetime) -> None:
    """Notes that there is no backup, and why, as far as the disk takes it; where the store is not there, nothing."""
    with suppress(StoreError):
        _make_folder(store)
        _note(store, replace(read_state(store), at=at, failed=error))


def days_without_second(state: BackupState, plan: Plan, at: datetime) -> int:
    """For how many days no backup has reached the second place; 0 where none is wished for."""
    if plan.second is None or str(plan.second) != state.second:
        return 0
    return max(0, (at - max(state.second_at, state.second_since)).days)


def _make_folder(store: StoreFolder) -> None:
    """Makes the folder for backups in that of the store, and never that one."""
    with os_errors(store.backups):
        if not store.database.is_file():
            raise gone(store.database)
        if not store.backups.exists():
            store.backups.mkdir(mode=0o700, exist_ok=True)
            sync_folder(store.path)


def _second(state: BackupState, plan: Plan, known: tuple[Tombstone, ...], backup: Backup, at: datetime) -> BackupState:
    if plan.second is None:
        return replace(state, second="", second_at=NO_TIME, second_since=NO_TIME, second_failed=None)
    if state.second != str(plan.second):
        state = replace(state, second=str(plan.second), second_at=NO_TIME, second_since=at, is_second_a_disk=False)
    state = replace(state, second_failed=None)
    is_a_disk = _is_on_another_disk(plan.second, backup.folder)
    if not os.path.isdir(plan.second) or (state.is_second_a_disk and not is_a_disk):
        return state  # where a stick was pulled out, an empty folder may be left, or one that cannot be looked at
    try:
        copy_backup(backup, plan.second)
        keep_tombstones(plan.second, backup.store_id, known)
    except StoreError as error:
        return replace(state, second_failed=error)
    return replace(state, second_at=at, is_second_a_disk=is_a_disk)


def _remove_here(store: StoreFolder, plan: Plan, at: datetime) -> int:
    old = _oldest(plan, at)
    removed = remove_backups(store.backups, old, at) if store.backups.is_dir() else 0
    remove_set_aside(store, old)
    return removed


def _oldest(plan: Plan, at: datetime) -> datetime:
    return at - timedelta(days=plan.keep_days)


def _is_on_another_disk(place: Path, other: Path) -> bool:
    try:
        return place.stat().st_dev != other.stat().st_dev
    except OSError:
        return False


def _note(store: StoreFolder, state: BackupState) -> None:
    """Where even this cannot be written, the error that is on its way says enough."""
    shown: dict[str, Json] = {
        "at": state.at.isoformat(),
        "failed": _shown(state.failed),
        "second": state.second,
        "second_at": state.second_at.isoformat(),
        "second_since": state.second_since.isoformat(),
        "second_failed": _shown(state.second_failed),
        "second_is_a_disk": state.is_second_a_disk,
    }
    try:
        write_whole(store.backups / STATE, json.dumps(shown, indent=1).encode())
    except StoreError:
        if state.failed is None:
            raise


def _shown(error: StoreError | None) -> Json:
    if error is None:
        return None
    return {"title": error.title, "message": error.message, "params": {k: str(v) for k, v in error.params.items()}}


def _error(raw: Mapping[str, object] | None) -> StoreError | None:
    if raw is None:
        return None
    title, message, params = raw["title"], raw["message"], raw["params"]
    if not isinstance(title, str) or not isinstance(message, str) or not isinstance(params, dict):
        raise ValueError("no error")
    kept = {str(name): str(value)[:MAX_TEXT] for name, value in params.items() if name not in ("title", "message")}
    return StoreError(title[:MAX_TEXT], message[:MAX_TEXT], **kept)
