"""Writes or prints a paper from a screen, and says where it is."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.waits import answer_of
from intake.ui.widgets.lines import Notice

if TYPE_CHECKING:
    from intake.ui.offices import Office
    from intake.ui.print_room import Printed, PrintRoom
    from intake.ui.screens.case_screen import CaseScreen
    from intake.ui.screens.consent import ConsentScreen


async def print_paper(
    screen: CaseScreen | ConsentScreen, room: PrintRoom, writing: Coroutine[object, object, Printed]
) -> None:
    """Ask where to, wait for a paper and say where it lies. For workers: a screen that was left meanwhile says nothing.

    It is only asked where the settings name a printer.
    """
    printer = screen.nav.desk.settings.printer
    if printer and await where_to(screen, room, printer):
        await write_paper(screen, writing)
    elif printer:
        writing.close()
    else:
        await write_paper(screen, writing)


async def where_to(screen: CaseScreen | ConsentScreen, room: PrintRoom, printer: str) -> bool:
    """Choose between printer and file for the next paper. False where neither was chosen."""
    say = screen.wording.say
    items = [Item("printer", say("Print on {printer}", printer=printer)), Item("file", say("Write a PDF file"))]
    chosen = await answer_of(screen.app, Dialog(say("Where to?"), [], items))
    room.printer = printer if chosen == "printer" else ""
    return bool(chosen)


async def write_paper(screen: CaseScreen | ConsentScreen, writing: Coroutine[object, object, Printed]) -> None:
    """Wait for a paper and say where it lies."""
    say, notice = screen.wording.say, screen.query_one(Notice)
    notice.say(say("Please wait: laying out the paper …"))
    try:
        printed = await writing
    except IntakeError as error:
        if screen.is_attached:
            notice.say(screen.nav.app.describe(error), "problem")
        return
    if not screen.is_attached:
        return
    if printed.password:
        await _show_password(screen, printed)
        if not screen.is_attached:
            return
    if printed.file is None:
        warning = "" if printed.is_archival else say("This print does not meet the archive standard.")
        text = say("Sent to the printer {printer}.", printer=printed.printer)
        notice.say(f"{text} {warning}".strip(), "warning" if warning else "")
        return
    folder, name = str(printed.file.parent), printed.file.name
    if printed.is_archival or printed.password:
        notice.say(say("Written to {folder}: {name}", folder=folder, name=name))
    else:
        text = say("Written to {folder}: {name}. It does not meet the archive standard.", folder=folder, name=name)
        notice.say(text, "warning")


async def _show_password(screen: CaseScreen | ConsentScreen, printed: Printed) -> None:
    """The password, until somebody says that the person has it."""
    from intake.handover.sealing.phrase import in_groups

    say = screen.wording.say
    lines = [
        say("Password: {number}", number=in_groups(printed.password)),
        say("The person types these digits without spaces. They are shown this once and stored nowhere."),
        say("Write them on paper for the person, not beside the file."),
    ]
    title = say("The person's copy opens with this password only")
    await answer_of(screen.app, Dialog(title, lines, [Item("done", say("The person has the password"))]))


async def choose_paper(screen: CaseScreen, room: PrintRoom, office: Office | None) -> None:
    """Which paper to write: the release for an office, the person's copy, slips. For workers."""
    say = screen.wording.say
    items = []
    if office and not office.is_childrens and await room.may_be_signed(office.recipient, office.name):
        items.append(Item("release", say("Release to sign: {office}", office=office.name)))
    withdrawn = await room.withdrawn(office.recipient, office.name) if office else ()
    if office and withdrawn:
        items.append(Item("notice", say("Notice of the withdrawal: {office}", office=office.name)))
    items.append(Item("copy", say("The person's copy: next steps and permissions")))
    if room.may_print_everything:
        items.append(Item("private", say("The same with everything private: only if the person asks for it")))
    items.append(Item("locked", say("The person's copy as a file with a password, for a stick or a phone")))
    if room.may_print_everything:
        items.append(Item("locked-private", say("The file with a password, with everything private")))
    items += [
        Item("slips", say("Slips: appointment, and a receipt for each office")),
        Item("cards", say("Cards of all private questions")),
    ]
    about = [say("Papers in the language of the person, with German beside it.")]
    match await answer_of(screen.app, Dialog(say("Papers"), about, items)):
        case "release" if office:
            await print_paper(screen, room, room.release(office.recipient, office.name))
        case "notice":
            for left in withdrawn:
                await print_paper(screen, room, room.notice(left))
        case "copy":
            await print_paper(screen, room, room.copy(in_private=False))
        case "private":
            await print_paper(screen, room, room.copy(in_private=True))
        case "locked":
            await write_paper(screen, room.locked_copy(in_private=False))
        case "locked-private":
            await write_paper(screen, room.locked_copy(in_private=True))
        case "slips":
            await print_paper(screen, room, room.slips())
        case "cards":
            await print_paper(screen, room, room.private_cards())
