"""The monitoring figures for the screen: counted in a thread, drawn as charts, written as CSV and on paper.

The same counts, words and files as those of the command; screens get lines of text only.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from intake.errors import OutputError
from intake.handover.export import write_record
from intake.handover.figures.as_chart import bar_rows, chart_lines
from intake.handover.figures.as_csv import figure_csv
from intake.handover.figures.as_text import table_lines
from intake.handover.figures.sheet import FigureSheet, Span, TableSheet, figure_sheet
from intake.handover.figures.words import FigureWording
from intake.pathways.period import Period
from intake.store.counting import Census

if TYPE_CHECKING:
    from intake.store.store import Store
    from intake.ui.desk import Desk

YEARS_BACK = 3
"""So many years are offered, the running one included."""

_TOLD_EVERY = 100


class Stopped(Exception):
    """The count was left; nothing was written."""


@dataclass(frozen=True, slots=True)
class Term:
    """A period that can be chosen. `months` is 1, 3 or 12; 0 counts all first talks, and `first` means nothing."""

    months: int = 0
    first: dt.date = dt.date.min

    @property
    def last(self) -> dt.date:
        return Period(months=self.months).after(self.first) - dt.timedelta(days=1)

    @property
    def id(self) -> str:
        """`all`, `2026`, `2026-Q1`, `2026-03`; part of the names of files."""
        match self.months:
            case 0:
                return "all"
            case 12:
                return f"{self.first:%Y}"
            case 3:
                return f"{self.first:%Y}-Q{1 + self.first.month // 3}"
            case _:
                return f"{self.first:%Y-%m}"

    def span(self, today: dt.date) -> Span:
        return Span(today, self.first, self.last) if self.months else Span(today)


ALL_TALKS = Term()


@dataclass(frozen=True, slots=True)
class Chart:
    """One figure as it stands in the list: its name with its unit, and why nothing is shown where that is so."""

    name: str
    by: str
    problem: str
    table: TableSheet

    def lines(self, columns: int, most: int) -> tuple[str, ...]:
        """The bars, at most so many, none wider than `columns`."""
        return tuple(chart_lines(self.table, columns, most))

    def hidden_rows(self, most: int) -> int:
        """How many groups the bars leave out."""
        return max(0, len(bar_rows(self.table)) - most)

    def details(self, columns: int) -> tuple[str, ...]:
        """The whole table with its remarks."""
        return tuple(table_lines(self.table, columns))


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one period. `legend` explains the marks."""

    term: Term
    charts: tuple[Chart, ...]
    legend: tuple[str, ...]
    sheet: FigureSheet


class FigureRoom:
    """The figures of the site of a desk, for one period at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._wording = FigureWording(
            desk.parts.lexicon.catalogs[desk.settings.language],
            desk.settings.language,
            desk.parts.lexicon.names,
            desk.site,
            desk.content.logic,
        )
        self._left = threading.Event()

    def leave(self) -> None:
        """Stop a count that is under way."""
        self._left.set()

    def terms(self) -> Iterator[Term]:
        """All first talks, then the years, quarters and months, the latest first."""
        yield ALL_TALKS
        today = self._desk.today
        for months, count in ((12, YEARS_BACK), (3, 4 * YEARS_BACK), (1, 12 * YEARS_BACK)):
            number = (today.year * 12 + today.month - 1) // months
            for each in range(number, number - count, -1):
                year, month = divmod(each * months, 12)
                yield Term(months, dt.date(year, month + 1, 1))

    def is_settled(self, term: Term) -> bool:
        """Whether a report of this period may leave: it is whole and has ended."""
        return term.span(self._desk.today).is_settled

    async def count(self, term: Term, heard: Callable[[int], None]) -> Report:
        """Count the cases of a period. `heard` is told from the thread, now and then. Raises Stopped, StoreError."""
        span = term.span(self._desk.today)
        law = self._desk.settings.law if self._desk.settings.origins.get("law") == "argument" else ""
        census = Census(self._desk.site, self._desk.content, span.on, span.first, span.last, law)
        left = self._left = threading.Event()

        def listen(done: int) -> None:
            if left.is_set() or self._desk.opened.is_closing.is_set():
                raise Stopped
            if done % _TOLD_EVERY == 0:
                heard(done)

        def work(store: Store) -> FigureSheet:
            return figure_sheet(census.site, census.count(store, listen), span, self._wording)

        while True:
            try:
                sheet = await self._desk.reckon(work)
                break
            except Stopped:
                if left.is_set() or not self._desk.opened.is_paused:
                    raise  # else the lock has stopped it: it is done again after it
        return Report(term, self._charts(sheet), sheet.legend, sheet)

    def _charts(self, sheet: FigureSheet) -> tuple[Chart, ...]:
        return tuple(
            Chart(
                f"{table.heading} [{table.unit}]",
                f"{table.rows_by} × {table.columns_by}" if table.columns_by else table.rows_by,
                "" if table.rows else " ".join(table.notes),
                table,
            )
            for table in sheet.tables
        )

    async def export(self, report: Report) -> tuple[Path, ...]:
        """Write the report as CSV and PDF into the folder of the settings. Raises OutputError, StoreError.

        It stands in the audit chain before it is written.
        """
        at, site, staff = self._desk.now(), self._desk.site.id, self._desk.staff.id
        folder = Path(self._desk.settings.export).expanduser().resolve()
        if self._desk.settings.is_in_store(folder):
            raise OutputError(
                "The figures cannot be written there.",
                "The folder of exports lies in the folder of the store. Choose another one in the settings.",
            )
        contents = await asyncio.to_thread(self._laid_out, report.sheet, at)
        await self._desk.write(lambda store: store.figures.note(site, staff, at))
        paths = {kind: folder / f"figures_{site}_{report.term.id}.{kind}" for kind in contents}
        return tuple([await asyncio.to_thread(write_record, contents[kind], path) for kind, path in paths.items()])

    def _laid_out(self, sheet: FigureSheet, at: dt.datetime) -> dict[str, bytes]:
        from intake.handover.figures.as_pdf import figure_pdf  # loads typst, 100 ms

        language = self._wording.language
        return {"csv": figure_csv(sheet, self._wording), "pdf": figure_pdf(sheet, language, at)}
