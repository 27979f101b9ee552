"""A save that fails stays on the screen until it is solved; nothing is lost, and nothing hangs behind it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from intake.interview.answers import State
from intake.store.failures import StoreLocked, disk_error, disk_full
from intake.store.handovers.handovers import Handovers
from intake.store.ids import new_id
from intake.store.kept.audit import Action
from intake.store.kept.handovers import RecordDraft, RecordStatus, Step
from intake.ui.leaving import BEHIND_THE_LOCK
from intake.ui.open_store import OpenStore
from intake.ui.waiting import Loss
from tests.ui.cases import DIMA, TALK, stored
from tests.ui.pages import InterviewPage, NextStepsPage, at_the_desk, interview, talking
from tests.ui.program import AMIRA, AT, BORIS, BROAD, open_as, typed, unlock

LONG = "Abu " * 24
OFFICE = "zebera, Erstantrag und Beratung"
SCREENS = {
    "review": "ReviewScreen",
    "next-steps": "NextStepsScreen",
    "events": "EventsScreen",
    "handover": "HandoverScreen",
}
"""Screens of a case that read the store, by the action that leads there."""

WAITS = (
    "Something that {names} confirmed is not on the disk yet. It is kept as long as this program runs, and "
    "written when {names} unlocks."
)


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
    monkeypatch.setattr("intake.ui.widgets.text.most_typed", lambda _: 1_000_000)  # more than the pages there are
    monkeypatch.setattr("intake.ui.half_typed.MOST_TYPED", 1_000_000)
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


async def test_a_lock_after_a_failed_save_keeps_the_answer_and_unlocking_saves_it(at_names: Path, disk: Disk) -> None:
    async with talking(at_names) as talk:
        disk.is_full = True
        name = await name_until_it_fails(talk)
        await talk.do("lock")
        assert talk.program.say(WAITS, names=AMIRA) in await talk.program.seen()
        await unlock(talk.program)
        assert talk.program.say("NOT SAVED") in talk.title
        await talk.do("lock")
        disk.is_full = False
        await unlock(talk.program)
        assert (await talk.stored("family_name")).value == name
        assert talk.program.say("NOT SAVED") not in talk.title
        await talk.do("lock")
        assert talk.program.say(WAITS, names=AMIRA) not in await talk.program.seen()


async def test_the_key_that_says_what_is_saved_tries_again(at_names: Path, disk: Disk) -> None:
    async with talking(at_names) as talk:
        disk.is_full = True
        name = await name_until_it_fails(talk)
        await talk.do("saved")
        assert talk.program.say("The disk is full.") in talk.program.app.told[-1]
        assert talk.program.say("NOT SAVED") in talk.title
        disk.is_full = False
        await talk.do("saved")
        assert talk.program.say("NOT SAVED") not in talk.title
        assert (talk.shown_question, talk.notice) == ("family_name", "")
        assert (await talk.stored("family_name")).value == name


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
    (line,) = store.lists.list_cases()
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


async def decide_until_it_fails(steps: NextStepsPage) -> None:
    """Add lines of staff's own until one cannot be written: `Sport` and how many were added before."""
    for number in range(60):
        await steps.add_line(f"Sport {number}", LONG * 4)
        if steps.program.notice_kind == "problem":
            return
    raise AssertionError("the disk was never full")


async def test_a_decision_that_cannot_be_written_waits_over_the_lock_and_is_written_by_who_made_it(
    tmp_path: Path, disk: Disk
) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path) as talk:
        program, steps = talk.program, await talk.next_steps()
        disk.is_full = True
        await decide_until_it_fails(steps)
        made = await steps.program.work.decisions()
        assert program.say("NOT SAVED") in program.title
        await talk.do("lock")
        await unlock(program)  # the disk is full still
        await talk.do("lock")
        disk.is_full = False
        await unlock(program, BORIS)
        assert program.screen == "DeskScreen"
        await talk.do("lock")
        assert program.say(WAITS, names=AMIRA) in await program.seen()
        await talk.do("quit")
        assert program.say(BEHIND_THE_LOCK[Loss.CONFIRMED], names=AMIRA) in await program.seen()
        await talk.dialog.pick(program.say("Stay"))
        await unlock(program)
        assert program.screen == "NextStepsScreen"
        assert program.say("NOT SAVED") not in program.title
    store = open_as(tmp_path / "desk")
    (line,) = store.lists.list_cases()
    assert [(each.text, each.actor) for each in store.decisions(line.id)] == [(each.text, each.actor) for each in made]
    assert {each.actor for each in made} == {store.staff.id}
    store.close()


async def test_a_decision_made_before_a_colleague_took_the_case_over_is_written_when_its_maker_is_back(
    tmp_path: Path, disk: Disk
) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path) as talk:
        program, steps = talk.program, await talk.next_steps()
        disk.is_full = True
        await decide_until_it_fails(steps)
        made = len(await steps.program.work.decisions())
        await talk.do("lock")
        disk.is_full = False
        store = open_as(tmp_path / "desk", BORIS)
        (line,) = store.lists.list_cases()
        store.holds.take(line.id, store.staff.id, AT + dt.timedelta(hours=1), over=True)
        assert len(store.decisions(line.id)) == made - 1
        await unlock(program)
        assert {each.actor for each in store.decisions(line.id)} == {program.desk.staff.id}
        assert len(store.decisions(line.id)) == made
        store.close()


async def test_a_step_of_a_record_that_cannot_be_written_waits_over_the_lock(tmp_path: Path, disk: Disk) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path, size=BROAD) as talk:
        program, page = talk.program, await talk.handover()
        await page.grant(OFFICE)
        await page.go_to_line(OFFICE)
        await page.do("export")
        disk.is_full = True
        for _ in range(60):  # a record may be handed over again
            await page.do("handed-over")
            await program.press("1", *typed("Frau Öz"), "enter", "enter")
            if program.notice_kind == "problem":
                break
        assert program.say("NOT SAVED") in program.title
        await talk.do("lock")
        disk.is_full = False
        store = open_as(tmp_path / "desk")
        (line,) = store.lists.list_cases()
        before = store.handovers.steps(line.id)
        await unlock(program)
        after = store.handovers.steps(line.id)
        store.close()
        assert [(each.step, each.person) for each in after[len(before) :]] == [(Step.HANDED_OVER, "Frau Öz")]
        assert program.notice_kind != "problem"


async def test_a_slip_that_was_closed_at_the_desk_waits_over_the_lock_and_leaving_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    store = open_as(tmp_path / "desk")
    case = store.lists.list_cases()[0].id
    draft = RecordDraft(new_id(AT), case, "jc", OFFICE, "ab" * 32)
    code = store.handovers.draft(draft, store.staff.id, AT).code
    store.handovers.export(draft.id, store.staff.id, AT)
    store.close()
    async with at_the_desk(tmp_path, size=BROAD) as desk:
        program = desk.program
        with monkeypatch.context() as broken:
            broken.setattr(Handovers, "note", _full)
            await desk.do("receipt")
            await program.press(*typed(code), "enter", "1", *typed("Frau Öz"), "enter", "enter")
            assert program.say("The disk is full.") in await program.seen()
            await desk.do("quit")
            assert program.say("The disk is full.") in await program.seen()
            await desk.dialog.pick(program.say("Stay"))
            await desk.do("lock")
            assert program.say(WAITS, names=AMIRA) in await program.seen()
        await unlock(program)
        assert program.say("What could not be written before the lock is saved now.") in program.app.told
        (record,) = await program.desk.ask(lambda store: store.handovers.of_case(case))
        assert record.status is RecordStatus.CONFIRMED


def _full(*_: object) -> None:
    raise disk_full()


async def test_a_store_that_cannot_be_read_is_told_on_every_screen_of_a_case_and_ends_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Future[object]:
        nothing: Future[object] = Future()
        nothing.set_exception(disk_error(tmp_path))
        return nothing

    stored(tmp_path, DIMA, at="goal_main")
    async with talking(tmp_path) as talk:
        program = talk.program
        with monkeypatch.context() as disk:
            disk.setattr(OpenStore, "read", broken)
            for action, screen in SCREENS.items():
                program.app.told.clear()
                await talk.do(action)
                told = [*program.app.told, program.notice]
                assert program.screen == screen
                assert any(program.say("The disk reports an error.") in each for each in told), action
        await talk.do("review")
        assert "Mansour" in await program.seen()


async def test_what_could_not_be_noted_for_the_audit_trail_is_noted_with_the_next(tmp_path: Path) -> None:
    stored(tmp_path, TALK, at="family_name")
    async with talking(tmp_path) as talk:
        desk = talk.program.desk
        failing = desk.opened.writer.submit(_fails)
        with suppress(StoreLocked):
            await asyncio.wrap_future(failing)
        desk.note(Action.TEXT_COPIED, "", "first")
        desk.opened.writer.drop()
        desk.note(Action.TEXT_COPIED, "", "second")
        await talk.do("lock")
    store = open_as(tmp_path / "desk")
    copied = [
        each.subject
        for each in store.trail.between(AT, AT + dt.timedelta(hours=2), AT)
        if each.action == Action.TEXT_COPIED.value
    ]
    assert copied == ["first", "second"]
    store.close()


def _fails() -> None:
    raise StoreLocked("Locked.", "Kept.")


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
