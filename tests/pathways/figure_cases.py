"""Figures of a small invented site, counted from invented cases of a few answers each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from intake.interview.facts import Facts
from intake.interview.values import Json
from intake.pathways.disclosure import Mark
from intake.pathways.figure_table import FigureRow, FigureTable, Shown
from intake.pathways.figure_units import FigureCase
from intake.pathways.figures import figures
from intake.pathways.law import site_context
from intake.pathways.sites import SiteProfile
from tests.pathways.personas import answers_of, laws, logic
from tests.pathways.small_site import DAY, RULES, deadline, offer, small_site

OFFERS = (
    offer("course", "language", steps='"S", "4"', more='stage = "Anfang"\nprovider = { de = "VHS", en = "VHS" }')
    + offer("work", steps='"6"', more='stage = "Ende"')
    + deadline("d1", "admission_date", "P1M")
    + deadline("d2", "benefit_application_date", "P1M")
    + deadline("d3", "grant_start", "P1M")
)


def figure(count: str, *by: str, when: str = "True") -> str:
    names = ", ".join(f'"{each}"' for each in by)
    return (
        f'[[figure]]\nid = "f"\nname = {{ de = "Zahl", en = "figure" }}\nunit = {{ de = "Fälle", en = "cases" }}\n'
        f'count = "{count}"\nby = [{names}]\nwhen = "{when}"\n'
    )


def site_with(count: str, *by: str, when: str = "True") -> SiteProfile:
    return small_site(RULES, OFFERS, figure(count, *by, when=when))


def case(
    site: SiteProfile,
    answers: Mapping[str, Json],
    kind: str = "full",
    created: dt.date = DAY,
    is_open: bool = True,
    staff: str = "s1",
) -> FigureCase:
    facts = Facts(logic(), answers_of(answers), site_context(site, laws().in_force(DAY), DAY))
    return FigureCase(facts, created, kind, site.id, is_open, staff)


def counted(site: SiteProfile, people: Iterable[tuple[int, Mapping[str, Json]]]) -> tuple[FigureTable, ...]:
    """The figures of so many cases with each of these answers."""
    return figures(site, (case(site, answers) for count, answers in people for _ in range(count)), logic())


def one(tables: tuple[FigureTable, ...]) -> FigureTable:
    (table,) = tables
    return table


def seen(shown: Shown) -> str:
    return {Mark.SHOWN: str(shown.value), Mark.FEW: "<5", Mark.WITHHELD: "–"}[shown.mark]


def rows(table: FigureTable) -> dict[str, str]:
    """The total of each row by the key of its group, or by its kind."""
    return {name(row): seen(row.total) for row in table.rows}


def cells(table: FigureTable) -> dict[str, list[str]]:
    return {name(row): [seen(cell) for cell in row.cells] for row in table.rows}


def means(table: FigureTable) -> dict[str, float | None]:
    return {name(row): row.total.mean for row in table.rows}


def name(row: FigureRow) -> str:
    return row.group.key or row.group.kind.value
