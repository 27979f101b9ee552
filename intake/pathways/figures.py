"""The monitoring figures of a site: counts by groups, with small groups hidden. Pure; knows no clock and no language.

Groups of fewer than five people are marked, and so many more counts are withheld that none of them can be computed
back from one table. Totals count as known from elsewhere. Source: sites.md, 'Monitoring figures' and 10.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from intake.interview.logic import Logic, dependencies
from intake.interview.truth import Truth
from intake.pathways.due import MEASURES
from intake.pathways.figure_checks import sensitive_ids
from intake.pathways.figure_groups import (
    OPEN_GROUP,
    Dimension,
    Group,
    Sort,
    group_of,
    is_never_asked,
    of_truth,
    read_dimension,
    truths_of,
)
from intake.pathways.figure_layout import Layout, alone
from intake.pathways.figure_remarks import Remark
from intake.pathways.figure_table import FigureTable, Place, Tally
from intake.pathways.figure_units import (
    FIRST_TALK,
    Count,
    FigureCase,
    Measure,
    Unit,
    What,
    months_since,
    parse_count,
    units,
)
from intake.pathways.sites import Figure, SiteProfile


def figures(
    site: SiteProfile, cases: Iterable[FigureCase], logic: Logic, chosen: Iterable[Figure] | None = None
) -> tuple[FigureTable, ...]:
    """The tables of the chosen figures, else of all that the site names itself.

    Cases are read once, one at a time; those of other sites do not count.
    """
    wanted = site.figures if chosen is None else chosen
    counters = [counter for figure in wanted for counter in _counters(figure, site, logic)]
    for case in cases:
        if case.site == site.id:
            for counter in counters:
                counter.add(case)
    return tuple(counter.table() for counter in counters)


def needed_questions(site: SiteProfile, logic: Logic, chosen: Iterable[Figure] | None = None) -> frozenset[str]:
    """The questions that these figures of a site read, else its own, with all that decides whether these count."""
    edges = dependencies(logic)
    pending = [id_ for rule in site.prerules if rule.suspends for id_ in rule.condition.ids]
    for figure in site.figures if chosen is None else chosen:
        pending += (*figure.condition.ids, *parse_count(figure.count).ids)
        for counter in _counters(figure, site, logic):
            pending += [id_ for dimension in counter.dimensions for id_ in dimension.ids]
    pending += [id_ for rule in site.rules if rule.step for id_ in rule.condition.ids]
    found: set[str] = set()
    while pending:
        id_ = pending.pop()
        if id_ not in found:
            found.add(id_)
            pending += edges.get(id_, ())
    return frozenset(id_ for id_ in found if logic.questionnaire.get(id_))


def _counters(figure: Figure, site: SiteProfile, logic: Logic) -> Iterator[_Counter]:
    """Two dimensions cross each other; rules share one table; else each dimension has a table of its own."""
    count = parse_count(figure.count)
    read = tuple(read_dimension(text, site, logic, count.what is not What.CASE) for text in figure.by)
    if count.problem:
        yield _Counter(figure, count, site, logic, read)
        return
    rules = tuple(dimension for dimension in read if dimension.sort is Sort.RULE)
    others = tuple(dimension for dimension in read if dimension.sort is not Sort.RULE)
    if rules:
        counted = tuple(rule for rule in rules if not sensitive_ids(rule.ids, logic))
        if counted:
            yield _Counter(figure, count, site, logic, counted)
        for rule in rules:
            if rule not in counted:
                yield _Counter(figure, count, site, logic, (rule,), problem=Remark.SENSITIVE)
    if len(others) == 2 and not others[1].sort.overlaps and not any(each.problem for each in others):
        yield _Counter(figure, count, site, logic, others[:1], others[1])
    else:
        for dimension in others:
            yield _Counter(figure, count, site, logic, (dimension,))


@dataclass(slots=True)
class _Counter:
    """Counts one table of a figure."""

    figure: Figure
    count: Count
    site: SiteProfile
    logic: Logic
    rows_by: tuple[Dimension, ...]
    columns_by: Dimension | None = None
    problem: Remark | None = None
    tallies: dict[Place, Tally] = field(default_factory=dict)
    undecided: int = 0

    def __post_init__(self) -> None:
        problems = [self.count.problem, *(dimension.problem for dimension in self.dimensions)]
        dates = [id_ for id_ in (self.count.first, self.count.last) if id_]
        problems += [Remark.NEVER_ASKED for id_ in dates if is_never_asked(id_, self.site, self.logic)]
        sensitive = (id_ for dimension in self.dimensions for id_ in dimension.ids)
        problems.append(
            Remark.SENSITIVE if sensitive_ids((*sensitive, *self.figure.condition.ids), self.logic) else None
        )
        self.problem = self.problem or next(filter(None, problems), None)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return (*self.rows_by, *((self.columns_by,) if self.columns_by else ()))

    @property
    def overlaps(self) -> bool:
        return any(dimension.sort.overlaps for dimension in self.rows_by)

    def add(self, case: FigureCase) -> None:
        """Counts one case, where the figure is about it."""
        if self.problem:
            return
        truth = self.figure.condition.truth(case.facts)
        if truth is Truth.OPEN:
            self.undecided += 1
        if truth is not Truth.TRUE:
            return
        touched: set[tuple[Place, bool]] = set()
        for unit in units(self.count, case, self.site):
            for place, measured in self._places(unit):
                tally = self.tallies.setdefault(place, Tally())
                tally.value += 1
                tally.people += (place, False) not in touched
                touched.add((place, False))
                if measured is not None:
                    tally.total += measured
                    tally.measured += 1
                    tally.people_measured += (place, True) not in touched
                    touched.add((place, True))

    def _places(self, unit: Unit) -> Iterator[tuple[Place, float | None]]:
        """Every tally that a unit belongs to, with what is averaged there."""
        yield (None, None, None), unit.measured
        if self.overlaps:
            yield from self._overlapping(unit)
            return
        row = OPEN_GROUP if self._is_unmeasured(unit) else group_of(self.rows_by[0], unit, self.site)
        yield (self.rows_by[0], row, None), unit.measured
        if self.columns_by:
            column = group_of(self.columns_by, unit, self.site)
            yield (self.rows_by[0], row, column), unit.measured
            yield (None, None, column), unit.measured

    def _is_unmeasured(self, unit: Unit) -> bool:
        return self.count.measure not in (Measure.NONE, Measure.PER_PERSON) and unit.measured is None

    def _overlapping(self, unit: Unit) -> Iterator[tuple[Place, float | None]]:
        """Yes, no or open for each group; with a second dimension its groups among those who are in it."""
        for dimension in self.rows_by:
            for group, truth in truths_of(dimension, unit, self.site).items():
                if not self.columns_by:
                    yield (dimension, group, of_truth(truth)), self._months_in(dimension, group, truth, unit)
                elif truth is Truth.TRUE:
                    yield (dimension, group, None), None
                    yield (dimension, group, group_of(self.columns_by, unit, self.site)), None

    def _months_in(self, dimension: Dimension, group: Group, truth: Truth, unit: Unit) -> float | None:
        """Months since the earliest running measure of the stage began."""
        if dimension.sort is not Sort.STAGE or truth is not Truth.TRUE:
            return None
        ours = {offer.id for offer in self.site.offers if offer.stage == group.key}
        facts = unit.case.facts
        running = [each for each in facts.entries(MEASURES) if each.value("state") == "running"]
        months = [
            months_since(each.value("from"), facts.context.day) for each in running if each.value("offer") in ours
        ]
        known = [month for month in months if month is not None]
        return max(known) if known and len(known) == len(months) else None

    def table(self) -> FigureTable:
        """The table with its small groups hidden."""
        measure = self._measure
        bare = FigureTable(
            self.figure,
            self.rows_by,
            self.columns_by,
            measure=measure,
            overlaps=self.overlaps,
            undecided=alone(self.undecided),
            problem=self.problem,
            notes=tuple(self._notes()),
        )
        if self.problem:
            return bare
        return Layout(bare, self.tallies, self.site, self.logic, self.count.what is What.CASE).table()

    @property
    def _measure(self) -> Measure:
        is_stage = any(dimension.sort is Sort.STAGE for dimension in self.rows_by)
        return Measure.MONTHS if is_stage and not self.columns_by else self.count.measure

    def _notes(self) -> Iterator[Remark]:
        sorts = {dimension.sort for dimension in self.rows_by}
        has_step_rules = any(rule.step for rule in self.site.rules)
        if sorts & {Sort.STEP, Sort.STAGE}:
            yield Remark.STEPS_BY_RULE if has_step_rules and Sort.STEP in sorts else Remark.STEPS_BY_MEASURE
        if any(dimension.is_stand_in for dimension in self.dimensions):
            yield Remark.FIRST_TALK_INSTEAD
        if "month" in self.figure.unit.en and self._measure is not Measure.MONTHS:
            yield Remark.MONTHS_NOT_NAMED
        if self._measure is Measure.MONTHS and not (self.count.only_open and self.count.first == FIRST_TALK):
            yield Remark.FIRST_OF_MONTH
        if self.count.what is What.GAP:
            yield Remark.GAP_BY_PLAN
