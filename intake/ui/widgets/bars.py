"""A bar with a mark at its limit, of plain characters: it is read without colour."""

from __future__ import annotations

FULL, FREE, LIMIT = "█", "·", "|"


def load_bar(count: int, limit: int, largest: int, cells: int) -> str:
    """A bar for a count: dots are what is left up to the limit, which has a mark. As wide as `cells` at most.

    All bars of a list share a scale where `largest` is the largest count of it.
    """
    scale = max(limit, largest, 1)
    room = max(cells - 1, 1)
    filled = max(round(count * room / scale), count > 0)
    mark = round(limit * room / scale)
    if filled <= mark:
        return FULL * filled + FREE * (mark - filled) + LIMIT
    return FULL * mark + LIMIT + FULL * (filled - mark)
