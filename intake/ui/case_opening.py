"""A case comes into hand: opened from the desk, taken up where a colleague left it, or begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.store.failures import CaseHeld
from intake.store.people.rights import Right
from intake.ui.cases import new_case
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.waits import finished

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.handing import Handed
    from intake.ui.navigation import Navigation


async def begin_case(nav: Navigation) -> None:
    """Begin a case; it lives in memory until data protection was explained."""
    if nav.may_see(Right.INTERVIEWS):
        nav.work = new_case(nav.desk)
        await nav.to_interview()


async def open_case(nav: Navigation, case_id: str, *, to_handover: bool = False) -> None:
    """Open a case from the desk, at its interview or its handover; one that is open elsewhere after asking only."""
    if not nav.desk.may(Right.INTERVIEWS) or await _is_restricted(nav, case_id):
        await _look_into(nav, case_id)
    elif await _took(nav, case_id):
        await (nav.to_handover() if to_handover else nav.to_interview())


async def take_up(nav: Navigation, case_id: str) -> None:
    """Go on with an interview that was handed to the person: the same talk, at the same place."""
    if await _took(nav, case_id, resume=True):
        await nav.to_interview()


def take_or_ask(nav: Navigation, handed: Handed) -> None:
    """Go on with what was handed to the person; about what they handed on themselves they are asked."""
    from intake.ui.screens.hand_on import ask_about  # for few desks

    nav.app.type_ahead.hold()
    work = take_up(nav, handed.line.case.id) if handed.line.is_mine else ask_about(nav, handed)
    nav.app.run_worker(work, exclusive=True, group="open")


async def opened(nav: Navigation, case_id: str, *, resume: bool = False) -> CaseWork | None:
    """A case of the store; None where it is open elsewhere and left there. Raises StoreError."""
    work = await _taken(nav, case_id, resume=resume)
    if work is not None and work.has_failed:
        try:
            await work.retry()
        except IntakeError as error:
            nav.complain(error)
    return work


async def _taken(nav: Navigation, case_id: str, *, resume: bool) -> CaseWork | None:
    say = nav.desk.wording().say
    try:
        return await nav.desk.open_case(case_id, resume=resume)
    except CaseHeld as error:
        chosen = await nav.ask(
            Dialog(
                say("This case is open elsewhere"),
                [nav.app.describe(error)],
                [Item("leave", say("Leave it there")), Item("take", say("Take the case over"))],
            )
        )
        return await nav.desk.open_case(case_id, over=True, resume=resume) if chosen == "take" else None


async def _took(nav: Navigation, case_id: str, *, resume: bool = False) -> bool:
    """Take a case in hand, if it can be had. What was typed ahead goes on to its screen, or else to the desk."""
    try:
        nav.work = await opened(nav, case_id, resume=resume)
    except IntakeError as error:
        nav.complain(error)
    if nav.work is None:
        nav.app.type_ahead.release()
    return nav.work is not None


async def _is_restricted(nav: Navigation, case_id: str) -> bool:
    """Whether a case may only be read. What else is wrong with it, opening it says."""
    try:
        return await nav.desk.ask(lambda store: store.care.is_restricted(case_id))
    except IntakeError:
        return False


async def _look_into(nav: Navigation, case_id: str) -> None:
    """Show a case to somebody who leads no interviews."""
    from intake.ui.screens.reading import ReadingScreen

    try:
        file = await nav.desk.ask(lambda store: store.load_case(case_id))
        await finished(nav.app.push_screen(ReadingScreen(nav, file)))
    except IntakeError as error:
        nav.complain(error)
    finally:
        nav.app.type_ahead.release()
