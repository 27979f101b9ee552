"""Full disks, folders that may not be written to, and disks that are pulled out: each has its message, nothing is lost.

Small file systems are mounted for this where the machine allows it; elsewhere these tests are left out.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from intake.errors import OutputError, StoreError
from intake.handover.export import write_record
from intake.store.backups.backup import list_backups
from intake.store.backups.checks import faults
from intake.store.backups.places import Plan, read_state
from intake.store.backups.restore import restore, store_now
from intake.store.backups.unlocking import open_backup
from intake.store.checkup.files import check_writing
from intake.store.failures import DiskFull, FolderRefused, StoreReadOnly
from intake.store.folder import StoreFolder
from intake.store.kept.cases import ErasureReason
from intake.store.keys.slots import read_key_file
from intake.store.keys.unlocking import unlock
from intake.store.opening import create_store, open_store
from intake.store.salvage.salvage import salvage
from intake.store.store import Store
from tests.store.crashing import REPOSITORY
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, later, said, saving

Mount = Callable[..., Path]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts small file systems in memory; all are gone after the test."""
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("nothing can be mounted here")
    mounted: list[Path] = []

    def add(name: str, size: str = "2m") -> Path:
        place = tmp_path / name
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(place)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("nothing can be mounted here")
        mounted.append(place)
        return place

    yield add
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


def _pull(place: Path) -> None:
    """As a stick that is pulled out: the folder is there, what was on it is not."""
    subprocess.run(["umount", "-l", str(place)], capture_output=True, check=True)


def _read_only(place: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(place)], capture_output=True, check=True)


def _filled(store: Store, cases: int) -> None:
    for number in range(cases):
        begin(store, *(said(f"q{each}", "x" * 900) for each in range(20)), at=later(number))


def _back_up_for_ever(store: Store) -> None:
    for minute in range(500):
        store.care.back_up(Plan(), store.staff.id, later(minute))


def _save_for_ever(store: Store, case: str, acknowledged: list[str]) -> None:
    for number in range(5000):
        store.save(saving(store, case, said(f"q{number}", "x" * 500)))
        acknowledged.append(f"q{number}")


def test_a_backup_that_does_not_fit_leaves_nothing_and_the_work_goes_on(mount: Mount) -> None:
    disk = mount("disk", "6m")
    store, _ = create_store(disk / "desk", "Amira", PASSPHRASE, AT, CHEAP)
    case = begin(store, said("gender", "f"))
    _filled(store, 30)
    with pytest.raises(DiskFull):
        _back_up_for_ever(store)
    assert not list(store.folder.backups.glob("*.new"))
    assert all(not faults(each.folder) for each in list_backups(store.folder.backups))
    with pytest.raises(DiskFull):
        store.care.write_backup(store.staff.id, later(999), disk / "on" / "the" / "way")
    assert [path.name for path in disk.iterdir()] == ["desk"]
    shutil.rmtree(store.folder.backups)
    store.save(saving(store, case, said("gender", "m")))
    assert store.care.check().audit.broken_at is None
    store.close()


def test_every_answer_that_was_acknowledged_on_a_filling_disk_is_there(mount: Mount) -> None:
    disk = mount("disk", "2m")
    store, _ = create_store(disk / "desk", "Amira", PASSPHRASE, AT, CHEAP)
    case = begin(store)
    acknowledged: list[str] = []
    with pytest.raises(StoreError, match="full"):
        _save_for_ever(store, case, acknowledged)
    assert len(acknowledged) > 20
    store.close()
    with closing(open_store(_moved(disk / "desk"), "Amira", PASSPHRASE, later(1))) as again:
        answers = again.load_case(case).answers
        assert [each for each in acknowledged if each not in answers] == []
        assert again.care.check().audit.broken_at is None


def _moved(folder: Path) -> Path:
    """The store on a disk with room."""
    target = folder.parent.parent / "room"
    shutil.copytree(folder, target)
    return target


def test_a_full_stick_is_noted_and_holds_no_half_of_a_backup(mount: Mount, store: Store) -> None:
    _filled(store, 30)
    stick = mount("stick", "200k")
    backup, state = store.care.back_up(Plan(second=stick), store.staff.id, later(1))
    assert faults(backup.folder) == ()
    assert isinstance(state.second_failed, DiskFull)
    assert list(stick.iterdir()) == []
    noted = read_state(store.folder).second_failed
    assert noted is not None
    assert noted.title == state.second_failed.title


def test_a_stick_that_was_pulled_out_is_a_place_that_is_missing(mount: Mount, store: Store) -> None:
    stick = mount("stick")
    plan = Plan(second=stick / "backups")
    (stick / "backups").mkdir()
    store.care.back_up(plan, store.staff.id, later(1))
    _pull(stick)
    _, state = store.care.back_up(plan, store.staff.id, later(2))
    assert (state.second_failed, state.second_at) == (None, later(1))
    assert len(list_backups(store.folder.backups)) == 2


def test_nothing_is_written_into_the_empty_folder_where_a_stick_was(mount: Mount, store: Store) -> None:
    stick = mount("stick")
    store.care.back_up(Plan(second=stick), store.staff.id, later(1))
    _pull(stick)
    assert stick.is_dir()
    _, state = store.care.back_up(Plan(second=stick), store.staff.id, later(2))
    assert (list(stick.iterdir()), state.second_at) == ([], later(1))


def test_a_store_on_a_stick_that_is_pulled_out_says_so_and_loses_nothing(mount: Mount, tmp_path: Path) -> None:
    stick = mount("stick", "8m")
    store, _ = create_store(stick / "desk", "Amira", PASSPHRASE, AT, CHEAP)
    case = begin(store, said("gender", "f"))
    shutil.copytree(stick / "desk", tmp_path / "as-it-is-on-the-stick")
    _pull(stick)
    for _ in range(2):
        with pytest.raises(StoreError) as failed:
            store.care.write_backup(store.staff.id, later(1))
        assert failed.value.message
    store.close()
    with pytest.raises(StoreError):
        open_store(stick / "desk", "Amira", PASSPHRASE, later(2))
    with closing(open_store(tmp_path / "as-it-is-on-the-stick", "Amira", PASSPHRASE, later(3))) as again:
        assert again.load_case(case).answers["gender"].value == "f"


def test_on_a_disk_that_may_only_be_read_everything_says_that(
    mount: Mount, store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(store, said("gender", "f"))
    backup, _ = store.care.back_up(Plan(), store.staff.id, later(1))
    store.close()
    disk = mount("disk", "8m")
    shutil.copytree(folder, disk / "desk")
    place = StoreFolder(disk / "desk")
    unlocked = unlock(read_key_file(place.keys), "Amira", PASSPHRASE)
    assert list(check_writing(place)) == []
    _read_only(disk)
    assert len(list(check_writing(place))) == 3  # the folder, that of the backups, the database
    monkeypatch.setattr("intake.store.keys.tries.UNCOUNTED_WAIT_S", 0)
    with pytest.raises(StoreReadOnly):
        open_store(place.path, "Amira", PASSPHRASE, later(2))
    opened = open_backup(StoreFolder(folder), backup, "Amira", PASSPHRASE)
    now = store_now(StoreFolder(folder), opened)
    with pytest.raises(StoreError):
        restore(place, opened, now, (), later(3))
    with pytest.raises((FolderRefused, StoreReadOnly)):
        salvage(StoreFolder(folder), unlocked, disk / "new", later(4), "zebera", "2")
    with pytest.raises(OutputError):
        write_record(b"%PDF", disk / "record.pdf")
    assert [file for file in disk.iterdir() if file.name != "desk"] == []


def test_a_damaged_store_on_a_disk_that_may_only_be_read_is_salvaged(mount: Mount, store: Store, folder: Path) -> None:
    case = begin(store, said("gender", "f"))
    store.close()
    disk = mount("disk", "8m")
    shutil.copytree(folder, disk / "desk")
    _read_only(disk)
    place = StoreFolder(disk / "desk")
    unlocked = unlock(read_key_file(place.keys), "Amira", PASSPHRASE)
    salvage(place, unlocked, folder.parent / "new", later(4), "zebera", "2")
    with closing(open_store(folder.parent / "new", "Amira", PASSPHRASE, later(5))) as again:
        assert again.load_case(case).answers["gender"].value == "f"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_whatever_is_written_is_for_its_owner_only(store: Store, folder: Path, tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        case = begin(store, said("gender", "f"))
        gone = begin(store)
        store.care.erase(gone, ErasureReason.MISTAKE, store.staff.id, later(1))
        stick = tmp_path / "stick"
        stick.mkdir()
        backup, _ = store.care.back_up(Plan(second=stick), store.staff.id, later(2))
        store.close()
        place = StoreFolder(folder)
        opened = open_backup(place, backup, "Amira", PASSPHRASE)
        restore(place, opened, store_now(place, opened), (folder, place.backups), later(3))
        unlocked = unlock(read_key_file(place.keys), "Amira", PASSPHRASE)
        salvage(place, unlocked, tmp_path / "new", later(4), "zebera", "2")
        record = write_record(b"%PDF", tmp_path / f"{case}.pdf")
    finally:
        os.umask(old)
    found = [path for top in (folder, stick, tmp_path / "new") for path in top.rglob("*")]
    wrong = {path: oct(path.stat().st_mode) for path in [*found, record] if stat.S_IMODE(path.stat().st_mode) & 0o077}
    assert wrong == {}


KILLED = """
import sys
sys.path[:0] = {path!r}
from pathlib import Path
from tests.store.making import *
from intake.store.backups.places import Plan
from intake.store.opening import open_store
from intake.store.kept.cases import ErasureReason
store = open_store(Path({folder!r}), "Amira", PASSPHRASE, AT)
print("ready", flush=True)
for minute, line in enumerate(store.lists.list_cases(None, limit=500)):
    if {erases}:
        store.care.erase(line.id, ErasureReason.RETENTION, store.staff.id, later(minute))
        print(line.id, flush=True)
    else:
        store.care.back_up(Plan(second=Path({stick!r})), store.staff.id, later(minute))
        print("backup", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is not for Windows")
@pytest.mark.parametrize("erases", [True, False])
@pytest.mark.parametrize("steps", [1, 3])
def test_a_killed_erasure_or_backup_leaves_whole_ones_only(
    store: Store, folder: Path, tmp_path: Path, erases: bool, steps: int
) -> None:
    for number in range(8):
        begin(store, said("gender", "f"), at=later(number))
    store.close()
    stick = tmp_path / "stick"
    stick.mkdir()
    script = KILLED.format(path=[str(REPOSITORY), *sys.path], folder=str(folder), erases=erases, stick=str(stick))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline().strip() for _ in range(steps + 1)]
        child.kill()
    with closing(open_store(folder, "Amira", PASSPHRASE, later(99))) as again:
        assert again.care.check().audit.broken_at is None
        left = {line.id for line in again.lists.list_cases(None, limit=50)}
        if erases:
            assert left.isdisjoint(lines[1:])
            assert len(left) in (8 - steps, 7 - steps)
        assert len(left) + len(again.care.erasures()) == 8
        again.care.back_up(Plan(second=stick, keep_days=0), again.staff.id, later(200))
    for place in (StoreFolder(folder).backups, stick):
        assert all(not faults(each.folder) for each in list_backups(place))
        assert not list(place.glob("*.new"))
