"""`intake backup`, `restore`, `doctor`, `salvage`: what they do, say and return."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from intake.store.backups.backup import list_backups
from intake.store.folder import StoreFolder
from tests.commands.running import Run, run_apart
from tests.commands.stored import LOGIN, NAME, Stored, noor, stored
from tests.store.making import PASSPHRASE


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Stored:
    return stored(tmp_path_factory.mktemp("stored") / "desk", noor())


@pytest.fixture
def desk(made: Stored, tmp_path: Path) -> Stored:
    """A store of one case that a test may change."""
    shutil.copytree(made.folder, tmp_path / "desk")
    return Stored(tmp_path / "desk", made.id, made.code)


def _backup(run: Run, desk: Stored, *more: str | Path) -> Path:
    done = run("backup", "--store", desk.folder, *more, typed=LOGIN)
    assert (done.code, done.err) == (0, "")
    return list_backups(StoreFolder(desk.folder).backups)[0].folder


def test_a_backup_is_written_and_listed(run: Run, desk: Stored, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    settings = tmp_path / "settings.toml"
    settings.write_text(f'store = "{desk.folder}"\nbackup_second = "{stick}"\n')
    done = run("backup", "--settings", settings, typed=LOGIN)
    assert done.code == 0
    assert "copied and read back" in done.out
    listed = run("backup", "list", "--settings", settings)
    assert listed.code == 0
    assert listed.out.count("1 cases") == 2
    assert desk.code not in listed.out


def test_a_missing_second_place_is_said_with_what_to_do(run: Run, desk: Stored, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(f'store = "{desk.folder}"\nbackup_second = "{tmp_path / "stick"}"\n')
    done = run("backup", "--settings", settings, typed=LOGIN)
    assert done.code == 4
    assert "The second place for backups is not there." in done.err
    assert "written and read back" in done.out


def test_a_damaged_backup_is_listed_as_not_usable(run: Run, desk: Stored) -> None:
    folder = _backup(run, desk)
    file = StoreFolder(folder).database
    file.write_bytes(file.read_bytes()[:-100])
    done = run("backup", "list", "--store", desk.folder)
    assert done.code == 4
    assert "cut off" in done.out


def test_a_backup_comes_back_after_a_typed_word(run: Run, desk: Stored) -> None:
    _backup(run, desk)
    refused = run("restore", "--store", desk.folder, typed=f"{LOGIN}yes\n")
    assert refused.code == 2
    assert "Nothing was restored." in refused.err
    done = run("restore", "--store", desk.folder, typed=f"{LOGIN}restore\n")
    assert (done.code, done.err) == (0, "")
    assert "Restored and checked: 1 cases." in done.out
    assert "is kept in" in done.out
    assert run("handover", desk.code, "--to", "zz", "--text", "x", "--store", desk.folder, typed=LOGIN).code == 2


def test_yes_needs_the_name_of_the_backup(run: Run, desk: Stored) -> None:
    folder = _backup(run, desk)
    assert run("restore", "--yes", "--store", desk.folder, typed=LOGIN).code == 2
    assert run("restore", folder.name, "--yes", "--store", desk.folder, typed=LOGIN).code == 0


def test_a_lost_store_comes_back_from_a_folder(run: Run, desk: Stored, tmp_path: Path) -> None:
    away = tmp_path / "away"
    run("backup", "--to", away, "--store", desk.folder, typed=LOGIN)
    (backup,) = list_backups(away)
    shutil.rmtree(desk.folder)
    assert run("restore", backup.folder, "--store", desk.folder, typed=f"{LOGIN}no\n").code == 2
    assert not desk.folder.exists()
    done = run("restore", backup.folder, "--yes", "--store", desk.folder, typed=LOGIN)
    assert (done.code, done.err) == (0, "")
    assert "no store" in done.out


def test_the_doctor_needs_no_passphrase_and_says_what_it_did_not_check(run: Run, desk: Stored) -> None:
    _backup(run, desk)
    done = run("doctor", "--store", desk.folder)
    assert done.code == 1  # only one person can unlock it
    assert "Not checked without a passphrase" in done.out
    assert "The newest backup" in done.out
    assert "wrong" not in done.out


def test_the_doctor_finds_and_repairs_rights_and_leftovers(run: Run, desk: Stored) -> None:
    _backup(run, desk)
    place = StoreFolder(desk.folder)
    place.database.chmod(0o644)
    (place.backups / "2020-01-01T000000.000000Z.new").mkdir(mode=0o700)
    if os.name == "nt":
        return
    found = run("doctor", "--store", desk.folder)
    assert found.code == 2
    assert "Others may read" in found.out
    repaired = run("doctor", "--repair", "--store", desk.folder)
    assert repaired.out.count("repaired") == 2
    assert stat.S_IMODE(place.database.stat().st_mode) == 0o600
    assert run("doctor", "--store", desk.folder).code == 1


def test_the_doctor_unlocks_where_a_name_is_given(run: Run, desk: Stored) -> None:
    _backup(run, desk)
    done = run("doctor", "--full", "--name", NAME, "--store", desk.folder, typed=f"{PASSPHRASE}\n")
    assert "Every page of the store was read" in done.out
    assert "The audit trail holds" in done.out
    assert "Everybody who works here has a key" in done.out
    assert "Not checked" not in done.out


def test_the_doctor_names_damage_and_the_way_out(run: Run, desk: Stored) -> None:
    file = StoreFolder(desk.folder).database
    raw = bytearray(file.read_bytes())
    raw[-3000:] = bytes(3000)
    file.write_bytes(raw)
    done = run("doctor", "--full", "--name", NAME, "--store", desk.folder, typed=f"{PASSPHRASE}\n")
    assert done.code == 2
    assert "intake salvage" in done.out
    assert "There is no backup that is whole." in done.out


def test_no_store_is_said_by_the_doctor(run: Run, tmp_path: Path) -> None:
    done = run("doctor", "--store", tmp_path / "nowhere")
    assert done.code == 2
    assert "There is no store in this folder." in done.out


def test_a_damaged_store_is_salvaged_with_a_report(run: Run, desk: Stored, tmp_path: Path) -> None:
    file = StoreFolder(desk.folder).database
    raw = bytearray(file.read_bytes())
    raw[:4096] = bytes(4096)
    file.write_bytes(raw)
    done = run("salvage", "--into", tmp_path / "new", "--store", desk.folder, typed=LOGIN)
    assert done.err == ""
    assert "of these damaged: 1" in done.out
    assert f"{desk.code}  complete" in done.out
    assert run("doctor", "--full", "--name", NAME, "--store", tmp_path / "new", typed=f"{PASSPHRASE}\n").code < 3
    assert run("salvage", "--into", tmp_path / "new", "--store", desk.folder, typed=LOGIN).code == 4


def test_the_commands_speak_german(desk: Stored) -> None:
    for command in ("backup", "restore", "doctor", "salvage"):
        done = run_apart(command, "--help", LC_ALL="de_DE.UTF-8")
        assert done.returncode == 0
    told = run_apart("doctor", "--language", "de", "--store", desk.folder)
    assert "Nicht geprüft" in told.stdout.decode()
