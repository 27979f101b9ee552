"""Where the clock of the computer was put back, or is far ahead, the desk says so."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from intake.ui.clock_note import clock_note
from tests.ui.cases import TALK, stored
from tests.ui.pages import at_the_desk
from tests.ui.program import AT, Clock

TITLE, AHEAD = "The clock of this computer was put back.", "The clock of this computer may be wrong."


async def test_the_desk_says_that_the_clock_was_put_back(tmp_path: Path) -> None:
    stored(tmp_path, TALK)
    async with at_the_desk(tmp_path, clock=Clock(AT - dt.timedelta(days=2))) as desk:
        await desk.program.settled()
        assert any(desk.program.say(TITLE) in text for text in desk.program.app.told)


async def test_the_desk_says_that_the_clock_is_far_ahead(tmp_path: Path) -> None:
    stored(tmp_path, TALK)
    async with at_the_desk(tmp_path, clock=Clock(AT + dt.timedelta(days=400))) as desk:
        await desk.program.settled()
        assert any(desk.program.say(AHEAD) in text for text in desk.program.app.told)


async def test_a_clock_that_goes_right_is_not_mentioned(tmp_path: Path) -> None:
    stored(tmp_path, TALK)
    async with at_the_desk(tmp_path) as desk:
        await desk.program.settled()
        for title in (TITLE, AHEAD):
            assert not any(desk.program.say(title) in text for text in desk.program.app.told)


def test_both_times_are_told() -> None:
    assert clock_note(None, AT, "de") is None
    note = clock_note(AT, AT - dt.timedelta(days=2), "de")
    assert note is not None
    assert "2026" in str(note)
    assert note.params["newest"] != note.params["now"]
