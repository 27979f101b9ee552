"""Gaps of the audit chain that a salvage left, as the chain notes them itself: which entries, and what follows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_GAP = re.compile(r"gap:([0-9]{1,16})-([0-9]{1,16}):([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Gap:
    """Entries that are lost, both ends included.

    `after` seals what follows: the MAC of that entry, in hex, as if it followed its own MAC.
    """

    first: int
    last: int
    after: str

    @property
    def entries(self) -> int:
        return self.last - self.first + 1


def gap_text(gap: Gap) -> str:
    return f"gap:{gap.first}-{gap.last}:{gap.after}"


def gaps_in(subjects: Iterable[str]) -> Mapping[tuple[int, int], Gap]:
    """The gaps that these subjects of entries name, by their ends."""
    found = [Gap(int(first), int(last), after) for text in subjects for first, last, after in _GAP.findall(text)]
    return {(gap.first, gap.last): gap for gap in found}
