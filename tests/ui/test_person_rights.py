"""What a person can ask for at the desk: all that is stored, a restriction, that everything is erased. And backups."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from textual.widgets import OptionList

from intake.store.backups.after_work import Order, run
from intake.store.backups.backup import list_backups
from intake.store.backups.places import Plan, note_failure, read_state
from intake.store.failures import disk_full
from intake.store.folder import StoreFolder
from intake.store.store import Store
from tests.ui.cases import DIMA, stored
from tests.ui.desk_pages import FilteredDesk, begin, fill
from tests.ui.pages import DeskPage, at_the_desk
from tests.ui.program import AMIRA, AT, BORIS, BROAD, Clock, open_as
from tests.ui.test_audit_screen import run_command


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """The backups that were to be written after work; none of them is begun here."""
    orders: list[Order] = []
    monkeypatch.setattr("intake.store.backups.after_work._start", orders.append)
    return orders


def _one_case(store: Store) -> None:
    begin(store, "Aydin")


def _backed_up_case(store: Store) -> None:
    _one_case(store)
    store.care.write_backup(store.staff.id, AT - dt.timedelta(hours=1))


def _old_case(store: Store) -> None:
    begin(store, "Aydin", at=AT - dt.timedelta(days=40))


async def _rights(desk: DeskPage) -> None:
    """The rights of the first case of the list."""
    desk.program.app.screen.query_one("#cases", OptionList).highlighted = 1
    await run_command(desk.program, desk.program.say("Rights of the person"))


async def _pick(desk: DeskPage, text: str) -> None:
    options = desk.program.app.screen.query_one(OptionList)
    prompts = [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]
    (at,) = [number for number, prompt in enumerate(prompts, 1) if prompt.endswith(text)]
    await desk.program.press(str(at))


async def test_a_case_is_restricted_marked_read_only_and_free_again(tmp_path: Path) -> None:
    fill(tmp_path, _one_case)
    async with at_the_desk(tmp_path, size=BROAD) as desk:
        say, program = desk.program.say, desk.program
        await _rights(desk)
        await _pick(desk, say("Restrict: the case can only be read"))
        await program.paste("bestreitet die Angaben")
        await program.do("confirm")
        assert say("restricted") in desk.lines[1]
        await desk.search("aydin")
        await program.do("confirm")
        assert program.screen == "ReadingScreen"
        await run_command(program, say("Rights of the person"))
        assert "bestreitet die Angaben" in await program.seen()
        await _pick(desk, say("Lift the restriction"))
        await program.paste("geklärt")
        await program.do("confirm")
        assert program.screen == "DeskScreen"
        assert [line.is_restricted for line in await program.desk.ask(lambda store: store.lists.list_cases())] == [
            False
        ]


async def test_a_case_is_erased_after_its_code_was_typed(tmp_path: Path) -> None:
    fill(tmp_path, _backed_up_case)
    async with at_the_desk(tmp_path, size=BROAD) as desk:
        say, program = desk.program.say, desk.program
        (line,) = await program.desk.ask(lambda store: store.lists.list_cases())
        for typed, is_gone in (("Z-0000-00", False), (line.code, True)):
            await _rights(desk)
            await _pick(desk, say("Erase everything for good"))
            await _pick(desk, say("The person asked for it"))
            await program.paste(typed)
            await program.do("confirm")
            assert (await program.desk.ask(lambda store: store.lists.list_cases()) == ()) is is_gone
        assert len(desk.lines) == 1
        newest, before = list_backups(tmp_path / "desk" / "backups")
        assert (newest.cases, before.cases) == (0, 1)
        assert ".2026" in program.app.told[-1]  # the day on which that one ends


async def test_all_that_is_stored_is_written_from_the_desk(tmp_path: Path) -> None:
    stored(tmp_path, DIMA, at="goal_main")
    (tmp_path / "out").mkdir()
    async with at_the_desk(tmp_path, size=BROAD) as desk:
        await _rights(desk)
        await _pick(desk, desk.program.say("All that is stored, as PDF and JSON in the person's language"))
        (pdf,) = (tmp_path / "out").glob("Z-*_access_*.pdf")
        assert pdf.read_bytes().startswith(b"%PDF")
        assert json.loads(pdf.with_suffix(".json").read_text("utf-8"))["format"] == "intake.access/1"


async def test_who_may_not_erase_is_not_offered_it(tmp_path: Path) -> None:
    fill(tmp_path, _one_case)
    async with at_the_desk(tmp_path, size=BROAD, name=BORIS) as desk:
        await _rights(desk)
        seen = await desk.program.seen()
        assert desk.program.say("Restrict: the case can only be read") in seen
        assert desk.program.say("Erase everything for good") not in seen


@pytest.mark.parametrize(("name", "is_told"), [(AMIRA, True), (BORIS, False)])
async def test_the_desk_says_how_many_cases_have_had_their_time(tmp_path: Path, name: str, is_told: bool) -> None:
    fill(tmp_path, _old_case)
    async with at_the_desk(tmp_path, size=BROAD, name=name) as desk:
        page = FilteredDesk(desk.program)
        assert (desk.program.say("{count} cases have had their time", count=1) in page.windows) is is_told


async def test_a_backup_that_failed_is_told_at_the_desk(tmp_path: Path) -> None:
    fill(tmp_path, _one_case)
    note_failure(StoreFolder(tmp_path / "desk"), disk_full(), AT)
    async with at_the_desk(tmp_path, size=BROAD, more={"backup": "auto"}) as desk:
        told = " ".join(desk.program.app.told)
        assert desk.program.say(disk_full().title) in told


async def test_a_second_place_that_was_missing_for_days_is_told_and_an_old_backup_ends_at_the_desk(
    tmp_path: Path,
) -> None:
    fill(tmp_path, _one_case)
    stick = tmp_path / "stick"
    store = open_as(tmp_path / "desk")
    store.care.back_up(Plan(1000), store.staff.id, AT - dt.timedelta(days=60))
    store.care.back_up(Plan(1000, second=stick), store.staff.id, AT - dt.timedelta(days=9))
    store.close()
    more = {"backup": "auto", "backup_second": str(stick)}
    async with at_the_desk(tmp_path, size=BROAD, more=more, clock=Clock(AT)) as desk:
        assert len(list_backups(tmp_path / "desk" / "backups")) == 1  # the other one has had its time
        told = " ".join(desk.program.app.told)
        assert desk.program.say("For {days} days no backup has reached the second place.", days=9) in told


async def test_locking_begins_a_backup_of_what_changed(tmp_path: Path, begun: list[Order]) -> None:
    fill(tmp_path, _one_case)
    async with at_the_desk(tmp_path, size=BROAD, more={"backup": "auto"}) as desk:
        await desk.do("lock")
    run(begun[0])
    (backup,) = list_backups(StoreFolder(tmp_path / "desk").backups)
    assert (backup.cases, read_state(StoreFolder(tmp_path / "desk")).failed) == (1, None)
