"""What changes if: one case under several profiles and law sets side by side. Nothing is stored.

Every assessment is of the same day, so the last day of an offer counts from it whatever law set is chosen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from intake.interview.answers import Answer, AnswerGiven, Answers, State
from intake.interview.context import ConfigValue
from intake.interview.logic import Logic
from intake.interview.truth import Truth
from intake.interview.values import Municipality
from intake.pathways.assess import FULL, Assessment, assess
from intake.pathways.law import LawSet
from intake.pathways.profile_rows import Text
from intake.pathways.sites import SiteProfile
from intake.pathways.stations import Station

_RESIDENCE = "residence_municipality"


class Part(StrEnum):
    """The parts of an assessment, in their order."""

    PRERULE = "prerule"
    RESULT = "result"
    STATION = "station"
    OPEN = "open"
    OFFER = "offer"
    DEADLINE = "deadline"


class Change(StrEnum):
    """How a line of the second assessment stands to the first."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of one assessment, as far as it can differ.

    `state` is the kind of a result, the state of an offer, a deadline or a pre-rule; empty for stations and open
    points. `stations` are ids, `ways` their names; `missing` are the questions that would decide it, `bring` what to
    take along to a station. Two cells are equal where the desk would see the same: each site has ids of its own.
    """

    text: Text
    state: str = ""
    stations: tuple[str, ...] = field(default=(), compare=False)
    ways: tuple[Text, ...] = ()
    missing: tuple[str, ...] = ()
    date: dt.date | None = None
    is_approximate: bool = False
    bring: Text | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line by its id, in each of the assessments; None where it is not there.

    A deadline that counts for several measures has a row for each; `id` stays that of the deadline.
    """

    part: Part
    id: str
    cells: tuple[Cell | None, ...]

    @property
    def differs(self) -> bool:
        return any(cell != self.cells[0] for cell in self.cells[1:])

    @property
    def change(self) -> Change | None:
        """From the first assessment to the last; None where they agree."""
        before, after = self.cells[0], self.cells[-1]
        if before == after:
            return None
        if before is None:
            return Change.ADDED
        return Change.REMOVED if after is None else Change.CHANGED


@dataclass(frozen=True)
class Comparison:
    """The assessments in the order asked for, and their lines side by side: part by part, as they first appear."""

    assessments: tuple[Assessment, ...]
    rows: tuple[Row, ...] = field(default=())

    @property
    def differences(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.differs)


def compare(
    logic: Logic, answers: Answers, pairs: Iterable[tuple[SiteProfile, LawSet]], on: dt.date, kind: str = FULL
) -> Comparison:
    """One case under each pair of profile and law set. Raises InputError where the birth date lies after the day."""
    return side_by_side(assess(logic, answers, site, law, on, kind) for site, law in pairs)


@dataclass(frozen=True, slots=True)
class Variant:
    """A profile and a law set, and whether the person is taken to live in the town of the profile."""

    site: SiteProfile
    law: LawSet
    lives_there: bool = False


def compare_variants(
    logic: Logic,
    answers: Answers,
    variants: Iterable[Variant],
    on: dt.date,
    kind: str = FULL,
    decided: Mapping[str, str] | None = None,
) -> Comparison:
    """One case under each variant, with the values that staff decided where the site leaves them to staff."""
    return side_by_side(
        assess(
            logic, moved(answers, each.site) if each.lives_there else answers, each.site, each.law, on, kind, decided
        )
        for each in variants
    )


def moved(answers: Answers, site: SiteProfile) -> Answers:
    """The same answers of somebody who lives in the first town of the site; as they are where it has no area."""
    names, codes = (_first(site.config.get(key)) for key in ("area_names", "area_codes"))
    if not names and not codes:
        return answers
    town = Municipality(names or site.town, codes or None)
    return answers.apply(AnswerGiven(_RESIDENCE, Answer(State.ANSWERED, town)))


def _first(values: ConfigValue | None) -> str:
    return values[0] if isinstance(values, tuple) and values else ""


def side_by_side(assessments: Iterable[Assessment]) -> Comparison:
    """The lines of several assessments, matched by their ids; stations of several sites by their names."""
    found = tuple(assessments)
    named: dict[str, str] = {}
    columns = [dict(_cells(each, named)) for each in found]
    keys = dict.fromkeys(key for column in columns for key in column)
    parts = list(Part)
    ordered = sorted(keys, key=lambda key: parts.index(key[0]))
    rows = (Row(key[0], key[1], tuple(column.get(key) for column in columns)) for key in ordered)
    return Comparison(found, tuple(rows))


Key = tuple[Part, str, str]
"""Part, id, and the entry of a measure where a line has one."""


def _cells(assessment: Assessment, named: dict[str, str]) -> Iterator[tuple[Key, Cell]]:
    """`named` are the ids of stations by their names, as they were first met."""
    stations: dict[str, Station] = {}
    for prerule in assessment.prerules:
        if prerule.is_shown:
            is_sure = prerule.state is Truth.TRUE
            stations |= {station.id: station for station in prerule.stations if is_sure}
            ids, ways = _ways(prerule.stations)
            cell = Cell(prerule.rule.reason, prerule.state.value, ids, ways, prerule.open.missing)
            yield (Part.PRERULE, prerule.rule.id, ""), cell
    for line in assessment.results:
        stations |= {station.id: station for station in line.stations}
        yield (Part.RESULT, line.rule.id, ""), Cell(line.rule.reason, line.rule.kind.value, *_ways(line.stations))
    for station in stations.values():
        yield (Part.STATION, named.setdefault(station.name.de, station.id), ""), Cell(station.name, bring=station.bring)
    for point in assessment.open:
        yield (Part.OPEN, point.rule.id, ""), Cell(point.rule.reason, missing=point.open.missing)
    for offer in assessment.offers:
        yield (Part.OFFER, offer.offer.id, ""), Cell(offer.offer.name, offer.state.value, missing=offer.open.missing)
    for due in assessment.deadlines:
        cell = Cell(due.deadline.name, due.state.value, (), (), due.open.missing, due.date, due.approximate)
        yield (Part.DEADLINE, due.deadline.id, due.entry), cell


def _ways(stations: tuple[Station, ...]) -> tuple[tuple[str, ...], tuple[Text, ...]]:
    return tuple(station.id for station in stations), tuple(station.name for station in stations)
