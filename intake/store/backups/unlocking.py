"""Opening a backup before it is restored: with a passphrase of today, or with the printed recovery key.

The passphrase of the day of the backup does where no store is left. Where there is one, who works there today decides:
whoever has an old backup and an old passphrase is not let in again by restoring it.

Wrong tries are counted at the place that the backup is for, under the slot of its own key file: whoever guesses there
gains nothing by taking another backup, or one with a made-up key file.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from intake.errors import KeyRefused, StoreError
from intake.store.backups.backup import Backup
from intake.store.backups.checks import check_backup
from intake.store.backups.keys_of_today import sealed_for
from intake.store.backups.manifest import Manifest
from intake.store.connection import connect
from intake.store.folder import StoreFolder
from intake.store.keys.codec import as_json, from_json
from intake.store.keys.slots import Kdf, KeyFile, read_key_file
from intake.store.keys.tries import RECOVERY, Tries, Uptime, counted, who_of
from intake.store.keys.unlocking import STANDARD, DataKey, Unlocked, unlock, unlock_by_recovery
from intake.store.sqlite_errors import failures_of


@dataclass(frozen=True, slots=True)
class NewLogin:
    """What the recovery key is for: `name` gets a new passphrase in the restored store."""

    recovery_key: str = field(repr=False)
    name: str
    passphrase: str = field(repr=False)
    kdf: Kdf = STANDARD


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup that was checked and unlocked. `keys` is the key file that the restored store gets, as it is written.

    It is that of the store that is there, with the data key of the backup in it where the keys were rotated since: so
    people who left, and passphrases that were changed, do not come back. Where that cannot be, it is the key file of
    the backup, and `gone` are those in it who have no slot any more. `today` is the key of the store that is there,
    where what was typed opens it too. `login` is set where the recovery key was used; `unlocked` then names who gets
    the new passphrase.
    """

    backup: Backup
    manifest: Manifest
    unlocked: Unlocked
    keys: bytes = field(repr=False)
    has_keys_of_now: bool
    gone: frozenset[str] = frozenset()
    login: NewLogin | None = None
    today: DataKey | None = None


def open_backup(
    store: StoreFolder, backup: Backup, name: str, passphrase: str, of_that_day: Callable[[], str] | None = None
) -> Opened:
    """Unlocks a backup, and checks all of it.

    Where a store stands there, `passphrase` has to be one of today: one that was changed since puts nothing in its
    place. `of_that_day` is asked for the one of then, where the keys were rotated since and it was another. Where no
    store is left, both do. Raises KeyRefused where a passphrase does not fit, StoreError where another store stands
    there, BackupRefused where the backup is not what it says.
    """
    folder = StoreFolder(backup.folder)
    _insist_on_place(store, folder)
    now, then = keys_of_now(store, folder), read_key_file(folder.keys)
    if now is None:
        return _opened(backup, unlock(then, name, passphrase), now)
    try:
        today = unlock(now, name, passphrase)
    except KeyRefused:
        if store.database.exists():
            raise
        return _opened(backup, unlock(then, name, passphrase), now)
    if _opens(folder.database, today.key):
        return replace(_opened(backup, today, now), keys=_content(store.keys), has_keys_of_now=True, gone=frozenset())
    try:
        unlocked = unlock(then, name, passphrase)
    except KeyRefused:
        if of_that_day is None:
            raise
        unlocked = unlock(then, name, of_that_day())
    return _with_keys_of_today(_opened(backup, unlocked, now), now, today)


def open_backup_by_recovery(store: StoreFolder, backup: Backup, login: NewLogin) -> Opened:
    """Unlocks a backup with the printed recovery key, and checks all of it.

    The sheet that holds is that of the store that is there; one that was replaced since opens nothing. Raises
    KeyRefused, BackupRefused, and StoreError where nobody has that name.
    """
    folder = StoreFolder(backup.folder)
    _insist_on_place(store, folder)
    now, then = keys_of_now(store, folder), read_key_file(folder.keys)
    today = unlock_by_recovery(now, login.recovery_key) if now else None
    if now and today and _opens(folder.database, today.key):
        named = _named(today, now, login)
        opened = replace(_opened(backup, named, now), keys=_content(store.keys), has_keys_of_now=True, gone=frozenset())
    else:
        opened = _opened(backup, unlock_by_recovery(then, login.recovery_key), now)
        if now and today:
            opened = _with_keys_of_today(opened, now, today)
        opened = replace(opened, unlocked=_named(opened.unlocked, from_json(opened.keys), login))
    return replace(opened, login=login)


def counted_at(
    store: StoreFolder,
    backup: Backup,
    name: str,
    at: datetime,
    open_: Callable[[], Opened],
    uptime: Uptime | None = None,
) -> Opened:
    """The backup as `open_` gives it; `name` is empty for the recovery key. Raises MustWait before any work.

    Where there is no store yet, the counts lie where it will be, and go with it.
    """
    if not store.path.is_dir():
        store.make()
    who = _who(store, StoreFolder(backup.folder), name) if name else RECOVERY
    return counted(Tries(store, uptime) if uptime else Tries(store), who, at, open_)


def keys_of_now(store: StoreFolder, backup: StoreFolder) -> KeyFile | None:
    """The key file that lies there now, where it belongs to the store of the backup."""
    try:
        now, then = read_key_file(store.keys), read_key_file(backup.keys)
    except StoreError:
        return None
    return now if now.store_id == then.store_id else None


def _who(store: StoreFolder, backup: StoreFolder, name: str) -> str:
    """The slot of this name at the store; where that has been renamed since, the same slot of the backup's file."""
    then = read_key_file(backup.keys)
    try:
        now = read_key_file(store.keys)
    except StoreError:
        return who_of(then, name)
    slot = then.of(name)
    is_known = slot is not None and now.store_id == then.store_id and slot.id in {each.id for each in now.slots}
    return slot.id if slot is not None and is_known and now.of(name) is None else who_of(now, name)


def _insist_on_place(store: StoreFolder, backup: StoreFolder) -> None:
    """Raises StoreError where nobody could be asked who may do that: another store, or one halfway to new keys."""
    try:
        there, then = read_key_file(store.keys), read_key_file(backup.keys)
    except StoreError:
        return
    if not store.database.exists():
        return
    if there.store_id != then.store_id:
        raise StoreError(
            "Another store stands in this place.",
            "Nothing was changed. The backup was not made of it. Name an empty folder with --store, or move {folder} "
            "away by hand if nobody needs its cases; then type the command again.",
            folder=str(store.path),
        )
    if there.coming is not None:
        raise StoreError(
            "The store was getting new keys when the program ended.",
            "Nothing was changed. Unlock the store once, which completes that; then type the command again.",
        )


def _opened(backup: Backup, unlocked: Unlocked, now: KeyFile | None) -> Opened:
    """With the key file of the backup; `unlocked` may come from that of now."""
    content = _content(StoreFolder(backup.folder).keys)
    gone = frozenset[str]()
    if now is not None:
        gone = frozenset(slot.id for slot in from_json(content).slots) - {slot.id for slot in now.slots}
    manifest = check_backup(backup.folder, unlocked.key)
    return Opened(backup, manifest, unlocked, content, has_keys_of_now=False, gone=gone)


def _with_keys_of_today(opened: Opened, now: KeyFile, today: Unlocked) -> Opened:
    """With the key file of now for the backup, where that can be."""
    found = sealed_for(now, today.key, opened.unlocked.key)
    if found is None:
        return replace(opened, today=today.key)
    keys, key = found
    unlocked = Unlocked(key, today.staff_id, today.name)
    return replace(opened, unlocked=unlocked, keys=as_json(keys), has_keys_of_now=True, today=today.key)


def _named(unlocked: Unlocked, keys: KeyFile, login: NewLogin) -> Unlocked:
    """What the recovery key opened, for who gets the new passphrase."""
    slot = keys.of(login.name)
    if slot is None:
        raise StoreError(
            "Nobody with this name can get a new passphrase.",
            "Nothing was restored and nothing was changed. Type a name as it was typed to log in, of somebody who has "
            "not left.",
        )
    return replace(unlocked, staff_id=slot.id, name=slot.name)


def _content(keys: Path) -> bytes:
    """A key file as it is written. Raises KeysDamaged for what is none."""
    read_key_file(keys)
    return keys.read_bytes()


def _opens(database: Path, key: DataKey) -> bool:
    try:
        with failures_of(database), closing(connect(database, key)) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone())
    except StoreError:
        return False
