"""Leaving the program: what it would do is said before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.ui.letting_go import may_let_go
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.app import IntakeApp


async def may_leave(app: IntakeApp) -> bool:
    """Ask whether to leave. Nothing about a case is said while the desk is locked."""
    say = app.say
    nav = app.navigation if app.desk is not None else None
    if nav is not None and nav.work is not None and not await may_let_go(nav, nav.work):
        return False
    lines = [say("Everything confirmed is saved.")]
    if not app.locking.hidden.are_safe:
        lines = [say("An interview that was locked is not stored. It is lost when you leave; unlock it to store it.")]
    if nav is not None and nav.work is not None and nav.work.is_stored and not nav.work.holding.is_lost:
        lines.append(say("The interview of {code} is offered again at the next start.", code=nav.work.code))
    actions = [Item("leave", say("Leave the program")), Item("stay", say("Stay"))]
    if not app.locking.hidden.are_safe:
        actions.reverse()
    return await answer_of(app, Dialog(say("Leave intake?"), lines, actions)) == "leave"
