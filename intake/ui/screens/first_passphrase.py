"""The first login with a passphrase that somebody else made: the person chooses one of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.errors import IntakeError
from intake.ui.people_room import PeopleRoom
from intake.ui.screens.person_dialogs import PassphraseTwice

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation


async def has_own_passphrase(nav: Navigation) -> bool:
    """Ask for a new passphrase where a colleague knows the old one. False where the person does not choose any."""
    room, say = PeopleRoom(nav.desk), nav.desk.wording().say
    problem = ""
    try:
        while await room.must_change_passphrase():
            about = problem or say("A colleague made your passphrase. Choose one that only you know, of several words.")
            chosen = await nav.ask(PassphraseTwice(say, say("Your own passphrase"), about))
            if not chosen:
                return False
            try:
                await room.change_own_passphrase(chosen)
            except IntakeError as error:
                problem = nav.app.describe(error)
    except IntakeError as error:
        nav.complain(error)
    return True
