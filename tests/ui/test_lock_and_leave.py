"""Locking hides everything and loses nothing; leaving says what it would do first."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from pathlib import Path

import pytest
from textual.widgets import Input

from intake.interview.answers import State
from intake.store.failures import StoreClosed
from intake.store.kept.saving import Saved, Saving
from intake.ui.case_storage import CaseStorage
from intake.ui.idle import Idle
from intake.ui.leaving import BEHIND_THE_LOCK
from intake.ui.waiting import Loss
from intake.ui.widgets.covered import CoveredField
from tests.ui.cases import DIMA, PERSON, TALK, stored
from tests.ui.pages import DeskPage, DialogPage, at_the_desk, interview, talking
from tests.ui.program import AMIRA, BORIS, PASSPHRASE, USUAL, Clock, key_of, locked, open_as, typed, unlock


@pytest.fixture
def at_names(tmp_path: Path) -> Path:
    stored(tmp_path, TALK, at="family_name")
    return tmp_path


# Lock


async def test_a_locked_desk_shows_nothing_of_the_case(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        code = talk.title.split()[0]
        key = talk.program.desk.opened.store._key
        await talk.do("lock")
        assert talk.program.screen == "UnlockScreen"
        assert talk.program.app.desk is None
        seen = await talk.program.seen()
        assert "Mansour" not in seen
        assert code not in seen
        assert [type(screen).__name__ for screen in talk.program.app.screen_stack][1:] == ["UnlockScreen"]
        with pytest.raises(StoreClosed):
            assert not key.raw


async def test_unlocking_returns_to_the_same_question_with_half_typed_text(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.program.type("Dim")
        await talk.do("lock")
        await unlock(talk.program)
        assert (talk.shown_question, talk.half_typed) == ("given_name", "Dim")
        await talk.program.type("a")
        await talk.do("confirm")
        assert (await talk.stored("given_name")).value == "Dima"


async def test_unlocking_returns_to_a_question_one_had_gone_back_to(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.answer("given_name", "Dima")
        await talk.back()
        await talk.back()
        await talk.do("lock")
        await unlock(talk.program)
        assert talk.shown_question == "family_name"


async def test_unlocking_returns_to_the_papers(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("papers")
        await talk.answer("family_name", "Mansour")
        await talk.program.type("Dim")
        await talk.do("lock")
        await unlock(talk.program)
        assert (talk.shown_question, talk.half_typed) == ("given_name", "Dim")
        assert talk.answers["family_name"].value == "Mansour"


async def test_a_case_in_memory_survives_the_lock_and_is_not_written(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.answer("interview_mode", "phone")
        await talk.do("lock")
        await unlock(desk.program)
        assert talk.answers["interview_mode"].value == "phone"
        assert talk.shown_question == "preferred_language"
        assert await desk.cases() == []
        await talk.answer_all({id_: TALK[id_] for id_ in list(TALK)[1:]})
        (case,) = await desk.cases()
        assert case.answers["interview_mode"].value == "phone"


async def test_the_lock_knows_who_locked_and_a_passphrase_typed_by_habit_is_not_seen(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("lock")
        screen = talk.program.app.screen
        assert screen.query_one("#name", Input).value == AMIRA
        assert screen.query_one("#passphrase", Input).has_focus
        await talk.program.type(PASSPHRASE)
        assert [(each.value, each.password) for each in screen.query(Input)] == [(AMIRA, False), (PASSPHRASE, True)]
        await talk.do("confirm")
        assert talk.shown_question == "family_name"


async def test_a_colleague_writes_their_name_over_that_of_who_locked(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("lock")
        await talk.program.press("up")
        await talk.program.type(BORIS)
        await talk.do("confirm")
        await talk.program.type(PASSPHRASE)
        await talk.do("confirm")
        assert talk.program.screen == "DeskScreen"
        await talk.do("lock")
        assert talk.program.app.screen.query_one("#name", Input).value == BORIS


async def test_at_the_start_nobody_is_named(at_names: Path) -> None:
    async with locked(at_names) as program:
        name = program.app.screen.query_one("#name", Input)
        assert (name.value, name.has_focus) == ("", True)


async def test_a_wrong_passphrase_keeps_the_name_and_the_lock(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("lock")
        await unlock(talk.program, AMIRA, "falsch falsch falsch")
        assert talk.program.screen == "UnlockScreen"
        assert talk.program.notice_kind == "problem"
        await talk.program.paste("vier Wörter am Tresen")
        await talk.do("confirm")
        assert talk.shown_question == "family_name"


async def test_a_colleague_who_unlocks_does_not_get_the_case_and_it_waits_for_its_holder(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.type("Mans")
        await talk.do("lock")
        await unlock(talk.program, BORIS)
        assert talk.program.screen == "DeskScreen"
        assert talk.program.say("open at {name}", name=AMIRA) in await talk.program.seen()
        await talk.do("lock")
        await unlock(talk.program, AMIRA)
        assert (talk.shown_question, talk.half_typed) == ("family_name", "Mans")


async def test_a_lock_at_any_moment_of_a_save_keeps_the_answer_and_the_keyboard(at_names: Path) -> None:
    async with talking(at_names) as talk:
        for turns in (0, 2, 5, 9, 14, 20, 30):
            await talk.go_to("family_name")
            await talk.program.press("ctrl+u")
            name = f"Mansour {turns}"
            await talk.program.type(name)
            talk.program.send(key_of("confirm"))
            for _ in range(turns):
                await asyncio.sleep(0)
            await talk.do("lock")
            assert talk.program.screen == "UnlockScreen"
            await unlock(talk.program)
            if talk.shown_question == "family_name":
                await talk.do("confirm")
            assert talk.shown_question == "given_name"
            assert (await talk.stored("family_name")).value == name


async def test_a_lock_at_the_moment_of_the_commit_keeps_the_answer(
    at_names: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with talking(at_names) as talk:
        really_save = CaseStorage.save

        def lock_at_commit(storage: CaseStorage, saving: Saving) -> Future[Saved]:
            future = really_save(storage, saving)
            future.add_done_callback(lambda _: talk.program.send(key_of("lock")))
            return future

        monkeypatch.setattr(CaseStorage, "save", lock_at_commit)
        await talk.answer("family_name", "Mansour")
        monkeypatch.undo()
        assert talk.program.screen == "UnlockScreen"
        await unlock(talk.program)
        assert talk.shown_question == "given_name"
        assert (await talk.stored("family_name")).value == "Mansour"


async def test_a_dialog_that_was_open_is_open_again_and_answers(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("go-to")
        await talk.program.type("given_n")
        await talk.do("lock")
        assert [type(screen).__name__ for screen in talk.program.app.screen_stack][1:] == ["UnlockScreen"]
        await unlock(talk.program)
        assert talk.program.screen == "GoTo"
        await talk.do("confirm")
        assert talk.shown_question == "given_name"


async def test_the_question_whether_to_leave_is_asked_again_after_the_lock(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("quit", "lock")
        await unlock(talk.program)
        await talk.dialog.pick(talk.program.say("Stay"))
        assert talk.shown_question == "family_name"
        await talk.do("quit")
        await talk.dialog.pick(talk.program.say("Leave the program"))
        assert talk.program.app.return_value == 0


async def test_cursor_and_selection_are_as_they_were(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.type("Mansour")
        await talk.program.press("left", "left", "shift+left", "shift+left")
        await talk.do("lock")
        await unlock(talk.program)
        await talk.program.type("t")
        assert talk.half_typed == "Mantur"


async def test_what_an_event_was_told_so_far_survives_the_lock(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.open("Z-")
        await talk.do("events", "new")
        await desk.program.press("enter")
        assert desk.program.screen == "EventForm"
        await desk.program.press("1")
        shown = await desk.program.seen()
        await talk.do("lock")
        await unlock(desk.program)
        assert desk.program.screen == "EventForm"
        assert await desk.program.seen() == shown


async def test_a_half_written_note_survives_the_lock(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("note")
        await talk.program.type("sagt sie")
        shown = await talk.program.seen()
        await talk.do("lock")
        assert "sagt sie" not in await talk.program.seen()
        await unlock(talk.program)
        assert await talk.program.seen() == shown
        assert "sagt sie" in shown


async def test_the_second_person_at_the_lock_gets_screens_of_their_own(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("note", "lock")
        await unlock(talk.program, BORIS)
        kinds = [type(screen).__name__ for screen in talk.program.app.screen_stack]
        assert kinds == ["Ground", "DeskScreen"]
        await talk.do("lock")
        await unlock(talk.program, BORIS)
        assert talk.program.screen == "DeskScreen"


async def test_what_is_asked_of_a_locked_desk_waits_and_is_answered_after_it(at_names: Path) -> None:
    async with talking(at_names) as talk:
        desk = talk.program.desk
        await talk.do("lock")
        asked = asyncio.create_task(desk.ask(lambda store: store.staff.name))
        await talk.program.settled()
        assert not asked.done()
        await unlock(talk.program)
        assert await asked == AMIRA


async def test_nothing_of_the_passphrase_stays_behind_the_screens(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("lock")
        screen = talk.program.app.screen
        await unlock(talk.program)
        assert not screen.is_attached
        assert talk.program.app.get_screen_stack("lock")[1:] == []


async def test_what_was_shown_of_health_and_protection_is_covered_again(tmp_path: Path) -> None:
    stored(tmp_path, {**DIMA, "feels_safe": "no"}, at="goal_main")
    async with talking(tmp_path) as talk:
        await talk.go_to("feels_safe")
        await talk.program.press("enter")
        await talk.program.paste(PASSPHRASE)
        await talk.program.press("enter")
        assert not isinstance(talk.field, CoveredField)
        await talk.do("lock")
        await unlock(talk.program)
        assert isinstance(talk.field, CoveredField)


async def test_a_passphrase_that_is_half_typed_does_not_outlive_the_lock(tmp_path: Path) -> None:
    stored(tmp_path, {**DIMA, "feels_safe": "no"}, at="goal_main")
    async with talking(tmp_path) as talk:
        await talk.go_to("feels_safe")
        await talk.program.press("enter")
        await talk.program.paste("vier W")
        await talk.do("lock")
        await unlock(talk.program)
        assert talk.program.app.screen.query_one(Input).value == ""


async def test_what_is_typed_right_behind_the_lock_goes_to_the_lock(at_names: Path) -> None:
    async with talking(at_names) as talk:
        talk.program.send(key_of("lock"))
        for key in (*typed(PASSPHRASE), key_of("confirm")):
            talk.program.send(key)
        await talk.program.settled()
        assert talk.shown_question == "family_name"
        assert talk.half_typed == ""


async def test_keys_before_an_idle_lock_stay_with_the_question(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.program.type("Mans")
        await talk.program.app.locking.lock("idle")
        await unlock(talk.program)
        assert talk.half_typed == "Mans"


# Nobody there


class Uptime:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


async def test_a_desk_that_nobody_touches_says_so_and_locks(at_names: Path) -> None:
    uptime = Uptime()
    async with talking(at_names) as talk:
        app = talk.program.app
        app.locking.idle = Idle(5 * 60, uptime)
        await talk.program.type("Mans")
        uptime.s += 5 * 60 - 31
        await app.locking.look()
        told = len(app.told)
        uptime.s += 2
        await app.locking.look()
        await app.locking.look()
        say = talk.program.say("The desk locks in {seconds} seconds. Any key keeps it open.", seconds=30)
        assert app.told[told:] == [say]
        uptime.s += 30
        await app.locking.look()
        assert talk.program.screen == "UnlockScreen"
        await unlock(talk.program)
        assert talk.half_typed == "Mans"
        await app.locking.look()
        assert talk.shown_question == "family_name"


async def test_typing_keeps_the_desk_open(at_names: Path) -> None:
    uptime = Uptime()
    async with talking(at_names) as talk:
        talk.program.app.locking.idle = Idle(5 * 60, uptime)
        for letter in "Mansour":
            uptime.s += 5 * 60 - 1
            await talk.program.type(letter)
            await talk.program.app.locking.look()
        assert talk.half_typed == "Mansour"


# Interrupted


async def test_an_interrupted_interview_is_offered_to_its_holder_with_time_and_continued_at_its_question(
    tmp_path: Path,
) -> None:
    stored(tmp_path, PERSON, at="goal_main", held_by=AMIRA)
    async with at_the_desk(tmp_path) as desk:
        seen = await desk.program.seen()
        assert "08:41" in seen or f"{desk.program.clock().astimezone():%H:%M}" in seen
        assert "Mansour, Dima" in seen
        await desk.dialog.pick(desk.program.say("Continue at the same question"))
        talk = interview(desk.program)
        assert talk.shown_question == "goal_main"
        assert talk.answers["interpreter_type"].value == "in_person_pro"


async def test_an_interrupted_interview_that_is_left_stands_at_the_desk_for_everybody(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main", held_by=AMIRA)
    async with at_the_desk(tmp_path) as desk:
        await desk.dialog.pick(desk.program.say("Leave it at the desk"))
        assert desk.program.screen == "DeskScreen"
        (case,) = await desk.cases()
        assert case.header.holder is None
        await desk.do("lock")
        await unlock(desk.program)
        assert desk.program.screen == "DeskScreen"


async def test_half_typed_text_of_an_interrupted_interview_is_restored(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.answer("family_name", "Mansour")
        await talk.program.type("Dim")
        await talk.program.app.navigation.keep_half_typed()  # type: ignore[union-attr]
    async with at_the_desk(at_names) as desk:
        await desk.dialog.pick(desk.program.say("Continue at the same question"))
        talk = interview(desk.program)
        assert (talk.shown_question, talk.half_typed) == ("given_name", "Dim")


async def test_a_colleague_is_not_offered_an_interrupted_interview_and_sees_who_has_it(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main", held_by=BORIS)
    async with at_the_desk(tmp_path) as desk:
        assert desk.program.screen == "DeskScreen"
        assert desk.program.say("open at {name}", name=BORIS) in "\n".join(desk.lines)


async def test_a_case_open_at_a_colleague_is_opened_only_after_asking(tmp_path: Path) -> None:
    stored(tmp_path, PERSON, at="goal_main", held_by=BORIS)
    async with at_the_desk(tmp_path) as desk:
        await desk.choose("Z-")
        await desk.dialog.pick(desk.program.say("Leave it there"))
        assert desk.program.screen == "DeskScreen"
        (case,) = await desk.cases()
        assert case.header.holder != desk.program.desk.staff.id
        await desk.choose("Z-")
        await desk.dialog.pick(desk.program.say("Take the case over"))
        assert interview(desk.program).shown_question == "goal_main"
        (case,) = await desk.cases()
        assert case.header.holder == desk.program.desk.staff.id


# Leave


async def test_quitting_says_what_is_saved_and_offered_again(at_names: Path) -> None:
    async with talking(at_names) as talk:
        code = talk.title.split()[0]
        await talk.do("quit")
        seen = await talk.program.seen()
        assert talk.program.say("Everything confirmed is saved.") in seen
        assert talk.program.say("The interview of {code} is offered again at the next start.", code=code) in seen
        await talk.dialog.pick(talk.program.say("Stay"))
        assert talk.shown_question == "family_name"
        await talk.do("quit")
        await talk.dialog.pick(talk.program.say("Leave the program"))
        assert talk.program.app.return_value == 0
    store = open_as(at_names / "desk")
    assert [line.holder_name for line in store.lists.list_cases()] == [AMIRA]
    store.close()


@pytest.mark.parametrize("action", ["quit", "interrupt"])
async def test_quitting_twice_asks_once(at_names: Path, action: str) -> None:
    async with talking(at_names) as talk:
        await talk.program.press_at_once(key_of(action), key_of(action))
        await talk.dialog.pick(talk.program.say("Stay"))
        assert talk.shown_question == "family_name"
        await talk.answer("family_name", "Mansour")


async def test_quitting_a_case_that_was_never_stored_says_that_it_is_lost(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.answer("interview_mode", "phone")
        await talk.do("quit")
        assert desk.program.say("This case was never stored") in await desk.program.seen()
        await talk.dialog.pick(desk.program.say("Stay in the case"))
        assert talk.answers["interview_mode"].state is State.ANSWERED


async def test_quitting_at_the_lock_asks_while_a_case_in_memory_would_be_lost(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        talk = await desk.begin_case()
        await talk.answer("interview_mode", "phone")
        await talk.do("lock", "quit")
        await DialogPage(desk.program).pick(desk.program.say("Stay"))
        await unlock(desk.program)
        assert talk.answers["interview_mode"].value == "phone"


async def test_notes_outlive_a_program_that_is_left_at_the_lock_the_half_typed_one_too(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.add_note("Pass fehlt", again=True)
        await talk.go_to("given_name")
        await talk.do("note")
        await talk.program.type("sagt sie")
        await talk.do("lock", "quit")
        assert talk.program.app.return_value == 0
    async with at_the_desk(at_names) as desk:
        program, say = desk.program, desk.program.say
        await desk.dialog.pick(say("Continue at the same question"))
        talk = interview(program)
        assert talk.shown_question == "given_name"
        await talk.go_to("family_name")
        assert talk.notice == say("The note is saved with the answer; {key} shows it.", key="F8")
        await talk.answer("family_name", "Mansour")
        assert talk.notice == say("A note to this question is half typed: {key} goes on with it.", key="F8")
        await talk.do("note")
        await program.type(" heute")
        await talk.do("confirm")
        await talk.answer("given_name", "Dima")
        case = await talk.stored_case()
        given, family = case.answers["given_name"], case.answers["family_name"]
        assert (given.note, given.recheck, family.note, family.recheck) == ("sagt sie heute", False, "Pass fehlt", True)
        await program.app.navigation.keep_half_typed()  # type: ignore[union-attr]
        assert (await talk.stored_case()).half_typed == ()


async def test_a_note_that_staff_went_back_from_is_gone(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("note")
        await talk.program.type("doch nicht")
        await talk.do("go-back", "lock")
        await unlock(talk.program)
        assert (await talk.stored_case()).half_typed == ()
        assert talk.notice == ""


async def test_leaving_asks_while_a_reason_or_an_event_is_half_typed(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path) as talk:
        program, steps = talk.program, await talk.next_steps()
        await steps.do("new")
        await program.type("Sport")
        await talk.do("quit")
        own = program.say("Text that is half typed here is stored nowhere. It is lost when you leave.")
        assert own in await program.seen()
        await talk.dialog.pick(program.say("Stay"))
        await talk.do("confirm", "lock", "quit")  # the words are given, and the reason is asked for
        lost = program.say(BEHIND_THE_LOCK[Loss.TYPED], names=AMIRA)
        assert lost in await program.seen()
        await talk.dialog.pick(program.say("Stay"))
        await unlock(program)
        await program.paste("wünscht sich Kontakt")
        await talk.do("confirm")
        assert [each.text for each in await steps.decisions()] == ["Sport"]
        await talk.do("events", "new")
        await program.press("enter", "1")
        assert program.screen == "EventForm"
        await talk.do("lock", "quit")
        assert lost in await program.seen()
        await talk.dialog.pick(program.say("Leave the program"))
        assert program.app.return_value == 0


async def test_quitting_at_the_lock_leaves_at_once_where_all_is_stored(at_names: Path) -> None:
    async with talking(at_names) as talk:
        await talk.do("lock", "quit")
        assert talk.program.app.return_value == 0


async def test_the_desk_is_reached_from_every_screen_of_a_case(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with at_the_desk(tmp_path, clock=Clock()) as desk:
        for action in ("review", "next-steps", "handover"):
            await desk.open("Z-")
            await desk.do(action, "desk")
            assert desk.program.screen == "DeskScreen"
            (case,) = await DeskPage(desk.program).cases()
            assert case.header.holder is None


async def test_the_passphrase_stays_in_sight_where_the_window_gets_low(at_names: Path) -> None:
    async with talking(at_names, size=USUAL) as talk:
        await talk.do("lock")
        await talk.program.pilot.resize_terminal(60, 10)
        await talk.program.settled()
        await talk.program.drawn()
        await talk.program.drawn()  # the first picture in the new size, then the one that was moved
        line = talk.program.app.screen.query_one("#passphrase")
        assert line.has_focus
        assert line.region.bottom <= 10
