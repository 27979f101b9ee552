"""Who saw and changed what, on the screen: in words, for those who may read it, and itself noted."""

from __future__ import annotations

from pathlib import Path

from intake.store.kept.audit import Action
from tests.ui.cases import DIMA, stored
from tests.ui.pages import at_the_desk, talking
from tests.ui.program import AMIRA, BORIS, BROAD, Program


async def run_command(program: Program, name: str) -> None:
    """A command of the palette, by its name."""
    found = [each for each in program.app.get_system_commands(program.app.screen) if each.title == name]
    assert found
    found[0].callback()
    await program.settled()


async def test_who_saw_a_case_is_told_in_words_and_without_answers(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        say = talk.program.say
        await talk.do("review", "audit")
        assert talk.program.screen == "AuditScreen"
        seen = await talk.program.seen()
        looked = say("{name} looked at: {what}.", name=AMIRA, what=say("all answers (review)"))
        assert looked in seen
        assert "Dima" not in seen
        await talk.do("go-back")
        assert talk.program.screen == "ReviewScreen"
        await talk.do("audit")
        assert say("{name} looked at who did what.", name=AMIRA) in await talk.program.seen()


async def test_who_may_not_read_it_has_no_way_to_it(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with at_the_desk(tmp_path, name=BORIS) as desk:
        talk = await desk.open("Z-")
        await talk.do("review")
        await talk.program.press("w")
        assert talk.program.screen == "ReviewScreen"


async def test_what_was_done_today_is_told_at_the_desk_with_the_codes(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with at_the_desk(tmp_path, size=BROAD) as desk:
        say, program = desk.program.say, desk.program
        talk = await desk.open("Z-")
        code = talk.title.split()[0]
        await talk.do("desk")
        await run_command(program, say("Who did what today"))
        assert f"{code}  {say('{name} opened the interview.', name=AMIRA)}" in await program.seen()
        await program.do("go-back")
        assert program.screen == "DeskScreen"


async def test_the_closing_sheet_is_written_from_the_desk(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    (tmp_path / "out").mkdir()
    async with at_the_desk(tmp_path) as desk:
        await run_command(desk.program, desk.program.say("Daily closing sheet"))
        (file,) = (tmp_path / "out").glob("closing_zebera_*.pdf")
        assert file.read_bytes().startswith(b"%PDF")
        newest = await desk.program.desk.ask(lambda store: store.trail.entries(1))
        assert newest[0].action == Action.AUDIT_CLOSED
