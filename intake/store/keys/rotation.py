"""Rotation of the data key: the store is exported to a new file with a new key, checked, and put in place of the old.

The order makes it safe to be killed at any moment: the new file is whole and checked before the key file names it, the
key file holds old and new keys while the files change places, and the old keys go only after the new file has its
place. `settled` finds at the next opening which key fits, and finishes or drops the rotation. Source: storage.md 1.

No other program may have the store open: it would go on writing into the old file, which nobody reads any more. SQLite
itself is asked: it leaves write-ahead logging only where nobody else is connected. Source: sqlite.org/wal.html.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from intake.errors import StoreError
from intake.store.audit.chain import AuditChain, Deed
from intake.store.backups.backup import Backup, check_file, write_backup
from intake.store.connection import RawConnection, connect, spelled
from intake.store.database import Database
from intake.store.failures import DiskFull, StoreDamaged, StoreLocked, damaged
from intake.store.folder import StoreFolder
from intake.store.kept.audit import Action
from intake.store.keys.changes import signed, verified
from intake.store.keys.data_key import DataKey
from intake.store.keys.key_file import KeyFile
from intake.store.keys.key_rotation import begun, dropped, finished, next_key
from intake.store.keys.slots import OWNER_ONLY, read_key_file, sync_folder, write_key_file
from intake.store.keys.unlocking import Unlocked
from intake.store.programs import running
from intake.store.schema import VERSION, fingerprint
from intake.store.sqlite_errors import failures_of

Reseal = Callable[[RawConnection, DataKey, DataKey], object]
"""Seals everything that the old sections key opens with the new one, inside the transaction of the connection."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """The keys were rotated. `backup` is the last with the old keys; its own key file lies beside it."""

    backup: Backup
    generation: int
    sections_generation: int


def rotate(
    folder: StoreFolder,
    key: DataKey,
    actor: str,
    at: datetime,
    *,
    reseal: Reseal | None = None,
    program: str = "",
) -> Rotated:
    """Gives a closed store a new data key, and a new sections key where `reseal` is given.

    `program` is the id of this program among those that have the store open. Raises StoreLocked where another has it
    open, StoreError where a slot is of format 1 still, DiskFull; then everything is as before.
    """
    keys = _ready(folder, key, program, with_sections=reseal is not None)
    backup = write_backup(folder, key, folder.backups, at)
    new = next_key(key, with_sections=reseal is not None)
    try:
        with failures_of(folder.database), ExitStack() as locks:
            old = locks.enter_context(_alone(folder.database, key))
            locks.enter_context(_no_leftovers(folder))
            _export(old, folder.rotated, new)
            if reseal is not None:
                _reseal(folder.rotated, key, new, reseal)
            _note(folder.rotated, keys.store_id, new, actor, at)
            _check(old, folder.rotated, keys.store_id, new)
            locks.enter_context(_alone(folder.rotated, new))
            if os.name == "nt":
                locks.close()  # it renames no open file
            _swap(folder, key, new)
    except (StoreLocked, DiskFull):
        shutil.rmtree(backup.folder, ignore_errors=True)  # it was for the new keys; the disk may need its room
        raise
    finally:
        new.forget()
    return Rotated(backup, new.generation, new.sections_generation)


def settled(folder: StoreFolder, unlocked: Unlocked) -> Unlocked:
    """Ends a rotation that was cut off, and says which keys open the file. Raises StoreDamaged where none does."""
    found = read_key_file(folder.keys)
    if unlocked.coming is None:
        if found.coming is not None or found.current.data != unlocked.key.generation:
            raise StoreError(
                "The keys of the store were changed a moment ago.",
                "Nothing was opened and nothing was lost. Type name and passphrase again.",
            )
        return unlocked
    key = next((each for each in (unlocked.key, unlocked.coming) if _fits(folder.database, each)), None)
    if key is None:
        raise damaged(folder.database)
    with failures_of(folder.database):
        connection = connect(folder.database, key)
        try:
            connection.execute("BEGIN IMMEDIATE")
            keys = read_key_file(folder.keys)
            if keys.coming is not None:  # else another program was quicker
                verified(keys, unlocked.key)
                kept = dropped(keys) if key is unlocked.key else finished(keys)
                remove_leftovers(folder)
                write_key_file(folder.keys, signed(kept, key))
            connection.execute("COMMIT")
        finally:
            connection.close()
    return replace(unlocked, key=key, coming=None)


def remove_leftovers(folder: StoreFolder) -> None:
    """Removes the new file of a rotation that was cut off before it was used. Only inside a transaction of the store.

    The journals go first: one without its file would be taken for that of the next.
    """
    for ending in ("-journal", "-wal", "-shm", ""):
        folder.rotated.with_name(folder.rotated.name + ending).unlink(missing_ok=True)


def _ready(folder: StoreFolder, key: DataKey, program: str, *, with_sections: bool) -> KeyFile:
    keys = verified(read_key_file(folder.keys), key)
    if keys.not_upgraded:
        raise StoreError(
            "The keys cannot be rotated yet.",
            "These keys are of an older format: {names}. Nothing was changed. Each of them has to log in once with "
            "this version of the program, or be removed; a recovery key is renewed with 'intake recovery sheet'.",
            names=", ".join(slot.name or slot.id for slot in keys.not_upgraded),
        )
    if with_sections and key.sections is None:
        raise StoreError(
            "You do not hold the second key yourself.",
            "Nothing was changed. Somebody who may read health and protection has to do this.",
        )
    if running(folder.programs, program):
        raise _in_use()
    return keys


@contextmanager
def _alone(file: Path, key: DataKey) -> Iterator[RawConnection]:
    """A connection that nobody else can have beside it; the write-ahead log is empty and gone meanwhile."""
    with failures_of(file), closing(_locked(file, key)) as connection:
        yield connection


def _locked(file: Path, key: DataKey) -> RawConnection:
    """Raises StoreLocked where somebody else is connected."""
    connection: RawConnection | None = None
    try:
        with failures_of(file):
            connection = connect(file, key, busy_ms=0)
            connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
            if connection.execute("PRAGMA journal_mode = DELETE").fetchall() != [("delete",)]:
                raise _in_use()
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")  # the lock stays until the connection is closed
            return connection
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, StoreLocked):
            raise _in_use() from error
        raise


@contextmanager
def _no_leftovers(folder: StoreFolder) -> Iterator[None]:
    """Removes the new file before and, where the block fails, after it."""
    remove_leftovers(folder)
    try:
        yield
    except BaseException:
        remove_leftovers(folder)
        raise


def _export(old: RawConnection, target: Path, new: DataKey) -> None:
    os.close(os.open(target, OWNER_ONLY, 0o600))
    old.execute("PRAGMA foreign_keys = OFF").fetchall()
    with spelled(new) as written:
        old.execute("ATTACH DATABASE ? AS rotated KEY ?", (str(target), written))
    try:
        old.execute("PRAGMA rotated.synchronous = FULL").fetchall()
        old.execute("SELECT sqlcipher_export('rotated')").fetchall()
        for pragma in ("user_version", "application_id"):
            value = old.execute(f"PRAGMA main.{pragma}").fetchone()
            old.execute(f"PRAGMA rotated.{pragma} = {value[0] if value else 0}").fetchall()
    finally:
        old.execute("DETACH DATABASE rotated")


def _reseal(target: Path, key: DataKey, new: DataKey, reseal: Reseal) -> None:
    connection = connect(target, new)
    try:
        connection.execute("BEGIN IMMEDIATE")
        reseal(connection, key, new)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _note(target: Path, store_id: str, new: DataKey, actor: str, at: datetime) -> None:
    database = Database(target, new, VERSION)
    try:
        with database.writing() as session:
            subject = f"{new.generation}.{new.sections_generation}"
            AuditChain(new.audit_key, store_id).append(session, [Deed(Action.KEYS_ROTATED, subject=subject)], actor, at)
    finally:
        database.close()


def _check(old: RawConnection, target: Path, store_id: str, new: DataKey) -> None:
    """The new file is whole, and holds what the old one holds. Raises StoreDamaged."""
    if not check_file(target, new):
        raise damaged(target)
    connection = connect(target, new)
    try:
        expected = dict(_rows(old))
        expected["audit_event"] += 1
        if _rows(connection) != expected or fingerprint(connection) != fingerprint(old):
            raise damaged(target)
    finally:
        connection.close()
    database = Database(target, new, VERSION)
    try:
        with database.reading() as session:
            if AuditChain(new.audit_key, store_id).verify(session).broken_at is not None:
                raise damaged(target)
    finally:
        database.close()
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    sync_folder(target.parent)


def _rows(connection: RawConnection) -> Mapping[str, int]:
    names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    counts = {
        str(name): connection.execute(f'SELECT count(*) FROM "{name}"').fetchone() for (name,) in names.fetchall()
    }
    return {name: int(str(count[0])) for name, count in counts.items() if count}


def _swap(folder: StoreFolder, key: DataKey, new: DataKey) -> None:
    """Key file with both keys, new file in its place, key file with the new keys: each on the disk before the next.

    Both files are locked meanwhile, so that nobody opens the store in between; on Windows they are not.
    """
    keys = verified(read_key_file(folder.keys), key)
    both = signed(begun(keys, key, new), key)
    write_key_file(folder.keys, both)
    folder.rotated.replace(folder.database)
    sync_folder(folder.path)
    write_key_file(folder.keys, signed(finished(both), new))


def _fits(file: Path, key: DataKey) -> bool:
    try:
        with failures_of(file):
            connect(file, key).close()
    except StoreDamaged:
        return False
    return True


def _in_use() -> StoreLocked:
    return StoreLocked(
        "Another program is using the store.",
        "Nothing was changed. The keys can only be rotated while nobody else has the store open: "
        "close the program at every desk, then try again.",
    )
