"""From one case of a family to another within one talk, each time to the screen on which it was left."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from intake.ui.case_opening import opened
from intake.ui.letting_go import SAVE_PATIENCE_S, may_let_go
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.type_ahead import handled

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation


class FamilyTalk:
    """The cases of one family that were in hand since the desk was left: their talk is one."""

    def __init__(self, nav: Navigation) -> None:
        self._nav = nav
        self._cases: set[str] = set()
        self._left: dict[str, Callable[[], Awaitable[None]]] = {}
        """By case, how the screen is shown again on which it was left for another one of the family."""

    async def opened(self, case_id: str) -> CaseWork | None:
        """A case of the same family; the talk goes on where it was begun a moment ago. None where it is left alone."""
        return await opened(self._nav, case_id, resume=case_id in self._cases)

    def come_back_here(self) -> None:
        """When the case in hand is opened again from a case of the family, the screen that is shown now is shown."""
        screen = self._nav.app.screen
        if self._nav.work is not None and isinstance(screen, CaseScreen):
            self._left[self._nav.work.new.id] = screen.show_again

    async def change_case(self, opening: Callable[[], Awaitable[CaseWork | None]]) -> bool:
        """Put the case in hand back and go on with another one of the family. False where this one is kept.

        The other one is opened first: where that fails, nothing has changed.
        """
        nav = self._nav
        work = nav.work
        await handled(nav.app.screen, SAVE_PATIENCE_S)
        if work is None or not await may_let_go(nav, work):
            return False
        other = await opening()
        if other is None:
            return False
        if not work.holding.is_lost:
            await nav.desk.put_back(work)
        self._cases |= {work.new.id, other.new.id}
        nav.work = other
        with nav.app.type_ahead.held():
            await self._left.pop(other.new.id, nav.to_interview)()
        return True
