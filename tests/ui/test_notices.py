"""Notices at the edge of the screen."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from textual.app import App
from textual.message import Message
from textual.notifications import Notify

from intake.settings import Settings
from intake.ui.app import IntakeApp
from intake.ui.notices import LEAST_S, Notice
from intake.ui.opening import load_parts
from tests.ui.program import Clock


def test_a_notice_whose_time_ran_out_while_it_was_drawn_has_time_left_and_is_over() -> None:
    late = Notice("saved", timeout=4, raised_at=time.time() - 9)
    assert late.time_left == LEAST_S
    assert late.has_expired


def test_a_notice_lasts_as_long_as_it_was_given() -> None:
    fresh = Notice("saved", timeout=1000)
    assert 900 < fresh.time_left <= 1000
    assert not fresh.has_expired


async def test_what_the_program_tells_is_such_a_notice(tmp_path: Path) -> None:
    heard: list[Message] = []
    app: App[int] = IntakeApp(Settings(store=tmp_path / "store"), Clock(), load_parts)
    async with asyncio.timeout(20), app.run_test(message_hook=heard.append) as pilot:
        app.notify("saved", timeout=7, severity="warning")
        app.notify("saved again")
        await pilot.pause()
    told = [message.notification for message in heard if isinstance(message, Notify)]
    assert [(type(each), each.timeout, each.severity) for each in told] == [
        (Notice, 7, "warning"),
        (Notice, App.NOTIFICATION_TIMEOUT, "information"),
    ]
