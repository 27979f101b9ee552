"""Setting up and opening a store, and every way in which that can fail."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlcipher3 import dbapi2

from intake.errors import KeyRefused, StoreError
from intake.store.connection import RawConnection, connect
from intake.store.database import Database
from intake.store.failures import (
    AlreadySetUp,
    DiskFull,
    FolderRefused,
    KeysDamaged,
    KeysMissing,
    StoreClosed,
    StoreDamaged,
    StoreLocked,
    StoreMissing,
    StoreNewer,
    StoreReadOnly,
)
from intake.store.folder import StoreFolder
from intake.store.kept.people import EVERY_ROLE_BUT_INTERPRETER, Role
from intake.store.keys.slots import read_key_file
from intake.store.keys.unlocking import new_data_key, unlock
from intake.store.opening import create_store, open_by_recovery, open_store, open_unlocked
from intake.store.schema import VERSION
from intake.store.store import Store
from tests.store.making import AT, CHEAP, PASSPHRASE, begin, key_of, later, raw_connection, said, saving
from tests.store.sparing import AS_THE_PROGRAM_ASKS

SECRET = "Zahnweh seit Idlib"


@pytest.fixture
def closed(store: Store, folder: Path) -> StoreFolder:
    """A store with a case in it that nobody has open."""
    begin(store, *(said(f"q{number}", f"{SECRET} {number}") for number in range(30)))
    store.close()
    return StoreFolder(folder)


def opened(folder: StoreFolder) -> Store:
    return open_store(folder.path, "Amira", PASSPHRASE, later(1))


def refused(folder: StoreFolder, error: type[StoreError]) -> StoreError:
    with pytest.raises(error) as caught:
        opened(folder)
    assert SECRET not in str(caught.value)
    return caught.value


def test_a_new_store_is_for_its_owner_only(store: Store, folder: Path) -> None:
    begin(store)
    names = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert set(names) == {"desk", "cases.db", "cases.db-wal", "cases.db-shm", "keys.json"}
    if os.name != "nt":
        assert names.pop("desk") == 0o700
        assert set(names.values()) == {0o600}


@pytest.mark.skipif(os.name == "nt", reason="rights of files are checked on Linux and macOS only")
def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    create_store(tmp_path, "Amira", PASSPHRASE, AT, CHEAP)[0].close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_nothing_is_readable_in_any_file(closed: StoreFolder) -> None:
    for path in closed.path.iterdir():
        raw = path.read_bytes()
        assert SECRET.encode() not in raw
        assert b"SQLite format 3" not in raw
        assert b"answer_event" not in raw


def test_a_closed_store_has_forgotten_its_keys(store: Store) -> None:
    held = (store._key, store._database._key)
    store.close()
    for key in held:
        for name in ("raw", "sections", "audit_key"):
            with pytest.raises(StoreClosed):
                getattr(key, name)


def test_the_first_person_is_a_coordinator_and_can_come_back(closed: StoreFolder) -> None:
    again = opened(closed)
    assert (again.staff.name, again.staff.roles) == ("Amira", EVERY_ROLE_BUT_INTERPRETER)
    assert len(again.lists.list_cases()) == 1
    again.close()


def test_a_store_is_not_set_up_over_another(closed: StoreFolder) -> None:
    for _ in range(2):
        with pytest.raises(AlreadySetUp):
            create_store(closed.path, "Jonas", PASSPHRASE, AT, CHEAP)
        closed.database.unlink(missing_ok=True)
    assert closed.keys.exists()


def test_wrong_name_and_wrong_passphrase_are_refused(closed: StoreFolder) -> None:
    for name, passphrase in (("Amira", "something else"), ("Jonas", PASSPHRASE)):
        with pytest.raises(KeyRefused, match="Name or passphrase"):
            open_store(closed.path, name, passphrase, AT)


def test_the_first_screen_can_unlock_while_the_store_still_loads(closed: StoreFolder) -> None:
    unlocked = unlock(read_key_file(closed.keys), "amira", PASSPHRASE)
    again = open_unlocked(closed.path, unlocked, AT)
    assert again.staff.name == "Amira"
    again.close()


def test_a_forgotten_passphrase_is_replaced_with_the_recovery_key(folder: Path) -> None:
    store, recovery = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    case = begin(store, said("gender", "f"))
    store.close()
    again = open_by_recovery(folder, f" {recovery.lower()} ", "amira", "ganz neue Wörter", later(1), CHEAP)
    assert again.load_case(case).answers["gender"].value == "f"
    assert [entry.action for entry in again.trail.entries(2)] == ["store.opened", "passphrase.replaced"]
    again.close()
    open_store(folder, "Amira", "ganz neue Wörter", later(2)).close()
    with pytest.raises(KeyRefused):
        open_store(folder, "Amira", PASSPHRASE, later(2))


def test_a_wrong_recovery_key_or_an_unknown_name_changes_nothing(closed: StoreFolder) -> None:
    before = closed.keys.read_bytes()
    with pytest.raises(KeyRefused):
        open_by_recovery(closed.path, "0" * 33, "Amira", "ganz neue Wörter", AT, CHEAP)
    assert closed.keys.read_bytes() == before


def test_a_new_recovery_key_replaces_the_old_one(folder: Path) -> None:
    store, old = create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)
    new = store.people.new_recovery_key(store.staff.id, later(1), CHEAP)
    store.close()
    with pytest.raises(KeyRefused):
        open_by_recovery(folder, old, "Amira", "ganz neue Wörter", AT, CHEAP)
    open_by_recovery(folder, new, "Amira", "ganz neue Wörter", AT, CHEAP).close()


def test_a_colleague_is_added_and_taken_away_again(store: Store, folder: Path) -> None:
    jonas = store.people.add("Jonas", "auch lang genug", (Role.CLERK,), store.staff.id, later(1), CHEAP)
    begin(store, said("gender", "f"))
    theirs = open_store(folder, "jonas", "auch lang genug", later(2))
    assert theirs.staff == jonas
    assert len(theirs.lists.list_cases()) == 1
    theirs.close()
    store.people.remove(jonas.id, store.staff.id, later(3))
    with pytest.raises(KeyRefused):
        open_store(folder, "Jonas", "auch lang genug", later(4))
    assert [(staff.name, staff.left_at) for staff in store.people.staff()] == [("Amira", None), ("Jonas", later(3))]
    with pytest.raises(StoreError, match="last person"):
        store.people.remove(store.staff.id, store.staff.id, later(5))


def test_a_passphrase_is_changed_by_who_knows_the_old_one(store: Store, folder: Path) -> None:
    with pytest.raises(KeyRefused):
        store.people.change_passphrase("Amira", "not the old one", "ganz neue Wörter", later(1), CHEAP)
    store.people.change_passphrase("Amira", PASSPHRASE, "ganz neue Wörter", later(1), CHEAP)
    with pytest.raises(KeyRefused):
        opened(StoreFolder(folder))
    open_store(folder, "Amira", "ganz neue Wörter", later(2)).close()


def test_a_slot_whose_row_a_crash_took_gets_one(closed: StoreFolder) -> None:
    key = key_of(closed.path)
    store = opened(closed)
    jonas = store.people.add("Jonas", "auch lang genug", (Role.CLERK,), store.staff.id, AT, CHEAP)
    store.close()
    with raw_connection(closed.path, key) as connection:
        connection.execute("DELETE FROM staff WHERE id = ?", (jonas.id,))
    again = open_store(closed.path, "Jonas", "auch lang genug", later(5))
    assert (again.staff.id, again.staff.name, again.staff.roles) == (jonas.id, "Jonas", (Role.INTERPRETER,))
    again.close()


def test_a_folder_without_a_store_says_so(folder: Path) -> None:
    with pytest.raises(StoreMissing, match="no store in this folder"):
        open_store(folder, "Amira", PASSPHRASE, AT)


def test_a_store_without_its_keys_says_so(closed: StoreFolder) -> None:
    closed.keys.unlink()
    refused(closed, KeysMissing)


def test_keys_without_their_store_are_never_overwritten(closed: StoreFolder) -> None:
    closed.database.unlink()
    refused(closed, StoreMissing)
    with pytest.raises(AlreadySetUp):
        create_store(closed.path, "Amira", PASSPHRASE, AT, CHEAP)


def test_damaged_keys_say_so(closed: StoreFolder) -> None:
    closed.keys.write_bytes(closed.keys.read_bytes()[:-40])
    refused(closed, KeysDamaged)


@pytest.mark.parametrize("cut_off_after", ["store", "keys"])
def test_a_set_up_that_was_cut_off_is_finished_or_done_again(tmp_path: Path, cut_off_after: str) -> None:
    place = StoreFolder(tmp_path / "desk")
    create_store(place.path, "Amira", PASSPHRASE, AT, CHEAP)[0].close()
    place.database.rename(place.unfinished)
    if cut_off_after == "store":
        place.keys.unlink()
        assert not place.is_set_up
        create_store(place.path, "Amira", PASSPHRASE, AT, CHEAP)[0].close()
    opened(place).close()
    assert sorted(path.name for path in place.path.iterdir()) == ["cases.db", "keys.json"]


def test_the_keys_of_another_store_do_not_open_this_one(closed: StoreFolder, tmp_path: Path) -> None:
    other = StoreFolder(tmp_path / "other")
    create_store(other.path, "Amira", PASSPHRASE, AT, CHEAP)[0].close()
    shutil.copyfile(other.keys, closed.keys)
    refused(closed, StoreDamaged)


def test_a_copied_file_with_the_right_key_but_another_store_id_is_refused(closed: StoreFolder) -> None:
    with raw_connection(closed.path, key_of(closed.path)) as connection:
        connection.execute("UPDATE store_info SET store_id = 'another'")
    refused(closed, StoreDamaged)


def test_a_newer_store_is_left_alone(closed: StoreFolder) -> None:
    with raw_connection(closed.path, key_of(closed.path)) as connection:
        connection.execute("UPDATE store_info SET schema_version = 99")
    before = closed.database.read_bytes()
    refused(closed, StoreNewer)
    assert closed.database.read_bytes() == before


def test_a_store_that_a_newer_program_updates_meanwhile_is_written_no_more(store: Store, folder: Path) -> None:
    case = begin(store)
    with raw_connection(folder, key_of(folder)) as connection:
        connection.execute("UPDATE store_info SET schema_version = 99")
    with pytest.raises(StoreNewer):
        store.save(saving(store, case, said("gender", "f")))
    assert store.history(case) == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite format 3\x00" + bytes(5000), os.urandom(8192), b"x"],
    ids=["empty", "plain", "noise", "short"],
)
def test_a_file_that_is_no_store_is_called_damaged(closed: StoreFolder, content: bytes) -> None:
    closed.database.write_bytes(content)
    refused(closed, StoreDamaged)
    assert closed.database.read_bytes() == content


def test_a_flipped_byte_anywhere_is_found_by_the_check(closed: StoreFolder) -> None:
    whole = closed.database.read_bytes()
    opened(closed).close()
    whole = closed.database.read_bytes()
    for page in range(0, len(whole) // 4096, 3):
        broken = bytearray(whole)
        broken[page * 4096 + 100] ^= 0xFF
        closed.database.write_bytes(broken)
        with pytest.raises(StoreDamaged):
            checked(closed)
    closed.database.write_bytes(whole)
    checked(closed)


def checked(folder: StoreFolder) -> None:
    store = opened(folder)
    try:
        assert store.care.check().pages_authenticated
    finally:
        store.close()


def test_a_cut_off_file_is_damage(closed: StoreFolder) -> None:
    whole = closed.database.read_bytes()
    closed.database.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreDamaged):
        checked(closed)


def test_damage_that_is_met_while_reading_says_so(closed: StoreFolder) -> None:
    key = key_of(closed.path)
    with raw_connection(closed.path, key) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'answer'").fetchone() or (0,)
    store = opened(closed)
    case = store.lists.list_cases()[0].id
    store.close()
    assert isinstance(root, int)
    broken = bytearray(closed.database.read_bytes())
    broken[(root - 1) * 4096 + 200] ^= 0xFF
    closed.database.write_bytes(broken)
    store = opened(closed)
    with pytest.raises(StoreDamaged):
        store.load_case(case)
    store.close()


@pytest.fixture
def nearly_full(closed: StoreFolder) -> Iterator[StoreFolder]:
    """Connections that are opened meanwhile may make the file by two pages longer, no more."""

    def limit(connection: RawConnection, record: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone() or (0,)
        connection.execute(f"PRAGMA max_page_count = {int(str(pages)) + 2}").fetchall()

    event.listen(Engine, "connect", limit)
    yield closed
    event.remove(Engine, "connect", limit)


def fill(store: Store, case: str) -> None:
    for number in range(200):
        store.save(saving(store, case, said(f"r{number}", SECRET * 50)))


def test_a_full_disk_says_so_and_keeps_what_was_saved(nearly_full: StoreFolder) -> None:
    store = opened(nearly_full)
    case = store.lists.list_cases()[0].id
    with pytest.raises(DiskFull) as caught:
        fill(store, case)
    assert SECRET not in str(caught.value)
    saved = store.load_case(case).answers
    assert saved["q29"].value == f"{SECRET} 29"
    assert saved == store.replayed(case)
    assert store.care.check().audit.broken_at is None
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="resource limits are not for Windows")
def test_a_disk_that_takes_no_more_bytes_says_so_and_keeps_what_was_saved(closed: StoreFolder) -> None:
    """A real limit of the system on the size of files, in a process of its own."""
    script = f"""
import resource, signal, sys
sys.path[:0] = {[str(Path(__file__).parents[2]), *sys.path]!r}
from pathlib import Path
from tests.store.making import *
from intake.errors import StoreError
from intake.store.opening import open_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = open_store(Path({str(closed.path)!r}), "Amira", PASSPHRASE, AT)
case = store.lists.list_cases()[0].id
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
done = 0
try:
    for number in range(500):
        store.save(saving(store, case, said(f"r{{number}}", "x" * 3000)))
        done += 1
except StoreError as error:
    print(done, type(error).__name__)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    done, error = run.stdout.split()
    assert error in ("DiskFull", "StoreError")
    again = opened(closed)
    case = again.lists.list_cases()[0].id
    answers = again.load_case(case).answers
    assert all(f"r{number}" in answers for number in range(int(done)))
    assert again.care.check().audit.broken_at is None
    again.close()


def test_another_program_that_holds_the_store_is_named(store: Store, folder: Path) -> None:
    case, key = begin(store), key_of(folder)
    database = Database(store.folder.database, key, VERSION, busy_ms=50)
    impatient = Store(store.folder, key, database, store.store_id, store.staff)
    with raw_connection(folder, key) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked):
            impatient.save(saving(store, case, said("gender", "f")))
        assert impatient.load_case(case).answers["gender"].value is None
        other.execute("ROLLBACK")
    assert impatient.save(saving(store, case, said("gender", "f"))).written == 1
    impatient.close()


def test_a_locked_store_gives_nothing_away(store: Store) -> None:
    case = begin(store)
    store.close()
    for use in (
        lambda: store.load_case(case),
        lambda: store.lists.list_cases(),
        lambda: store.save(saving(store, case)),
    ):
        with pytest.raises(StoreClosed):
            use()


def test_a_folder_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for folder in (tmp_path / "file", tmp_path / "file" / "desk"):
        with pytest.raises(FolderRefused, match="cannot be used"):
            create_store(folder, "Amira", PASSPHRASE, AT, CHEAP)


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder in which file rights bind: root is no root in there."""
    if os.name == "nt":
        pytest.skip("rights of files are checked on Linux and macOS only")
    base = Path(tempfile.mkdtemp())
    nobody = 65534
    if os.geteuid() == 0:
        os.chown(base, nobody, nobody)
        os.seteuid(nobody)
        if not os.access(Path(__file__), os.R_OK, effective_ids=True):
            os.seteuid(0)
            shutil.rmtree(base)
            pytest.skip("the tests run as root from a folder that others may not read: rights of files bind nobody")
    try:
        yield base
    finally:
        for path in (base, *base.rglob("*")):
            path.chmod(0o700)
        if os.getuid() == 0:
            os.seteuid(0)
        shutil.rmtree(base)


def read_only_folder(place: StoreFolder) -> None:
    place.path.chmod(0o500)


def read_only_file(place: StoreFolder) -> None:
    place.database.chmod(0o400)


def unreadable_file(place: StoreFolder) -> None:
    place.database.chmod(0o000)


def unreadable_keys(place: StoreFolder) -> None:
    place.keys.chmod(0o000)


@pytest.mark.parametrize("protect", [read_only_folder, read_only_file, unreadable_file, unreadable_keys])
def test_a_protected_store_says_so(unprivileged: Path, protect: Callable[[StoreFolder], None]) -> None:
    place = StoreFolder(unprivileged / "desk")
    create_store(place.path, "Amira", PASSPHRASE, AT, CHEAP)[0].close()
    protect(place)
    refused(place, StoreReadOnly)
    for path in (place.path, place.database, place.keys):
        path.chmod(0o700)
    opened(place).close()


def test_a_store_in_a_protected_folder_cannot_be_set_up(unprivileged: Path) -> None:
    unprivileged.chmod(0o500)
    with pytest.raises(FolderRefused):
        create_store(unprivileged / "desk", "Amira", PASSPHRASE, AT, CHEAP)


def test_a_wrong_key_writes_nothing_to_the_screen(closed: StoreFolder, capfd: pytest.CaptureFixture[str]) -> None:
    connection = connect(closed.database, key_of(closed.path))
    connection.close()
    with pytest.raises(dbapi2.DatabaseError):
        connect(closed.database, new_data_key())
    assert capfd.readouterr() == ("", "")


def test_a_connection_is_as_safe_as_the_study_asks(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.store.connection.BEFORE_THE_KEY", AS_THE_PROGRAM_ASKS)
    with raw_connection(folder, key_of(folder)) as connection:
        found = {
            pragma: (connection.execute(f"PRAGMA {pragma}").fetchone() or (None,))[0]
            for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "cipher_memory_security")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "cipher_memory_security": "1",
    }


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = ("sqlmodel", "sqlalchemy", "alembic", "sqlcipher3", "argon2", "cryptography", "pydantic")
    script = f"import sys, intake.store, intake.store.folder; print([m for m in {heavy!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
