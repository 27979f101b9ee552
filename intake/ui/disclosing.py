"""Gathers what the store holds of a case, for the person it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.errors import StoreError
from intake.ui.disclosed import Sources

if TYPE_CHECKING:
    from intake.store.kept.cases import CaseFile
    from intake.store.store import Store


def gathered(store: Store, case: CaseFile) -> Sources:
    """Everything of one case. Raises NotAllowed, CaseMissing, and StoreError for who does not hold the second key.

    Without it answers on health and protection would be missing, on a paper that says it is all.
    """
    if not store.holds_sections:
        raise StoreError(
            "You do not hold the second key yourself.",
            "Nothing was changed. Somebody who may read health and protection has to do this.",
        )
    id_ = case.header.id
    return Sources(
        case,
        store.history(id_),
        store.decisions(id_),
        store.handovers.of_case(id_),
        store.care.beside_the_answers(id_),
        store.people.names(),
    )
