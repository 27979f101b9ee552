"""After unlocking: to the desk, or back to the screens that were hidden by the lock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from intake.errors import IntakeError
from intake.store.people.rights import Right
from intake.ui.holding import TakenOver
from intake.ui.interrupted import interrupted
from intake.ui.keys import first_key
from intake.ui.screens.case_screen import CaseScreen
from intake.ui.screens.home import HomeScreen
from intake.ui.waits import finished

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.navigation import Navigation


async def enter(nav: Navigation) -> None:
    """After unlocking: to the desk, and on to the case that was interrupted."""
    await finished(nav.app.push_screen(home_screen(nav)))
    nav.app.type_ahead.hold()  # an offer comes first, whatever was typed ahead
    nav.app.run_worker(_begin(nav), group="desk")


def home_screen(nav: Navigation) -> HomeScreen:
    """The desk, or what stands in its place for those who do not see the list of cases."""
    if nav.desk.may(Right.DESK):
        from intake.ui.screens.desk import DeskScreen

        return DeskScreen(nav)
    from intake.ui.screens.start import StartScreen

    return StartScreen(nav)


def change_home(nav: Navigation) -> None:
    """The roles of the person have changed: the screen that goes with them, and they are told."""
    say = nav.desk.wording().say
    nav.app.notify(say("Your roles were changed: {roles}.", roles=nav.desk.roles), timeout=10, markup=False)
    nav.app.switch_screen(home_screen(nav))


async def _begin(nav: Navigation) -> None:
    """What comes before the desk: a passphrase that a colleague knows is changed, then the offers."""
    from intake.ui.screens.first_passphrase import has_own_passphrase

    if await has_own_passphrase(nav):
        await _say_who_is_here(nav)
        await _offer_interrupted(nav)
    else:
        await nav.app.action_lock()


async def _say_who_is_here(nav: Navigation) -> None:
    """Who is alone here may do everything, and should know what that means."""
    people = await nav.desk.ask(lambda store: store.people.staff())
    if nav.desk.may(Right.PEOPLE) and sum(each.left_at is None for each in people) == 1:
        say = nav.desk.wording().say
        text = say("You are alone here and have all roles: nobody checks what you do. {key} adds colleagues.",
                   key=first_key("people"))  # fmt: skip
        nav.app.notify(text, severity="warning", timeout=15, markup=False)
    if nav.desk.may(Right.SECTIONS) and not await nav.desk.ask(lambda store: store.holds_sections):
        say = nav.desk.wording().say
        text = say("You do not hold the second key: no answer on health or protection is in what you see. Ask a "
                   "colleague who holds it to give it to you; it counts from your next login on.")  # fmt: skip
        nav.app.notify(text, severity="warning", timeout=15, markup=False)


async def _offer_interrupted(nav: Navigation) -> None:
    try:
        for line in await nav.desk.interrupted():
            work = await nav.desk.open_case(line.id, resume=True)
            chosen = await nav.ask(interrupted(nav.desk, line, work))
            if chosen == "continue" or not nav.desk.may(Right.INTERVIEWS):
                nav.work = work
                await nav.to_interview()
                return
            await nav.desk.put_back(work)
            if isinstance(nav.app.screen, HomeScreen):
                nav.app.screen.reload()
    except IntakeError as error:
        nav.complain(error)
    finally:
        nav.app.type_ahead.release()


async def cover_again(nav: Navigation, screens: Iterable[Screen[Any]]) -> None:
    """After a lock: what was shown of health and protection is covered, on these screens too."""
    from intake.ui.screens.reading import ReadingScreen  # not for every desk

    is_lifted = nav.work is not None and nav.work.cover.is_lifted
    if nav.work is not None and is_lifted:
        nav.work.cover.lay()
    for screen in screens:
        if isinstance(screen, ReadingScreen) or (is_lifted and isinstance(screen, CaseScreen)):
            await screen.cover_again()


async def come_back(nav: Navigation) -> None:
    """The screens that were hidden are shown again; what others changed meanwhile is read or said."""
    if nav.work is not None:
        await _look_who_holds(nav, nav.work)
    await _write_what_waits(nav)
    if isinstance(nav.app.screen, HomeScreen):
        nav.app.screen.reload()


async def _look_who_holds(nav: Navigation, work: CaseWork) -> None:
    """Whether somebody has taken the case over while the desk was locked. Then that is said."""
    try:
        await work.look_who_holds()
    except TakenOver:
        await _keep_unsaved(nav, work)
    except IntakeError as error:
        nav.complain(error)


async def _keep_unsaved(nav: Navigation, work: CaseWork) -> None:
    """Write what failed before the case was taken over. Where it fails again, the way to the desk asks."""
    if not work.is_safe:
        try:
            await work.retry()
        except IntakeError as error:
            nav.complain(error)


async def _write_what_waits(nav: Navigation) -> None:
    """Try again what could not be written before the lock, and say what came of it."""
    work = nav.work
    if nav.desk.is_safe and (work is None or not work.has_failed):
        return
    try:
        if work is not None and work.has_failed:
            await work.retry()
        await nav.desk.receipts.write_all()
    except IntakeError as error:
        nav.complain(error)
    else:
        text = nav.desk.wording().say("What could not be written before the lock is saved now.")
        nav.app.notify(text, timeout=8, markup=False)
    for screen in nav.app.screen_stack:
        if isinstance(screen, CaseScreen):
            screen.show_saved()
