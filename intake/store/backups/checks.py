"""Whether a backup can be relied on: what is wrong with one that was cut off, changed or made up, in plain words.

`faults` needs no key: it compares the files with the list of contents. `check_backup` opens the copy as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from intake.errors import StoreError
from intake.interview.values import Problem
from intake.store.backups.backup import check_file
from intake.store.backups.manifest import Manifest, NoManifest, file_sha256, read_manifest
from intake.store.connection import connect
from intake.store.failures import StoreDamaged
from intake.store.folder import StoreFolder
from intake.store.keys.slots import read_key_file
from intake.store.keys.unlocking import DataKey
from intake.store.sqlite_errors import failures_of

_SEALED_SINCE = 3
"""The schema version from which on every list of contents has a seal."""

_NOT_OURS = Problem("The list of contents was not written by this store, or was changed.")


class BackupRefused(StoreError):
    """A backup is not what it says it is. `fault` says why; whoever reports this says it first."""

    def __init__(self, folder: Path, fault: Problem) -> None:
        super().__init__(
            "The backup {name} cannot be used.",
            "Nothing was changed. Take another backup; 'intake backup list' shows them all.",
            name=folder.name,
        )
        self.fault = fault


def faults(folder: Path) -> tuple[Problem, ...]:
    """What can be seen to be wrong without a passphrase. Reads all of it: about 1 s for 500 MB."""
    try:
        manifest = read_manifest(folder)
    except FileNotFoundError:
        return (Problem("The list of contents, backup.json, is missing. This is no finished backup."),)
    except OSError:
        return (Problem("The folder or a file in it cannot be read."),)
    except NoManifest:
        return (Problem("The list of contents, backup.json, is damaged or made up."),)
    try:
        return tuple(_faults_of_files(StoreFolder(folder), manifest))
    except OSError:
        return (Problem("The folder or a file in it cannot be read."),)


def _faults_of_files(place: StoreFolder, manifest: Manifest) -> Iterator[Problem]:
    if not _is_plain(place.database):
        yield Problem("The database, cases.db, is missing.")
    elif manifest.size_bytes is not None and place.database.stat().st_size != manifest.size_bytes:
        found = place.database.stat().st_size
        yield Problem(
            "The database has {found} of {expected} bytes: it was cut off or changed.",
            {"found": found, "expected": manifest.size_bytes},
        )
    elif file_sha256(place.database) != manifest.sha256:
        yield Problem("The database was changed or damaged after the backup was written.")
    if not _is_plain(place.keys):
        yield Problem("The key file, keys.json, is missing.")
        return
    if manifest.keys_sha256 and file_sha256(place.keys) != manifest.keys_sha256:
        yield Problem("The key file was changed or damaged after the backup was written.")
        return
    try:
        keys = read_key_file(place.keys)
    except StoreError:
        yield Problem("The key file cannot be read as one.")
        return
    if manifest.store_id and keys.store_id != manifest.store_id:
        yield Problem("The key file belongs to another store.")


def check_backup(folder: Path, key: DataKey) -> Manifest:
    """Checks a backup as a whole with its key: seal, files, pages, and the end of the audit chain.

    Raises BackupRefused with the first thing that is wrong.
    """
    for fault in faults(folder):
        raise BackupRefused(folder, fault)
    manifest = read_manifest(folder)
    if not manifest.is_of(key):
        raise BackupRefused(folder, _NOT_OURS)
    place = StoreFolder(folder)
    check_copy(place, key, manifest)
    return manifest


def check_copy(place: StoreFolder, key: DataKey, manifest: Manifest) -> None:
    """Opens a copy of the files of a backup and reads all of it; checking leaves it as it is. Raises BackupRefused."""
    try:
        check_file(place.database, key)
    except StoreDamaged as error:
        raise BackupRefused(place.path, Problem("The database cannot be opened or read with this key.")) from error
    with failures_of(place.database):
        connection = connect(place.database, key)
        try:
            head = connection.execute("SELECT seq, mac FROM audit_event ORDER BY seq DESC LIMIT 1").fetchone()
            info = connection.execute("SELECT store_id, schema_version FROM store_info").fetchone()
        finally:
            connection.close()
    if head is None or head[0] != manifest.audit.seq or head[1] != bytes.fromhex(manifest.audit.mac):
        raise BackupRefused(place.path, Problem("The audit trail does not end where the list of contents says."))
    if info is None or (manifest.store_id and info[0] != manifest.store_id):
        raise BackupRefused(place.path, Problem("The database belongs to another store."))
    if not manifest.is_sealed and int(str(info[1])) >= _SEALED_SINCE:  # else a seal could just be left out
        raise BackupRefused(place.path, _NOT_OURS)


def _is_plain(file: Path) -> bool:
    """A file of its own: no link to somewhere else, no pipe that never ends."""
    return file.is_file() and not file.is_symlink()
