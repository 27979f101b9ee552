"""What was on the screen when the desk was locked. It goes back to the one who held it, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation
    from intake.ui.type_ahead import Typed


@dataclass(frozen=True, slots=True)
class Hidden:
    """The screens of one person as they stood, in a mode of the app, and the keys that were typed ahead for them."""

    navigation: Navigation
    keys: tuple[Typed, ...] = ()


class HiddenScreens:
    """At most one set of screens for each person: answers in memory and half-typed text included."""

    def __init__(self) -> None:
        self._by_staff: dict[str, Hidden] = {}

    def put(self, staff: str, hidden: Hidden) -> None:
        """Keep the screens of this person (the id)."""
        self._by_staff[staff] = hidden

    def take(self, staff: str) -> Hidden | None:
        """Give the screens back to the person who left them."""
        return self._by_staff.pop(staff, None)

    @property
    def are_safe(self) -> bool:
        """Whether the program can end without the loss of an answer."""
        works = (hidden.navigation.work for hidden in self._by_staff.values())
        return all(work is None or work.is_safe for work in works)
