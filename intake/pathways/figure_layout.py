"""Puts what was counted into a table, and decides which counts are hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from intake.interview.logic import Logic
from intake.pathways.disclosure import THRESHOLD, Flow, Mark, protect
from intake.pathways.figure_groups import NO, OPEN_GROUP, YES, Dimension, Group, GroupKind, Sort, stages
from intake.pathways.figure_remarks import Remark
from intake.pathways.figure_table import FigureRow, FigureTable, Place, Shown, Tally
from intake.pathways.figure_units import Measure
from intake.pathways.sites import SiteProfile

_LAST = (GroupKind.SEVERAL, GroupKind.HERE, GroupKind.OTHER, GroupKind.NONE, GroupKind.OPEN)
_ANSWERS = (YES, NO, OPEN_GROUP)


EVERYTHING: Place = (None, None, None)


def alone(count: int) -> Shown:
    """A count that stands in no table."""
    return Shown(Mark.FEW) if 0 < count < THRESHOLD else Shown(Mark.SHOWN, count)


@dataclass(frozen=True, slots=True)
class Layout:
    """The tallies of one figure as a table. `is_per_case`: no case is counted twice in a group."""

    bare: FigureTable
    tallies: Mapping[Place, Tally]
    site: SiteProfile
    logic: Logic
    is_per_case: bool

    def table(self) -> FigureTable:
        if EVERYTHING not in self.tallies:
            return replace(self.bare, problem=Remark.NO_CASES)
        if self.bare.overlaps:
            return self._overlapping()
        return self._crossed() if self.bare.columns_by else self._single()

    def _single(self) -> FigureTable:
        """One line: groups that add up to the total."""
        by = self.bare.rows_by[0]
        groups = self._ordered({row for dimension, row, _ in self.tallies if dimension and row}, by)
        places: list[Place] = [(by, group, None) for group in groups]
        marks = self._line(places, EVERYTHING)
        if marks is None:
            return replace(self.bare, problem=Remark.TOO_FEW)
        rows = tuple(
            FigureRow(group, by, (), self._shown(place, mark))
            for group, place, mark in zip(groups, places, marks, strict=False)
        )
        hidden = [self._tally(place) for place, mark in zip(places, marks, strict=False) if mark is not Mark.SHOWN]
        return replace(self.bare, rows=rows, total=self._total(EVERYTHING, marks[-1], hidden))

    def _crossed(self) -> FigureTable:
        """Rows and columns that add up to their totals. An empty cell counts as a small one."""
        by = self.bare.rows_by[0]
        rows = self._ordered({row for _, row, column in self.tallies if row and column is None}, by)
        columns = self._ordered({column for _, row, column in self.tallies if column and row is None}, self._columns_by)
        cells: list[Place] = [(by, row, column) for row in rows for column in columns]
        totals: list[Place] = [(by, row, None) for row in rows]
        sums: list[Place] = [(None, None, column) for column in columns]
        flows = [
            *(self._flow(cell, f"r{cell[1]}", f"c{cell[2]}", low=0) for cell in cells),
            *(self._flow(total, "rows", f"r{total[1]}", is_total=True) for total in totals),
            *(self._flow(total, f"c{total[2]}", "columns", is_total=True) for total in sums),
            self._flow(EVERYTHING, "columns", "rows", is_total=True, is_fixed=True),
        ]
        found = protect(flows)
        if found is None:
            return replace(self.bare, problem=Remark.TOO_FEW)
        places = [*cells, *totals, *sums, EVERYTHING]
        marks = dict(zip(places, found, strict=True))
        hidden = [self._tally(place) for place in cells if marks[place] is not Mark.SHOWN]
        return replace(
            self.bare,
            columns=columns,
            rows=tuple(
                FigureRow(
                    row,
                    by,
                    tuple(self._shown((by, row, column), marks[by, row, column]) for column in columns),
                    self._total((by, row, None), marks[by, row, None], hidden),
                )
                for row in rows
            ),
            column_totals=tuple(self._total(place, marks[place], hidden) for place in sums),
            total=self._total(EVERYTHING, marks[EVERYTHING], hidden),
        )

    def _overlapping(self) -> FigureTable:
        """Each row is a line of its own: yes, no and open, or the groups of those who are in it."""
        by_columns = self.bare.columns_by
        found = {column for _, row, column in self.tallies if row and column}
        columns = self._ordered(found, by_columns) if by_columns else _ANSWERS
        rows = []
        for by in self.bare.rows_by:
            groups = {row for dimension, row, _ in self.tallies if row and dimension == by}
            for row in self._ordered(groups, by):
                places: list[Place] = [(by, row, column) for column in columns]
                total: Place = (by, row, None) if by_columns else EVERYTHING
                marks = self._crossing(places, total) if by_columns else self._answers(places)
                if marks is None:
                    marks = (Mark.WITHHELD,) * (len(places) + 1)
                cells = tuple(self._shown(place, mark) for place, mark in zip(places, marks, strict=False))
                rows.append(FigureRow(row, by, cells, self._shown(total, marks[-1])))
        if not rows:
            return replace(self.bare, problem=Remark.NO_CASES)
        size = self._tally(EVERYTHING)
        total_mark = Mark.FEW if size.people < THRESHOLD else Mark.SHOWN
        return replace(self.bare, columns=columns, rows=tuple(rows), total=self._shown(EVERYTHING, total_mark))

    # Hiding

    def _line(self, places: list[Place], total: Place, known: Group | None = None) -> tuple[Mark, ...] | None:
        """The marks of counts that add up to one total, and that of the total at the end. Nobody is shown as 0."""
        flows = [self._flow(place, "in", "out", is_fixed=known is not None and place[2] == known) for place in places]
        flows.append(self._flow(total, "out", "in", is_total=True, is_fixed=True))
        shown = [replace(flow, is_small=False, is_fixed=True) if flow.value == 0 else flow for flow in flows]
        return protect(shown)

    def _crossing(self, places: list[Place], total: Place) -> tuple[Mark, ...] | None:
        """A row whose total stands at its end. An empty cell counts as a small one."""
        flows = [self._flow(place, "in", "out", low=0) for place in places]
        return protect([*flows, self._flow(total, "out", "in", is_total=True, is_fixed=True)])

    def _answers(self, places: list[Place]) -> tuple[Mark, ...] | None:
        """Yes, no and open of everybody. Who is open is often the same in all rows, so that one could tell another.

        Many are open: that counts as known. Few are: every row hides its larger answer too, with room to spare.
        """
        still_open = self._tally(places[_ANSWERS.index(OPEN_GROUP)])
        if not 0 < still_open.people < THRESHOLD:
            return self._line(places, EVERYTHING, OPEN_GROUP)
        marks = [Mark.FEW if 0 < self._tally(place).people < THRESHOLD else Mark.SHOWN for place in places]
        larger = max((_ANSWERS.index(YES), _ANSWERS.index(NO)), key=lambda index: self._tally(places[index]).people)
        if self._tally(places[larger]).people < THRESHOLD + 2 * (THRESHOLD - 1):
            return None
        marks[larger] = Mark.WITHHELD
        return (*marks, Mark.SHOWN)

    def _flow(
        self, place: Place, start: str, end: str, *, low: int = 1, is_total: bool = False, is_fixed: bool = False
    ) -> Flow:
        """Small is what belongs to fewer than five people, however often they are counted."""
        tally = self._tally(place)
        high = THRESHOLD - 1 if self.is_per_case else None
        is_small = tally.people < THRESHOLD
        return Flow(start, end, tally.value, is_small, low, high, is_total, is_fixed and not is_small)

    def _tally(self, place: Place) -> Tally:
        return self.tallies.get(place, Tally())

    def _shown(self, place: Place, mark: Mark) -> Shown:
        return self._tally(place).shown(mark, self.bare.measure)

    def _total(self, place: Place, mark: Mark, hidden: list[Tally]) -> Shown:
        """A total, with its average unless that would tell the average of a few hidden people."""
        people = sum(tally.people_measured for tally in hidden)
        may_average = self.bare.measure is Measure.PER_PERSON or people == 0 or people >= THRESHOLD
        return self._tally(place).shown(mark, self.bare.measure, may_average)

    # Order

    @property
    def _columns_by(self) -> Dimension:
        if self.bare.columns_by is None:
            raise ValueError("the table has no columns")
        return self.bare.columns_by

    def _ordered(self, groups: Iterable[Group], by: Dimension) -> tuple[Group, ...]:
        """Codes as the content lists them, else by their key; never by size, which would tell hidden counts."""
        known = {code: index for index, code in enumerate(self._codes(by))}

        def rank(group: Group) -> tuple[int, int, float, str]:
            last = _LAST.index(group.kind) + 1 if group.kind in _LAST else 0
            number = float(group.key) if group.kind is GroupKind.NUMBER else 0
            yes_first = 0 if group == YES else 1
            return last, known.get(group.key, len(known)) + yes_first, number, group.key

        return tuple(sorted(groups, key=rank))

    def _codes(self, by: Dimension) -> tuple[str, ...]:
        if by.sort is Sort.STEP:
            return tuple(self.site.common.steps)
        if by.sort is Sort.STAGE:
            return stages(self.site)
        repeat, _, name = by.id.partition(".")
        if by.id == "measures.offer":
            return tuple(offer.id for offer in self.site.offers)
        table = self.logic.derivations.tables.get(by.id)
        if table:
            return tuple(dict.fromkeys(row.then for row in table.rows if row.then))
        question = self.logic.questionnaire.get(repeat)
        asked = question.field_named(name) if question and name else question
        return tuple(choice.code for choice in asked.choices) if asked else ()
