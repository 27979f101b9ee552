"""Before a backup is restored: wrong tries count at its place, and the printed recovery key opens it too."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from intake.errors import KeyRefused, StoreError
from intake.store.backups.backup import Backup
from intake.store.backups.places import Plan
from intake.store.backups.restore import Restored, restore, store_now
from intake.store.backups.unlocking import NewLogin, Opened, counted_at, open_backup, open_backup_by_recovery
from intake.store.folder import StoreFolder
from intake.store.kept.audit import Action
from intake.store.kept.cases import ErasureReason
from intake.store.kept.people import Role
from intake.store.keys.slots import read_key_file
from intake.store.keys.tries import FREE_TRIES, MustWait, Uptime
from intake.store.opening import create_store, open_store
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, later, said

NEW = "ein ganz neuer Satz"
OTHER = "auch lang genug"


def _up(at: datetime) -> Uptime:
    return lambda: (at - AT).total_seconds() + 1000


def _kept(store: Store, folder: Path, at: datetime = AT) -> Backup:
    """A backup outside the folder of the store."""
    backup, _ = store.care.back_up(Plan(), store.staff.id, at)
    away = folder.parent / f"away {store.store_id}" / backup.name
    shutil.copytree(backup.folder, away)
    return replace(backup, folder=away)


def _by_recovery(place: StoreFolder, backup: Backup, key: str, at: datetime, name: str = "Amira") -> Restored:
    login = NewLogin(key, name, NEW, CHEAP)
    opened = counted_at(place, backup, "", at, lambda: open_backup_by_recovery(place, backup, login))
    return restore(place, opened, store_now(place, opened), (place.path,), at)


def _guessed(place: StoreFolder, backup: Backup, at: datetime, name: str = "Amira") -> Opened:
    return counted_at(place, backup, name, at, lambda: open_backup(place, backup, name, "geraten"), _up(at))


def test_wrong_tries_count_at_the_slot_of_the_store_whatever_backup_is_tried(store: Store, folder: Path) -> None:
    backup, me = _kept(store, folder), store.staff.id
    store.close()
    made_up, _ = create_store(folder.parent / "made-up", "Amira", OTHER, AT, CHEAP)
    theirs = _kept(made_up, folder)
    made_up.close()
    for _ in range(FREE_TRIES):
        with pytest.raises(KeyRefused, match="Name or passphrase is not right"):
            _guessed(StoreFolder(folder), backup, later(1))
    for each in (backup, theirs):
        with pytest.raises(MustWait):
            counted_at(
                StoreFolder(folder), each, "Amira", later(1), lambda: pytest.fail("tried too early"), _up(later(1))
            )
    with closing(open_store(folder, "Amira", PASSPHRASE, later(30))) as again:
        assert again.tried.count == FREE_TRIES
        failed = [entry for entry in again.trail.entries(9) if entry.action == Action.UNLOCK_FAILED]
        assert [entry.subject for entry in failed] == [me] * FREE_TRIES


def test_at_a_new_place_wrong_tries_wait_too_and_come_along(store: Store, folder: Path, tmp_path: Path) -> None:
    backup, me = _kept(store, folder), store.staff.id
    store.close()
    place = StoreFolder(tmp_path / "new" / "desk")
    for _ in range(FREE_TRIES):
        with pytest.raises(KeyRefused):
            _guessed(place, backup, later(1))
    with pytest.raises(MustWait):
        _guessed(place, backup, later(1))
    assert not place.is_set_up
    at = later(30)
    opened = counted_at(place, backup, "Amira", at, lambda: open_backup(place, backup, "Amira", PASSPHRASE), _up(at))
    restore(place, opened, store_now(place, opened), (), later(30))
    with closing(open_store(place.path, "Amira", PASSPHRASE, later(31))) as again:
        assert [entry.subject for entry in again.trail.entries(9) if entry.action == Action.UNLOCK_FAILED] == [me] * 3


def test_a_store_that_is_set_up_after_such_tries_knows_nothing_of_them(
    store: Store, folder: Path, tmp_path: Path
) -> None:
    backup = _kept(store, folder)
    place = StoreFolder(tmp_path / "new")
    with pytest.raises(KeyRefused):
        _guessed(place, backup, later(1))
    create_store(place.path, "Jonas", OTHER, later(2), CHEAP)[0].close()
    with closing(open_store(place.path, "Jonas", OTHER, later(3))) as fresh:
        assert all(entry.action != Action.UNLOCK_FAILED for entry in fresh.trail.entries(9))


def test_the_recovery_key_restores_on_a_new_computer_and_that_is_noted(folder: Path, tmp_path: Path) -> None:
    store, key = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    case = begin(store, said("family_name", "Haddad"), said("health_limits", "limited"))
    backup = _kept(store, folder, later(1))
    store.close()
    place = StoreFolder(tmp_path / "new")
    assert _by_recovery(place, backup, key, later(10)).cases == 1
    with pytest.raises(KeyRefused):
        open_store(place.path, "Amira", PASSPHRASE, later(11))
    with closing(open_store(place.path, "Amira", NEW, later(20))) as again:
        assert set(again.load_case(case).answers) == {"family_name", "health_limits"}
        assert again.tried.recovered == later(10)
        assert again.trail.verify([backup.audit]).broken_at is None
        noted = [Action(entry.action) for entry in again.trail.entries(20)]
        assert {Action.RECOVERY_USED, Action.PASSPHRASE_REPLACED, Action.BACKUP_RESTORED} <= set(noted)


@pytest.mark.parametrize("is_rotated", [False, True])
def test_with_the_recovery_key_nobody_comes_back_who_left_and_nothing_that_was_erased(
    folder: Path, is_rotated: bool
) -> None:
    store, key = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    jonas = store.people.add("Jonas", OTHER, (Role.ADMINISTRATOR,), store.staff.id, AT, CHEAP)
    case = begin(store, said("family_name", "Haddad"))
    backup = _kept(store, folder, later(1))
    store.people.remove(jonas.id, store.staff.id, later(2))
    store.care.erase(case, ErasureReason.PERSON_ASKED, store.staff.id, later(2))
    if is_rotated:
        store.rotate_keys(later(3))
    else:
        store.close()
    place = StoreFolder(folder)
    with pytest.raises(StoreError):
        _by_recovery(place, backup, key, later(10), "Jonas")
    assert _by_recovery(place, backup, key, later(11)).erased == 1
    for passphrase in (OTHER, NEW):
        with pytest.raises(KeyRefused):
            open_store(folder, "Jonas", passphrase, later(12))
    with closing(open_store(folder, "Amira", NEW, later(20))) as again:
        (left,) = [each for each in again.people.staff() if each.name == "Jonas"]
        assert left.left_at == later(11)
        removed = [entry.subject for entry in again.trail.entries(20) if entry.action == Action.STAFF_REMOVED]
        assert removed == [jonas.id]
        assert again.lists.list_cases(None) == ()


def test_a_replaced_sheet_a_wrong_key_and_who_may_not_restore_change_nothing(folder: Path) -> None:
    store, old = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    store.people.add("Jonas", OTHER, (Role.CLERK,), store.staff.id, AT, CHEAP)
    backup = _kept(store, folder, later(1))
    key = store.people.new_recovery_key(store.staff.id, later(2), CHEAP)
    store.close()
    place = StoreFolder(folder)
    before = place.keys.read_bytes(), place.database.read_bytes()
    with pytest.raises(KeyRefused, match="not the recovery key"):
        _by_recovery(place, backup, old, later(10))
    with pytest.raises(StoreError, match="somebody who may restore"):
        _by_recovery(place, backup, key, later(11), "Jonas")
    with pytest.raises(StoreError, match="Nobody with this name"):
        _by_recovery(place, backup, key, later(12), "Mina")
    assert (place.keys.read_bytes(), place.database.read_bytes()) == before
    assert read_key_file(place.keys).of("Jonas") is not None
    with closing(open_store(folder, "Amira", PASSPHRASE, later(13))) as again:
        failed = [entry.subject for entry in again.trail.entries(20) if entry.action == Action.UNLOCK_FAILED]
        assert failed == ["recovery"]
