"""Figures of a measurement, their budgets, and the table they are printed in."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Limit(StrEnum):
    """What a budget is about: the figure itself, or its ratio to the bare app or library."""

    FIGURE = "figure"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Budget:
    most: float
    of: Limit = Limit.RATIO


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `bare` is the same for the bare app or the bare library, measured in the same run."""

    name: str
    what: str
    ours: float
    bare: float | None = None
    unit: str = "ms"
    budget: Budget | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.bare if self.bare else None

    @property
    def verdict(self) -> str:
        if self.budget is None:
            return ""
        found = self.ours if self.budget.of is Limit.FIGURE else self.ratio
        if found is None:
            return "not measured"
        return "kept" if found <= self.budget.most else "OVER"

    @property
    def cells(self) -> tuple[str, ...]:
        budget = ""
        if self.budget is not None:
            is_ratio = self.budget.of is Limit.RATIO
            budget = f"{self.budget.most:g} x" if is_ratio else f"{self.budget.most:g} {self.unit}"
        return (
            self.name,
            self.what,
            f"{self.ours:.2f} {self.unit}".rstrip(),
            "" if self.bare is None else f"{self.bare:.2f} {self.unit}".rstrip(),
            "" if self.ratio is None else f"{self.ratio:.2f} x",
            budget,
            self.verdict,
            self.note,
        )


HEAD = ("name", "what", "ours", "bare", "ratio", "budget", "verdict", "note")
_TO_RIGHT = {"ours", "bare", "ratio", "budget"}


def table(figures: Sequence[Figure]) -> str:
    """All figures below each other; a column that nobody uses is left out."""
    rows = [HEAD, *(figure.cells for figure in figures)]
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    lines = []
    for cells in zip(*columns, strict=True):
        padded = []
        for column, cell in zip(columns, cells, strict=True):
            width = max(map(len, column))
            padded.append(cell.rjust(width) if column[0] in _TO_RIGHT else cell.ljust(width))
        lines.append("  ".join(padded).rstrip())
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest value in rank; `share` is between 0 and 100."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share / 100 * len(ordered)) - 1)]
