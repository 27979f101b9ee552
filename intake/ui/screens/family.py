"""From the case of a parent to the short cases of the children, and back, each time to the screen that was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.interview.short_case import CHILD
from intake.ui.families import Relative, children_of, name_in, note_short_cases, parent_of, short_case
from intake.ui.screens.dialog import Chooser, Item
from intake.ui.waits import answer_of
from intake.ui.wording import CaseWording

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.desk import Desk
    from intake.ui.navigation import Navigation

MEMORY_ONLY = "The case is in memory only. Explain data protection first."


async def open_family(nav: Navigation) -> None:
    """The children of the person in hand to choose from; from the case of a child back to that of its parent.

    For a worker of the app: the screen that asked goes with its case.
    """
    work = nav.work
    if work is None:
        return
    try:
        if work.new.kind == CHILD:
            await _to_parent(nav, work)
        elif not work.is_stored:
            _tell(nav, nav.desk.wording(work).say(MEMORY_ONLY))
        else:
            await _to_child(nav, work)
    except IntakeError as error:
        _tell(nav, nav.app.describe(error))
    finally:
        nav.app.type_ahead.release()


def _tell(nav: Navigation, text: str) -> None:
    nav.app.notify(text, severity="warning", timeout=8, markup=False)


async def _to_child(nav: Navigation, work: CaseWork) -> None:
    desk, wording = nav.desk, nav.desk.wording(work)
    found = await children_of(desk, work)
    if not found:
        _tell(nav, wording.say("No child here is of school age and without a place."))
        return
    items = [Item(str(at), relative_text(each, wording), relative_case(each, wording)) for at, each in enumerate(found)]
    title = wording.say("Short cases of the children")
    nav.app.type_ahead.release()
    chosen = await answer_of(nav.app, Chooser(title, items, placeholder=wording.say("Name or age")))
    if not chosen:
        return
    relative = found[int(chosen)]
    nav.family.come_back_here()
    if relative.case_id:
        await nav.family.change_case(lambda: nav.family.opened(relative.case_id))
    elif relative.child is not None:
        child = relative.child
        await nav.family.change_case(lambda: short_case(desk, work, child))


async def _to_parent(nav: Navigation, work: CaseWork) -> None:
    file = await parent_of(nav.desk, work)
    if file is None:
        _tell(nav, nav.desk.wording(work).say("No case of a parent is linked with this case."))
        return
    if await nav.family.change_case(lambda: nav.family.opened(file.header.id)) and nav.work is not None:
        await note_short_cases(nav.desk, nav.work)


def relative_text(each: Relative, wording: CaseWording) -> str:
    """Who the child is: its name, its age, both, or that neither is known."""
    say, age = wording.say, each.child.age if each.child else None
    if age is None:
        return each.name or say("A child without a name here")
    years = f"{age.low:g}" if age.low == age.high else f"{age.low:g}–{age.high:g}"
    if not each.name:
        return say("Child, {years} years old", years=years)
    return say("{name}, {years} years old", name=each.name, years=years)


def relative_case(each: Relative, wording: CaseWording) -> str:
    """Whether there is a short case, and whether it is certain that one is needed."""
    if each.code:
        return wording.say("short case {code}: open it", code=each.code)
    if each.child is not None and not each.child.is_certain:
        return wording.say("age or school place open: open the short case")
    return wording.say("open the short case")


async def family_rows(desk: Desk, work: CaseWork, wording: CaseWording) -> tuple[tuple[str, str], ...]:
    """The other cases of the family in two words each: who it is, and what there is to open."""
    if work.new.kind != CHILD:
        found = await children_of(desk, work)
        return tuple((relative_text(each, wording), relative_case(each, wording)) for each in found)
    file = await parent_of(desk, work)
    if file is None:
        return ()
    return ((name_in(file), wording.say("case of the parent, {code}: open it", code=file.header.code)),)
