"""Entries that the audit chain does not have, as it notes them itself: the gaps that a salvage left, and what only the
store had that a backup replaced.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from intake.store.kept.audit import AuditHead

_GAP = re.compile(r"gap:([0-9]{1,16})-([0-9]{1,16}):([0-9a-f]{64})", re.ASCII)
_LEFT = re.compile(r" left:([0-9]{1,16})-([0-9]{1,16})\Z", re.ASCII)


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


@dataclass(frozen=True, slots=True)
class Left:
    """Entries, both ends included, that only a store had that was replaced `at` this time."""

    first: int
    last: int
    at: datetime

    def explains(self, head: AuditHead) -> bool:
        """Whether this head was that of the replaced store; one that was written down later is none of these."""
        return self.first <= head.seq <= self.last and (head.at is None or head.at <= self.at)


def restored_text(backup: str, end: int, elsewhere: Collection[int]) -> str:
    """What is noted where a backup came back whose chain ends with entry `end`. `elsewhere` are the entries that are
    known to be other ones in the replaced store: what it had from there on is named.
    """
    return f"{backup} left:{min(end + 1, *elsewhere)}-{max(elsewhere)}" if elsewhere else backup


def left_in(entries: Iterable[tuple[str, datetime]]) -> tuple[Left, ...]:
    """What these entries, subject and time of each, name of replaced stores."""
    found = [(_LEFT.search(text), at) for text, at in entries]
    return tuple(Left(int(each[1]), int(each[2]), at) for each, at in found if each)
