"""A program is known to run as long as it runs, and not a moment longer, however it ends."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.store.programs import RunningProgram, is_running

OTHER = """
import sys
from pathlib import Path
from intake.store.programs import RunningProgram
print(RunningProgram(Path(sys.argv[1])).enter(), flush=True)
sys.stdin.read()
"""


@contextmanager
def other_program(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A process of its own that has entered, and waits for the end of its input."""
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stdin.close()


def test_a_program_runs_from_entering_to_leaving(tmp_path: Path) -> None:
    program = RunningProgram(tmp_path / "programs")
    id_ = program.enter()
    assert is_running(tmp_path / "programs", id_)
    assert program.enter() == id_ == program.id
    program.leave()
    assert not is_running(tmp_path / "programs", id_)
    assert list((tmp_path / "programs").iterdir()) == []
    program.leave()
    assert program.enter() not in ("", id_)
    program.leave()


def test_another_process_is_seen_until_it_is_killed(tmp_path: Path) -> None:
    with other_program(tmp_path) as (id_, process):
        assert is_running(tmp_path, id_)
        assert is_running(tmp_path, id_)
        if os.name != "nt":
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert (tmp_path / id_).exists()
            assert not is_running(tmp_path, id_)


def test_what_a_killed_program_left_goes_with_the_next_one_and_who_runs_stays(tmp_path: Path) -> None:
    (tmp_path / ("ab" * 16)).touch()
    (tmp_path / "something else").touch()
    first, second = RunningProgram(tmp_path), RunningProgram(tmp_path)
    ids = {first.enter(), second.enter()}
    assert {path.name for path in tmp_path.iterdir()} == {*ids, "something else"}
    assert all(is_running(tmp_path, id_) for id_ in ids)
    first.leave()
    second.leave()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_the_files_are_for_their_owner_only_and_empty(tmp_path: Path) -> None:
    program = RunningProgram(tmp_path / "programs")
    file = tmp_path / "programs" / program.enter()
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_bytes() == b""
    program.leave()


@pytest.mark.parametrize("id_", [None, "", "..", "../cases.db", "ab" * 16, "AB" * 16])
def test_nobody_runs_under_a_name_that_is_not_known(tmp_path: Path, id_: str | None) -> None:
    assert not is_running(tmp_path, id_)
    assert not is_running(tmp_path / "nowhere", id_)


def test_a_folder_that_cannot_be_made_leaves_the_program_unknown(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    program = RunningProgram(tmp_path / "file" / "programs")
    assert program.enter() == ""
    program.leave()


def test_a_file_that_is_swept_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = os.open
    swept: list[Path] = []

    def swept_once(path: Path, flags: int, mode: int = 0o777) -> int:
        descriptor = really_open(path, flags, mode)
        if not swept and flags & os.O_CREAT:
            swept.append(path)
            path.unlink()
        return descriptor

    monkeypatch.setattr(os, "open", swept_once)
    program = RunningProgram(tmp_path)
    id_ = program.enter()
    assert [path.name for path in tmp_path.iterdir()] == [id_] != [swept[0].name]
    assert is_running(tmp_path, id_)
    program.leave()
