"""Too many wrong passphrases: the wait is counted down, the terminal stays usable, and the owner hears of it."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from intake.ui.screens.unlock import UnlockScreen
from tests.ui.program import AMIRA, AT, BORIS, PASSPHRASE, Program, locked, unlock

WRONG = "falsch falsch falsch"


async def again(program: Program, passphrase: str, name: str = "") -> None:
    """Type another passphrase, or name and passphrase, after a complaint."""
    screen = program.app.screen
    assert isinstance(screen, UnlockScreen)
    if name:
        field = screen.query_one("#name", Input)
        field.focus()
        field.clear()
        await program.paste(name)
        await program.do("confirm")
    await program.paste(passphrase)
    await program.do("confirm")


async def four_wrong(program: Program) -> UnlockScreen:
    await unlock(program, AMIRA, WRONG)
    for _ in range(3):
        await again(program, WRONG)
    screen = program.app.screen
    assert isinstance(screen, UnlockScreen)
    return screen


async def test_the_wait_is_told_and_counted_down(tmp_path: Path) -> None:
    async with locked(tmp_path) as program:
        screen = await four_wrong(program)
        assert "2 s" in await program.seen()
        assert program.notice_kind == "problem"
        screen.second_passed()
        assert "1 s" in await program.seen()
        screen.second_passed()
        assert program.say("You can try again now.") in await program.seen()


async def test_somebody_else_can_log_in_meanwhile(tmp_path: Path) -> None:
    async with locked(tmp_path) as program:
        await four_wrong(program)
        await again(program, PASSPHRASE, BORIS)
        assert program.screen == "DeskScreen"


async def test_the_owner_is_told_how_many_there_were_and_when(tmp_path: Path) -> None:
    async with locked(tmp_path) as program:
        await unlock(program, AMIRA, WRONG)
        await again(program, WRONG)
        program.clock.pass_by(days=3)
        await again(program, PASSPHRASE)
        assert program.screen == "DeskScreen"
        local = AT.astimezone()
        told = "\n".join(program.app.told)
        assert program.app.say("If that was not you, tell whoever looks after the keys.") in told
        assert f"{local:%d.%m.%Y}" in told
        assert "2 " in told


async def test_nobody_is_told_of_nothing(tmp_path: Path) -> None:
    async with locked(tmp_path) as program:
        await unlock(program)
        assert program.screen == "DeskScreen"
        told = "\n".join(program.app.told)
        assert program.app.say("If that was not you, tell whoever looks after the keys.") not in told
