"""Whether the case in hand is still open here: a colleague may have taken it over, or the person in another program."""

from __future__ import annotations

from collections.abc import Callable

from intake.errors import IntakeError
from intake.store.kept.cases import Hold


class TakenOver(IntakeError):
    """The interview is open elsewhere now: nothing more is written from here."""


class Holding:
    """The hold of a person in a program on one case. It is lost once, and does not come back."""

    def __init__(self, actor: str, program: str, when_lost: Callable[[], None] = lambda: None) -> None:
        self._own = Hold(actor, program or None)
        self.elsewhere: Hold | None = None
        """Who has it now, once it was lost."""
        self.when_lost = when_lost
        """Told each time that something was to be written and the hold is lost."""
        self._is_said = False

    @property
    def is_lost(self) -> bool:
        return self.elsewhere is not None

    def note(self, found: Hold) -> None:
        """What the store says about who has the interview."""
        if found != self._own:
            self.elsewhere = found

    def refuse_after_said(self) -> None:
        """Raises TakenOver where it has done so before.

        Half-typed text finds the loss as well and says nothing: what is confirmed next is kept before it is said.
        """
        if self._is_said:
            self.insist()

    def insist(self) -> None:
        """Raises TakenOver where the hold is lost."""
        if self.is_lost:
            self._is_said = True
            self.when_lost()
            raise TakenOver(
                "This interview is open elsewhere now.",
                "What you confirmed is kept. Nothing more is written from here: go to the desk.",
            )
