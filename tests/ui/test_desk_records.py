"""The desk lists confirmations that are overdue and offices that have to be told, and takes slips."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from intake.store.ids import new_id
from intake.store.kept.cases import Status
from intake.store.kept.handovers import HandoverStep, Record, RecordDraft, RecordStatus, Step
from intake.store.store import Store
from intake.ui.desk_views import NAMES, View
from tests.ui.desk_pages import FilteredDesk, begin, fill
from tests.ui.pages import at_the_desk
from tests.ui.program import AT, BROAD, LOW, USUAL, WIDE, typed

TODAY = AT.date()
WEEK = dt.timedelta(days=7)
MADE = AT - 4 * WEEK


def record(store: Store, name: str, *kinds: Step, confirm_by: dt.date | None = None) -> Record:
    """A record of a case with this family name, and what became of it."""
    case = begin(store, name, at=MADE)
    made = store.handovers.draft(
        RecordDraft(new_id(MADE), case, "jc", "Jobcenter Wuppertal", "ab" * 32), store.staff.id, MADE
    )
    found = store.handovers.export(made.id, store.staff.id, MADE)
    for kind in kinds:
        step = HandoverStep(
            new_id(MADE), made.id, case, kind, MADE.date(), store.staff.id, MADE, "Öz", "post", "falsch"
        )
        found = store.handovers.note(step, confirm_by)
    return found


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    def work(store: Store) -> None:
        record(store, "Spät", Step.HANDED_OVER, confirm_by=TODAY - WEEK)
        record(store, "Bald", Step.HANDED_OVER, confirm_by=TODAY + dt.timedelta(days=2))
        record(store, "Später", Step.HANDED_OVER, confirm_by=TODAY + 2 * WEEK)
        record(store, "Fertig", Step.HANDED_OVER, Step.CONFIRMED, confirm_by=TODAY - WEEK)
        record(store, "Widerruf", Step.WITHDRAWN)
        record(store, "Gesagt", Step.WITHDRAWN, Step.TOLD)
        closed = record(store, "Zu", Step.HANDED_OVER, confirm_by=TODAY - 2 * WEEK)
        store.set_status(closed.case_id, Status.CLOSED, store.staff.id, AT)

    fill(tmp_path, work)
    return tmp_path


def names(lines: list[str]) -> list[str]:
    known = ("Spät", "Bald", "Später", "Fertig", "Widerruf", "Gesagt", "Zu")
    return [next((name for name in known if f"  {name} " in f"{line} "), line) for line in lines]


def due(desk: FilteredDesk) -> list[str]:
    from textual.widgets import OptionList

    return [str(each.prompt) for each in desk.program.app.screen.query_one("#due", OptionList).options]


@pytest.mark.parametrize("size", [WIDE, USUAL, LOW])
async def test_what_is_due_holds_withdrawals_to_be_told_and_missing_confirmations(
    cases: Path, size: tuple[int, int]
) -> None:
    async with at_the_desk(cases, size=size) as page:
        desk = FilteredDesk(page.program)
        assert names(due(desk)) == ["Widerruf", "Zu", "Spät", "Bald"]
        assert due(desk)[1].startswith(desk.program.say("overdue"))
        assert all("Jobcenter Wuppertal" in line for line in due(desk))


@pytest.mark.parametrize(("view", "shown"), [(View.UNCONFIRMED, ["Zu", "Spät"]), (View.UNTOLD, ["Widerruf"])])
async def test_each_has_a_list_of_its_own(cases: Path, view: View, shown: list[str]) -> None:
    async with at_the_desk(cases, size=BROAD) as page:
        desk = FilteredDesk(page.program)
        await desk.choose_filter(desk.program.say(NAMES[view]))
        assert names(desk.listed) == shown
        await desk.program.type("spat" if view is View.UNCONFIRMED else "nobody")
        assert names(desk.listed) == (["Spät"] if view is View.UNCONFIRMED else [])


async def test_the_counts_and_the_overview_say_how_many(cases: Path) -> None:
    async with at_the_desk(cases, size=WIDE) as page:
        desk, say = FilteredDesk(page.program), page.program.say
        assert say("not confirmed {count}", count=2) in desk.windows
        assert say("to be told {count}", count=1) in desk.windows
        overview = await desk.look_over()
        await overview.choose(say("Offices to be told of a withdrawn consent: {count}", count=1))
        assert names(desk.listed) == ["Widerruf"]


async def test_a_slip_is_taken_at_the_desk_and_the_record_leaves_the_lists(cases: Path) -> None:
    async with at_the_desk(cases, size=BROAD) as page:
        desk = FilteredDesk(page.program)
        (line,) = await desk.program.desk.ask(lambda store: store.handovers.to_confirm(TODAY, text="spat"))
        await desk.do("receipt")
        await desk.program.press(*typed(line.record.code), "enter", "1", *typed("Frau Öz"), "enter", "enter")
        assert line.case.code in desk.program.notice
        case = line.case.id
        (kept,) = await desk.program.desk.ask(lambda store: store.handovers.of_case(case))
        assert kept.status is RecordStatus.CONFIRMED
        assert names(due(desk)) == ["Widerruf", "Zu", "Bald"]


async def test_a_line_of_a_record_opens_its_case_at_the_handover(cases: Path) -> None:
    async with at_the_desk(cases, size=BROAD) as page:
        desk = FilteredDesk(page.program)
        await desk.choose_filter(desk.program.say(NAMES[View.UNTOLD]))
        await desk.choose("Widerruf")
        assert desk.program.screen == "HandoverScreen"
        assert any("Jobcenter Wuppertal" in line for line in desk.lines)
