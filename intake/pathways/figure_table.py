"""A monitoring figure as it may be seen: rows, columns and totals, each count shown or hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from intake.pathways.disclosure import THRESHOLD, Mark
from intake.pathways.figure_groups import Dimension, Group
from intake.pathways.figure_remarks import Remark
from intake.pathways.figure_units import Measure
from intake.pathways.sites import Figure

Place: TypeAlias = tuple[Dimension | None, Group | None, Group | None]
"""Row dimension, row and column of a tally; None for the total over it."""


@dataclass(slots=True)
class Tally:
    """What was counted of one group: units, the people they belong to, and the sum of what is averaged."""

    value: int = 0
    people: int = 0
    total: float = 0
    measured: int = 0
    people_measured: int = 0

    def shown(self, mark: Mark, measure: Measure, with_mean: bool = True) -> Shown:
        """The count under its mark. An average needs as many people as a count does."""
        if mark is not Mark.SHOWN:
            return Shown(mark)
        mean = None
        if measure is Measure.PER_PERSON and self.people:
            mean = self.value / self.people
        elif self.people_measured >= THRESHOLD:
            mean = self.total / self.measured
        return Shown(mark, self.value, mean if with_mean else None)


@dataclass(frozen=True, slots=True)
class Shown:
    """A count as it may be seen: `value` and `mean` are None unless `mark` is SHOWN. `mean` is None without one."""

    mark: Mark
    value: int | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One group with a count for each column of its table, and its total."""

    group: Group
    dimension: Dimension
    cells: tuple[Shown, ...]
    total: Shown


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One table of a figure. Without `columns` each row has its total only.

    `problem` is set where there is nothing to show. `undecided` are those of whom
    nobody knows whether they count.
    """

    figure: Figure
    rows_by: tuple[Dimension, ...]
    columns_by: Dimension | None = None
    columns: tuple[Group, ...] = ()
    column_totals: tuple[Shown, ...] = ()
    rows: tuple[FigureRow, ...] = ()
    total: Shown = Shown(Mark.SHOWN, 0)
    undecided: Shown = Shown(Mark.SHOWN, 0)
    measure: Measure = Measure.NONE
    overlaps: bool = False
    problem: Remark | None = None
    notes: tuple[Remark, ...] = ()
