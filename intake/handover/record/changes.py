"""What a new version of a record changes against the one before, as its receiver may be told.

Named is only what stands in the new version. What stood in the earlier one and does not stand here is never named nor
counted, whatever the cause: every new version says the same sentence about it, so that it tells nothing of what is
withheld. A changed answer is told only where no part of it can stay at the desk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from intake.handover.record.parts import Changed, Changes, EntryTable, Item, Record


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier version as it was made again, of the day it was made.

    `is_exact`: its hash is the one that was noted, so it is what was handed over.
    """

    record: Record
    day: dt.date
    is_exact: bool


def changes_since(earlier: Earlier, record: Record) -> Changes:
    """What stands in the record and did not, or not so, in the earlier version."""
    before, now = _items(earlier.record), _items(record)
    known = {line.rule for block in earlier.record.blocks for line in block.lines}
    lines = (line for block in record.blocks for line in block.lines)
    return Changes(
        version=earlier.record.cover.version,
        day=earlier.day,
        is_exact=earlier.is_exact,
        added=tuple(Changed(item.question, item.label, item.words) for id_, item in now.items() if id_ not in before),
        changed=tuple(_changed(before, now)),
        lines=tuple(line.title or line.kind_words for line in lines if line.rule not in known),
    )


def _items(record: Record) -> dict[str, Item]:
    """The answers of a record by question; computed values are none."""
    answers = (answer for block in record.blocks for answer in block.answers)
    items = (answer.item if isinstance(answer, EntryTable) else answer for answer in answers)
    return {item.question: item for item in items if item.source is not None}


def _changed(before: dict[str, Item], now: dict[str, Item]) -> Iterator[Changed]:
    for id_, item in now.items():
        old = before.get(id_)
        if old is not None and item.tells_changes and old.tells_changes and old.data != item.data:
            yield Changed(id_, item.label, item.words, old.words)
