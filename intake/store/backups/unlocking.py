"""Opening a backup before it is restored: with a passphrase of today or of its time, or with the printed recovery key.

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
from intake.interview.values import Problem
from intake.store.backups.backup import Backup
from intake.store.backups.checks import BackupRefused, check_backup
from intake.store.backups.manifest import Manifest
from intake.store.connection import connect
from intake.store.folder import StoreFolder
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
    """A backup that was checked and unlocked. `keys` is the key file that the restored store gets.

    It is that of the store that is there, where it opens the backup too: people who left do not come back with it.
    Where it does not, `gone` are those whose slot it has no more, and `today` is its key, where what was typed opens it
    too. `login` is set where the recovery key was used; `unlocked` then names who gets the new passphrase.
    """

    backup: Backup
    manifest: Manifest
    unlocked: Unlocked
    keys: Path
    has_keys_of_now: bool
    gone: frozenset[str] = frozenset()
    login: NewLogin | None = None
    today: DataKey | None = None


def open_backup(store: StoreFolder, backup: Backup, name: str, passphrase: str) -> Opened:
    """Unlocks a backup with the passphrase of today or of its time, and checks all of it.

    Raises KeyRefused where neither fits, BackupRefused where it is not what it says.
    """
    folder = StoreFolder(backup.folder)
    now = keys_of_now(store, folder)
    last: KeyRefused | None = None
    today: DataKey | None = None
    for keys, is_of_now in ([(store.keys, True)] if now else []) + [(folder.keys, False)]:
        try:
            unlocked = unlock(read_key_file(keys), name, passphrase)
        except KeyRefused as error:
            last = error
            continue
        if not is_of_now or _opens(folder.database, unlocked.key):
            return replace(_opened(backup, unlocked, keys, now, is_of_now=is_of_now), today=today)
        today = unlocked.key
    raise last or _of_another_store(backup)  # the data key was changed since: only the old key file fits


def open_backup_by_recovery(store: StoreFolder, backup: Backup, login: NewLogin) -> Opened:
    """Unlocks a backup with the printed recovery key, and checks all of it.

    The sheet that holds is that of the store that is there; one that was replaced since opens nothing. Raises
    KeyRefused, BackupRefused, and StoreError where nobody has that name.
    """
    folder = StoreFolder(backup.folder)
    now = keys_of_now(store, folder)
    keys, is_of_now = (store.keys, True) if now else (folder.keys, False)
    unlocked, today = unlock_by_recovery(read_key_file(keys), login.recovery_key), None
    if is_of_now and not _opens(folder.database, unlocked.key):
        keys, is_of_now, today = folder.keys, False, unlocked.key
        unlocked = unlock_by_recovery(read_key_file(keys), login.recovery_key)
    slot = read_key_file(keys).of(login.name)
    if slot is None:
        raise StoreError(
            "Nobody with this name can get a new passphrase.",
            "Nothing was restored and nothing was changed. Type a name as it was typed to log in, of somebody who has "
            "not left.",
        )
    named = replace(unlocked, staff_id=slot.id, name=slot.name)
    return replace(_opened(backup, named, keys, now, is_of_now=is_of_now), login=login, today=today)


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


def _opened(backup: Backup, unlocked: Unlocked, keys: Path, now: KeyFile | None, *, is_of_now: bool) -> Opened:
    gone = frozenset[str]()
    if now is not None and not is_of_now:
        gone = frozenset(slot.id for slot in read_key_file(keys).slots) - {slot.id for slot in now.slots}
    return Opened(backup, check_backup(backup.folder, unlocked.key), unlocked, keys, is_of_now, gone)


def _of_another_store(backup: Backup) -> BackupRefused:
    return BackupRefused(backup.folder, Problem("The key file opens another store."))


def _opens(database: Path, key: DataKey) -> bool:
    try:
        with failures_of(database), closing(connect(database, key)) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone())
    except StoreError:
        return False
