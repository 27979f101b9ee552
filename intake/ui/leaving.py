"""Leaving the program: what it would do is said before it is done."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Final

from intake.errors import IntakeError
from intake.languages.messages import N_
from intake.ui.letting_go import may_let_go
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.waiting import Loss, losses
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.app import IntakeApp
    from intake.ui.navigation import Navigation

BEHIND_THE_LOCK: Final[Mapping[Loss, str]] = {
    Loss.CASE: N_("An interview that was locked is not stored. It is lost when you leave; unlock it to store it."),
    Loss.CONFIRMED: N_(
        "Something that {names} confirmed could not be written. It is lost when you leave; it is written as soon as "
        "{names} unlocks and the disk takes it."
    ),
    Loss.TYPED: N_(
        "Text that {names} had half typed is stored nowhere. It is lost when you leave; unlock as {names} to go on."
    ),
}


async def may_leave(app: IntakeApp) -> bool:
    """Ask whether to leave. Nothing about a case is said while the desk is locked."""
    say, hidden = app.say, app.locking.hidden.losses
    nav = app.navigation if app.desk is not None else None
    if nav is not None and nav.work is not None and not await may_let_go(nav, nav.work):
        return False
    lines = [say(BEHIND_THE_LOCK[loss], names=", ".join(names)) for loss, names in hidden.items()]
    if nav is not None:
        lines += [line async for line in _own(nav)]
    actions = [Item("leave", say("Leave the program")), Item("stay", say("Stay"))]
    if lines:
        actions.reverse()
    else:
        lines = [say("Everything confirmed is saved.")]
    if nav is not None and nav.work is not None and nav.work.is_stored and not nav.work.holding.is_lost:
        lines.append(say("The interview of {code} is offered again at the next start.", code=nav.work.code))
    return await answer_of(app, Dialog(say("Leave intake?"), lines, actions)) == "leave"


async def _own(nav: Navigation) -> AsyncIterator[str]:
    """What the person at the desk would lose beside the case in hand, about which they were asked."""
    try:
        await nav.desk.receipts.write_all()
    except IntakeError as error:
        yield nav.app.describe(error)
    await nav.keep_half_typed()
    if Loss.TYPED in losses(nav, nav.app.screen_stack):
        yield nav.app.say("Text that is half typed here is stored nowhere. It is lost when you leave.")
