"""Started without a terminal the program says so: it would wait for keys for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import run_apart


@pytest.mark.parametrize("command", [("--store",), ("demo",)])
def test_without_a_terminal_the_program_says_that_it_needs_one(command: tuple[str, ...], tmp_path: Path) -> None:
    typed = (*command, tmp_path / "store") if command == ("--store",) else command
    done = run_apart(*typed, INTAKE_LANGUAGE="de", HOME=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.decode().startswith("Das Programm braucht ein Terminal.")
    assert b"\x1b" not in done.stdout + done.stderr
    assert not (tmp_path / "store").exists()
