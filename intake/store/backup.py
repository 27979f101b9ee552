"""Backups: a checked copy of the store with its keys and the head of its audit chain, in a folder of its own.

Such a folder is a complete store; opening or copying it is all that a restore needs. Source: storage.md, Backups.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from intake.interview.values import Json
from intake.store.database import RawConnection, connect, damaged, failures_of
from intake.store.folder import StoreFolder
from intake.store.keys import DataKey
from intake.store.records import AuditHead
from intake.store.slots import OWNER_ONLY, sync_folder, write_whole

FORMAT = "intake.backup/1"
_MANIFEST = "backup.json"
_UNFINISHED = ".new"
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Backup:
    """A checked backup. `audit` is the end of the audit chain at that moment."""

    folder: Path
    at: datetime
    size_bytes: int
    audit: AuditHead


def write_backup(store: StoreFolder, key: DataKey, into: Path, at: datetime) -> Backup:
    """Copies the store, reads the copy back as a whole, and only then gives it its name.

    Writing goes on meanwhile. Raises DiskFull, StoreDamaged and what else the disk can report; then nothing is left.
    """
    StoreFolder(into).make()
    final = _free_name(into, at)
    unfinished = StoreFolder(final.with_name(final.name + _UNFINISHED))
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
    found = [_read(path) for path in folder.iterdir()] if folder.is_dir() else []
    return tuple(sorted((backup for backup in found if backup), key=lambda backup: backup.at, reverse=True))


def remove_backups(folder: Path, before: datetime) -> int:
    """Removes backups older than `before`, but never the newest. Erased cases live on in backups until then.

    What a crash left of an unfinished backup goes too.
    """
    old = [backup.folder for backup in list_backups(folder)[1:] if backup.at < before]
    unfinished = [path for path in folder.glob(f"*{_UNFINISHED}") if path.name < _name(before)]
    with failures_of(folder):
        for path in (*old, *unfinished):
            shutil.rmtree(path)
    return len(old)


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


def _name(at: datetime) -> str:
    """The name of the folder: sorts by time, and Windows allows it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")


def _free_name(into: Path, at: datetime) -> Path:
    """A name that no backup has, finished or not."""
    name = _name(at)
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(
        into / free for free in names if not (into / free).exists() and not (into / f"{free}{_UNFINISHED}").exists()
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


def _checked(target: StoreFolder, key: DataKey, final: Path, at: datetime) -> Backup:
    check_file(target.database, key)
    connection = connect(target.database, key)
    try:
        head = connection.execute("SELECT seq, mac FROM audit_event ORDER BY seq DESC LIMIT 1").fetchone()
    finally:
        connection.close()
    if head is None or not isinstance(head[0], int) or not isinstance(head[1], bytes):
        raise damaged(target.database)
    for file in (target.database, target.keys):
        with file.open("rb+") as opened:
            os.fsync(opened.fileno())
    audit = AuditHead(head[0], head[1].hex())
    with target.database.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    manifest: dict[str, Json] = {
        "format": FORMAT,
        "at": at.astimezone(UTC).isoformat(),
        "sha256": digest,
        "audit_seq": audit.seq,
        "audit_mac": audit.mac,
    }
    write_whole(target.path / _MANIFEST, json.dumps(manifest, indent=1).encode())
    return Backup(final, at, target.database.stat().st_size, audit)


def _read(folder: Path) -> Backup | None:
    try:
        raw = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        size = StoreFolder(folder).database.stat().st_size
        head = AuditHead(int(raw["audit_seq"]), str(raw["audit_mac"]))
        if raw["format"] == FORMAT and folder.suffix != _UNFINISHED:
            return Backup(folder, datetime.fromisoformat(raw["at"]), size, head)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None
