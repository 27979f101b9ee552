"""Backups reach a second place when it is there, old ones go, and what failed is told later."""

from __future__ import annotations

import json
import os
import stat
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from intake.errors import StoreError
from intake.store.backups import places as backup_places
from intake.store.backups.after_work import Order, as_bytes, back_up_after_work, from_bytes, run
from intake.store.backups.backup import list_backups
from intake.store.backups.checks import faults
from intake.store.backups.outlived import remove_backups
from intake.store.backups.places import Plan, days_without_second, newest_whole, read_state, remove_due
from intake.store.backups.restore import restore, store_now
from intake.store.backups.tombstones import read_tombstones
from intake.store.backups.unlocking import open_backup
from intake.store.checkup.files import Level
from intake.store.checkup.inside import check_content
from intake.store.failures import disk_full
from intake.store.folder import StoreFolder
from intake.store.kept.cases import ErasureReason
from intake.store.opening import create_store, open_store
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, key_of, later, said
from tests.unseen import BROKEN, NOT_ALLOWED, unseen


def test_a_backup_is_copied_to_the_second_place_and_read_back(store: Store, tmp_path: Path) -> None:
    begin(store, said("gender", "f"))
    stick = tmp_path / "stick"
    stick.mkdir()
    backup, state = store.care.back_up(Plan(second=stick), store.staff.id, later(1))
    (copied,) = list_backups(stick)
    assert (copied.name, faults(copied.folder)) == (backup.name, ())
    assert (state.failed, state.second_failed, state.second_at) == (None, None, later(1))
    if os.name != "nt":
        assert stat.S_IMODE(copied.folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in copied.folder.iterdir()} == {0o600}


def test_a_second_place_that_is_missing_stops_no_backup_and_its_days_are_counted(store: Store, tmp_path: Path) -> None:
    plan = Plan(second=tmp_path / "stick", second_days=3)
    store.care.back_up(plan, store.staff.id, AT)
    _, state = store.care.back_up(plan, store.staff.id, AT + timedelta(days=4))
    assert len(list_backups(store.folder.backups)) == 2
    assert days_without_second(state, plan, AT + timedelta(days=4)) == 4
    (tmp_path / "stick").mkdir()
    _, state = store.care.back_up(plan, store.staff.id, AT + timedelta(days=5))
    assert days_without_second(state, plan, AT + timedelta(days=6)) == 1
    assert read_state(store.folder) == state


@pytest.mark.parametrize("code", [NOT_ALLOWED, BROKEN])
def test_a_second_place_that_cannot_be_looked_at_is_one_that_is_missing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    plan = Plan(second=tmp_path / "media" / "stick")
    (tmp_path / "media" / "stick").mkdir(parents=True)
    unseen(monkeypatch, tmp_path / "media", code)
    backup, state = store.care.back_up(plan, store.staff.id, AT)
    assert (faults(backup.folder), state.second_failed) == ((), None)
    assert remove_due(store.folder, plan, later(1)) == 0
    assert days_without_second(state, plan, AT + timedelta(days=4)) == 4
    store.care.keep_lists(tmp_path / "media" / "stick")
    found = check_content(store, (tmp_path / "media" / "stick",), later(1), is_full=False)
    assert all(each.level is not Level.WRONG for each in found)


def test_a_stick_that_is_full_is_noted_and_the_backup_beside_the_store_stands(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    def full(*_: object) -> None:
        raise disk_full()

    monkeypatch.setattr(backup_places, "copy_backup", full)
    backup, state = store.care.back_up(Plan(second=stick), store.staff.id, AT)
    assert faults(backup.folder) == ()
    noted = read_state(store.folder).second_failed
    assert noted is not None
    assert noted.title == disk_full().title == (state.second_failed or noted).title


def test_backups_end_after_their_days_in_both_places_but_never_the_newest(store: Store, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    plan = Plan(keep_days=10, second=stick)
    for days in (0, 5, 12):
        store.care.back_up(plan, store.staff.id, AT + timedelta(days=days))
    for place in (store.folder.backups, stick):
        assert [each.at for each in list_backups(place)] == [AT + timedelta(days=12), AT + timedelta(days=5)]
    store.care.back_up(plan, store.staff.id, AT + timedelta(days=40))
    assert len(list_backups(stick)) == 1


def test_backups_end_on_their_day_without_a_new_one_but_never_the_newest(store: Store, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    plan = Plan(keep_days=30, second=stick)
    for day in (0, 1):
        store.care.back_up(plan, store.staff.id, AT + timedelta(days=day))
    newest = [each.name for each in list_backups(stick)][:1]
    assert store.care.remove_due(plan, AT + timedelta(days=29)) == 0
    assert [len(list_backups(place)) for place in (store.folder.backups, stick)] == [2, 2]
    assert store.care.remove_due(plan, AT + timedelta(days=35)) == 0
    for place in (store.folder.backups, stick):
        assert [each.name for each in list_backups(place)] == newest


def test_a_clock_that_is_far_ahead_removes_nothing_until_somebody_confirmed_it(store: Store) -> None:
    plan, me, wrong = Plan(keep_days=30), store.staff.id, AT + timedelta(days=900)
    for day in (0, 1):
        store.care.back_up(plan, me, AT + timedelta(days=day))
    assert store.care.days_ahead(AT + timedelta(days=36)) == 0
    for hour in (0, 1, 24):  # what was done with the wrong clock makes it no better
        at = wrong + timedelta(hours=hour)
        assert store.care.days_ahead(at) in (899, 900)
        store.care.back_up(plan, me, at)
        assert store.care.remove_due(plan, at) == store.care.days_ahead(at)
    assert len(list_backups(store.folder.backups)) == 5
    assert store.care.days_ahead(AT + timedelta(days=2)) == 0
    store.care.back_up(plan, me, AT + timedelta(days=2))
    assert store.care.remove_due(plan, AT + timedelta(days=34)) == 0
    assert len(list_backups(store.folder.backups)) == 1  # those that are dated ahead ended with the others
    store.care.confirm_clock(me, wrong)
    assert store.care.days_ahead(wrong + timedelta(days=20)) == 0
    store.care.back_up(plan, me, wrong)
    assert len(list_backups(store.folder.backups)) == 1


def test_each_store_keeps_its_newest_backup_and_none_that_is_only_dated_so(store: Store, tmp_path: Path) -> None:
    place, far = tmp_path / "stick", AT + timedelta(days=900)
    ahead = store.care.write_backup(store.staff.id, far, place)
    assert remove_backups(place, AT, AT) == 0
    newest = store.care.write_backup(store.staff.id, AT, place)
    other, _ = create_store(tmp_path / "other", "Jonas", PASSPHRASE, AT, CHEAP)
    theirs = other.care.write_backup(other.staff.id, AT, place)
    other.close()
    assert remove_backups(place, later(2), later(3)) == 1
    assert {each.name for each in list_backups(place)} == {newest.name, theirs.name} != {ahead.name}


def test_after_a_restore_the_newest_backup_is_that_of_the_restored_store(store: Store, folder: Path) -> None:
    first = store.care.write_backup(store.staff.id, AT)
    for _ in range(9):
        begin(store, said("gender", "f"))
    dropped = store.care.write_backup(store.staff.id, later(1))
    store.close()
    place = StoreFolder(folder)
    opened = open_backup(place, first, "Amira", PASSPHRASE)
    restore(place, opened, store_now(place, opened), (), later(2))
    with closing(open_store(folder, "Amira", PASSPHRASE, later(3))) as again:
        newest = again.care.write_backup(again.staff.id, later(4))
    assert newest.audit.seq < dropped.audit.seq
    assert remove_backups(place.backups, later(5), later(6)) == 2
    assert list_backups(place.backups) == (newest,)


def test_a_newest_backup_that_is_cut_off_does_not_let_the_last_whole_one_go(store: Store) -> None:
    for days in (0, 1):
        store.care.back_up(Plan(keep_days=10), store.staff.id, AT + timedelta(days=days))
    newest, older = list_backups(store.folder.backups)
    file = StoreFolder(newest.folder).database
    file.write_bytes(file.read_bytes()[:8192])
    remove_backups(store.folder.backups, AT + timedelta(days=50), AT + timedelta(days=60))
    assert [each.name for each in list_backups(store.folder.backups)] == [older.name]
    assert newest_whole([store.folder.backups]) is not None


def test_only_what_changed_is_backed_up_after_work(store: Store) -> None:
    assert store.care.is_changed_since_backup()
    store.care.back_up(Plan(), store.staff.id, AT)
    assert not store.care.is_changed_since_backup()
    begin(store, said("gender", "f"))
    assert store.care.is_changed_since_backup()


def test_the_program_after_work_writes_the_backup_it_was_told_to(store: Store, folder: Path) -> None:
    begin(store, said("gender", "f"))
    key = key_of(folder)
    version = store.care.database.version
    order = Order(folder, store.store_id, version, key.raw, key.audit_key, store.staff.id, later(5), Plan())
    assert from_bytes(as_bytes(order)) == order
    run(order)
    (backup,) = list_backups(store.folder.backups)
    assert (backup.cases, backup.at) == (1, later(5))
    assert store.trail.verify([backup.audit]).broken_at is None
    assert not store.care.is_changed_since_backup()


def test_leaving_begins_the_backup_and_waits_for_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(store, said("gender", "f"))
    started: list[Order] = []
    monkeypatch.setattr("intake.store.backups.after_work._start", started.append)
    assert back_up_after_work(store.care, Plan(), store.staff.id, AT)
    run(started[0])
    assert not back_up_after_work(store.care, Plan(), store.staff.id, later(9))
    assert len(started) == 1


def test_a_backup_that_cannot_be_started_is_noted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Order) -> None:
        raise OSError(12, "Cannot allocate memory")

    monkeypatch.setattr("intake.store.backups.after_work._start", refuse)
    begin(store, said("gender", "f"))
    assert not back_up_after_work(store.care, Plan(), store.staff.id, AT)
    failed = read_state(store.folder).failed
    assert failed is not None
    assert "could not be started" in failed.title


def test_a_backup_that_fails_is_noted_and_raised(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise disk_full()

    monkeypatch.setattr(backup_places, "write_backup", full)
    with pytest.raises(StoreError):
        store.care.back_up(Plan(), store.staff.id, AT)
    failed = read_state(store.folder).failed
    assert failed is not None
    assert failed.title == disk_full().title


@pytest.mark.parametrize("raw", [b"", b"{}", b"[" * 9999, b'{"at":"x"}', b"\xff" * 50])
def test_a_made_up_state_is_no_state(store: Store, raw: bytes) -> None:
    store.folder.backups.mkdir()
    (store.folder.backups / "state.json").write_bytes(raw)
    assert read_state(store.folder).failed is None


def test_the_list_of_erased_cases_names_no_case_and_lies_in_every_place(store: Store, tmp_path: Path) -> None:
    case = begin(store, said("gender", "f"))
    stick = tmp_path / "stick"
    stick.mkdir()
    store.care.erase(case, ErasureReason.PERSON_ASKED, store.staff.id, later(1))
    assert len(read_tombstones(store.folder.path, store.store_id)) == 1
    store.care.back_up(Plan(second=stick), store.staff.id, later(2))
    for place in (store.folder.path, store.folder.backups, stick):
        assert len(read_tombstones(place, store.store_id)) == 1
        assert case not in (place / "erased.json").read_text()
    assert read_tombstones(stick, "another store") == {}


@pytest.mark.parametrize("mark", [["a"] * 64, {}, 5, None, "short"])
def test_a_made_up_list_of_erased_cases_is_refused_in_words(tmp_path: Path, mark: object) -> None:
    erased = [{"mark": mark, "reason": "person_asked", "at": "2026-05-17T09:41:00+00:00"}]
    (tmp_path / "erased.json").write_text(json.dumps({"format": "intake.erased/1", "store": "s", "erased": erased}))
    with pytest.raises(StoreError, match="list of erased cases"):
        read_tombstones(tmp_path, "s")


def test_where_the_store_is_gone_nothing_is_noted_and_nothing_made(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Order) -> None:
        raise OSError(2, "No such file or directory")

    monkeypatch.setattr("intake.store.backups.after_work._start", refuse)
    begin(store, said("gender", "f"))
    away = folder.with_name("away")
    folder.rename(away)
    assert not back_up_after_work(store.care, Plan(), store.staff.id, AT)
    with pytest.raises(StoreError):
        store.care.back_up(Plan(), store.staff.id, AT)
    assert not folder.exists()
    folder.mkdir()  # as an empty place for a stick is
    backup_places.note_failure(store.folder, disk_full(), AT)
    assert not list(folder.iterdir())
    folder.rmdir()
    away.rename(folder)
