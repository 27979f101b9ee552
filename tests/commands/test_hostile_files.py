"""Hostile files through every command that reads one; a long run of the same is in tests/soak."""

from __future__ import annotations

from pathlib import Path

from tests.soak import hostile_files


def test_no_hostile_file_brings_a_command_down_or_an_answer_out(tmp_path: Path) -> None:
    assert hostile_files.run(40, 7, 120.0, tmp_path) == []
