"""What the person of a case can ask for: all that is stored, a restriction, that everything is erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.store.kept.cases import ErasureReason
from intake.store.people.rights import Right
from intake.ui.backups import NOT_RENEWED
from intake.ui.rights_room import RightsRoom
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.typing import Typing
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation

LEAST = 3
"""Characters of a reason."""


async def person_rights(nav: Navigation, case_id: str) -> bool:
    """Ask which right, and do it; what came of it is told at the edge of the screen. For workers.

    True where the case is not as it was: restricted, free again, or gone.
    """
    app = nav.app
    try:
        room = await RightsRoom.of(nav.desk, case_id)
        chosen = await answer_of(app, _dialog(nav, room))
        match chosen:
            case "access" | "private":
                await _disclose(nav, room, in_private=chosen == "private")
                return False
            case "restrict" | "lift":
                return await _restrict(nav, room)
            case "erase":
                return await _erase(nav, room)
            case _:
                return False
    except IntakeError as error:
        app.notify(app.describe(error), severity="error", timeout=20, markup=False)
        return False


def _dialog(nav: Navigation, room: RightsRoom) -> Dialog:
    say, may = nav.desk.wording().say, nav.desk.may
    items = []
    if may(Right.DISCLOSE):
        items.append(Item("access", say("All that is stored, as PDF and JSON in the person's language")))
        if not room.work.interview.facts.lacks_privacy:
            items.append(Item("private", say("The same with everything private: only if the person asks for it")))
    if may(Right.RESTRICT):
        text = say("Lift the restriction") if room.is_restricted else say("Restrict: the case can only be read")
        items.append(Item("lift" if room.is_restricted else "restrict", text))
    if may(Right.ERASE):
        items.append(Item("erase", say("Erase everything for good")))
    items.append(Item("leave", say("Leave it as it is")))
    lines = [say("Restricted: {reason}", reason=room.file.header.restricted)] if room.is_restricted else []
    return Dialog(say("Rights of the person: {code}", code=room.code), lines, items)


async def _disclose(nav: Navigation, room: RightsRoom, *, in_private: bool) -> None:
    pdf, _ = await room.disclose(in_private=in_private)
    text = nav.desk.wording().say("Written to {folder}: {name}", folder=str(pdf.parent), name=pdf.stem)
    nav.app.notify(text, timeout=10, markup=False)


async def _restrict(nav: Navigation, room: RightsRoom) -> bool:
    wording = nav.desk.wording()
    say = wording.say
    title = say("Lift the restriction") if room.is_restricted else say("Restrict: the case can only be read")
    reason = await answer_of(
        nav.app, Typing(title, say("Why? The reason is kept with the case."), wording, least=LEAST)
    )
    if not reason:
        return False
    if room.is_restricted:
        await room.release(reason)
        text = say("The restriction of {code} is lifted.", code=room.code)
    else:
        await room.restrict(reason)
        text = say("{code} is restricted: it can be read, not changed, exported or counted.", code=room.code)
    nav.app.notify(text, timeout=10, markup=False)
    return True


async def _erase(nav: Navigation, room: RightsRoom) -> bool:
    wording = nav.desk.wording()
    say, days = wording.say, nav.desk.settings.backup_days
    reasons = [
        Item("leave", say("Leave it as it is")),
        Item("person_asked", say("The person asked for it")),
        Item("mistake", say("It should never have been stored")),
    ]
    lines = [
        say("Everything of {code} is erased: nobody can bring it back.", code=room.code),
        say(
            "Backups of before hold it for {days} days more; a new one without it is written at once. A restored one "
            "erases it again.",
            days=days,
        ),
        say("Copies that 'intake backup --to' wrote elsewhere are not removed by the program: destroy them by hand."),
        say("Records and papers that were written or printed are not erased: look for them."),
    ]
    chosen = await answer_of(
        nav.app, Dialog(say("Erase {code} for good?", code=room.code), lines, reasons, is_alarm=True)
    )
    if chosen not in (ErasureReason.PERSON_ASKED.value, ErasureReason.MISTAKE.value):
        return False
    typed = await answer_of(nav.app, Typing(say("Type the code of the case once more"), room.code, wording))
    if (typed or "").strip().upper() != room.code:
        nav.app.notify(say("Nothing was erased."), markup=False)
        return False
    await room.erase(ErasureReason(chosen))
    nav.app.notify(say("{code} is erased.", code=room.code), timeout=10, markup=False)
    try:
        told = await room.renew_backups()
    except IntakeError as error:
        for text in (say(NOT_RENEWED), nav.app.describe(error)):
            nav.app.notify(text, severity="error", timeout=60, markup=False)
        return True
    for each in told:
        nav.app.notify(say(each.message, **{name: str(value) for name, value in each.params.items()}), timeout=30,
                       markup=False)  # fmt: skip
    return True
