"""What was confirmed and is not in the store yet, of all that goes there together: answers, what happened, steps."""

from __future__ import annotations

from collections.abc import Iterable

from intake.store.kept.answers import Event
from intake.store.kept.handovers import HandoverStep
from intake.store.kept.happened import CaseEvent
from intake.store.kept.saving import Saving


class Unsaved:
    """What the next transaction of the case writes."""

    def __init__(self) -> None:
        self.events: tuple[Event, ...] = ()
        self.happened: tuple[CaseEvent, ...] = ()
        self.steps: tuple[HandoverStep, ...] = ()
        self.is_behind = False
        """Whether the place or the dates due could not be written; what else was not is known one by one."""

    def __bool__(self) -> bool:
        return bool(self.events or self.happened or self.steps or self.is_behind)

    @property
    def needs_saving(self) -> bool:
        """Whether anything waits that only goes with a save; what happened can be written by itself."""
        return bool(self.events or self.steps or self.is_behind)

    def happens(self, event: CaseEvent) -> None:
        """Take what happened, once."""
        if event not in self.happened:
            self.happened = (*self.happened, event)

    def take(self, events: Iterable[Event], steps: Iterable[HandoverStep]) -> None:
        self.events = (*self.events, *events)
        self.steps = (*self.steps, *steps)

    def saved(self, saving: Saving) -> None:
        """All of this is in the store now."""
        self.events = tuple(each for each in self.events if each not in saving.events)
        self.happened = tuple(each for each in self.happened if each not in saving.happened)
        self.steps = tuple(each for each in self.steps if each not in saving.steps)

    def noted(self, event: CaseEvent) -> None:
        """What happened is in the store now."""
        self.happened = tuple(each for each in self.happened if each != event)
