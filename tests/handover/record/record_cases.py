"""Records that tests look into."""

from __future__ import annotations

from collections.abc import Mapping

from intake.handover.record.parts import EntryTable, Item, Record
from intake.interview.values import Json
from tests.handover.handover_cases import (
    ALL_PACKAGES,
    PERSON,
    consent,
    record_for,
)


def record_of(
    data: Mapping[str, Json], recipient: str, packages: tuple[str, ...] = ALL_PACKAGES, **fields: Json
) -> Record:
    return record_for({**PERSON, **data, "consents": [consent(recipient, packages, **fields)]}, recipient)


def items(record: Record) -> dict[str, Item]:
    """Every printed answer by its id."""
    found: dict[str, Item] = {}
    for block in record.blocks:
        for answer in block.answers:
            item = answer.item if isinstance(answer, EntryTable) else answer
            assert item.question not in found, "printed twice"
            found[item.question] = item
    return found
