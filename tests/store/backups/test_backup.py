"""Backups are whole stores that were read back, or they are not there."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from intake.store.backups.backup import list_backups
from intake.store.backups.outlived import remove_backups
from intake.store.failures import KeysChanged, StoreDamaged
from intake.store.folder import StoreFolder
from intake.store.opening import open_store
from intake.store.store import Store
from tests.store.making import AT, PASSPHRASE, begin, key_of, later, raw_connection, said, saving


def test_a_backup_is_a_store_that_can_be_opened(store: Store) -> None:
    case = begin(store, said("gender", "f"))
    backup = store.care.write_backup(store.staff.id, later(1))
    store.save(saving(store, case, said("gender", "m")))
    copy = open_store(backup.folder, "Amira", PASSPHRASE, later(2))
    assert copy.load_case(case).answers["gender"].value == "f"
    assert copy.care.check(backup.audit).audit.broken_at is None
    copy.close()


def test_a_backup_is_for_its_owner_only_and_encrypted(store: Store, tmp_path: Path) -> None:
    begin(store, said("gender", "Zahnweh"))
    backup = store.care.write_backup(store.staff.id, later(1), tmp_path / "stick")
    files = sorted(path.name for path in backup.folder.iterdir())
    assert files == ["backup.json", "cases.db", "keys.json"]
    for path in backup.folder.iterdir():
        assert b"Zahnweh" not in path.read_bytes()
        if os.name != "nt":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_backups_are_listed_newest_first_with_the_head_of_their_chain(store: Store, folder: Path) -> None:
    made = [store.care.write_backup(store.staff.id, later(minute)) for minute in (1, 2, 3)]
    (StoreFolder(folder).backups / "2026-05-17T000000.000000Z.new").mkdir()
    (StoreFolder(folder).backups / "something else").mkdir()
    assert list(list_backups(StoreFolder(folder).backups)) == made[::-1]
    first = made[0].audit.seq
    assert [backup.audit.seq for backup in made] == [first, first + 1, first + 2]
    assert list_backups(folder / "nowhere") == ()


def test_old_backups_are_removed_but_never_the_newest(store: Store, folder: Path) -> None:
    made = [store.care.write_backup(store.staff.id, later(minute)) for minute in (1, 2, 3)]
    assert remove_backups(StoreFolder(folder).backups, later(2), later(100)) == 1
    assert list_backups(StoreFolder(folder).backups) == (made[2], made[1])
    assert remove_backups(StoreFolder(folder).backups, later(99), later(100)) == 1
    assert list_backups(StoreFolder(folder).backups) == (made[2],)


def test_two_backups_of_one_moment_keep_out_of_each_others_way(store: Store, folder: Path) -> None:
    made = {store.care.write_backup(store.staff.id, later(1)).folder for _ in range(3)}
    assert {backup.folder for backup in list_backups(StoreFolder(folder).backups)} == made
    assert len(made) == 3


def test_what_a_crash_left_of_a_backup_is_removed_with_the_old_ones(store: Store, folder: Path) -> None:
    kept = store.care.write_backup(store.staff.id, later(1))
    left = kept.folder.with_name(kept.folder.name + "-2.new")
    left.mkdir()
    assert remove_backups(StoreFolder(folder).backups, later(1), later(100)) == 0
    assert left.exists()
    assert remove_backups(StoreFolder(folder).backups, later(2), later(100)) == 0
    assert list(StoreFolder(folder).backups.iterdir()) == [kept.folder]


def test_a_damaged_store_gives_no_backup_and_leaves_no_half_of_one(store: Store, folder: Path) -> None:
    case = begin(store, *(said(f"q{number}", "x" * 400) for number in range(60)))
    with raw_connection(folder, key_of(folder)) as connection:
        row = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'answer_event'").fetchone()
    assert row
    store.close()
    place = StoreFolder(folder)
    raw = bytearray(place.database.read_bytes())
    raw[(int(str(row[0])) - 1) * 4096 + 300] ^= 0xFF
    place.database.write_bytes(raw)
    again = open_store(folder, "Amira", PASSPHRASE, later(1))
    with pytest.raises(StoreDamaged):
        again.care.write_backup(again.staff.id, later(2))
    assert not place.backups.exists()
    with pytest.raises(StoreDamaged):
        again.history(case)
    again.close()


def test_a_check_holds_while_others_write(store: Store, folder: Path) -> None:
    """The log is emptied before the pages are authenticated; else a healthy store would be called damaged."""
    case = begin(store)
    other = open_store(folder, "Amira", PASSPHRASE, later(1))
    for number in range(20):
        other.save(saving(other, case, said(f"q{number}", "x" * 500)))
        assert store.care.check().audit.broken_at is None
    other.close()


def test_no_backup_is_kept_whose_key_file_would_not_open_it(store: Store, folder: Path) -> None:
    keys = StoreFolder(folder).keys
    shown = json.loads(keys.read_text())
    shown["slots"][0]["name"] = "Somebody else"
    keys.write_text(json.dumps(shown))
    with pytest.raises(KeysChanged):
        store.care.write_backup(store.staff.id, AT)
    assert not StoreFolder(folder).backups.exists()
