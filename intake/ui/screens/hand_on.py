"""Handing the interview in hand to a colleague, and what is asked about an interview that was handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.store.kept.people import Staff
from intake.store.people.rights import Right
from intake.ui.case_opening import take_up
from intake.ui.handing import Handed, colleagues, take_back
from intake.ui.handing import hand_on as hand_to
from intake.ui.letting_go import SAVE_PATIENCE_S
from intake.ui.role_names import ROLE_NAMES
from intake.ui.screens.dialog import Chooser, Dialog, Item
from intake.ui.screens.family import MEMORY_ONLY
from intake.ui.type_ahead import handled
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation

TAKE_BACK = "back"


async def hand_on(nav: Navigation) -> None:
    """Choose a colleague for the case in hand, then go to the desk; the half-typed text goes along.

    For a worker of the app: the screen that asked goes with its case. Where anything fails, the case stays in hand.
    """
    work, say = nav.work, nav.desk.wording().say
    if work is None:
        return
    try:
        if not work.is_stored:
            nav.app.notify(say(MEMORY_ONLY), severity="warning", timeout=8, markup=False)
            return
        await handled(nav.app.screen, SAVE_PATIENCE_S)
        await nav.keep_half_typed()
        found = await colleagues(nav.desk, work)
        nav.app.type_ahead.drop()
        nav.app.type_ahead.release()
        to = await answer_of(nav.app, _chooser(nav, found))
        if not to:
            if nav.work is work and not nav.desk.may(Right.INTERVIEWS):
                await nav.to_interview(work.interview.steps[-1] if not work.where.place.question else None)
            return
        with nav.app.type_ahead.held():
            await nav.keep_half_typed()
            await work.go_on()
            await hand_to(nav.desk, work, to)
            await nav.go_home()
        name = next(each.name for each in found if each.id == to)
        nav.app.notify(
            say(
                "{code} is with {name} now. Until it is opened there, you can take it back.", code=work.code, name=name
            ),
            timeout=8,
            markup=False,
        )
    except IntakeError as error:
        nav.complain(error)
    finally:
        nav.app.type_ahead.release()


def _chooser(nav: Navigation, found: tuple[Staff, ...]) -> Chooser:
    """Colleagues by name, with their roles; who handed it to this person stands first."""
    say = nav.desk.wording().say
    items = [Item(each.id, each.name, ", ".join(say(ROLE_NAMES[role]) for role in each.roles)) for each in found]
    is_back = not nav.desk.may(Right.INTERVIEWS)
    title = say("Hand the interview back to") if is_back else say("Hand the interview to")
    return Chooser(title, items, placeholder=say("Name of a colleague"))


async def ask_about(nav: Navigation, handed: Handed) -> None:
    """Take back what the person handed on and nobody has opened yet, or leave it. For a worker."""
    say, line = nav.desk.wording().say, handed.line
    dialog = Dialog(
        say("{code} was handed to {name}", code=line.case.code, name=line.case.holder_name),
        [say("It is not opened there yet. Everything that was typed is kept.")],
        [Item("leave", say("Leave it there")), Item(TAKE_BACK, say("Take the interview back"))],
    )
    try:
        if await nav.ask(dialog) == TAKE_BACK:
            await take_back(nav.desk, line)
            await take_up(nav, line.case.id)
    except IntakeError as error:
        nav.complain(error)
    finally:
        nav.app.type_ahead.release()
