"""A login by a command tells of wrong tries, as the screen does: otherwise it would take the news away."""

from __future__ import annotations

from pathlib import Path

from tests.commands.running import Run
from tests.commands.stored import LOGIN, NAME, noor, stored


def test_a_command_tells_of_wrong_tries_since_the_last_login_once(run: Run, tmp_path: Path) -> None:
    desk = stored(tmp_path / "desk", noor())
    verify = ("audit", "verify", "--language", "en", "--store", desk.folder)
    assert run(*verify, typed=f"{NAME}\nfalsch geraten\n").code == 5
    told = run(*verify, typed=LOGIN)
    assert told.code == 0
    assert "under your name since your last login: 1." in told.err
    assert "If that was not you" in told.err
    assert run(*verify, typed=LOGIN).err == ""
