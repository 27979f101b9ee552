from __future__ import annotations

import os
import signal
import stat
import sys
import time
from pathlib import Path

import pytest

from tests.commands.running import ROOT
from tests.pty.terminal import PATIENCE_S, Terminal


def demonstration(folder: Path) -> Terminal:
    """`intake demo` in English, with a folder of its own for what is thrown away."""
    (folder / "thrown").mkdir()
    environment = {
        "HOME": str(folder / "home"),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(folder / "thrown"),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
    }
    command = [sys.executable, "-m", "intake", "demo", "--language", "en"]
    terminal = Terminal(command, environment, folder, cols=100, rows=30)
    terminal.wait_for("An interview was interrupted")
    return terminal


def thrown(folder: Path) -> list[Path]:
    return list((folder / "thrown").iterdir())


def assert_gone(folder: Path) -> None:
    """The folder is removed by a process of its own, a moment after the program."""
    end = time.monotonic() + PATIENCE_S
    while thrown(folder) and time.monotonic() < end:
        os.sched_yield()
    assert thrown(folder) == []


def test_the_demonstration_leaves_nothing_behind(tmp_path: Path) -> None:
    with demonstration(tmp_path) as terminal:
        assert [stat.S_IMODE(each.stat().st_mode) for each in thrown(tmp_path)] == [0o700]
        terminal.press("2")
        terminal.wait_for(lambda: not terminal.shows("An interview was interrupted"))
        assert terminal.shows("Rahimi, Nawid")
        assert "Demonstration · " in terminal.lines[0]
        terminal.press("<c-q>")
        terminal.wait_for("Leave the program")
        terminal.press("1")
        assert terminal.wait_for_end() == 0
        assert terminal.traceback() == ""
    assert thrown(tmp_path) == []
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_the_demonstration_leaves_nothing_behind_when_it_is_told_to_end(how: signal.Signals, tmp_path: Path) -> None:
    with demonstration(tmp_path) as terminal:
        terminal.kill(how)
        assert terminal.traceback() == ""
        assert terminal.is_clean or how is signal.SIGKILL
    assert_gone(tmp_path)


def test_the_demonstration_leaves_nothing_behind_when_its_window_is_closed(tmp_path: Path) -> None:
    with demonstration(tmp_path) as terminal:
        terminal.hang_up()
    assert_gone(tmp_path)
