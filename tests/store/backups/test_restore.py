"""A restored backup stands in the place of the store as a whole, or the old store does; erased cases stay erased."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from intake.errors import KeyRefused, StoreError
from intake.store.backups.backup import Backup, list_backups
from intake.store.backups.checks import BackupRefused
from intake.store.backups.places import Plan
from intake.store.backups.restore import Relation, Restored, restore, store_now
from intake.store.backups.restoring import finish_restore, remove_set_aside, set_aside
from intake.store.backups.tombstones import Tombstone, keep_tombstones, read_tombstones
from intake.store.backups.unlocking import open_backup
from intake.store.failures import DiskFull, StoreLocked, StoreMissing, disk_full
from intake.store.folder import StoreFolder
from intake.store.kept.audit import Action, AuditHead, Breach
from intake.store.kept.cases import ErasureReason
from intake.store.kept.people import Role
from intake.store.keys.slots import read_key_file
from intake.store.opening import create_store, keys_of, open_store
from intake.store.people.rights import NotAllowed
from intake.store.programs import RunningProgram
from intake.store.store import Store
from tests.store.crashing import REPOSITORY
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, later, said, saving

NEW = "ein neuer Satz"


def _restore(
    folder: Path,
    backup: Backup,
    at: datetime,
    *lists: Path,
    name: str = "Amira",
    passphrase: str = PASSPHRASE,
    of_that_day: str = "",
) -> Restored:
    place = StoreFolder(folder)
    opened = open_backup(place, backup, name, passphrase, (lambda: of_that_day) if of_that_day else None)
    return restore(place, opened, store_now(place, opened), (folder, place.backups, *lists), at)


def _codes(folder: Path, passphrase: str = PASSPHRASE) -> set[str]:
    with closing(open_store(folder, "Amira", passphrase, later(90))) as store:
        assert store.care.check().audit.broken_at is None
        return {line.id for line in store.lists.list_cases(None)}


def test_a_restored_backup_holds_what_it_held_and_the_newer_store_is_kept(store: Store, folder: Path) -> None:
    first = begin(store, said("gender", "f"))
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    second = begin(store, said("gender", "m"))
    store.close()
    done = _restore(folder, backup, later(10))
    assert _codes(folder) == {first}
    assert done.kept is not None
    assert _codes(done.kept) == {first, second}
    with closing(open_store(folder, "Amira", PASSPHRASE, later(91))) as again:
        noted = [entry for entry in again.trail.entries(20) if entry.action == Action.BACKUP_RESTORED]
        assert [entry.subject.partition(" ")[0] for entry in noted] == [backup.name]


def test_backups_of_the_store_that_was_replaced_are_no_breach_and_no_reason_to_write_none(
    store: Store, folder: Path
) -> None:
    case = begin(store, said("gender", "f"))
    first, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    for minute in range(2, 20):
        store.save(saving(store, case, said("family_name", f"Nr. {minute}"), at=later(minute)))
    newer, _ = store.care.back_up(Plan(), store.staff.id, later(20))
    store.close()
    _restore(folder, first, later(30))
    with closing(open_store(folder, "Amira", PASSPHRASE, later(31))) as again:
        again.save(saving(again, case, said("family_name", "Haddad"), at=later(32)))
        assert again.care.is_changed_since_backup()
        heads = [replace(each.audit, at=each.at) for each in (first, newer)]
        report = again.trail.verify(heads)
        assert (report.breach, report.elsewhere) == (None, (newer.audit,))
        assert report.left == ((first.audit.seq + 1, newer.audit.seq + 1),)
        assert again.trail.verify([replace(newer.audit, at=later(33))]).breach is not None
        assert again.trail.verify([AuditHead(newer.audit.seq + 2, newer.audit.mac)]).breach is Breach.CUT
        again.care.back_up(Plan(), again.staff.id, later(34))
        assert not again.care.is_changed_since_backup()


def test_a_case_that_was_restricted_since_is_restricted_in_the_restored_store(store: Store, folder: Path) -> None:
    case, free = begin(store), begin(store)
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.care.restrict(case, "Klage", store.staff.id, later(2))
    store.close()
    _restore(folder, backup, later(10))
    with closing(open_store(folder, "Amira", PASSPHRASE, later(11))) as again:
        assert [again.care.restricted(each) for each in (case, free)] == ["Klage", None]


def test_what_is_there_is_compared_with_the_backup_first(store: Store, folder: Path) -> None:
    begin(store, said("gender", "f"))
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    begin(store, said("gender", "m"))
    store.close()
    place = StoreFolder(folder)
    opened = open_backup(place, backup, "Amira", PASSPHRASE)
    now = store_now(place, opened)
    assert (now.relation, now.cases, now.begun_since) == (Relation.NEWER, 2, 1)
    place.database.write_bytes(b"x" * 9000)
    assert store_now(place, opened).relation is Relation.UNREADABLE
    place.database.unlink()
    assert store_now(place, opened).relation is Relation.NONE


def test_cases_erased_since_the_backup_are_erased_again(store: Store, folder: Path) -> None:
    kept, gone = begin(store, said("gender", "f")), begin(store, said("family_name", "Verschwunden"))
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.care.erase(gone, ErasureReason.PERSON_ASKED, store.staff.id, later(2))
    store.close()
    done = _restore(folder, backup, later(10))
    assert done.erased == 1
    assert _codes(folder) == {kept}
    with closing(open_store(folder, "Amira", PASSPHRASE, later(91))) as again:
        assert [(each.case_id, each.at) for each in again.care.erasures()] == [(gone, later(2))]


@pytest.mark.parametrize("where", ["backups", "stick"])
def test_a_list_beside_the_backups_keeps_cases_erased_where_the_store_is_lost(
    store: Store, folder: Path, tmp_path: Path, where: str
) -> None:
    gone = begin(store, said("gender", "f"))
    stick = tmp_path / "stick"
    stick.mkdir()
    backup, _ = store.care.back_up(Plan(second=stick), store.staff.id, later(1))
    store.care.erase(gone, ErasureReason.RETENTION, store.staff.id, later(2))
    store.care.keep_lists(stick)
    store.close()
    if where == "stick":
        shutil.rmtree(folder)
        (backup,) = list_backups(stick)
    else:
        for file in (StoreFolder(folder).database, StoreFolder(folder).keys, folder / "erased.json"):
            file.unlink()
    store_id = read_key_file(StoreFolder(backup.folder).keys).store_id
    begun_since = Tombstone("ab" * 32, ErasureReason.RETENTION, later(3))
    keep_tombstones(stick, store_id, [begun_since])
    done = _restore(folder, backup, later(10), stick)
    assert (done.erased, done.kept) == (1, None)
    assert _codes(folder) == set()
    assert set(read_tombstones(folder, store_id)) == set(read_tombstones(stick, store_id))


def test_a_damaged_list_of_erased_cases_stops_the_restore(store: Store, folder: Path) -> None:
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.close()
    (folder / "erased.json").write_text("{")
    with pytest.raises(StoreError, match="list of erased cases"):
        _restore(folder, backup, later(10))
    assert _codes(folder) == set()


def test_people_who_left_since_do_not_come_back_with_a_backup(store: Store, folder: Path) -> None:
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.people.change_passphrase("Amira", PASSPHRASE, "ein neuer Satz", later(2), CHEAP)
    store.close()
    _restore(folder, backup, later(10), passphrase="ein neuer Satz")
    assert _codes(folder, "ein neuer Satz") == set()
    with pytest.raises(KeyRefused):
        open_store(folder, "Amira", PASSPHRASE, later(11))


def test_who_left_since_puts_no_backup_in_the_place_of_the_store(store: Store, folder: Path) -> None:
    left = store.people.add("Jonas", "auch lang genug", (Role.ADMINISTRATOR,), store.staff.id, AT, CHEAP)
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.people.remove(left.id, store.staff.id, later(2))
    store.close()
    with pytest.raises(KeyRefused):
        open_backup(StoreFolder(folder), backup, "Jonas", "auch lang genug")
    StoreFolder(folder).keys.unlink()  # the store that is there still knows them
    with pytest.raises(KeyRefused):
        _restore(folder, backup, later(10), name="Jonas", passphrase="auch lang genug")


@pytest.mark.parametrize("is_rotated", [False, True])
def test_roles_that_were_taken_away_do_not_come_back_with_a_backup(
    store: Store, folder: Path, is_rotated: bool
) -> None:
    me = store.staff.id
    jonas = store.people.add("Jonas", "auch lang genug", (Role.ADMINISTRATOR,), me, AT, CHEAP)
    backup, _ = store.care.back_up(Plan(), me, later(1))
    store.people.set_roles(jonas.id, (Role.COORDINATOR,), me, later(2))
    store.people.add("Mina", "auch lang genug", (Role.INTERPRETER,), me, later(3), CHEAP)
    if is_rotated:
        store.rotate_keys(later(4))
    else:
        store.close()
    with pytest.raises(NotAllowed):
        _restore(folder, backup, later(10), name="Jonas", passphrase="auch lang genug")
    _restore(folder, backup, later(11))
    with closing(open_store(folder, "Amira", PASSPHRASE, later(12))) as again:
        roles = {each.name: each.roles for each in again.people.staff()}
        assert roles["Jonas"] == (Role.COORDINATOR,)
        assert roles["Mina"] == (Role.INTERPRETER,)
    open_store(folder, "Mina", "auch lang genug", later(13)).close()


def test_where_no_store_is_left_the_roles_of_the_backup_say_who_may_restore_it(store: Store, folder: Path) -> None:
    store.people.add("Jonas", "auch lang genug", (Role.CLERK,), store.staff.id, AT, CHEAP)
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.close()
    (folder / "cases.db").unlink()
    with pytest.raises(NotAllowed):
        _restore(folder, backup, later(10), name="Jonas", passphrase="auch lang genug")
    assert _restore(folder, backup, later(11)).cases == 0


def test_the_passphrase_of_that_day_opens_a_backup_where_no_store_is_left(store: Store, folder: Path) -> None:
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.people.change_passphrase("Amira", PASSPHRASE, NEW, later(2), CHEAP)
    store.close()
    with pytest.raises(KeyRefused):
        open_backup(StoreFolder(folder), backup, "Amira", PASSPHRASE)
    StoreFolder(folder).database.unlink()
    assert not open_backup(StoreFolder(folder), backup, "Amira", PASSPHRASE).has_keys_of_now
    with pytest.raises(KeyRefused):
        open_backup(StoreFolder(folder), backup, "Amira", "geraten und falsch")


@pytest.mark.parametrize("new_sections", [False, True])
def test_after_new_keys_and_a_new_passphrase_an_old_one_puts_no_backup_in_place_and_does_not_come_back_with_it(
    store: Store, folder: Path, new_sections: bool
) -> None:
    case = begin(store, said("family_name", "Haddad"), said("health_limits", "limited"))
    jonas = store.people.add("Jonas", "auch lang genug", (Role.ADMINISTRATOR,), store.staff.id, AT, CHEAP)
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.people.replace_passphrase(jonas.id, NEW, store.staff.id, later(2), CHEAP)
    store.people.change_passphrase("Amira", PASSPHRASE, NEW, later(2), CHEAP)
    store.rotate_keys(later(3), new_sections=new_sections)
    for name, old in (("Amira", PASSPHRASE), ("Jonas", "auch lang genug")):
        with pytest.raises(KeyRefused):
            _restore(folder, backup, later(10), name=name, passphrase=old, of_that_day=old)
    with pytest.raises(KeyRefused):
        _restore(folder, backup, later(10), passphrase=NEW)
    _restore(folder, backup, later(11), passphrase=NEW, of_that_day=PASSPHRASE)
    for name, old in (("Amira", PASSPHRASE), ("Jonas", "auch lang genug")):
        with pytest.raises(KeyRefused):
            open_store(folder, name, old, later(12))
    open_store(folder, "Jonas", NEW, later(13)).close()
    with closing(open_store(folder, "Amira", NEW, later(14))) as again:
        assert again.load_case(case).answers["health_limits"].value == "limited"
        again.rotate_keys(later(15), new_sections=new_sections)
    with closing(open_store(folder, "Amira", NEW, later(16))) as again:
        assert again.load_case(case).answers["health_limits"].value == "limited"
        assert again.care.check().audit.broken_at is None


def test_a_backup_is_not_put_in_the_place_of_another_store(store: Store, folder: Path, tmp_path: Path) -> None:
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.close()
    other = tmp_path / "other"
    create_store(other, "Amira", PASSPHRASE, AT, CHEAP)[0].close()
    with pytest.raises(StoreError, match="Another store"):
        _restore(other, backup, later(10))
    (other / "cases.db").unlink()
    assert _restore(other, backup, later(11)).cases == 0


def test_a_changed_backup_is_refused_and_the_store_stays(store: Store, folder: Path) -> None:
    case = begin(store, said("gender", "f"))
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.close()
    file = StoreFolder(backup.folder).database
    raw = bytearray(file.read_bytes())
    raw[9000] ^= 1
    file.write_bytes(raw)
    with pytest.raises(BackupRefused):
        _restore(folder, backup, later(10))
    assert _codes(folder) == {case}


def test_nothing_is_restored_under_a_program_that_runs(store: Store, folder: Path) -> None:
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.close()
    program = RunningProgram(StoreFolder(folder).programs)
    program.enter()
    with pytest.raises(StoreLocked):
        _restore(folder, backup, later(10))
    program.leave()
    _restore(folder, backup, later(11))


def test_a_full_disk_leaves_the_old_store(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(store, said("gender", "f"))
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    newer = begin(store, said("gender", "m"))
    store.close()

    def full(*_: object) -> None:
        raise disk_full()

    monkeypatch.setattr("intake.store.backups.restore._copy", full)
    with pytest.raises(DiskFull):
        _restore(folder, backup, later(10))
    assert not (folder / "restoring.new").exists()
    assert newer in _codes(folder)


def test_what_was_set_aside_ends_with_the_backups(store: Store, folder: Path) -> None:
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.close()
    _restore(folder, backup, later(10))
    place = StoreFolder(folder)
    assert remove_set_aside(place, later(10)) == 0
    assert remove_set_aside(place, later(11)) == 1
    assert set_aside(place) == ()


class _Cut(Exception):
    """The program ends here, whatever it was doing."""


def test_a_crash_at_any_step_leaves_the_old_store_or_the_new_one(
    store: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every call that changes a name is cut off once, before it is made; opening the store completes the rest."""
    old = begin(store, said("gender", "f"))
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    newer = begin(store, said("gender", "m"))
    store.close()
    seen = set()
    for cut in range(60):
        trial = tmp_path / f"trial{cut}"
        shutil.copytree(folder, trial)
        with monkeypatch.context() as patched:
            _cut_after(cut, patched)
            try:
                _restore(trial, backup, later(10))
                is_done = True
            except _Cut:
                is_done = False
        found = _codes(trial)
        assert found in ({old, newer}, {old}), cut
        seen.add(frozenset(found))
        assert keys_of(trial).names == ("Amira",)
        assert not StoreFolder(trial).restoring.exists()
        if is_done:
            break
    else:
        pytest.fail("the restore never came to its end")
    assert len(seen) == 2


def _cut_after(steps: int, patched: pytest.MonkeyPatch) -> None:
    """Lets that many names be changed on the disk, and ends the program before the next."""
    left = [steps]

    def cutting(real: Callable[..., object]) -> Callable[..., object]:
        def changed(*arguments: object, **named: object) -> object:
            if not left[0]:
                raise _Cut
            left[0] -= 1
            return real(*arguments, **named)

        return changed

    for name in ("replace", "rename", "unlink", "mkdir", "rmdir"):
        patched.setattr(os, name, cutting(getattr(os, name)))
    patched.setattr(shutil, "rmtree", cutting(shutil.rmtree))


def test_a_restore_that_lost_its_note_still_sets_the_old_store_aside(store: Store, folder: Path) -> None:
    begin(store)
    backup = store.care.write_backup(store.staff.id, later(1))
    store.close()
    place = StoreFolder(folder)
    place.restoring.mkdir()
    for name in ("cases.db", "keys.json"):
        shutil.copy(backup.folder / name, place.restoring / name)
    (place.restoring / "as").write_text("../../elsewhere")
    finish_restore(place)
    assert set_aside(place) == (folder / "set-aside" / "unnamed",)
    assert len(_codes(folder)) == 1


def test_a_store_that_is_on_its_way_back_is_no_place_for_a_new_one(folder: Path) -> None:
    StoreFolder(folder).restoring.mkdir(parents=True)
    assert StoreFolder(folder).is_set_up
    with pytest.raises(StoreMissing):
        keys_of(folder)


RESTORES = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from tests.store.backups.test_restore import _restore
from tests.store.making import later
from intake.store.backups.backup import read_backup
print("ready", flush=True)
_restore(Path({folder!r}), read_backup(Path({backup!r})), later(50))
print("done", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not for Windows")
@pytest.mark.parametrize("moment_s", [0.0, 0.03, 0.06, 0.1, 0.15, 0.2])
def test_a_killed_restore_leaves_a_whole_store(store: Store, folder: Path, moment_s: float) -> None:
    old = begin(store, said("gender", "f"))
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    newer = begin(store, said("gender", "m"))
    store.close()
    script = RESTORES.format(path=[str(REPOSITORY), *sys.path], folder=str(folder), backup=str(backup.folder))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        try:
            child.wait(moment_s)
        except subprocess.TimeoutExpired:
            child.kill()
    assert _codes(folder) in ({old, newer}, {old})
    assert list_backups(StoreFolder(folder).backups) != ()
