"""A case is open in one place: who had it before is told, loses no answer, and goes to the desk."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from intake.interview.answers import AnswerGiven
from intake.store.kept.answers import Place
from intake.store.kept.cases import Hold, Status
from intake.store.programs import RunningProgram
from intake.store.store import Store
from intake.ui.holding import TakenOver
from tests.ui.cases import DIMA, PERSON, TALK, stored
from tests.ui.pages import DialogPage, NextStepsPage, at_the_desk, interview, talking
from tests.ui.program import AMIRA, AT, BORIS, Program, open_as, unlock

OWN = "You have this interview open in another program now."
NOBODY = "Nobody has this interview open now: it was put back or closed elsewhere."
THEIRS = "{name} has this interview now."


@pytest.fixture
def at_names(tmp_path: Path) -> Path:
    stored(tmp_path, TALK, at="family_name")
    return tmp_path


def taken_by(folder: Path, name: str) -> Store:
    """The store of a colleague who took the only case over."""
    store = open_as(folder / "desk", name)
    (line,) = store.lists.list_cases()
    store.holds.take(line.id, store.staff.id, AT + dt.timedelta(hours=1), over=True)
    return store


async def to_the_desk(program: Program) -> None:
    await DialogPage(program).pick(program.say("To the desk"))
    assert program.screen == "DeskScreen"


async def test_who_had_a_case_is_told_who_has_it_now_and_the_answer_is_kept(at_names: Path) -> None:
    async with talking(at_names) as talk:
        store = taken_by(at_names, BORIS)
        await talk.answer("family_name", "Mansour")
        assert talk.program.screen == "Dialog"
        assert talk.program.say(THEIRS, name=BORIS) in await talk.program.seen()
        await to_the_desk(talk.program)
        (line,) = store.lists.list_cases()
        assert store.load_case(line.id).answers["family_name"].value == "Mansour"
        assert store.holds.of_case(line.id).holder == store.staff.id
        store.close()


async def test_an_answer_is_kept_though_half_typed_text_had_found_out_before(at_names: Path) -> None:
    async with talking(at_names) as talk:
        store = taken_by(at_names, BORIS)
        await talk.program.work.keep_half_typed(Place("family_name"), "Mans")
        await talk.answer("family_name", "Mansour")
        assert talk.program.say(THEIRS, name=BORIS) in await talk.program.seen()
        (line,) = store.lists.list_cases()
        assert store.load_case(line.id).answers["family_name"].value == "Mansour"
        store.close()


async def test_going_back_in_the_dialog_leads_to_the_desk_as_well(at_names: Path) -> None:
    async with talking(at_names) as talk:
        taken_by(at_names, BORIS).close()
        await talk.answer("family_name", "Mansour")
        await talk.program.do("go-back")
        assert talk.program.screen == "DeskScreen"


async def test_nothing_more_is_written_after_the_case_was_taken_over(at_names: Path) -> None:
    async with talking(at_names) as talk:
        store = taken_by(at_names, BORIS)
        work = talk.program.work
        await talk.answer("family_name", "Mansour")
        (line,) = store.lists.list_cases()
        before = store.history(line.id)
        await talk.program.press_at_once("D", "i", "m", "a", "enter")
        with pytest.raises(TakenOver):
            await work.save(AnswerGiven("given_name", work.interview.answers["family_name"]))
        await work.keep_half_typed(Place("given_name"), "Dim")
        await work.settings.use_languages(("tr", "uk"))
        assert store.history(line.id) == before
        assert store.load_case(line.id).half_typed == ()
        assert store.load_case(line.id).header.settings.languages == ("en",)
        store.close()


async def test_a_case_that_nobody_has_any_more_is_left_too(at_names: Path) -> None:
    async with talking(at_names) as talk:
        store = open_as(at_names / "desk", BORIS)
        (line,) = store.lists.list_cases()
        store.set_status(line.id, Status.CLOSED, store.staff.id, AT + dt.timedelta(hours=1))
        await talk.answer("family_name", "Mansour")
        assert talk.program.say(NOBODY) in await talk.program.seen()
        await to_the_desk(talk.program)
        assert store.load_case(line.id).answers["family_name"].value == "Mansour"
        store.close()


async def test_a_decision_finds_out_as_well(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path) as talk:
        steps = await talk.next_steps()
        taken_by(tmp_path, BORIS).close()
        await decide_something(steps)
        assert talk.program.say(THEIRS, name=BORIS) in await talk.program.seen()
        await to_the_desk(talk.program)


async def decide_something(steps: NextStepsPage) -> None:
    await steps.add_line("Termin beim Sportverein", "die Person möchte es gern")


async def test_who_comes_back_after_the_lock_is_told_and_does_not_see_the_case(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("lock")
        taken_by(at_names, BORIS).close()
        await unlock(talk.program)
        assert talk.program.say(THEIRS, name=BORIS) in await talk.program.seen()
        await to_the_desk(talk.program)
        assert [type(screen).__name__ for screen in talk.program.app.screen_stack][1:] == ["DeskScreen"]
        await talk.program.do("lock")
        await unlock(talk.program)
        assert talk.program.screen == "DeskScreen"


async def test_an_answer_that_could_not_be_saved_before_is_kept_when_the_case_was_taken_over(at_names: Path) -> None:
    async with talking(at_names) as talk:
        event.listen(Engine, "begin", no_room)
        try:
            for number in range(100):
                await talk.program.press("ctrl+u")
                await talk.program.paste("Abu " * 24 + str(number))
                await talk.do("confirm")
                if talk.shown_question == "family_name":
                    break
                await talk.back()
            await talk.do("lock")
        finally:
            event.remove(Engine, "begin", no_room)
        event.listen(Engine, "begin", room)
        try:
            store = taken_by(at_names, BORIS)
            await unlock(talk.program)
            await to_the_desk(talk.program)
            (line,) = store.lists.list_cases()
            assert store.load_case(line.id).answers["family_name"].value == "Abu " * 24 + str(number)
            store.close()
        finally:
            event.remove(Engine, "begin", room)


def no_room(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA max_page_count = 1")


def room(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA max_page_count = 2000000")


async def test_a_lock_over_the_message_shows_it_again(at_names: Path) -> None:
    async with talking(at_names) as talk:
        taken_by(at_names, BORIS).close()
        await talk.answer("family_name", "Mansour")
        await talk.do("lock")
        await unlock(talk.program)
        assert talk.program.say(THEIRS, name=BORIS) in await talk.program.seen()
        await to_the_desk(talk.program)


# Two programs of one person


async def test_a_second_program_does_not_offer_a_talk_that_goes_on_in_the_first(at_names: Path) -> None:
    async with talking(at_names) as talk, at_the_desk(at_names) as second:
        assert second.program.screen == "DeskScreen"
        await talk.answer("family_name", "Mansour")
        assert talk.shown_question == "given_name"


async def test_a_talk_of_the_first_program_is_opened_in_the_second_only_after_asking(at_names: Path) -> None:
    async with talking(at_names) as talk, at_the_desk(at_names) as second:
        await second.choose("Z-")
        await second.dialog.pick(second.program.say("Leave it there"))
        await talk.answer("family_name", "Mansour")
        assert talk.shown_question == "given_name"
        await second.choose("Z-")
        await second.dialog.pick(second.program.say("Take the case over"))
        assert interview(second.program).is_shown
        await talk.answer("given_name", "Dima")
        assert talk.program.say(OWN) in await talk.program.seen()
        await to_the_desk(talk.program)
        assert (await interview(second.program).stored("given_name")).value == "Dima"
        assert await held(second.program) == Hold(second.program.desk.staff.id, second.program.desk.program)


async def held(program: Program) -> Hold:
    case = program.work.new.id
    return await program.desk.ask(lambda store: store.holds.of_case(case))


async def test_a_talk_that_is_only_locked_is_not_offered_to_the_second_program(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("lock")
        async with at_the_desk(at_names) as second:
            assert second.program.screen == "DeskScreen"
        await unlock(talk.program)
        assert talk.shown_question == "family_name"


async def test_a_talk_of_a_program_that_ended_is_offered(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
    async with at_the_desk(at_names) as second:
        assert second.program.say("An interview was interrupted") in await second.program.seen()


async def test_a_talk_of_a_program_that_was_killed_is_offered(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main")
    store = open_as(tmp_path / "desk", AMIRA)
    killed = RunningProgram(store.folder.programs)
    (line,) = store.lists.list_cases()
    store.holds.take(line.id, store.staff.id, AT, program=killed.enter())
    store.close()
    killed.leave()
    async with at_the_desk(tmp_path) as desk:
        await desk.dialog.pick(desk.program.say("Continue at the same question"))
        assert interview(desk.program).shown_question == "goal_main"


async def test_a_program_leaves_no_file_behind(at_names: Path) -> None:
    programs = at_names / "desk" / "programs"
    async with talking(at_names):
        assert len(list(programs.iterdir())) == 1
    assert list(programs.iterdir()) == []
