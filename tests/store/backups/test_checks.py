"""A backup that was cut off, changed or made up is told from a whole one, with words that say what is wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.store.backups.backup import Backup
from intake.store.backups.checks import BackupRefused, check_backup, faults
from intake.store.backups.manifest import NAME, NoManifest, file_sha256, read_manifest
from intake.store.connection import connect
from intake.store.folder import StoreFolder
from intake.store.keys.data_key import DataKey
from intake.store.store import Store
from tests.store.making import begin, key_of, later, said


@pytest.fixture
def backup(store: Store) -> Backup:
    begin(store, said("gender", "f"))
    return store.care.write_backup(store.staff.id, later(1))


def test_a_whole_backup_has_no_faults(backup: Backup, folder: Path) -> None:
    assert faults(backup.folder) == ()
    manifest = check_backup(backup.folder, key_of(folder))
    assert (manifest.cases, manifest.size_bytes) == (1, backup.size_bytes)


def _cut(folder: Path) -> None:
    file = StoreFolder(folder).database
    file.write_bytes(file.read_bytes()[:-5000])


def _flip(folder: Path) -> None:
    file = StoreFolder(folder).database
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)


def _change_keys(folder: Path) -> None:
    file = StoreFolder(folder).keys
    file.write_bytes(file.read_bytes() + b" ")


def _linked(folder: Path) -> None:
    file = StoreFolder(folder).database
    elsewhere = folder.parent / "elsewhere.db"
    shutil.move(file, elsewhere)
    file.symlink_to(elsewhere)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_cut, "cut off"),
        (_flip, "changed or damaged after"),
        (_change_keys, "key file was changed"),
        (_linked, "cases.db, is missing"),
        (lambda folder: StoreFolder(folder).keys.unlink(), "keys.json, is missing"),
        (lambda folder: StoreFolder(folder).database.unlink(), "cases.db, is missing"),
        (lambda folder: (folder / NAME).unlink(), "no finished backup"),
        (lambda folder: (folder / NAME).write_bytes(b"[" * 19_000), "damaged or made up"),
        (lambda folder: (folder / NAME).write_bytes(b" " * 1_000_000), "damaged or made up"),
        (lambda folder: (folder / NAME).write_bytes(b"\xff\xfe{}"), "damaged or made up"),
    ],
)
def test_each_damage_is_named_without_a_passphrase(
    backup: Backup, folder: Path, damage: Callable[[Path], object], words: str
) -> None:
    damage(backup.folder)
    assert words in str(faults(backup.folder)[0])
    with pytest.raises(BackupRefused) as refused:
        check_backup(backup.folder, key_of(folder))
    assert words in str(refused.value.fault)


def test_a_list_of_contents_that_was_made_to_fit_is_found_by_its_seal(backup: Backup, folder: Path) -> None:
    """Whoever changes the file and its hash has no key to seal that with."""
    file = backup.folder / NAME
    shown = json.loads(file.read_text())
    shown["cases"] = 7
    file.write_text(json.dumps(shown))
    assert faults(backup.folder) == ()
    with pytest.raises(BackupRefused) as refused:
        check_backup(backup.folder, key_of(folder))
    assert "not written by this store" in str(refused.value.fault)


def test_an_older_copy_under_the_list_of_a_newer_backup_is_refused(store: Store, folder: Path, backup: Backup) -> None:
    begin(store, said("gender", "m"))
    newer = store.care.write_backup(store.staff.id, later(2))
    shutil.copy(StoreFolder(backup.folder).database, StoreFolder(newer.folder).database)
    assert faults(newer.folder) != ()


def _without_seal(backup: Backup, **changed: str) -> None:
    file = backup.folder / NAME
    shown = json.loads(file.read_text())
    kept = {name: shown[name] for name in ("at", "sha256", "audit_seq", "audit_mac")}
    file.write_text(json.dumps({"format": "intake.backup/1", **kept, **changed}))


def test_a_backup_of_the_first_format_can_still_be_read(backup: Backup, folder: Path) -> None:
    key = key_of(folder)
    _as_of_schema_2(backup, key)
    _without_seal(backup, sha256=file_sha256(StoreFolder(backup.folder).database))
    assert faults(backup.folder) == ()
    assert check_backup(backup.folder, key).cases is None


def test_leaving_the_seal_out_makes_no_old_backup_a_new_one(backup: Backup, folder: Path) -> None:
    _without_seal(backup, at=later(5000).isoformat())
    assert faults(backup.folder) == ()
    with pytest.raises(BackupRefused) as refused:
        check_backup(backup.folder, key_of(folder))
    assert "not written by this store" in str(refused.value.fault)


def _as_of_schema_2(backup: Backup, key: DataKey) -> None:
    """Backups had no seal until then."""
    connection = connect(StoreFolder(backup.folder).database, key)
    connection.execute("UPDATE store_info SET schema_version = 2")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=400)
    | st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists).map(json.dumps).map(str.encode)
)
def test_no_made_up_list_of_contents_is_taken_for_one(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / NAME).write_bytes(raw)
    with pytest.raises(NoManifest):
        read_manifest(tmp_path)
    assert "damaged or made up" in str(faults(tmp_path)[0])
