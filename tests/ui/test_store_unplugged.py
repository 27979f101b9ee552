"""A store on a stick that was pulled out: the lock stays a lock, and nothing is made in the place of the store."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from intake.ui.widgets.lines import Notice
from tests.ui.cases import TALK, stored
from tests.ui.pages import talking
from tests.ui.program import AMIRA, PASSPHRASE, USUAL, Program, new_store, starting, unlock
from tests.unseen import BROKEN, NOT_ALLOWED, unseen

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows moves no file that is open")


async def is_whole(program: Program) -> bool:
    """Whether all lines of the notice come on the screen, within a second."""
    notice, window = program.app.screen.query_one(Notice), program.app.size
    for _ in range(50):
        await program.drawn()
        if notice.content_size.height == notice.get_content_height(window, window, notice.content_size.width):
            return True
        await program.pilot.pause(1 / 50)
    return False


async def test_a_lock_without_the_store_waits_for_it_and_writes_what_waited_once_it_is_back(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="family_name")
    folder, away = tmp_path / "desk", tmp_path / "away"
    async with talking(tmp_path, size=USUAL) as talk:
        folder.rename(away)
        await talk.answer("family_name", "Mansour")
        assert "noch einmal versuchen" in talk.notice
        assert await is_whole(talk.program)
        await talk.do("lock")
        await talk.program.app.locking.closed()
        assert not talk.program.app.screen.query("#again")
        await unlock(talk.program)
        assert (talk.program.screen, talk.program.notice_kind) == ("UnlockScreen", "problem")
        assert "noch einmal versuchen" in talk.notice
        assert await is_whole(talk.program)
        assert not folder.exists()
        away.rename(folder)
        await unlock(talk.program)
        assert (await talk.stored("family_name")).value == "Mansour"


@pytest.mark.parametrize("code", [NOT_ALLOWED, BROKEN])
async def test_a_folder_that_cannot_be_looked_at_is_not_set_up_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    unseen(monkeypatch, tmp_path / "desk", code)
    async with starting(tmp_path) as program:
        assert not program.app.screen.query("#again")
        await unlock(program)
        assert (program.screen, program.notice_kind) == ("UnlockScreen", "problem")
        assert ("geschützt" if code == NOT_ALLOWED else "abgezogen") in program.notice


async def test_a_set_up_names_its_folder_and_leaves_a_store_alone_that_was_plugged_in_meanwhile(tmp_path: Path) -> None:
    async with starting(tmp_path) as program:
        seen = await program.seen()
        assert str(tmp_path / "desk") in seen.replace("\n", "")
        assert program.app.screen.query_one("#unplugged").region.height > 0
        new_store(tmp_path)
        for text in (AMIRA, PASSPHRASE, PASSPHRASE):
            await program.paste(text)
            await program.do("confirm")
        assert not program.app.screen.query("#again")
        await unlock(program)
        assert program.screen == "DeskScreen"
