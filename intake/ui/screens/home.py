"""The screen below all others once the store is unlocked. It looks every few seconds what was handed to the person."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.screen import Screen

from intake.errors import IntakeError
from intake.ui.handing import Handed, handed

if TYPE_CHECKING:
    from intake.ui.desk import Desk
    from intake.ui.navigation import Navigation

LOOK_S = 4.0
"""So often the store is asked. A colleague who waits beside the person should not have to press a key."""


_SHARE = 0.75
"""So much of a title names and roles may take; on a narrower screen the name stands alone."""


def who_works_here(desk: Desk, cells: int) -> str:
    """Name and roles for the title of a screen that is so wide: `Amira · Desk work, Administration`."""
    who = f"{desk.staff.name} · {desk.roles}"
    return who if cell_len(who) <= cells * _SHARE else desk.staff.name


class HomeScreen(Screen[None]):
    """Where the way back from a case ends."""

    BINDINGS: ClassVar = []

    def __init__(self, nav: Navigation) -> None:
        super().__init__()
        self.nav = nav
        self.handed: tuple[Handed, ...] = ()
        """What was handed to the person or by them, when the store was asked last."""

    @abstractmethod
    def reload(self) -> None:
        """Show everything as it is now."""

    def on_mount(self) -> None:
        self.set_interval(LOOK_S, self.look)

    def look(self) -> None:
        """Ask the store, where this screen is seen and nothing else is being looked up."""
        if self.app.screen is self and not any(each.group == "look" and each.is_running for each in self.workers):
            self.run_worker(self._look(), group="look")

    async def _look(self) -> None:
        roles, before = self.nav.desk.staff.roles, self.handed
        try:
            await self.nav.desk.read_roles()
            self.handed = await handed(self.nav.desk)
        except IntakeError:
            return  # the next look, or whatever the person does next, says what is wrong
        if self.nav.desk.staff.roles != roles:
            from intake.ui.arrival import change_home  # seldom

            change_home(self.nav)
        elif {each.line.case.id for each in self.handed} != {each.line.case.id for each in before}:
            self.reload()

    async def look_up_handed(self) -> tuple[Handed, ...]:
        """What was handed on, as it is now. Raises StoreError."""
        self.handed = await handed(self.nav.desk)
        return self.handed
