"""Setting up a store, and opening one: with a passphrase, or with the recovery key."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from sqlmodel import Session

from intake.store import tables
from intake.store.audit.chain import AuditChain, Deed
from intake.store.columns import utc_text
from intake.store.connection import RawConnection, connect
from intake.store.database import Database
from intake.store.failures import AlreadySetUp, StoreMissing, damaged, disk_error, newer, os_errors
from intake.store.folder import StoreFolder
from intake.store.ids import new_id
from intake.store.kept.audit import Action
from intake.store.kept.people import EVERY_ROLE_BUT_INTERPRETER
from intake.store.keys.changes import signed
from intake.store.keys.rotation import remove_leftovers, settled
from intake.store.keys.slots import OWNER_ONLY, Kdf, KeyFile, read_key_file, sync_folder, write_key_file
from intake.store.keys.tries import RECOVERY, Tries, Uptime, counted, who_of
from intake.store.keys.unlocking import (
    STANDARD,
    DataKey,
    Unlocked,
    new_data_key,
    passphrase_slot,
    recovery_slot,
    refused,
    unlock,
    unlock_by_recovery,
)
from intake.store.people.staffing import Staffing, staff_row
from intake.store.schema import Schema, current_schema
from intake.store.sealed_answers import Seal
from intake.store.sealing_rows import SEALED_FILE, is_sealed, seal_rows
from intake.store.sqlite_errors import failures_of
from intake.store.store import Store

if TYPE_CHECKING:
    from intake.store.migrate import Progress, UpdateStep

_PAGE_BYTES = 4096


def create_store(folder: Path, name: str, passphrase: str, at: datetime, kdf: Kdf = STANDARD) -> tuple[Store, str]:
    """Sets up an empty store. Returns it with the recovery key as it is printed, which is nowhere else.

    The first person has every role but that of an interpreter. Ask `name_problem` and `passphrase_problem` before.
    Takes about 1.4 s. Raises AlreadySetUp, FolderRefused, DiskFull. After a crash there is a whole store, or none.
    """
    place = StoreFolder(folder)
    if place.is_set_up:
        raise AlreadySetUp(
            "There is a store in this folder already.",
            "Nothing was changed. Open the store in {folder}, or choose another folder in the settings.",
            folder=str(folder),
        )
    place.make()
    with os_errors(place.tries):
        place.tries.unlink(missing_ok=True)  # of a store that was to come here and did not
    key, store_id, staff_id = new_data_key(), new_id(at), new_id(at)
    slot = passphrase_slot(store_id, staff_id, name, key, passphrase, kdf, at=at)
    recovery, printed = recovery_slot(store_id, key, kdf, at=at)
    keys = signed(KeyFile(store_id, (slot, recovery)), key)
    _write_empty(place.unfinished, key, current_schema(), store_id, at)
    database = Database(place.unfinished, key, current_schema().version)
    try:
        with database.writing() as session:
            session.add(staff_row(slot, EVERY_ROLE_BUT_INTERPRETER, at))
            AuditChain(key.audit_key, store_id).append(session, [Deed(Action.STORE_CREATED)], staff_id, at)
    finally:
        database.close()
    write_key_file(place.keys, keys)
    place.finish_set_up()
    return _open(place, keys, Unlocked(key, staff_id, name), at, _go_on), printed


def open_store(
    folder: Path,
    name: str,
    passphrase: str,
    at: datetime,
    progress: Callable[[UpdateStep], bool] | None = None,
    uptime: Uptime = monotonic,
) -> Store:
    """Opens the store with a passphrase (about 0.7 s), after bringing an older one up to date.

    A wrong passphrase is counted, and each further try has to wait longer: MustWait, a KeyRefused, is raised before
    any work. `Store.tried` says what was counted since the last login.

    Raises, in this order: StoreMissing, KeysMissing, KeysDamaged, KeyRefused, KeysChanged, StoreReadOnly, StoreDamaged,
    StoreNewer, UpdateCancelled where `progress` returned False.
    """
    keys = keys_of(folder)
    place, who = StoreFolder(folder), who_of(keys, name)
    tries = Tries(place, uptime)
    unlocked = counted(tries, who, at, lambda: unlock(keys, name, passphrase))
    return _open(place, keys, unlocked, at, progress or _go_on, tries)


def open_unlocked(
    folder: Path, unlocked: Unlocked, at: datetime, progress: Callable[[UpdateStep], bool] | None = None
) -> Store:
    """Opens the store with a key that `keys.unlock` gave, so that the first screen can unlock while this loads."""
    return _open(StoreFolder(folder), keys_of(folder), unlocked, at, progress or _go_on)


def open_by_recovery(
    folder: Path,
    recovery_key: str,
    name: str,
    new_passphrase: str,
    at: datetime,
    kdf: Kdf = STANDARD,
    progress: Callable[[UpdateStep], bool] | None = None,
    uptime: Uptime = monotonic,
) -> Store:
    """Opens the store with the recovery key and gives `name` a new passphrase. Raises KeyRefused for either.

    Wrong keys are counted as wrong passphrases are, and the owner of the name is told at the next login. Where no
    administrator is left, `name` is one from then on.
    Ask `read_recovery_key` for typing errors and `passphrase_problem` before.
    """
    place, keys = StoreFolder(folder), keys_of(folder)
    tries = Tries(place, uptime)
    found = counted(tries, RECOVERY, at, lambda: unlock_by_recovery(keys, recovery_key))
    unlocked = settled(place, found)
    _bring_up_to_date(place, unlocked.key, at, progress or _go_on)
    database = Database(place.database, unlocked.key, current_schema().version)
    try:
        chain = AuditChain(unlocked.key.audit_key, keys.store_id)
        staffing = Staffing(place, unlocked.key, database, chain)
        with database.writing() as session:
            slot = keys.of(name)
            if slot is None:
                raise refused()
            key, deeds = staffing.admit(session, unlocked, at)
            known = staffing.known(session, slot.id, at).id
            deeds += [Deed(Action.RECOVERY_USED), *staffing.administrator(session, known)]
            chain.append(session, deeds, known, at)
        staff = replace(staffing, key=key).replace_passphrase(name, new_passphrase, at, kdf)
    finally:
        database.close()
    store = _open(place, keys, Unlocked(key, staff.id, staff.name), at, _go_on, tries, RECOVERY)
    tries.recovered(staff.id, at)
    return store


def keys_of(folder: Path) -> KeyFile:
    """The key file of a store. Raises StoreMissing where there is no store, KeysMissing, KeysDamaged.

    Raises StoreError where something else stands in the place of a file.
    """
    place = StoreFolder(folder)
    place.finish_set_up()
    if not place.database.is_file():
        raise StoreMissing(
            "There is no store in this folder.",
            "{folder} holds no cases. If the store was moved, name its folder in the settings; "
            "if it was deleted, copy the newest backup to this place.",
            folder=str(folder),
        )
    for ending in ("-journal", "-wal", "-shm"):
        beside = place.database.with_name(place.database.name + ending)
        if beside.exists() and not beside.is_file():  # SQLite would wait for a pipe, or write into it
            raise disk_error(beside)
    return read_key_file(place.keys)


def _open(
    place: StoreFolder,
    keys: KeyFile,
    unlocked: Unlocked,
    at: datetime,
    progress: Progress,
    tries: Tries | None = None,
    who: str = "",
) -> Store:
    unlocked = settled(place, unlocked)
    updated = _bring_up_to_date(place, unlocked.key, at, progress)
    database = Database(place.database, unlocked.key, current_schema().version)
    chain = AuditChain(unlocked.key.audit_key, keys.store_id)
    try:
        with database.writing() as session:
            info = session.get(tables.StoreInfo, 1)
            if info is None or info.store_id != keys.store_id:
                raise damaged(place.database)
            staffing = Staffing(place, unlocked.key, database, chain)
            staff = staffing.known(session, unlocked.staff_id, at)
            key, deeds = staffing.admit(session, unlocked, at)
            deeds += [Deed(Action.STORE_UPDATED)] if updated else []
            remove_leftovers(place)
            database.seal_with(key)
            deeds += _sealed_now(session, key)
            if tries:
                staffing.note_tries(session, tries, staff.id)
            chain.append(session, [*deeds, Deed(Action.STORE_OPENED)], staff.id, at)
    except BaseException:
        database.close()
        raise
    store = Store(place, key, database, keys.store_id, staff)
    if tries:
        store.tried = tries.of(who or staff.id)
        tries.noted(who or staff.id)
    return store


def _sealed_now(session: Session, key: DataKey) -> list[Deed]:
    """Seals the answers on health and protection that an earlier version of the program left unsealed."""
    connection: RawConnection | None = session.connection().connection.driver_connection
    if key.sections is None or connection is None or is_sealed(connection):
        return []
    seal = Seal(key)
    return [Deed(Action.SECTIONS_SEALED, subject=key.sections_id)] if seal_rows(connection, seal, seal) else []


def _bring_up_to_date(place: StoreFolder, key: DataKey, at: datetime, progress: Progress) -> bool:
    """Checks that the file can be used, and migrates an older one. True where it did."""
    schema = current_schema()
    with os_errors(place.database), place.database.open("rb+") as file:
        if len(file.read(_PAGE_BYTES)) < _PAGE_BYTES:  # SQLite would take it for a new file and write into it
            raise damaged(place.database)
    with failures_of(place.database):
        connection = connect(place.database, key)
        try:
            found = _version(connection, place.database)
        finally:
            connection.close()
    if found > schema.version:
        raise newer(place.database)
    if found < schema.version:
        from intake.store.migrate import update_store  # alembic costs 0.4 s and is needed once a year

        update_store(place, key, schema, found, at, progress)
    return found < schema.version


def _version(connection: RawConnection, file: Path) -> int:
    known = connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'store_info'").fetchone()
    if known != (1,):
        raise damaged(file)
    row = connection.execute("SELECT schema_version FROM store_info").fetchone()
    if row is None or not isinstance(row[0], int) or row[0] < 1:
        raise damaged(file)
    return row[0]


def _write_empty(file: Path, key: DataKey, schema: Schema, store_id: str, at: datetime) -> None:
    """An empty store file that is on the disk when this returns. A leftover of a set-up that was cut off goes away."""
    with failures_of(file):
        for leftover in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
            leftover.unlink(missing_ok=True)
        os.close(os.open(file, OWNER_ONLY, 0o600))
        connection = connect(file, key)
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{schema.sql}\nCOMMIT;")
            connection.execute("INSERT INTO store_info VALUES (1, ?, ?, ?)", (store_id, schema.version, utc_text(at)))
            connection.execute(f"PRAGMA user_version = {SEALED_FILE}")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()
        sync_folder(file.parent)


def _go_on(step: UpdateStep) -> bool:
    return True
