"""What was on the screen when the desk was locked. It goes back to the one who held it, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.screen import Screen

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation
    from intake.ui.type_ahead import Typed


class Loss(Enum):
    """What would be lost if the program ended now: a case that was never stored, what could not be written, and text
    that nobody has confirmed.
    """

    CASE = "case"
    CONFIRMED = "confirmed"
    TYPED = "typed"


@runtime_checkable
class TypedInto(Protocol):
    """A screen with text that is kept nowhere else."""

    @property
    def is_half_typed(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Hidden:
    """The screens of one person as they stood, in a mode of the app, and the keys that were typed ahead for them."""

    navigation: Navigation
    keys: tuple[Typed, ...] = ()
    screens: tuple[Screen[Any], ...] = ()

    @property
    def losses(self) -> frozenset[Loss]:
        found = losses(self.navigation, self.screens)
        return found | {Loss.TYPED} if self.keys else found


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
    def losses(self) -> Mapping[Loss, tuple[str, ...]]:
        """What the end of the program would take, with the names of those who would lose it."""
        found = [(each.navigation.desk.staff.name, each.losses) for each in self._by_staff.values()]
        by_loss = {loss: tuple(name for name, lost in found if loss in lost) for loss in Loss}
        return {loss: names for loss, names in by_loss.items() if names}

    @property
    def are_safe(self) -> bool:
        """Whether the program can end without a loss."""
        return not self.losses


def losses(nav: Navigation, screens: Iterable[Screen[Any]]) -> frozenset[Loss]:
    """What somebody with these screens would lose if the program ended now."""
    work, found = nav.work, set[Loss]()
    if not nav.desk.is_safe or (work is not None and work.is_stored and not work.is_safe):
        found.add(Loss.CONFIRMED)
    if work is not None and not work.is_stored and not work.is_safe:
        found.add(Loss.CASE)
    is_typed = any(isinstance(screen, TypedInto) and screen.is_half_typed for screen in screens)
    if is_typed or (work is not None and not work.is_typed_safe):
        found.add(Loss.TYPED)
    return frozenset(found)
