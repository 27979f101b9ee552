"""What is said when the case in hand was taken over: who has it, what was kept, and that the way is to the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.ui.casework import CaseWork
from intake.ui.desk import Desk
from intake.ui.letting_go import end_talk
from intake.ui.screens.dialog import Dialog, Item

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation


def tell_taken_over(nav: Navigation, work: CaseWork) -> None:
    """Say it once at a time, in a worker of the app: the screen that finds it out is about to go."""
    if not any(worker.group == "taken" and not worker.is_finished for worker in nav.app.workers):
        nav.app.run_worker(_leave(nav, work), group="taken")


async def _leave(nav: Navigation, work: CaseWork) -> None:
    await nav.ask(await taken_over(nav.desk, work))
    await end_talk(nav)


async def taken_over(desk: Desk, work: CaseWork) -> Dialog:
    """The only action leads to the desk."""
    say, found = desk.wording().say, work.holding.elsewhere
    holder = found.holder if found else None
    if holder is None:
        who = say("Nobody has this interview open now: it was put back or closed elsewhere.")
    elif holder == desk.staff.id:
        who = say("You have this interview open in another program now.")
    else:
        who = say("{name} has this interview now.", name=await desk.name_of(holder))
    kept = say(
        "Everything you confirmed is kept, the last answer too; text that was only typed is not. "
        "Nothing more is written from here."
    )
    return Dialog(
        say("The case {code} is not open here any more", code=work.code),
        [who, kept],
        [Item("desk", say("To the desk"))],
    )
