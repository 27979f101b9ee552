"""Copying field by field: only what the office gets, one key a field, and nothing stays in the clipboard."""

from __future__ import annotations

import asyncio
import os
import stat
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest
from textual.app import App
from textual.widgets import OptionList

from intake.interview.values import Json
from intake.store.kept.audit import Action
from intake.ui.clipboard import BLANK, Clipboard, hindrance
from intake.ui.copy_room import fields_to_copy
from intake.ui.curtain import Curtain
from intake.ui.outbox import Outbox
from tests.ui.cases import DIMA, stored
from tests.ui.pages import HandoverPage, talking
from tests.ui.program import BROAD, LOW, USUAL, key_of

OFFICE = "zebera, Erstantrag und Beratung"
HOSTILE = "Man\x1b[31msour\n\u202etest"


@pytest.fixture
def at_goals(tmp_path: Path) -> Path:
    stored(tmp_path, DIMA, at="goal_main")
    return tmp_path


async def copying(page: HandoverPage) -> list[str]:
    """Opens the list for the office; its lines."""
    await page.grant(OFFICE)
    await page.go_to_line(OFFICE)
    await page.program.press(key_of("copy-fields"))
    assert page.program.screen == "CopyScreen"
    options = page.program.app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]


async def test_enter_copies_a_value_and_goes_on_to_the_next(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        lines = await copying(await talk.handover())
        names = next(index for index, line in enumerate(lines) if "Mansour" in line)
        await talk.program.press(*["down"] * names, "enter")
        assert talk.program.app.clipboard == "Mansour"
        assert talk.program.app.screen.query_one(OptionList).highlighted == names + 1
        await talk.program.press("enter")
        assert talk.program.app.clipboard == "Dima"


async def test_a_digit_copies_the_line_that_it_stands_at(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        lines = await copying(await talk.handover())
        names = next(index for index, line in enumerate(lines) if "Mansour" in line)
        assert lines[names].startswith(str(names + 1))
        await talk.program.press(str(names + 1))
        assert talk.program.app.clipboard == "Mansour"
        await talk.program.press("1")
        assert talk.program.app.clipboard == "Dima"


async def test_the_code_of_a_field_is_copied_by_a_key_of_its_own(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        lines = await copying(await talk.handover())
        country = next(index for index, line in enumerate(lines) if "SYR" in line)
        await talk.program.press(*["down"] * country, "c")
        assert talk.program.app.clipboard == "SYR"


async def test_what_the_office_may_not_see_cannot_be_copied(tmp_path: Path) -> None:
    data: Mapping[str, Json] = {**DIMA, "wg_opener": "no", "pregnancy": "yes"}
    stored(tmp_path, data, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        await copying(await talk.handover())
        outbox = Outbox(talk.program.desk, talk.program.work)
        office = next(each for each in outbox.offices() if each.name == OFFICE)
        assert office.view is not None
        keys = {field.key.partition(".")[0] for field in fields_to_copy(outbox, office.view)}
        assert "family_name" in keys
        assert not {"wg_opener", "pregnancy", "record", "consents", "not_asked", "open"} & keys


async def test_a_copied_text_holds_no_control_characters(tmp_path: Path) -> None:
    stored(tmp_path, {**DIMA, "family_name": HOSTILE}, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        lines = await copying(await talk.handover())
        names = next(index for index, line in enumerate(lines) if "sour" in line)
        await talk.program.press(str(names + 1))
        copied = talk.program.app.clipboard
        assert "sour" in copied
        assert copied.isprintable()


async def test_a_text_from_right_to_left_is_copied_in_logical_order(tmp_path: Path) -> None:
    name = "نور الجابري 12"
    stored(tmp_path, {**DIMA, "family_name": name}, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        lines = await copying(await talk.handover())
        names = next(index for index, line in enumerate(lines) if name in line)
        await talk.program.press(str(names + 1))
        assert talk.program.app.clipboard == name


async def test_without_a_consent_nothing_can_be_copied(at_goals: Path) -> None:
    async with talking(at_goals, size=USUAL) as talk:
        page = await talk.handover()
        await page.go_to_line("Agentur für Arbeit")
        await talk.program.press(key_of("copy-fields"))
        assert talk.program.screen == "HandoverScreen"
        assert talk.program.notice_kind == "problem"


async def test_what_was_copied_is_noted_by_its_question_and_never_by_its_answer(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        lines = await copying(await talk.handover())
        names = next(index for index, line in enumerate(lines) if "Mansour" in line)
        await talk.program.press(str(names + 1), "up", "1")
        await talk.program.settled()
        entries = await talk.program.desk.ask(lambda store: store.trail.entries(20))
        assert [each.subject for each in entries if each.action == Action.TEXT_COPIED.value] == ["family_name"]


async def test_the_lock_empties_the_clipboard(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        await copying(await talk.handover())
        await talk.program.press("enter")
        assert talk.program.app.clipboard
        await talk.program.press(key_of("lock"))
        assert not talk.program.app.clipboard.strip()
        assert not talk.program.app.lent.is_holding


async def test_the_end_empties_the_clipboard(at_goals: Path) -> None:
    async with talking(at_goals, size=BROAD) as talk:
        await copying(await talk.handover())
        await talk.program.press("enter")
        app = talk.program.app
    assert not app.clipboard.strip()


@pytest.mark.parametrize("size", [LOW, USUAL, BROAD])
async def test_any_keys_at_any_size_do_no_harm(size: tuple[int, int], at_goals: Path) -> None:
    async with talking(at_goals, size=size) as talk:
        lines = await copying(await talk.handover())
        await talk.program.press("0", "9", "x", "%", "end", "enter", "enter", "5", "home", "pagedown", "f2", "tab")
        assert talk.program.screen == "CopyScreen"
        await talk.program.press("escape")
        assert talk.program.screen == "HandoverScreen"
        assert lines


class Terminal(App[int]):
    """An app whose terminal is a list."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[str] = []
        self.is_emptied = asyncio.Event()

    def copy_to_clipboard(self, text: str) -> None:
        self.written.append(text)
        if not text:
            self.is_emptied.set()


async def test_after_its_time_a_blank_and_then_nothing_is_written_in_the_place_of_the_text() -> None:
    app = Terminal()
    async with app.run_test():
        clipboard = Clipboard(app, Curtain(), 0.01, {})
        clipboard.put("Mansour")
        await asyncio.wait_for(app.is_emptied.wait(), 30)
        assert app.written == ["Mansour", BLANK, ""]
        assert not clipboard.is_holding


async def test_what_was_never_filled_is_not_emptied() -> None:
    app = Terminal()
    async with app.run_test():
        Clipboard(app, Curtain(), 60, {}).clear()
        assert app.written == []


async def test_emptying_goes_through_the_curtain() -> None:
    app, curtain = Terminal(), Curtain()
    async with app.run_test():
        clipboard = Clipboard(app, curtain, 60, {})
        clipboard.put("Mansour")
        curtain.close()
        passed: list[str] = []
        app.copy_to_clipboard = lambda text: curtain.write(text, passed.append)  # type: ignore[method-assign]
        clipboard.clear()
        assert passed == [BLANK, ""]
        assert curtain.is_closed


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"TERM": "xterm-256color"}, "none"),
        ({"TMUX": "/tmp/tmux-0/default,1,0", "TERM": "screen"}, "list"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "refused"),
        ({"VTE_VERSION": "7600", "TERM": "xterm-256color"}, "refused"),
        ({"TERM": "linux"}, "console"),
    ],
)
def test_what_is_known_of_a_terminal_is_said(environment: Mapping[str, str], found: str) -> None:
    assert hindrance(environment) == found


FAKE_TMUX = """#!/bin/sh
echo "$@" >> "{log}"
case "$1" in
  list-buffers) printf '7 buffer0\\n5 buffer1\\n7 buffer2\\n' ;;
  show-buffer) [ "$3" = buffer0 ] && printf 'Mansour' || printf 'Fremder' ;;
esac
"""


@pytest.mark.skipif(os.name == "nt", reason="tmux is a program of Unix")
async def test_emptying_takes_our_own_copies_alone_out_of_the_list_of_tmux(tmp_path: Path) -> None:
    program, log = tmp_path / "tmux", tmp_path / "log"
    program.write_text(FAKE_TMUX.format(log=log), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    app = Terminal()
    async with app.run_test():
        clipboard = Clipboard(app, Curtain(), 60, {"TMUX": "x", "PATH": f"{tmp_path}:/bin:/usr/bin"})
        clipboard.put("Mansour")
        clipboard.clear()
        for thread in threading.enumerate():
            if thread.name == "clipboard":
                thread.join(30)
    asked = log.read_text(encoding="utf-8").splitlines()
    assert [line for line in asked if line.startswith("delete")] == ["delete-buffer -b buffer0"]
    assert "Mansour" not in "".join(asked)
