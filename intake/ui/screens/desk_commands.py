"""What the desk offers in the command palette and has no key of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.store.people.rights import Right
from intake.ui.desk_views import NAMES, DeskFilter, View, case_of
from intake.ui.palette import Command
from intake.ui.screens.desk_lists import CaseList

if TYPE_CHECKING:
    from intake.ui.screens.desk import DeskScreen


def desk_commands(screen: DeskScreen) -> Iterator[Command]:
    """The closing sheet, who did what, the rights of a person, and every filter."""
    desk = screen.nav.desk
    say = desk.wording().say
    yield Command(
        say("Daily closing sheet"),
        say("Writes the day in numbers and the end of the audit trail as PDF."),
        partial(_close_day, screen),
    )
    if desk.may(Right.AUDIT):
        yield Command(
            say("Who did what today"), say("The audit trail of today, in words."), partial(_show_today, screen)
        )
    yield Command(
        say("Rights of the person"),
        say("All that is stored, restriction, erasure."),
        partial(_offer_rights, screen),
    )
    for view in View:
        if view not in (View.SITE, View.PERSON):
            name = say("Filter: {name}", name=say(NAMES[view]))
            yield Command(name, say("Lists these at the desk."), partial(screen.use, DeskFilter(view)))


def _offer_rights(screen: DeskScreen) -> None:
    """For the case that is highlighted."""
    line = screen.query_one(CaseList).highlighted_line
    if line is not None:
        screen.run_worker(_person_rights(screen, case_of(line).id), exclusive=True, group="rights")
    else:
        screen.tell(screen.nav.desk.wording().say("Choose a case in the list first."))


async def _person_rights(screen: DeskScreen, case_id: str) -> None:
    from intake.ui.screens.person_rights import person_rights  # seldom

    if await person_rights(screen.nav, case_id) and screen.is_attached:
        screen.reload()


def _close_day(screen: DeskScreen) -> None:
    screen.run_worker(_write_closing_sheet(screen), exclusive=True, group="closing")


async def _write_closing_sheet(screen: DeskScreen) -> None:
    from intake.ui.closing_room import print_closing  # once a day

    nav = screen.nav
    try:
        file = await print_closing(nav.desk)
    except IntakeError as error:
        text, kind = nav.app.describe(error), "problem"
    else:
        text, kind = nav.desk.wording().say("The closing sheet is written: {file}", file=str(file)), ""
    if screen.is_attached:
        screen.tell(text, kind)


def _show_today(screen: DeskScreen) -> None:
    from intake.ui.audit_room import told_of_today
    from intake.ui.screens.audit import AuditScreen  # for few people, and seldom

    nav = screen.nav
    title = nav.desk.wording().say("Who did what today")
    screen.app.push_screen(AuditScreen(nav, title, partial(told_of_today, nav.desk)))
