"""Rules X1 to X10 of Unicode Standard Annex 9: embeddings, overrides and isolates give levels and runs.

All functions take the letters of `properties.classes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

MAX_DEPTH: Final = 125
REMOVED: Final = frozenset("eflrxb")
"""Classes that rule X9 takes out of the order."""

has_explicit = re.compile("[eflrxijkqp]").search


@dataclass(frozen=True, slots=True)
class Isolates:
    """What stands in isolates: the matching PDI of each opening, and the first strong class behind it, if any.

    `base` is the first strong class outside of all isolates.
    """

    base: str
    match: dict[int, int]
    strong: dict[int, str]


class Run(NamedTuple):
    """An isolating run sequence: its characters in logical order, its level, and the classes beyond its two ends."""

    indexes: Sequence[int]
    level: int
    before: str
    after: str


class _Status(NamedTuple):
    level: int
    override: str
    is_isolate: bool


def isolates(codes: str) -> Isolates:
    """Matches isolates (BD9) and finds the first strong class in and outside of them (P2, X5c) in one pass."""
    match: dict[int, int] = {}
    strong: dict[int, str] = {}
    base = ""
    is_open: list[int] = []
    for index, code in enumerate(codes):
        if code in "ijk":
            is_open.append(index)
        elif code == "q":
            if is_open:
                match[is_open.pop()] = index
        elif code in "LRA":
            if is_open:
                strong.setdefault(is_open[-1], code)
            elif not base:
                base = code
    return Isolates(base, match, strong)


def explicit_levels(codes: str, base: int, found: Isolates) -> tuple[list[int], list[str]]:
    """The explicit level of each character (X1 to X8), and the classes after overrides."""
    levels, types = [base] * len(codes), list(codes)
    stack = [_Status(base, "", False)]
    beyond_isolates = beyond_embeddings = valid_isolates = 0

    def push(to_rtl: bool, override: str, is_isolate: bool) -> bool:
        level = (stack[-1].level + 1) | 1 if to_rtl else (stack[-1].level + 2) & ~1
        if level > MAX_DEPTH or beyond_isolates or beyond_embeddings:
            return False
        stack.append(_Status(level, override, is_isolate))
        return True

    for index, code in enumerate(codes):
        if code == "q":
            if beyond_isolates:
                beyond_isolates -= 1
            elif valid_isolates:
                beyond_embeddings = 0
                valid_isolates -= 1
                while not stack.pop().is_isolate:
                    pass
        levels[index], override, _ = stack[-1]
        if override:
            types[index] = override
        if code in "eflr":
            if not push(code in "fr", {"l": "L", "r": "R"}.get(code, ""), False) and not beyond_isolates:
                beyond_embeddings += 1
        elif code in "ijk":
            is_rtl = code == "j" or (code == "k" and found.strong.get(index, "L") != "L")
            if push(is_rtl, "", True):
                valid_isolates += 1
            else:
                beyond_isolates += 1
        elif code == "x" and not beyond_isolates:
            if beyond_embeddings:
                beyond_embeddings -= 1
            elif not stack[-1].is_isolate and len(stack) > 1:
                stack.pop()
        elif code == "p":
            levels[index], types[index] = base, code
    return levels, types


def runs(codes: str, levels: Sequence[int], base: int, match: dict[int, int]) -> Iterator[Run]:
    """The isolating run sequences (X10, BD13) of what X9 keeps."""
    kept = [index for index, code in enumerate(codes) if code not in REMOVED]
    place = {index: at for at, index in enumerate(kept)}
    level_runs = [list(group) for _, group in groupby(kept, levels.__getitem__)]
    starting = {run[0]: run for run in level_runs}
    closing = set(match.values())
    for run in level_runs:
        if run[0] in closing:
            continue
        indexes = list(run)
        while indexes[-1] in match:
            indexes += starting[match[indexes[-1]]]
        level, last = levels[indexes[0]], place[indexes[-1]]
        before = levels[kept[place[indexes[0]] - 1]] if place[indexes[0]] else base
        is_cut = codes[indexes[-1]] in "ijk" or last + 1 == len(kept)
        after = base if is_cut else levels[kept[last + 1]]
        yield Run(indexes, level, "LR"[max(level, before) & 1], "LR"[max(level, after) & 1])
