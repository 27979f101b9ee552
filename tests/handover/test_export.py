from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from intake.errors import OutputError
from intake.handover.export import file_name, write_record


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


@pytest.mark.parametrize(
    ("case", "expected"),
    [("K-2026-0417", "K-2026-0417_jc_v2.pdf"), ("../../etc/x", "etc-x_jc_v2.pdf"), ("K 1/2", "K-1-2_jc_v2.pdf")],
)
def test_the_proposed_name_holds_codes_only(case: str, expected: str) -> None:
    assert file_name(case, "jc", 2, "pdf") == expected
