"""The coordinator's overview: cases per adviser against the caseload, first talks that wait too long."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from intake.store.kept.cases import Status
from intake.store.store import Store
from intake.ui.desk_views import NAMES, PAGE, USUAL_LIMIT, View
from intake.ui.widgets.bars import load_bar
from tests.ui.desk_pages import FilteredDesk, begin, fill, taken_by
from tests.ui.pages import Page, at_the_desk
from tests.ui.program import AMIRA, AT, BORIS, LOW, USUAL, WIDE

SIXTY_ONE = dt.timedelta(days=61)


def last_gap(lines: list[str]) -> int:
    """Where the last empty line stands: the cases that wait are below it."""
    return len(lines) - 1 - lines[::-1].index("")


def _cases(store: Store) -> None:
    for number in range(3):
        begin(store, f"Amiras{number}")
    taken_by(BORIS, store, begin(store, "Boris-Fall"))
    begin(store, "Lange", at=AT - SIXTY_ONE)
    store.set_status(begin(store, "Zu", at=AT - SIXTY_ONE), Status.CLOSED, store.staff.id, AT)


@pytest.mark.parametrize("size", [WIDE, USUAL, LOW])
async def test_cases_per_adviser_stand_with_a_bar_against_the_caseload(tmp_path: Path, size: tuple[int, int]) -> None:
    fill(tmp_path, _cases)
    async with at_the_desk(tmp_path, size=size, more={"site": "muenster"}) as desk:
        overview = await FilteredDesk(desk.program).look_over()
        say = desk.program.say
        assert overview.lines[0] == say("Open cases per adviser; the site names {limit} at most", limit=100)
        amira, boris = overview.lines[1:3]
        assert amira.split()[:2] == [AMIRA, "4"]
        assert boris.split()[:2] == [BORIS, "1"]
        assert amira.count("█") >= boris.count("█") > 0
        assert amira.count("|") == boris.count("|") == 1
        assert say("over the limit") not in amira
        waiting = overview.lines[last_gap(overview.lines) + 1 :]
        assert waiting[0] == say(
            "First talk older than {days} days, no admission and no decision: {count}", days=60, count=1
        )
        assert "Lange" in waiting[1]
        assert len(waiting) == 2


async def test_who_has_too_many_cases_is_marked_with_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, _cases)
    monkeypatch.setattr("intake.ui.desk_views.USUAL_LIMIT", 3)
    async with at_the_desk(tmp_path) as desk:
        overview = await FilteredDesk(desk.program).look_over()
        say = desk.program.say
        assert overview.lines[0] == say(
            "Open cases per adviser; the site names no number, compared with {limit}", limit=3
        )
        amira, boris = overview.lines[1:3]
        assert amira.rstrip().endswith(say("over the limit"))
        assert say("over the limit") not in boris


def test_the_usual_caseload_is_one_to_a_hundred() -> None:
    assert USUAL_LIMIT == 100


async def test_enter_on_a_person_lists_their_cases_at_the_desk(tmp_path: Path) -> None:
    fill(tmp_path, _cases)
    async with at_the_desk(tmp_path) as desk:
        listed = FilteredDesk(desk.program)
        overview = await listed.look_over()
        await overview.choose(BORIS)
        assert desk.program.screen == "DeskScreen"
        assert ["Boris-Fall" in line for line in listed.listed] == [True]
        assert desk.program.say(NAMES[View.PERSON], name=BORIS) in listed.filter


async def test_enter_on_a_case_opens_it_and_its_end_leads_to_the_desk(tmp_path: Path) -> None:
    fill(tmp_path, _cases)
    async with at_the_desk(tmp_path) as desk:
        overview = await FilteredDesk(desk.program).look_over()
        await overview.choose("Lange")
        assert desk.program.work.interview.answers["family_name"].value == "Lange"
        await desk.do("desk")
        assert desk.program.screen == "DeskScreen"


async def test_more_waiting_cases_than_a_page_are_listed_at_the_desk(tmp_path: Path) -> None:
    def work(store: Store) -> None:
        for number in range(PAGE + 2):
            begin(store, f"Lange{number:02}", at=AT - SIXTY_ONE - dt.timedelta(minutes=number))

    fill(tmp_path, work)
    async with at_the_desk(tmp_path) as desk:
        listed = FilteredDesk(desk.program)
        overview = await listed.look_over()
        await desk.program.press("end")
        await overview.choose(desk.program.say("All of them, at the desk"))
        assert desk.program.say(NAMES[View.WAITING]) in listed.filter
        assert len(listed.listed) == PAGE + 1


async def test_an_empty_store_has_an_overview_too_and_back_leads_to_the_desk(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        overview: Page = await FilteredDesk(desk.program).look_over()
        assert desk.program.say("There is no open case.") in overview.lines
        assert desk.program.say("Nobody waits that long.") in overview.lines
        await overview.do("confirm", "help", "go-back", "go-back")
        assert desk.program.screen == "DeskScreen"


@pytest.mark.parametrize(
    ("count", "limit", "largest", "drawn"),
    [
        (0, 10, 10, "··········|"),
        (5, 10, 5, "█████·····|"),
        (10, 10, 10, "██████████|"),
        (20, 10, 20, "█████|█████"),
        (1, 1000, 1, "█·········|"),
        (0, 0, 0, "|"),
    ],
)
def test_a_bar_has_a_mark_at_the_limit(count: int, limit: int, largest: int, drawn: str) -> None:
    assert load_bar(count, limit, largest, 11) == drawn
