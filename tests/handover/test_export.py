from __future__ import annotations

import datetime as dt
import os
import stat
from pathlib import Path

import pytest

from intake.errors import OutputError
from intake.handover.export import clear_leftovers, file_name, make_folder, write_all, write_record
from intake.handover.projection.ceilings import CEILINGS
from tests.unseen import BROKEN, NOT_ALLOWED, unseen


def test_a_record_is_written_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    target = tmp_path / "K-1_jc_v2.pdf"
    assert write_record(b"first", target) == target
    write_record(b"second", target)
    assert target.read_bytes() == b"second"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["missing/record.pdf", ".", "file/record.pdf"])
def test_a_place_that_cannot_be_written_says_that_the_record_is_kept(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="kept here") as caught:
        write_record(b"x", tmp_path / name)
    assert str(tmp_path) not in str(caught.value)
    assert caught.value.__cause__ is None
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps neither in folders")
def test_a_device_or_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for target in (pipe, link):
        with pytest.raises(OutputError, match="device"):
            write_record(b"x", target)
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("code", [NOT_ALLOWED, BROKEN])
def test_a_folder_that_cannot_be_looked_at_takes_no_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    (tmp_path / "stick").mkdir()
    unseen(monkeypatch, tmp_path, code)
    for attempt in (make_folder, lambda folder: write_record(b"x", folder / "record.pdf")):
        with pytest.raises(OutputError, match="kept here"):
            attempt(tmp_path / "stick")


def test_a_failure_while_writing_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "record.json"
    write_record(b"old", target)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="disk is full"):
        write_record(b"new", target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_of_files_that_belong_together_none_is_left_where_one_cannot_be_written(tmp_path: Path) -> None:
    kept, new = tmp_path / "kept.json", tmp_path / "new.pdf"
    kept.write_bytes(b"old")
    with pytest.raises(OutputError):
        write_all({new: b"1", kept: b"2", tmp_path / "missing" / "last.json": b"3"})
    assert list(tmp_path.iterdir()) == [kept]
    assert write_all({new: b"1", kept: b"2"}) == (new, kept)


@pytest.mark.parametrize(
    ("case", "expected"),
    [("K-2026-0417", "K-2026-0417_jc_v2.pdf"), ("../../etc/x", "etc-x_jc_v2.pdf"), ("K 1/2", "K-1-2_jc_v2.pdf")],
)
def test_the_proposed_name_holds_codes_only(case: str, expected: str) -> None:
    assert file_name(case, "jc", "3F9A11", 2, "pdf") == expected


@pytest.mark.parametrize("recipient", [kind for kind, ceiling in CEILINGS.items() if {"MED", "PRO"} & set(ceiling)])
def test_the_proposed_name_does_not_tell_an_office_of_health_or_protection(recipient: str) -> None:
    assert file_name("Z-7K3F-92", recipient, "3F9A11", 1, "pdf") == "Z-7K3F-92_record-3f9a_v1.pdf"


def test_what_a_write_that_was_cut_off_left_is_removed_after_a_minute(tmp_path: Path) -> None:
    now = dt.datetime(2026, 5, 18, 9, tzinfo=dt.UTC)
    ages = {".intake-ab_12xyz": 61, ".intake-ab_12xy2": 59, ".intake-notes.txt": 999, "intake-ab_12xyz": 999}
    for name, seconds in ages.items():
        (tmp_path / name).write_text("plain")
        os.utime(tmp_path / name, (now.timestamp() - seconds,) * 2)
    (tmp_path / ".intake-folder_x").mkdir()
    clear_leftovers(tmp_path, now)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*list(ages)[1:], ".intake-folder_x"])


def test_only_the_last_folder_of_a_path_is_made(tmp_path: Path) -> None:
    make_folder(tmp_path / "out")
    assert os.name == "nt" or stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    with pytest.raises(OutputError):
        make_folder(tmp_path / "none" / "out")
    assert not (tmp_path / "none").exists()
