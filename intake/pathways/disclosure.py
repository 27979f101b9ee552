"""Hides small counts so that nobody can compute them back from what stays visible.

A table with its totals is a network: each count is a flow, and what flows in at a node flows out again. A hidden
count can be computed back exactly where no circulation changes it within what an outsider knows about it. Where that is
so, the cheapest circulation is found and the counts on it are withheld too (complementary suppression).
Source: decisions.md 1 (counts under 5 are shown as '<5'); Gusfield 1988, statistical data security as network flow.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

THRESHOLD = 5
"""People a group needs so that its count is shown."""

_TOTAL_WEIGHT = 1000


class Mark(StrEnum):
    """How a count is shown: as it is, as 'fewer than five', or not at all to protect another one."""

    SHOWN = "shown"
    FEW = "few"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Flow:
    """One count between two nodes.

    `low` and `high` are what an outsider knows of a hidden one (None: no upper bound). A `fixed` count is known from
    elsewhere and cannot be withheld; a total is withheld only where no other count will do.
    """

    start: str
    end: str
    value: int
    is_small: bool
    low: int = 1
    high: int | None = THRESHOLD - 1
    is_total: bool = False
    is_fixed: bool = False

    @property
    def weight(self) -> int:
        return max(1, self.value) * (_TOTAL_WEIGHT if self.is_total else 1)


def protect(flows: Sequence[Flow]) -> tuple[Mark, ...] | None:
    """The mark of each flow; None where no choice of hidden counts would keep the small ones.

    That a hidden count is nobody may come out: there is no one to protect.
    """
    net = _Network(flows, [Mark.FEW if flow.is_small else Mark.SHOWN for flow in flows])
    for index, flow in enumerate(flows):
        if flow.is_small and flow.value > 0 and not net.is_open(index):
            path = net.cheapest(index)
            if path is None:
                return None
            for other in path:
                net.marks[other] = Mark.WITHHELD
    return tuple(net.marks)


@dataclass(slots=True)
class _Network:
    flows: Sequence[Flow]
    marks: list[Mark]
    at: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, flow in enumerate(self.flows):
            self.at.setdefault(flow.start, []).append(index)
            self.at.setdefault(flow.end, []).append(index)

    def is_open(self, index: int) -> bool:
        """Whether a hidden count could be another one as well, as far as what is visible goes."""
        return self._cheapest(index, hidden_only=True) is not None

    def cheapest(self, index: int) -> tuple[int, ...] | None:
        """The visible counts that have to be hidden so that this one stays open."""
        return self._cheapest(index, hidden_only=False)

    def _cheapest(self, index: int, hidden_only: bool) -> tuple[int, ...] | None:
        flow = self.flows[index]
        ways = [(flow.end, flow.start)] if self._can_grow(index) else []
        ways += [(flow.start, flow.end)] if self._can_shrink(index) else []
        found = [path for way in ways if (path := self._path(*way, index, hidden_only)) is not None]
        return min(found, key=lambda path: sum(self.flows[each].weight for each in path), default=None)

    def _path(self, start: str, goal: str, without: int, hidden_only: bool) -> tuple[int, ...] | None:
        """The visible counts on the cheapest way round that does not use the count itself (Dijkstra)."""
        queue: list[tuple[int, int, str, tuple[int, ...]]] = [(0, 0, start, ())]
        newest_first = count(-1, -1)
        done: set[str] = set()
        while queue:
            cost, _, node, path = heapq.heappop(queue)
            if node == goal:
                return path
            if node in done:
                continue
            done.add(node)
            for index, other in self._steps(node, without, hidden_only):
                if other not in done:
                    visible = self.marks[index] is Mark.SHOWN
                    added = self.flows[index].weight if visible else 0
                    if other == goal and cost + added == 0:
                        return path  # nothing is cheaper, and large tables need not be searched to the end
                    further = (*path, index) if visible else path
                    heapq.heappush(queue, (cost + added, next(newest_first), other, further))
        return None

    def _steps(self, node: str, without: int, hidden_only: bool) -> Iterator[tuple[int, str]]:
        for index in self.at[node]:
            flow = self.flows[index]
            is_visible = self.marks[index] is Mark.SHOWN
            if index == without or (is_visible and (hidden_only or flow.is_fixed)):
                continue
            if flow.start == node and self._can_grow(index):
                yield index, flow.end
            elif flow.end == node and self._can_shrink(index):
                yield index, flow.start

    def _can_grow(self, index: int) -> bool:
        flow = self.flows[index]
        return not flow.is_small or flow.high is None or flow.value < flow.high

    def _can_shrink(self, index: int) -> bool:
        """A withheld count is at least the threshold, or it would say 'fewer than five'."""
        flow = self.flows[index]
        return flow.value > (flow.low if flow.is_small else THRESHOLD)
