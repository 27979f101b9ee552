"""Rotation of the keys: a new file with a new key, nothing lost, and never a store that nobody can open."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intake.errors import KeyRefused, StoreError
from intake.store.backups.backup import list_backups
from intake.store.connection import connect
from intake.store.failures import DiskFull, StoreDamaged, StoreLocked
from intake.store.folder import StoreFolder
from intake.store.kept.people import Role
from intake.store.keys import rotation
from intake.store.keys.slots import read_key_file
from intake.store.keys.unlocking import unlock
from intake.store.opening import create_store, open_by_recovery, open_store, open_unlocked
from intake.store.programs import RunningProgram
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, key_of, later, said
from tests.store.old_keys import make_old
from tests.store.rotating import JONAS, THEIRS, kill_often, make_store


@pytest.fixture
def place(tmp_path: Path) -> StoreFolder:
    make_store(tmp_path / "desk")
    return StoreFolder(tmp_path / "desk")


def opened(place: StoreFolder, name: str = "Amira", passphrase: str = PASSPHRASE) -> Store:
    return open_store(place.path, name, passphrase, later(5))


def is_whole(place: StoreFolder) -> bool:
    """Both people get in and read everything; nothing of a rotation is left."""
    for name, passphrase in (("Amira", PASSPHRASE), (JONAS, THEIRS)):
        store = opened(place, name, passphrase)
        (line,) = store.lists.list_cases(None)
        answers = store.load_case(line.id).answers
        assert answers["pain"].value == "Zahnweh"
        assert store.replayed(line.id) == answers
        assert store.care.check().audit.broken_at is None
        store.close()
    return read_key_file(place.keys).coming is None and not place.rotated.exists()


def test_everybody_gets_the_new_key_with_their_old_passphrase(place: StoreFolder) -> None:
    before = key_of(place.path)
    rotated = opened(place).rotate_keys(later(1))
    assert (rotated.generation, rotated.sections_generation) == (2, 1)
    assert is_whole(place)
    after = key_of(place.path)
    assert before.raw != after.raw
    assert before.sections == after.sections


def test_the_old_key_opens_the_new_file_no_more_and_the_backup_keeps_it(place: StoreFolder) -> None:
    before = key_of(place.path)
    rotated = opened(place).rotate_keys(later(1))
    with pytest.raises(Exception, match="not a database"):
        connect(place.database, before)
    old = StoreFolder(rotated.backup.folder)
    assert key_of(old.path).raw == before.raw
    copy = opened(old)
    assert copy.lists.list_cases(None)
    copy.close()
    assert len(list_backups(place.backups)) == 1


def test_the_audit_chain_goes_on_and_names_the_rotation(place: StoreFolder) -> None:
    store = opened(place)
    anchor = store.care.check().audit.head
    audit_key = key_of(place.path).audit_key
    store.rotate_keys(later(1))
    for number in (2, 3):
        again = opened(place)
        assert again.trail.verify([anchor]).broken_at is None
        again.rotate_keys(later(number))
    again = opened(place)
    assert key_of(place.path).audit_key == audit_key
    assert [entry.subject for entry in again.trail.entries(99) if entry.action == "keys.rotated"] == [
        "4.1",
        "3.1",
        "2.1",
    ]
    assert again.trail.verify([anchor]).broken_at is None
    again.close()


def test_the_second_key_is_rotated_with_its_answers(place: StoreFolder) -> None:
    before = key_of(place.path)
    rotated = opened(place).rotate_keys(later(1), new_sections=True)
    assert (rotated.generation, rotated.sections_generation) == (2, 2)
    assert is_whole(place)
    assert before.sections != key_of(place.path).sections


def test_who_lost_the_second_key_does_not_get_the_new_one(place: StoreFolder) -> None:
    store = opened(place)
    jonas = next(staff for staff in store.people.staff() if staff.name == JONAS)
    store.people.withdraw_sections(jonas.id, store.staff.id, later(1))
    store.rotate_keys(later(2), new_sections=True)
    assert unlock(read_key_file(place.keys), JONAS, THEIRS).key.sections is None
    assert key_of(place.path).sections is not None


def test_who_does_not_hold_the_second_key_rotates_the_data_key_alone(place: StoreFolder) -> None:
    store = opened(place)
    store.people.add("Mina", "auch lang genug", (Role.ADMINISTRATOR,), store.staff.id, AT, CHEAP)
    store.close()
    with pytest.raises(StoreError, match="do not hold the second key"):
        opened(place, "Mina", "auch lang genug").rotate_keys(later(1), new_sections=True)
    opened(place, "Mina", "auch lang genug").rotate_keys(later(2))
    assert is_whole(place)


def test_the_recovery_key_survives_a_rotation(tmp_path: Path) -> None:
    recovery = make_store(tmp_path / "desk")
    place = StoreFolder(tmp_path / "desk")
    opened(place).rotate_keys(later(1), new_sections=True)
    store = open_by_recovery(place.path, recovery, "Amira", "ganz neue Wörter", later(2), CHEAP)
    assert store.holds_sections
    store.close()


def test_each_slot_gets_a_new_pair_at_the_login_after_a_rotation(place: StoreFolder) -> None:
    """A leaver who kept the old data key knows the vouchers of that time; from then on they are worth nothing."""
    opened(place).rotate_keys(later(1))
    before = read_key_file(place.keys).of(JONAS)
    opened(place, JONAS, THEIRS).close()
    after = read_key_file(place.keys).of(JONAS)
    assert before
    assert after
    assert before.pair
    assert after.pair
    assert (before.pair.made, after.pair.made) == (1, 2)
    assert before.pair.public != after.pair.public
    opened(place, JONAS, THEIRS).close()
    assert read_key_file(place.keys).of(JONAS) == after


def test_a_leaver_with_an_old_key_file_opens_the_new_store_no_more(place: StoreFolder) -> None:
    kept = place.keys.read_bytes()
    store = opened(place)
    jonas = next(staff for staff in store.people.staff() if staff.name == JONAS)
    store.people.remove(jonas.id, store.staff.id, later(1))
    store.rotate_keys(later(2))
    with pytest.raises(KeyRefused):
        opened(place, JONAS, THEIRS)
    place.keys.write_bytes(kept)
    with pytest.raises(StoreDamaged):
        opened(place, JONAS, THEIRS)


# what stops it


def test_it_is_refused_while_another_program_has_the_store_open(place: StoreFolder) -> None:
    before = place.keys.read_bytes()
    other = RunningProgram(place.programs)
    other.enter()
    with pytest.raises(StoreLocked, match="Another program"):
        opened(place).rotate_keys(later(1))
    assert opened(place).rotate_keys(later(1), program=other.id).generation == 2
    other.leave()
    assert place.keys.read_bytes() != before


def test_it_is_refused_while_a_command_is_connected(place: StoreFolder) -> None:
    """Else it would go on writing into the old file, which nobody reads any more."""
    other = opened(place)
    other.lists.list_cases()
    before = key_of(place.path)
    with pytest.raises(StoreLocked, match="nobody else has the store open"):
        opened(place).rotate_keys(later(1))
    assert key_of(place.path).raw == before.raw
    assert not list_backups(place.backups)
    begin(other, said("gender", "f"))
    other.close()
    opened(place).rotate_keys(later(2))
    store = opened(place)
    assert len(store.lists.list_cases(None)) == 2
    store.close()


def test_slots_of_the_old_format_are_named_with_what_to_do(tmp_path: Path) -> None:
    recovery = make_store(tmp_path / "desk")
    make_old(tmp_path / "desk", {"Amira": PASSPHRASE, JONAS: THEIRS}, recovery)
    with pytest.raises(StoreError, match="older format: recovery, Jonas"):
        opened(StoreFolder(tmp_path / "desk")).rotate_keys(later(1))


def test_a_full_disk_leaves_everything_as_it_was(place: StoreFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = place.keys.read_bytes()
    store = opened(place)

    def full(*_: object) -> None:
        from intake.store.failures import disk_full

        place.rotated.write_bytes(b"half")
        raise disk_full()

    monkeypatch.setattr(rotation, "_export", full)
    with pytest.raises(DiskFull):
        store.rotate_keys(later(1))
    assert place.keys.read_bytes() == before
    assert not list_backups(place.backups)
    assert is_whole(place)


@pytest.mark.parametrize("table", ["answer", "answer_event", "staff"])
def test_a_new_file_with_a_row_too_few_is_never_used(
    place: StoreFolder, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    before = key_of(place.path)
    rows = rotation._rows
    monkeypatch.setattr(rotation, "_rows", lambda connection: {**rows(connection), table: 1 + id(connection)})
    with pytest.raises(StoreDamaged):
        opened(place).rotate_keys(later(1))
    assert key_of(place.path).raw == before.raw
    assert len(list_backups(place.backups)) == 1  # where something is wrong with a file, a copy more is welcome
    assert is_whole(place)


# cut off


STEPS = ("_export", "_note", "_check", "_swap", "write_key_file 1", "replace", "sync_folder 2", "write_key_file 2")


class Cut(Exception):
    """The power went away."""


def cut_before(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rotation ends before this step, and nothing is cleaned up."""
    monkeypatch.setattr(rotation, "remove_leftovers", lambda folder: None)
    name, _, number = step.partition(" ")
    seen = 0

    def stop(*args: object, **named: object) -> object:
        nonlocal seen
        seen += 1
        if seen == int(number or 1):
            raise Cut
        return real(*args, **named)

    target: object = Path if name == "replace" else rotation
    real = getattr(target, name)
    if name != "replace":
        monkeypatch.setattr(rotation, name, stop)
        return

    def replace(self: Path, to: Path) -> Path:
        if self.name == "cases.db.rotated":
            raise Cut
        moved: Path = real(self, to)
        return moved

    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.parametrize(
    ("step", "new_sections"), [*((step, True) for step in STEPS), ("replace", False), ("write_key_file 2", False)]
)
def test_a_rotation_that_is_cut_off_is_finished_or_dropped_at_the_next_opening(
    place: StoreFolder, step: str, new_sections: bool
) -> None:
    before = key_of(place.path)
    with pytest.MonkeyPatch.context() as patch:
        cut_before(step, patch)
        with pytest.raises(Cut):
            opened(place).rotate_keys(later(1), new_sections=new_sections)
    is_swapped = step in ("sync_folder 2", "write_key_file 2")
    assert (read_key_file(place.keys).coming is not None) == (is_swapped or step == "replace")
    assert is_whole(place)
    after = key_of(place.path)
    assert (after.raw != before.raw) == is_swapped
    assert (after.sections != before.sections) == (is_swapped and new_sections)
    assert opened(place).rotate_keys(later(2)).generation == 2 + is_swapped


def test_the_recovery_key_ends_a_rotation_that_was_cut_off(tmp_path: Path) -> None:
    recovery = make_store(tmp_path / "desk")
    place = StoreFolder(tmp_path / "desk")
    with pytest.MonkeyPatch.context() as patch:
        cut_before("write_key_file 2", patch)
        with pytest.raises(Cut):
            opened(place).rotate_keys(later(1))
    open_by_recovery(place.path, recovery, "Amira", PASSPHRASE, later(2), CHEAP).close()
    assert is_whole(place)


def test_who_unlocked_before_a_rotation_types_the_passphrase_again(place: StoreFolder) -> None:
    late = unlock(read_key_file(place.keys), JONAS, THEIRS)
    opened(place).rotate_keys(later(1))
    with pytest.raises(StoreError, match="changed a moment ago"):
        open_unlocked(place.path, late, later(2))


def test_the_new_file_is_for_its_owner_only(place: StoreFolder) -> None:
    opened(place).rotate_keys(later(1))
    if os.name != "nt":
        assert place.database.stat().st_mode & 0o777 == 0o600


def test_kills_at_any_moment_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    make_store(folder)
    findings = kill_often(folder, 10)
    assert findings.faults == []
    assert findings.kills == 10


def test_a_store_is_set_up_with_the_first_generation(folder: Path) -> None:
    store, _ = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    store.close()
    assert read_key_file(StoreFolder(folder).keys).current.data == 1
