"""The monitoring figures on screen: charts, tables, periods and files; the same numbers as the command's."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import io
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake.handover.figures.sheet import Span, figure_sheet
from intake.handover.figures.words import FigureWording
from intake.interview.values import Json
from intake.store.counting import Census
from intake.store.kept.audit import Action
from intake.store.store import Store
from intake.ui.figure_room import ALL_TALKS, FigureRoom, Term
from tests.ui.cases import changes_of
from tests.ui.desk_pages import FiguresPage, FilteredDesk, fill
from tests.ui.pages import at_the_desk
from tests.ui.program import AT, LOW, USUAL, WIDE, open_as, parts

LAST_MONTH = AT - dt.timedelta(days=40)
PEOPLE: list[tuple[int, Mapping[str, Json], dt.datetime]] = [
    (7, {"school_highest": "isced2", "nationality": ["SYR"]}, LAST_MONTH),
    (6, {"school_highest": "isced3", "nationality": ["IRQ"]}, LAST_MONTH),
    (6, {"school_highest": "isced2", "nationality": ["AFG"]}, AT),
    (2, {"school_highest": "isced5", "nationality": ["IRN"]}, AT),
]


def _people(store: Store) -> None:
    from intake.interview.answer_file import answers_from_json
    from intake.interview.answers import Answers
    from intake.store.ids import new_id
    from intake.store.kept.answers import event
    from intake.store.kept.cases import CaseSettings, NewCase
    from intake.store.kept.saving import Saving

    questionnaire = parts("zebera").content.questionnaire
    for count, answers, at in PEOPLE:
        read = answers_from_json(questionnaire, dict(answers))
        assert isinstance(read, Answers), read
        for _ in range(count):
            new = NewCase(new_id(at), "full", "zebera", questionnaire.version, CaseSettings())
            events = tuple(event(change, at) for change in changes_of(read))
            store.begin_case(new, Saving(new.id, events, store.staff.id, at))
            store.holds.put_back(new.id, store.staff.id, at)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    fill(tmp_path, _people)
    (tmp_path / "out").mkdir()
    return tmp_path


@pytest.mark.parametrize("size", [WIDE, USUAL, LOW])
async def test_every_figure_is_a_chart_and_opens_to_its_table_and_remarks(people: Path, size: tuple[int, int]) -> None:
    async with at_the_desk(people, size=size) as desk:
        figures = await FilteredDesk(desk.program).figures()
        site = parts("zebera").content.site("zebera")
        assert {figure.name.de for figure in site.all_figures} <= {line.split(" [")[0] for line in figures.lines}
        chart = figures.chart("Zuwachs der Fälle nach Staatsangehörigkeit")
        assert [line.split()[:2] for line in chart] == [
            ["Afghanistan", "6"], ["Iran", "<5"], ["Irak", "–"], ["Syrien", "7"],
        ]  # fmt: skip
        assert "█" in chart[3]
        assert "█" not in chart[1] + chart[2]
        table = await figures.table("Zuwachs der Fälle nach Staatsangehörigkeit")
        assert "x_growth" in table
        assert "gesamt" in table
        assert max(map(len, table.splitlines())) <= size[0]


async def test_the_charts_are_drawn_in_a_window_without_room_for_them(people: Path) -> None:
    async with at_the_desk(people, size=(8, 5)) as desk:
        figures = await FilteredDesk(desk.program).figures()
        assert figures.count > 0


async def test_a_count_that_a_lock_has_stopped_is_done_after_it(people: Path) -> None:
    async with at_the_desk(people) as desk:
        own = desk.program.desk
        room = FigureRoom(own)
        own.opened.is_closing.set()
        counting = asyncio.create_task(room.count(ALL_TALKS, lambda done: None))
        await asyncio.sleep(0)
        own.opened.pause()
        await desk.program.settled()
        assert not counting.done()
        own.opened.is_closing.clear()
        own.reopen(own)
        assert (await counting).charts


async def test_the_numbers_are_those_of_the_command(people: Path) -> None:
    async with at_the_desk(people) as desk:
        figures = await FilteredDesk(desk.program).figures()
        room = FigureRoom(desk.program.desk)
        shown = (await room.count(ALL_TALKS, lambda done: None)).sheet
        own = desk.program.desk
        wording = FigureWording(
            own.parts.lexicon.catalogs["de"], "de", own.parts.lexicon.names, own.site, own.content.logic
        )
        span = Span(own.today)
        counted = await own.ask(Census(own.site, own.content, span.on).count)
        assert shown == figure_sheet(own.site, counted, span, wording)
        assert figures.count == len(shown.tables)


async def test_a_whole_period_that_has_ended_is_written_as_csv_and_on_paper(people: Path) -> None:
    async with at_the_desk(people) as desk:
        figures = await FilteredDesk(desk.program).figures()
        term = f"{LAST_MONTH:%Y-%m}"
        await figures.choose_period(term)
        assert desk.program.title.rstrip().endswith(desk.program.say("month {month}", month=f"{LAST_MONTH:%m/%Y}"))
        assert [line.split()[1] for line in figures.chart("Zuwachs der Fälle")] == ["6", "7"]
        await figures.do("export")
        files = [people / "out" / f"figures_zebera_{term}.{ending}" for ending in ("csv", "pdf")]
        assert str(people / "out") in figures.notice
        assert all(file.name in figures.notice for file in files)
        table, paper = files
        assert ("x_growth", "Syrien", "gesamt", "7") in [
            (id_, row, column, value) for id_, row, column, value in _cells(table.read_bytes())
        ]
        assert "Zuwachs der Fälle" in "".join(page.extract_text() for page in PdfReader(paper).pages)
    store = open_as(people / "desk")
    assert Action.FIGURES_EXPORTED.value in [entry.action for entry in store.trail.entries(9)]
    store.close()


def _cells(content: bytes) -> Iterator[tuple[str, str, str, str]]:
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"):
        yield row["Kennzahl"], row["Zeile"], row["Spalte"], row["Wert"]


async def test_other_periods_are_only_to_look_at(people: Path) -> None:
    async with at_the_desk(people) as desk:
        figures = await FilteredDesk(desk.program).figures()
        for term in ("", f"{AT:%Y-%m}", f"{AT:%Y}"):
            if term:
                await figures.choose_period(term)
            await figures.do("export")
            assert desk.program.notice_kind == "warning"
        assert list((people / "out").iterdir()) == []


async def test_a_folder_that_is_missing_is_said_and_nothing_is_written(people: Path) -> None:
    (people / "out").rmdir()
    async with at_the_desk(people) as desk:
        figures = await FilteredDesk(desk.program).figures()
        await figures.choose_period(f"{LAST_MONTH:%Y-%m}")
        await figures.do("export")
        assert desk.program.notice_kind == "problem"
        assert not (people / "out").exists()


async def test_nothing_is_written_into_the_folder_of_the_store(people: Path) -> None:
    async with at_the_desk(people, more={"export": str(people / "desk")}) as desk:
        figures = await FilteredDesk(desk.program).figures()
        before = sorted((people / "desk").iterdir())
        await figures.choose_period(f"{LAST_MONTH:%Y-%m}")
        await figures.do("export")
        assert figures.notice.startswith(desk.program.say("The figures cannot be written there."))
        assert sorted((people / "desk").iterdir()) == before


async def test_leaving_stops_the_count_and_the_desk_goes_on(people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reached, go_on = threading.Event(), threading.Event()
    count = Census.count

    def slow(census: Census, store: Store, heard: object) -> object:
        reached.set()
        assert go_on.wait(10)
        return count(census, store, heard)  # type: ignore[arg-type]

    monkeypatch.setattr(Census, "count", slow)
    async with at_the_desk(people) as desk:
        desk.program.send("f7")
        while not reached.is_set():
            await desk.program.pilot.pause()
        assert desk.program.screen == "FiguresScreen"
        desk.program.send("escape")
        while desk.program.screen != "DeskScreen":
            await desk.program.pilot.pause()
        go_on.set()
        await desk.program.settled()
        assert await FilteredDesk(desk.program).search("x") == []


async def test_a_site_without_a_case_says_so_for_each_figure(tmp_path: Path) -> None:
    async with at_the_desk(tmp_path) as desk:
        figures: FiguresPage = await FilteredDesk(desk.program).figures()
        nothing = desk.program.say("No case to count.")
        assert all(nothing in line or "." in line for line in figures.lines)
        await figures.do("confirm", "go-back", "help", "go-back", "go-back")
        assert desk.program.screen == "DeskScreen"
        await desk.do("figures", "confirm", "desk")
        assert desk.program.screen == "DeskScreen"


@pytest.mark.parametrize(
    ("term", "id_", "last"),
    [
        (Term(1, dt.date(2026, 2, 1)), "2026-02", dt.date(2026, 2, 28)),
        (Term(3, dt.date(2026, 10, 1)), "2026-Q4", dt.date(2026, 12, 31)),
        (Term(12, dt.date(2024, 1, 1)), "2024", dt.date(2024, 12, 31)),
    ],
)
def test_a_period_ends_with_its_last_day(term: Term, id_: str, last: dt.date) -> None:
    assert (term.id, term.last) == (id_, last)
