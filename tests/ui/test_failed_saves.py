"""A save that fails stays on the screen until it is solved; nothing is lost, and nothing hangs behind it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from intake.interview.answers import State
from tests.ui.cases import DIMA, TALK, stored
from tests.ui.pages import InterviewPage, at_the_desk, interview, talking
from tests.ui.program import open_as, unlock

LONG = "Abu " * 24


class Disk:
    """How much room there is: enough, or not one page more than is used now."""

    is_full = False

    def limit(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {1 if self.is_full else 2_000_000}")


@pytest.fixture
def disk() -> Iterator[Disk]:
    disk = Disk()
    event.listen(Engine, "begin", disk.limit)
    yield disk
    event.remove(Engine, "begin", disk.limit)


@pytest.fixture
def at_names(tmp_path: Path) -> Path:
    stored(tmp_path, TALK, at="family_name", languages=("en", "tr"))
    return tmp_path


async def name_until_it_fails(talk: InterviewPage) -> str:
    """Type one family name after the other until one cannot be saved; gives that name."""
    for number in range(100):
        await talk.program.press("ctrl+u")
        name = f"{LONG}{number}"
        await talk.program.paste(name)
        await talk.do("confirm")
        if talk.shown_question == "family_name":
            return name
        await talk.back()
    raise AssertionError("the disk was never full")


async def test_a_failed_save_stays_on_the_screen_and_says_so(at_names: Path, disk: Disk) -> None:
    async with talking(at_names) as talk:
        disk.is_full = True
        name = await name_until_it_fails(talk)
        assert talk.program.notice_kind == "problem"
        assert talk.program.say("The disk is full.") in talk.notice
        assert talk.program.say("NOT SAVED") in talk.title
        assert talk.half_typed in ("", name)
        assert talk.answers["family_name"].value == name
        assert (await talk.stored("family_name")).value != name


async def test_the_same_key_again_saves_once_there_is_room(at_names: Path, disk: Disk) -> None:
    async with talking(at_names) as talk:
        disk.is_full = True
        name = await name_until_it_fails(talk)
        await talk.do("confirm")
        assert talk.shown_question == "family_name"
        disk.is_full = False
        await talk.do("confirm")
        assert talk.shown_question == "given_name"
        assert (await talk.stored("family_name")).value == name
        assert talk.program.say("NOT SAVED") not in talk.title
        assert talk.notice == ""


async def test_typing_on_after_a_failed_save_hangs_nothing_and_loses_nothing(
    at_names: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.ui.screens.journal.DELAY_S", 0.001)
    async with talking(at_names) as talk:
        disk.is_full = True
        await name_until_it_fails(talk)
        await talk.program.type("!")
        await talk.back()
        await talk.do("switch-language", "switch-run", "switch-run")
        await talk.go_to("family_name")
        disk.is_full = False
        await talk.do("confirm")
        assert talk.shown_question == "given_name"
        assert str((await talk.stored("family_name")).value).endswith("!")
        assert talk.program.say("NOT SAVED") not in talk.title


async def test_an_answer_elsewhere_writes_the_failed_one_first(at_names: Path, disk: Disk) -> None:
    async with talking(at_names) as talk:
        disk.is_full = True
        name = await name_until_it_fails(talk)
        await talk.go_to("gender")
        disk.is_full = False
        await talk.answer("gender", "f")
        case = await talk.stored_case()
        assert (case.answers["family_name"].value, case.answers["gender"].value) == (name, "f")


async def test_half_typed_text_that_cannot_be_kept_does_not_end_the_program(
    at_names: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.ui.screens.journal.DELAY_S", 0.001)
    async with talking(at_names) as talk:
        disk.is_full = True
        for _ in range(10):
            await talk.program.paste(LONG * 20)
        assert talk.program.say("The disk is full.") in talk.notice
        typed = talk.half_typed
        await talk.back()
        await talk.go_to("family_name")
        assert talk.half_typed == typed
        disk.is_full = False
        await talk.program.press("ctrl+u")
        await talk.answer("family_name", "Mansour")
        assert (await talk.stored("family_name")).value == "Mansour"
        assert (await talk.stored_case()).half_typed == ()


async def test_a_lock_after_a_failed_save_keeps_the_answer_and_saves_it_later(at_names: Path, disk: Disk) -> None:
    async with talking(at_names) as talk:
        disk.is_full = True
        name = await name_until_it_fails(talk)
        await talk.do("lock")
        disk.is_full = False
        await unlock(talk.program)
        assert talk.program.say("NOT SAVED") in talk.title
        await talk.go_to("gender")
        await talk.answer("gender", "f")
        assert (await talk.stored("family_name")).value == name
        assert talk.program.say("NOT SAVED") not in talk.title


async def test_going_to_the_desk_with_a_failed_save_tries_again_and_asks(at_names: Path, disk: Disk) -> None:
    async with talking(at_names) as talk:
        disk.is_full = True
        name = await name_until_it_fails(talk)
        await talk.do("desk")
        assert talk.program.say("The disk is full.") in await talk.program.seen()
        await talk.dialog.pick(talk.program.say("Stay in the case"))
        disk.is_full = False
        await talk.do("desk")
        assert talk.program.screen == "DeskScreen"
    store = open_as(at_names / "desk")
    (line,) = store.list_cases()
    assert store.load_case(line.id).answers["family_name"].value == name
    assert line.holder is None
    store.close()


async def test_a_yes_that_cannot_be_written_keeps_all_answers_until_it_can(tmp_path: Path, disk: Disk) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        for _ in range(14):
            await talk.do("note")
            await talk.program.paste("Rückfrage " * 30)
            await talk.do("confirm", "unknown")
        given = talk.answers
        await talk.go_to("privacy_info_given")
        disk.is_full = True
        await talk.answer("privacy_info_given", "yes")
        assert talk.shown_question == "privacy_info_given"
        assert desk.program.say("NOT SAVED") in talk.title
        assert await desk.cases() == []
        disk.is_full = False
        await talk.do("confirm")
        (case,) = await desk.cases()
        assert case.answers["privacy_info_given"].value == "yes"
        assert {id_: case.answers[id_] for id_ in given if id_ != "privacy_info_given"} == {
            id_: given[id_] for id_ in given if id_ != "privacy_info_given"
        }


async def test_a_decision_that_cannot_be_written_is_said_and_made_again(tmp_path: Path, disk: Disk) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path) as talk:
        steps = await talk.next_steps()
        disk.is_full = True
        for _ in range(40):
            await steps.do("accept")
            if talk.program.notice_kind == "problem":
                break
        assert talk.program.say("The disk is full.") in talk.notice
        disk.is_full = False
        await steps.add_line("Termin beim Sportverein", "wünscht sich Kontakt im Viertel")
        assert "Termin beim Sportverein" in [found.text for found in await steps.decisions()]


async def test_a_case_cannot_be_opened_on_a_full_disk_and_the_desk_says_why(tmp_path: Path, disk: Disk) -> None:
    stored(tmp_path, TALK, at="family_name")
    async with at_the_desk(tmp_path) as desk:
        disk.is_full = True
        for _ in range(40):
            await desk.choose("Z-")
            if desk.program.screen == "DeskScreen":
                break
            await interview(desk.program).desk()
            if desk.program.screen != "DeskScreen":
                break
        assert any(desk.program.say("The disk is full.") in text for text in desk.program.app.told)
        disk.is_full = False
        if desk.program.screen == "DeskScreen":
            await desk.choose("Z-")
        assert interview(desk.program).answers["privacy_info_given"].state is State.ANSWERED
