"""Cases that were in hand when the desk was locked. Each goes back to the one who held it, and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork


class WaitingCases:
    """At most one case for each person, as it stood: answers in memory and half-typed text included."""

    def __init__(self) -> None:
        self._by_staff: dict[str, CaseWork] = {}

    def put(self, staff: str, work: CaseWork | None) -> None:
        """Keep the case of this person (the id); None where nothing was in hand."""
        if work is not None:
            self._by_staff[staff] = work

    def take(self, staff: str) -> CaseWork | None:
        """Give the case back to the person who held it."""
        return self._by_staff.pop(staff, None)

    @property
    def are_safe(self) -> bool:
        """Whether the program can end without a loss."""
        return all(work.is_safe for work in self._by_staff.values())
