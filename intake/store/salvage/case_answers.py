"""The answers of a case that was salvaged: its events in a row without gaps, and the view that they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from intake.interview.values import Problem
from intake.store.columns import utc_text
from intake.store.ids import new_id
from intake.store.keys.unlocking import Unlocked
from intake.store.salvage.cells import Cell
from intake.store.salvage.compare import Comparing, losses
from intake.store.salvage.rows import FoundRow
from intake.store.salvage.target import Target
from intake.store.salvage.view import Place, Raw, missing_changes, replayed
from intake.store.sealed_answers import Seal


@dataclass(slots=True)
class SalvagedCase:
    """A case as it was found. `is_new` where its head was lost, `losses` is what is missing of it."""

    header: dict[str, Cell]
    is_new: bool
    losses: list[Problem] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.header["id"])


@dataclass(frozen=True, slots=True)
class CaseAnswers:
    """Puts the answers of one case after the other into the file; what only the view knows becomes an event."""

    target: Target
    unlocked: Unlocked
    at: datetime

    def fill(self, case: SalvagedCase, events: list[Raw], view: Mapping[Place, FoundRow], said: set[str]) -> None:
        """`said` are the questions that the audit chain says were answered."""
        ordered = _without_twins(sorted(events, key=lambda row: int(str(row["seq"]))))
        numbers = [int(str(row["seq"])) for row in ordered]
        missing = (numbers[-1] if numbers else 0) - len(numbers)
        kept: list[Raw] = []
        for row in ordered:
            if self.target.insert("answer_event", {**row, "seq": len(kept) + 1}):
                kept.append(row)
        stale = frozenset(place for place, row in view.items() if row.is_older)
        now = replayed(kept)
        known = {place: row.cells for place, row in view.items()}
        added = list(missing_changes(now, known, stale, Comparing(case.id, Seal(self.unlocked.key)).is_same))
        made = [row for row in (self._as_event(case, change) for change in added) if row is not None]
        for (question, entry, name), row in replayed([*kept, *made]).items():
            self.target.insert(
                "answer", {"case_id": case.id, "question": question, "entry": entry, "field": name, **row}
            )
        questions = {str(row["question"]) for row in (*kept, *made)}
        case.losses += losses(missing, len(made), len(said - questions - {""}), is_new=case.is_new)

    def _as_event(self, case: SalvagedCase, change: Raw) -> Raw | None:
        """A change that is only known from the view, as an event of today."""
        row: dict[str, Cell] = dict.fromkeys(self.target.columns["answer_event"])
        row.update(change)
        row.update(
            id=new_id(self.at),
            case_id=case.id,
            seq=self.target.count_events(case.id) + 1,
            actor=self.unlocked.staff_id or case.header["created_by"],
            at=utc_text(self.at),
        )
        return row if self.target.insert("answer_event", row) else None


def _without_twins(events: Iterable[Raw]) -> list[Raw]:
    """Each number once, each event once: an earlier version of a page can hold a row twice."""
    by_number = {int(str(row["seq"])): row for row in events}
    return list({str(row["id"]): row for row in by_number.values()}.values())
