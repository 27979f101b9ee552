"""The filters of the desk: chosen by key and by typing, always in sight, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from intake.store.kept.cases import CaseLink, DueDate, Status
from intake.store.kept.lists import DueLine
from intake.store.store import Store
from intake.ui.desk_views import NAMES, PAGE, DeskList, View
from intake.ui.screens.desk_lines import DeskLines
from tests.ui.desk_pages import FilteredDesk, begin, fill, taken_by
from tests.ui.pages import at_the_desk
from tests.ui.program import AT, BORIS, BROAD, LOW, USUAL, WIDE

TODAY = AT.date()


@asynccontextmanager
async def filtering(tmp_path: Path, size: tuple[int, int] = BROAD) -> AsyncIterator[FilteredDesk]:
    async with at_the_desk(tmp_path, size=size) as desk:
        yield FilteredDesk(desk.program)


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """One case for each filter."""

    def work(store: Store) -> None:
        begin(store, "Heute", due=(DueDate("permit_expiry", TODAY),))
        begin(store, "Vorbei", due=(DueDate("permit_expiry", TODAY - dt.timedelta(days=3)),))
        begin(store, "Aufnahme", site="muenster", due=(DueDate("reception_end", TODAY + dt.timedelta(days=20)),))
        begin(store, "Halbjahr", due=(DueDate("permit_expiry", TODAY + dt.timedelta(days=150)),))
        parent = begin(store, "Mutter")
        child = begin(store, "Kind", kind="child")
        store.link_cases(CaseLink(parent, child, store.staff.id, AT))
        begin(store, "Waise", kind="child")
        store.set_status(begin(store, "Zu"), Status.CLOSED, store.staff.id, AT)
        begin(store, "Lange", at=AT - dt.timedelta(days=61))
        taken_by(BORIS, store, begin(store, "Fremd"))

    fill(tmp_path, work)
    return tmp_path


SEEN = {
    View.MINE: {"Heute", "Vorbei", "Aufnahme", "Halbjahr", "Mutter", "Kind", "Waise", "Lange"},
    View.WAITING: {"Lange"},
    View.OVERDUE: {"Vorbei"},
    View.TODAY: {"Heute"},
    View.THIS_WEEK: {"Heute"},
    View.STAY: {"Aufnahme"},
    View.DAYS_14_TO_28: {"Aufnahme"},
    View.MONTHS_3: {"Heute", "Aufnahme"},
    View.MONTHS_6: {"Heute", "Aufnahme", "Halbjahr"},
    View.CHILDREN: {"Kind", "Waise"},
    View.CLOSED: {"Zu"},
}
EVERYBODY = {name for names in SEEN.values() for name in names} | {"Fremd"}


@pytest.mark.parametrize("view", SEEN)
async def test_a_filter_is_found_by_typing_shows_its_cases_and_stays_in_sight(cases: Path, view: View) -> None:
    async with filtering(cases) as desk:
        name = desk.program.say(NAMES[view])
        await desk.choose_filter(name)
        assert {each for each in EVERYBODY if any(f" {each}" in line for line in desk.listed)} == SEEN[view]
        assert name in desk.filter
        await desk.search("a")
        assert name in desk.filter
        await desk.do("go-back")
        assert desk.program.say(NAMES[View.OPEN]) not in desk.filter  # what is typed searches all cases
        assert desk.program.say("All cases, open and closed") in desk.filter
        await desk.do("go-back")
        assert desk.program.say(NAMES[View.OPEN]) in desk.filter


async def test_cases_of_another_site_have_a_filter_of_their_own(cases: Path) -> None:
    async with filtering(cases) as desk:
        await desk.choose_filter("Münster")
        assert [line.split()[1] for line in desk.listed] == ["Aufnahme"]


async def test_what_is_typed_narrows_the_filter(cases: Path) -> None:
    async with filtering(cases) as desk:
        await desk.choose_filter(desk.program.say(NAMES[View.MONTHS_6]))
        assert ["Halbjahr" in line for line in await desk.search("halb")] == [True]
        await desk.do("confirm")
        assert desk.program.work.interview.answers["family_name"].value == "Halbjahr"


async def test_a_child_is_shown_with_the_code_of_its_parent_and_a_colleague_by_name(cases: Path) -> None:
    async with filtering(cases, WIDE) as desk:
        lines = {line.split()[1]: line for line in desk.listed}
        code = lines["Mutter"].split()[0]
        assert lines["Kind"].endswith(desk.program.say("child of {code}", code=code))
        assert lines["Waise"].endswith(desk.program.say("child"))
        assert desk.program.say("open at {name}", name=BORIS) in lines["Fremd"]
        assert [line.split()[1] for line in await desk.search("zu")] == ["Zu"]
        assert desk.listed[0].endswith(desk.program.say("closed"))


async def test_what_is_overdue_is_said_in_a_word(cases: Path) -> None:
    async with filtering(cases) as desk:
        await desk.choose_filter(desk.program.say(NAMES[View.OVERDUE]))
        assert desk.listed[0].startswith(desk.program.say("overdue"))
        await desk.choose_filter(desk.program.say(NAMES[View.MONTHS_6]))
        assert desk.listed[-1].startswith(desk.program.say("in {days} days", days=150))


async def test_this_week_ends_on_sunday_in_a_list_as_in_its_filter(cases: Path) -> None:
    async with filtering(cases) as desk:
        own = desk.program.desk
        lines = DeskLines(own.wording(), DeskList(own), own.today, WIDE[0])
        (case,) = (await own.ask(lambda store: store.lists.list_cases()))[:1]

        def said(days: int) -> str:
            due = DueLine(case, DueDate("visa", TODAY + dt.timedelta(days=days)))
            return str(lines.due(due)).split("  ")[0].strip()

        say = desk.program.say
        assert TODAY.weekday() == 0
        assert [said(days) for days in (-1, 0, 1)] == [say("overdue"), say("today"), say("tomorrow")]
        assert [said(days) for days in (2, 6)] == [say("this week")] * 2
        assert said(7) == say("in {days} days", days=7)


@pytest.mark.parametrize("size", [WIDE, USUAL])
async def test_the_windows_stand_below_the_cases_with_their_counts(cases: Path, size: tuple[int, int]) -> None:
    async with filtering(cases, size) as desk:
        say = desk.program.say
        for part in (
            say("overdue {count}", count=1),
            say("today {count}", count=1),
            say("14-28 days {count}, {stays} of them stays in reception", count=1, stays=1),
            say("6 m {count}", count=3),
        ):
            assert part in desk.windows
        await desk.do("filter")
        chosen = desk.lines[desk._line(say(NAMES[View.MONTHS_6]))]
        assert chosen.endswith(" 3")


async def test_an_empty_filter_says_so_and_how_to_leave_it(tmp_path: Path) -> None:
    async with filtering(tmp_path) as desk:
        await desk.choose_filter(desk.program.say(NAMES[View.CLOSED]))
        assert desk.listed == []
        assert desk.program.say(NAMES[View.CLOSED]) in desk.notice
        await desk.do("go-back")
        assert desk.notice == ""


async def test_the_cursor_behind_the_last_line_reads_the_next_page(tmp_path: Path) -> None:
    count = 2 * PAGE + 3

    def work(store: Store) -> None:
        for number in range(count):
            begin(store, f"Mensch{number:03}", at=AT + dt.timedelta(minutes=number))

    fill(tmp_path, work)
    async with filtering(tmp_path, LOW) as desk:
        assert len(desk.listed) == PAGE + 1
        assert f"{PAGE}+" in desk.filter
        await desk.program.press_at_once(*["down"] * (PAGE + 1))
        assert len(desk.listed) == 2 * PAGE + 1
        await desk.program.press_at_once(*["down"] * (PAGE + 2))
        assert len(desk.listed) == count
        assert [line.split()[1] for line in desk.listed] == [f"Mensch{number:03}" for number in reversed(range(count))]
        await desk.do("confirm")
        assert desk.program.work.interview.answers["family_name"].value == "Mensch000"


async def test_a_fast_enter_opens_what_was_typed_under_the_filter(cases: Path) -> None:
    async with filtering(cases) as desk:
        await desk.choose_filter(desk.program.say(NAMES[View.CHILDREN]))
        await desk.program.press_at_once(*"wai", "enter")
        assert desk.program.work.interview.answers["family_name"].value == "Waise"


async def test_the_list_keeps_its_filter_when_a_case_was_open(cases: Path) -> None:
    async with filtering(cases) as desk:
        await desk.choose_filter(desk.program.say(NAMES[View.CHILDREN]))
        talk = await desk.open("Waise")
        await talk.desk()
        assert desk.program.say(NAMES[View.CHILDREN]) in desk.filter
        assert len(desk.listed) == 2


async def test_the_palette_has_the_filters_the_overview_and_the_figures(tmp_path: Path) -> None:
    async with filtering(tmp_path) as desk:
        app = desk.program.app
        commands = {command.title: command for command in app.get_system_commands(app.screen)}
        say = desk.program.say
        assert {say("Filter"), say("Overview"), say("Figures")} <= set(commands)
        commands[say("Filter: {name}", name=say(NAMES[View.CLOSED]))].callback()
        await desk.program.settled()
        assert say(NAMES[View.CLOSED]) in desk.filter
