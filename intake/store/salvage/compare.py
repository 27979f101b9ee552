"""Compares what a damaged file says twice of an answer, and puts into words what a case has lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from intake.interview.values import Problem
from intake.store.salvage.cells import Cell
from intake.store.salvage.view import Place, Raw
from intake.store.sealed_answers import Seal, StoredAnswer


@dataclass(frozen=True, slots=True)
class Comparing:
    """Compares rows of answers in clear where the second key is held; else sealed ones by what is not sealed."""

    case_id: str
    seal: Seal

    def is_same(self, place: Place, one: Raw, other: Raw) -> bool:
        """Whether both rows say the same."""
        clear = [self.seal.opened(self._stored(place, row)) for row in (one, other)]
        if all(each is None for each in clear):
            return all(one[name] == other[name] for name in ("state", "source", "recheck"))
        return clear[0] == clear[1]

    def _stored(self, place: Place, row: Raw) -> StoredAnswer:
        state, form, value, source = (_text(row[name]) for name in ("state", "form", "value", "source"))
        note, reason = (_from_json(row[name]) for name in ("note", "reason"))
        recheck = row["recheck"] if isinstance(row["recheck"], int) else None
        return StoredAnswer(self.case_id, *place, state, form, value, source, note, recheck, reason)


def losses(missing: int, from_view: int, unheard: int, *, is_new: bool) -> Iterator[Problem]:
    """What is missing of a case, a sentence each."""
    if is_new:
        yield Problem("The head of the case was lost: it has a new code, and site and kind have to be looked at.")
    if missing:
        yield Problem("{count} changes are missing.", {"count": missing})
    if from_view:
        yield Problem(
            "{count} answers were taken from the current view, as their change is lost.", {"count": from_view}
        )
    if unheard:
        yield Problem("{count} questions were answered, and their answer is lost.", {"count": unheard})


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


def _from_json(cell: Cell) -> str | None:
    return None if cell is None else str(json.loads(str(cell)))
