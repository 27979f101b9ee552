"""Monitoring figures laid out for reading: the same tables for paper, plain text and CSV. All texts are final."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake.handover.figures.words import FEW, WITHHELD, FigureWording
from intake.handover.record.wording import date
from intake.handover.sanitize import shown
from intake.languages.messages import N_
from intake.pathways.disclosure import Mark
from intake.pathways.figure_groups import YES
from intake.pathways.figure_table import FigureTable, Shown
from intake.pathways.figure_units import Measure
from intake.pathways.sites import SiteProfile

UNSETTLED = N_(
    "The period is no month, quarter or year that has ended. Figures of another period that overlaps it, or of another "
    "day, can be subtracted from these, and small groups come out. Do not give both to the same reader."
)


@dataclass(frozen=True, slots=True)
class Span:
    """The first talks that count, by day, both ends included; None where there is no end. `on` is today."""

    on: dt.date
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def is_settled(self) -> bool:
        """Whether it is one calendar month, quarter or year, and has ended: no later export differs by a few days."""
        if self.first is None or self.last is None or self.last >= self.on:
            return False
        after = self.last + dt.timedelta(days=1)
        months = (after.year - self.first.year) * 12 + after.month - self.first.month
        is_whole = self.first.day == after.day == 1 and months in (1, 3, 12)
        return is_whole and (self.first.month - 1) % months == 0


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One group. `share` (0 to 1) is its part of the total, None where that is hidden or means nothing."""

    label: str
    cells: tuple[str, ...]
    share: float | None = None


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One table. `heads` are those of its columns without the first; `columns_by` says what they are, if anything.

    `mean_at` is the column with averages, None without one; `bar_at` that of the numbers that bars stand for. `rows`
    is empty where `notes` say why; with `has_total` the last of them is their total.
    """

    id: str
    heading: str
    unit: str
    rows_by: str
    columns_by: str
    heads: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...]
    mean_at: int | None = None
    bar_at: int = 0
    has_total: bool = False


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """All figures of a site. `head` are labels with their values; `legend` explains the marks."""

    site: str
    document_title: str
    author: str
    title: str
    subtitle: str
    running: str
    page_of: str
    head: tuple[tuple[str, str], ...]
    legend: tuple[str, ...]
    tables: tuple[TableSheet, ...]


def figure_sheet(site: SiteProfile, tables: Iterable[FigureTable], span: Span, wording: FigureWording) -> FigureSheet:
    """The tables of a site in words."""
    say = wording.say
    title, name = say("Monitoring figures"), shown(wording.text(site.name))
    laid_out = tuple(_table(table, wording) for table in tables)
    return FigureSheet(
        site=site.id,
        document_title=f"{title}: {name}",
        author=name,
        title=title,
        subtitle=name,
        running=" · ".join((title, name, date(span.on))),
        page_of=say("Page {page} of {pages}"),
        head=tuple(_head(span, wording)),
        legend=tuple(_legend(wording)),
        tables=laid_out,
    )


def _head(span: Span, wording: FigureWording) -> Iterator[tuple[str, str]]:
    say = wording.say
    yield say("As of"), date(span.on)
    first = say("from {day}", day=date(span.first)) if span.first else ""
    last = say("until {day}", day=date(span.last)) if span.last else ""
    yield say("First talks"), " ".join(part for part in (first, last) if part) or say("all")


def _legend(wording: FigureWording) -> Iterator[str]:
    say = wording.say
    yield say("{mark}: fewer than five people. Where two dimensions cross, it can also mean nobody.", mark=FEW)
    yield say("{mark}: hidden, so that a small number cannot be computed from the others.", mark=WITHHELD)
    yield say(
        "Groups are protected within one report. Reports of periods that overlap can be subtracted from each other: "
        "give a reader either the months, or the quarters, or the years."
    )
    yield say("Open, declined and not asked are one group. People are the persons of the cases, unless said otherwise.")


def _table(table: FigureTable, wording: FigureWording) -> TableSheet:
    figure, say = table.figure, wording.say
    notes = [shown(say(remark.value)) for remark in (*((table.problem,) if table.problem else ()), *table.notes)]
    is_counted = table.undecided.mark is not Mark.SHOWN or table.undecided.value
    if figure.note:
        notes.append(shown(wording.text(figure.note)))
    if is_counted and not table.problem:
        notes.append(say("Not known whether they count: {count}", count=wording.count(table.undecided)))
    rows_by = " / ".join(dict.fromkeys(wording.dimension(by) for by in table.rows_by))
    columns_by = wording.dimension(table.columns_by) if table.columns_by else ""
    heads, mean_at = _heads(table, wording)
    return TableSheet(
        id=figure.id,
        heading=shown(wording.text(figure.name)),
        unit=shown(wording.text(figure.unit)),
        rows_by=shown(rows_by),
        columns_by=shown(columns_by),
        heads=tuple(shown(head) for head in heads),
        rows=() if table.problem else tuple(_rows(table, wording)),
        notes=tuple(notes),
        mean_at=mean_at,
        bar_at=_bar_at(table),
        has_total=not table.overlaps,
    )


def _bar_at(table: FigureTable) -> int:
    """The column of the shares: the totals, those who are in, or the counts."""
    if table.columns_by:
        return len(table.columns)
    return table.columns.index(YES) if table.overlaps and table.columns else 0


def _heads(table: FigureTable, wording: FigureWording) -> tuple[list[str], int | None]:
    say = wording.say
    if table.columns_by:
        by = table.columns_by
        heads = [wording.group(group, by, number) for number, group in enumerate(table.columns, 1)]
        return [*heads, say("total")], None
    if table.overlaps:
        heads = [wording.group(group, table.rows_by[0]) for group in table.columns]
    else:
        heads = [say("count"), say("per cent")]
    mean = wording.mean_head(table.measure)
    return ([*heads, mean], len(heads)) if mean else (heads, None)


def _rows(table: FigureTable, wording: FigureWording) -> Iterator[SheetRow]:
    for number, row in enumerate(table.rows, 1):
        label = shown(wording.group(row.group, row.dimension, number))
        yield _row(label, row.cells, row.total, table, wording)
    if not table.overlaps:
        yield _row(wording.say("total"), table.column_totals, table.total, table, wording)


def _row(label: str, cells: tuple[Shown, ...], total: Shown, table: FigureTable, wording: FigureWording) -> SheetRow:
    if table.columns_by:
        return SheetRow(label, (*map(wording.count, cells), wording.count(total)), _share(total, table.total))
    if table.overlaps:
        yes = cells[table.columns.index(YES)]
        share = _share(yes, table.total)
        mean = (wording.mean(yes, table.measure),) if table.measure is not Measure.NONE else ()
        return SheetRow(label, (*map(wording.count, cells), *mean), share)
    share = _share(total, table.total)
    percent = wording.decimal(share * 100, 1) if share is not None else ""
    mean = (wording.mean(total, table.measure),) if table.measure is not Measure.NONE else ()
    return SheetRow(label, (wording.count(total), percent, *mean), share)


def _share(part: Shown, whole: Shown) -> float | None:
    return part.value / whole.value if part.value is not None and whole.value else None
