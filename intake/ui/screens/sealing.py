"""Before and after a sealed file: whose keys it is for, and the passphrase where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.languages.dates import day as shown_day
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.handover.sealing.age_keys import AgeKey
    from intake.handover.sealing.sealing import Sealing
    from intake.ui.navigation import Navigation
    from intake.ui.offices import Office
    from intake.ui.outbox import Outbox
    from intake.ui.wording import CaseWording


async def choose_sealing(nav: Navigation, outbox: Outbox, office: Office, wording: CaseWording) -> Sealing | str:
    """The keys noted for the office, or a new phrase, once staff have seen which; else why nothing is written.

    Empty where staff left without choosing.
    """
    say = wording.say
    try:
        sealing = outbox.sealing_for(office)
    except IntakeError as error:
        return nav.app.describe(error)
    if sealing.keys:
        lines = [line for key in sealing.keys for line in _key_lines(key, wording)]
        lines.append(say("Compare the digits with the office on the phone, unless somebody has."))
    else:
        lines = [
            say("No key is noted for this office in {file}.", file=str(outbox.recipients_file)),
            say("The file gets a new passphrase. It is shown once; send it by another way than the file."),
        ]
    items = [Item("write", say("Write the sealed file")), Item("leave", say("Write nothing"))]
    title = say("Sealed file · {office}", office=office.name)
    chosen = await answer_of(nav.app, Dialog(title, lines, items))
    return sealing if chosen == "write" else ""


def _key_lines(key: AgeKey, wording: CaseWording) -> tuple[str, str]:
    """The digits of a key, and who has compared them."""
    say = wording.say
    if key.checked_on is None:
        checked = say("nobody has noted a check")
    else:
        day = shown_day(key.checked_on, wording.staff)
        checked = say("compared on {day} by {name}", day=day, name=key.checked_by)
    return say("Key: {fingerprint}", fingerprint=key.fingerprint), f"  {checked}"


async def show_phrase(nav: Navigation, sealing: Sealing, wording: CaseWording) -> None:
    """The phrase, until somebody says that it is written down."""
    say = wording.say
    lines = [
        sealing.phrase,
        say("It is shown this once. Send it by another way than the file: on the phone or on paper."),
    ]
    title = say("Passphrase of the sealed file")
    await answer_of(nav.app, Dialog(title, lines, [Item("done", say("It is written down"))]))
