"""The desk: find, open, begin; what is due; first start."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from intake.store.opening import create_store
from tests.ui.cases import DIMA, PERSON, TALK, stored
from tests.ui.pages import at_the_desk
from tests.ui.program import AMIRA, CHEAP, PASSPHRASE, Clock, new_store, open_as, starting, unlock


@pytest.fixture
def two_cases(tmp_path: Path) -> Path:
    stored(tmp_path, {**TALK, "family_name": "Mansour", "given_name": "Dima"}, at="birth_date")
    stored(tmp_path, {**TALK, "family_name": "Kovalenko", "given_name": "Олена"}, at="birth_date")
    return tmp_path


async def test_the_desk_shows_its_site_who_works_here_and_the_cases(two_cases: Path) -> None:
    async with at_the_desk(two_cases) as desk:
        assert "zebera" in desk.title
        assert AMIRA in desk.title
        assert any("Mansour, Dima" in line for line in desk.lines)
        assert any("Kovalenko, Олена" in line for line in desk.lines)
        assert desk.lines[0].endswith(desk.program.say("New case"))


async def test_typing_a_name_finds_the_case_and_enter_opens_it(two_cases: Path) -> None:
    async with at_the_desk(two_cases) as desk:
        (line,) = await desk.search("kova")
        assert "Kovalenko" in line
        await desk.do("confirm")
        assert desk.program.work.interview.answers["family_name"].value == "Kovalenko"


async def test_typing_a_code_finds_the_case(two_cases: Path) -> None:
    async with at_the_desk(two_cases) as desk:
        code = desk.lines[1].split()[0]
        found = await desk.search(code.casefold().replace("-", ""))
        assert [line.split()[0] for line in found] == [code]


async def test_a_search_without_a_hit_says_so_and_enter_begins_a_new_case(two_cases: Path) -> None:
    async with at_the_desk(two_cases) as desk:
        assert await desk.search("Xyz") == []
        assert desk.notice == desk.program.say("No case fits. Check the spelling, or begin a new case.")
        await desk.do("confirm")
        assert desk.program.screen == "InterviewScreen"
        assert not desk.program.work.is_stored


async def test_a_plus_begins_a_case_and_is_not_left_in_the_search(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        assert talk.shown_question == "interview_mode"
        await talk.do("go-back")
        assert desk.program.screen == "DeskScreen"
        assert desk.lines == [desk.lines[0]]
        assert await desk.search("") == []


async def test_arrows_move_in_the_list_while_the_search_keeps_the_focus(two_cases: Path) -> None:
    async with at_the_desk(two_cases) as desk:
        await desk.program.press("down", "down")
        second = desk.lines[2].split()[0]
        await desk.do("confirm")
        assert desk.program.work.code == second


async def test_dates_due_are_shown_by_day_and_lead_to_their_case(tmp_path: Path) -> None:
    clock = Clock()
    async with at_the_desk(tmp_path, clock=clock) as desk:
        talk = await desk.begin_case()
        await talk.answer_all(TALK)
        await talk.go_to("status_valid_until")
        await talk.answer("status_valid_until", "20.5.2026")
        code = desk.program.work.code
        await talk.desk()
        (line,) = desk.due
        assert "20.05.2026" in line
        assert code in line
        assert "Aufenthaltspapier läuft ab" in line
        assert line.startswith(desk.program.say("this week"))
        clock.pass_by(days=1)
        await desk.search("")
        await desk.program.type("x")
        assert desk.due[0].startswith(desk.program.say("tomorrow"))
        clock.pass_by(days=1)
        await desk.program.type("x")
        assert desk.due[0].startswith(desk.program.say("today"))
        clock.pass_by(days=2)
        await desk.program.type("x")
        assert desk.due[0].startswith(desk.program.say("overdue"))


async def test_nothing_due_is_said(two_cases: Path) -> None:
    async with at_the_desk(two_cases) as desk:
        assert desk.due == [desk.program.say("Nothing is due.")]


async def test_a_case_is_opened_where_it_was_left_and_what_holds_for_one_talk_is_open_again(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.open("Mansour")
        assert talk.shown_question == "goal_main"
        left = desk.program.work.interview.required_left
        assert {"interview_mode", "interpreter_type", "privacy", "understanding_ok"} <= set(left)
        assert "preferred_language" not in left


async def test_the_list_shows_a_case_again_as_it_was_left(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="family_name")
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.open("Mansour")
        await desk.program.press("ctrl+u")
        await talk.answer("family_name", "Al Mansour")
        await talk.desk()
        assert any("Al Mansour, Dima" in line for line in desk.lines)


async def test_help_at_the_desk_shows_its_keys(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        await desk.do("help")
        seen = await desk.program.seen()
        for text in ("A new entry, or a new case at the desk.", "Who works here, their roles and keys."):
            assert desk.program.say(text) in seen


# First start and unlocking


async def test_the_first_start_sets_up_a_store_and_shows_the_recovery_key_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.store.opening.create_store", partial(create_store, kdf=CHEAP))
    async with starting(tmp_path, size=(60, 15)) as program:
        assert program.screen == "UnlockScreen"
        assert program.say("There is no store here yet. A new one is made in this folder:") in await program.seen()
        assert program.app.screen.query_one("#unlock").scroll_y > 0
        await program.press("pageup")
        assert program.app.screen.query_one("#unlock").scroll_y == 0
        for text in (AMIRA, PASSPHRASE, PASSPHRASE):
            await program.paste(text)
            await program.do("confirm")
        assert program.screen == "RecoveryScreen"
        key = str(program.app.screen.query_one("#recovery-key").render())
        place = program.app.screen.query_one("#unlock")
        assert place.scroll_y == 0
        await program.press("pagedown")
        assert place.scroll_y == place.max_scroll_y > 0
        await program.press("up")
        assert place.scroll_y == place.max_scroll_y - 1
        await program.paste("falsch")
        await program.do("confirm")
        assert program.screen == "RecoveryScreen"
        assert place.scroll_y == 0
        await program.paste(key.split("-")[0].casefold())
        await program.do("confirm")
        assert program.screen == "DeskScreen"
    store = open_as(tmp_path / "desk")
    assert [staff.name for staff in store.people.staff()] == [AMIRA]
    store.close()


async def test_in_a_low_window_the_first_line_of_a_recovery_stands_below_its_name(tmp_path: Path) -> None:
    new_store(tmp_path)
    async with starting(tmp_path, size=(60, 15)) as program:
        await program.do("recover")
        place = program.app.screen.query_one("#unlock")
        assert program.app.screen.query_one("#key").has_focus
        assert place.scroll_y == 0
        await program.press("pagedown")
        assert place.scroll_y > 0


@pytest.mark.parametrize(
    ("name", "first", "second"), [(AMIRA, PASSPHRASE, "vier andere Wörter hier"), (AMIRA, "kurz", "kurz")]
)
async def test_a_set_up_that_cannot_be_used_sets_nothing_up(tmp_path: Path, name: str, first: str, second: str) -> None:
    async with starting(tmp_path) as program:
        for text in (name, first, second):
            await program.paste(text)
            await program.do("confirm")
        assert program.screen == "UnlockScreen"
        assert program.notice_kind == "problem"
        assert not (tmp_path / "desk").exists()
        await program.paste(PASSPHRASE)
        assert program.app.screen.query_one("#passphrase").has_focus


async def test_a_fast_typist_writes_name_and_passphrase_into_their_own_lines(tmp_path: Path) -> None:
    new_store(tmp_path)
    async with starting(tmp_path) as program:
        await program.press_at_once(
            *AMIRA, "enter", *["space" if each == " " else each for each in PASSPHRASE], "enter"
        )
        assert program.screen == "DeskScreen"


async def test_nothing_about_any_case_stands_on_the_first_screen(two_cases: Path) -> None:
    async with starting(two_cases) as program:
        seen = await program.seen()
        assert "Mansour" not in seen
        assert "Z-" not in seen
        assert AMIRA not in seen
        await unlock(program)
        assert "Mansour" in await program.seen()
