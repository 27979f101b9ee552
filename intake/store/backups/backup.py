"""Backups: a checked copy of the store with its keys and the head of its audit chain, in a folder of its own.

Such a folder is a complete store. What may be wrong with one is found by `backup_checks`. Source: storage.md, Backups.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from intake.errors import StoreError
from intake.store.backups.manifest import Manifest, NoManifest, file_sha256, read_manifest, write_manifest
from intake.store.connection import RawConnection, connect
from intake.store.failures import StoreMissing, damaged, read_only
from intake.store.folder import StoreFolder, only_if_done
from intake.store.kept.audit import AuditHead
from intake.store.keys.changes import verified
from intake.store.keys.slots import OWNER_ONLY, read_key_file, sync_folder
from intake.store.keys.unlocking import DataKey
from intake.store.sqlite_errors import failures_of

UNFINISHED = ".new"
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as it describes itself. `cases` is None for the first format, which did not count them."""

    folder: Path
    at: datetime
    size_bytes: int
    audit: AuditHead
    cases: int | None = None
    store_id: str = ""

    @property
    def name(self) -> str:
        return self.folder.name


def write_backup(store: StoreFolder, key: DataKey, into: Path, at: datetime) -> Backup:
    """Copies the store, reads the copy back as a whole, and only then gives it its name.

    Writing goes on meanwhile. Raises KeysChanged and KeysDamaged where the key file would not open the copy, DiskFull,
    StoreDamaged and what else the disk can report; then nothing is left.
    """
    with only_if_done(into):
        StoreFolder(into).make()
        with failures_of(into):
            final = _free_name(into, at)
        unfinished = StoreFolder(final.with_name(final.name + UNFINISHED))
        unfinished.make()
        try:
            with failures_of(unfinished.path):
                _copy(store, key, unfinished)
                backup = _checked(unfinished, key, final, at)
                sync_folder(unfinished.path)
                unfinished.path.replace(backup.folder)
                sync_folder(into)
        except BaseException:
            shutil.rmtree(unfinished.path, ignore_errors=True)
            raise
    return backup


def list_backups(folder: Path) -> tuple[Backup, ...]:
    """The finished backups in a folder, newest first. What cannot be read as one is left out."""
    found = [read_backup(path) for path in _inside(folder)]
    return tuple(sorted((backup for backup in found if backup), key=lambda backup: backup.at, reverse=True))


def read_backup(folder: Path) -> Backup | None:
    """The backup in this folder as it describes itself, None where there is none."""
    try:
        manifest = read_manifest(folder)
        size = StoreFolder(folder).database.stat().st_size
    except (OSError, NoManifest):
        return None
    if folder.suffix == UNFINISHED:
        return None
    return Backup(folder, manifest.at, size, manifest.audit, manifest.cases, manifest.store_id)


def check_file(file: Path, key: DataKey) -> bool:
    """Reads the whole file and checks it. Raises StoreDamaged.

    False where the pages could not be authenticated because other programs kept writing; everything else was checked.
    """
    with failures_of(file):
        connection = connect(file, key)
        try:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise damaged(file)
            if connection.execute("PRAGMA foreign_key_check").fetchall():
                raise damaged(file)
            return any(_pages_fit(connection, file) for _ in range(_TRIES))
        finally:
            connection.close()


def backup_name(at: datetime) -> str:
    """The name of the folder: sorts by time, and Windows allows it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")


def _inside(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    except OSError:  # not there, or a stick that was pulled out
        return []


def _free_name(into: Path, at: datetime) -> Path:
    """A name that no backup has, finished or not."""
    name = backup_name(at)
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(
        into / free for free in names if not (into / free).exists() and not (into / f"{free}{UNFINISHED}").exists()
    )


def _pages_fit(connection: RawConnection, file: Path) -> bool:
    """Whether the pages could be checked. The write-ahead log has to be empty, else there are false alarms."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.execute("BEGIN IMMEDIATE")
    try:
        log = file.with_name(file.name + "-wal")
        if log.exists() and log.stat().st_size:
            return False
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise damaged(file)
    finally:
        connection.execute("ROLLBACK")
    return True


def _copy(store: StoreFolder, key: DataKey, target: StoreFolder) -> None:
    os.close(os.open(target.database, OWNER_ONLY, 0o600))
    connection = connect(store.database, key)
    try:
        connection.execute("VACUUM INTO ?", (str(target.database),))
    finally:
        connection.close()
    shutil.copyfile(store.keys, target.keys)
    target.keys.chmod(0o600)
    verified(read_key_file(target.keys), key)  # one that was changed, or rotated a moment ago, would not open the copy


def _checked(target: StoreFolder, key: DataKey, final: Path, at: datetime) -> Backup:
    check_file(target.database, key)
    connection = connect(target.database, key)
    try:
        head = connection.execute("SELECT seq, mac FROM audit_event ORDER BY seq DESC LIMIT 1").fetchone()
        info = connection.execute("SELECT store_id, schema_version FROM store_info").fetchone()
        cases = connection.execute("SELECT count(*) FROM case_file").fetchone()
    finally:
        connection.close()
    if head is None or not isinstance(head[0], int) or not isinstance(head[1], bytes) or not info or not cases:
        raise damaged(target.database)
    for file in (target.database, target.keys):
        with file.open("rb+") as opened:
            os.fsync(opened.fileno())
    size, audit = target.database.stat().st_size, AuditHead(head[0], head[1].hex())
    manifest = Manifest(
        at=at,
        sha256=file_sha256(target.database),
        audit=audit,
        store_id=str(info[0]),
        schema=int(str(info[1])),
        size_bytes=size,
        cases=int(str(cases[0])),
        keys_sha256=file_sha256(target.keys),
    )
    write_manifest(target.path, manifest, key)
    return Backup(final, at, size, audit, manifest.cases, manifest.store_id)


def copy_backup(backup: Backup, into: Path) -> Backup:
    """Copies a finished backup to another place and reads the copy back: every byte is as it was.

    Raises StoreMissing where the place went away, DiskFull, StoreReadOnly; then nothing of the copy is left.
    """
    if not os.path.isdir(into):
        raise place_missing(into)
    final = into / backup.name
    unfinished = final.with_name(final.name + UNFINISHED)
    try:
        with failures_of(into):
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(mode=0o700)
            for source in sorted(backup.folder.iterdir()):
                _copy_file(source, unfinished / source.name)
            sync_folder(unfinished)
            if final.exists():  # a damaged copy of an earlier time: whole ones are not copied again
                shutil.rmtree(final)
            unfinished.replace(final)
            sync_folder(into)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    copied = read_backup(final)
    if copied is None:
        raise read_only(into)
    return copied


def place_missing(place: Path) -> StoreMissing:
    return StoreMissing(
        "The place for backups is not there.",
        "{folder} cannot be found, so nothing was written there. Plug the disk in, or choose another place.",
        folder=str(place),
    )


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as reading, os.fdopen(os.open(target, OWNER_ONLY, 0o600), "wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())
    _forget_cached(target)
    if file_sha256(source) != file_sha256(target):
        raise StoreError(
            "The copy of the backup is not as the backup is.",
            "The backup itself is whole; the copy was removed again. Check the disk at {folder}, or use another one.",
            folder=str(target.parent.parent),
        )


def _forget_cached(file: Path) -> None:
    """So that reading the file back reads the disk, where the system can be asked for that."""
    if hasattr(os, "posix_fadvise"):
        with file.open("rb") as opened:
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
