"""Letting go of the case in hand. Somebody is asked where something would be lost by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.type_ahead import handled

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation

SAVE_PATIENCE_S = 5
"""How long locking and leaving wait for a save that is under way; a disk that takes longer is broken."""


async def end_talk(nav: Navigation) -> None:
    """Put the case in hand back and show the desk, unless the case is to be kept. For a worker of the app."""
    try:
        await _end_talk(nav)
    finally:
        nav.app.type_ahead.release()


async def _end_talk(nav: Navigation) -> None:
    # A screen in the middle of a save would go on with widgets that are gone.
    await handled(nav.app.screen, SAVE_PATIENCE_S)
    work = nav.work
    if work is None or not await may_let_go(nav, work):
        return
    try:
        if not work.holding.is_lost:
            await nav.desk.put_back(work)
    except IntakeError as error:
        nav.complain(error)
        return
    await nav.go_home()


async def may_let_go(nav: Navigation, work: CaseWork) -> bool:
    """Whether a case may be let go: asked where a change is not saved, or the case was never stored."""
    say = nav.desk.wording().say
    if work.has_failed:
        try:
            await work.retry()
        except IntakeError as error:
            return await _confirmed(
                nav,
                say("The last change is not saved"),
                [nav.app.describe(error)],
                say("Go on without this change"),
            )
    if work.is_stored or not work.interview.answers.by_id:
        return True
    return await _confirmed(
        nav,
        say("This case was never stored"),
        [say("Data protection was not explained: the answers are in memory only. They are lost when you leave.")],
        say("Let the answers go"),
    )


async def _confirmed(nav: Navigation, title: str, lines: list[str], action: str) -> bool:
    say = nav.desk.wording().say
    chosen = await nav.ask(Dialog(title, lines, [Item("stay", say("Stay in the case")), Item("go", action)]))
    return chosen == "go"
