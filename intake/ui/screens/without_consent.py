"""A transfer without consent: a statute, a reason, the packages, what the office would see, and a typed confirmation.

Nothing is preset. Health and protection are confirmed on their own. Source: decisions.md 1; peers.md, D34.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.handover.projection.ceilings import NAMED_PERSON_PACKAGES
from intake.interview.questions import class_of_package
from intake.interview.values import Problem
from intake.pathways.after_handover import legal_bases
from intake.store.ids import code_beginning
from intake.store.people.rights import Right
from intake.ui.new_consent import package_names
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.line import in_staff_language
from intake.ui.screens.previewing import read_preview
from intake.ui.screens.ticks import Ticks
from intake.ui.screens.typing import Typing
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.desk import Desk
    from intake.ui.navigation import Navigation
    from intake.ui.offices import Office, View
    from intake.ui.outbox import Outbox
    from intake.ui.wording import CaseWording

OWN = "own"
MIN_CITATION, MIN_REASON, MOST_CITATION, MOST_BASES = 4, 10, 120, 8


def may_pass_on_without_consent(desk: Desk) -> bool:
    """Whether the person at the desk may do this at all."""
    return desk.may(Right.WITHOUT_CONSENT)


class CaseCodeTyping(Typing):
    """Asks for the code of the case in hand: nobody types that by mistake."""

    def __init__(self, title: str, about: str, wording: CaseWording, code: str) -> None:
        super().__init__(title, about, wording, most=40, follows=True)
        self._code = code

    def read(self, text: str) -> str | Problem:
        if code_beginning(text) != self._code:
            return Problem("This is not the code of this case: {code}.", {"code": self._code})
        return text


class WithoutConsent:
    """Asks for all of it, above the list of offices. For workers."""

    def __init__(self, nav: Navigation, outbox: Outbox, wording: CaseWording) -> None:
        self._nav = nav
        self._outbox = outbox
        self._wording = wording

    async def view(self, office: Office) -> View | None:
        """What the office gets, confirmed; None where staff went back."""
        citation = await self._citation(office)
        reason = citation and await self._reason(office)
        packages = await self._packages(office) if reason else ()
        if not packages:
            return None
        person = await self._person(office, packages)
        if person is None:
            return None
        view = self._outbox.view_without_consent(office, citation, reason, packages, person)
        await read_preview(self._nav, self._outbox, view)
        return view if await self._confirmed(office, citation) else None

    async def _citation(self, office: Office) -> str:
        say = self._wording.say
        known = legal_bases(self._outbox.work.assessment.site, office.recipient)[:MOST_BASES]
        items = [
            Item(each.citation, f"{each.citation}: {in_staff_language(each.name, self._wording)}") for each in known
        ]
        items.append(Item(OWN, say("Another statute, to be typed")))
        about = [
            say("Without consent a record may leave only where a law allows it."),
            say("It is noted with your name, stands on the record and on the person's copy."),
        ]
        title = say("Which law allows it? · {office}", office=office.name)
        chosen = await answer_of(self._nav.app, Dialog(title, about, items, is_alarm=True)) or ""
        if chosen != OWN:
            return chosen
        asking = Typing(say("Which statute?"), office.name, self._wording, least=MIN_CITATION, most=MOST_CITATION)
        return await answer_of(self._nav.app, asking) or ""

    async def _reason(self, office: Office) -> str:
        title = self._wording.say("Why is it needed, and why is there no consent?")
        return await answer_of(self._nav.app, Typing(title, office.name, self._wording, least=MIN_REASON)) or ""

    async def _packages(self, office: Office) -> tuple[str, ...]:
        """The packages that are ticked, none at first; of the ceiling of the office only."""
        say = self._wording.say
        items = [Item(code, text) for code, text in package_names(self._outbox.work, self._wording, office.recipient)]
        about = say("Only what the law needs. Esc goes on with what is ticked; nothing ticked stops it.")
        title = say("What is passed on · {office}", office=office.name)
        ticked = await answer_of(self._nav.app, Ticks(title, about, items, ())) or frozenset()
        return tuple(item.id for item in items if item.id in ticked)

    async def _person(self, office: Office, packages: tuple[str, ...]) -> str | None:
        """The named person, '' where none is needed; None where staff went back."""
        say, names = self._wording.say, dict(package_names(self._outbox.work, self._wording, office.recipient))
        classes = {code: class_of_package(code) for code in packages}
        guarded = [code for code, found in classes.items() if found is not None and found.is_guarded]
        if guarded:
            lines = [names[code] for code in guarded]
            items = [Item("stop", say("Stop here")), Item("on", say("Pass this on without consent too"))]
            title = say("Health and protection without consent?")
            if await answer_of(self._nav.app, Dialog(title, lines, items, is_alarm=True)) != "on":
                return None
        if not NAMED_PERSON_PACKAGES & set(packages):
            return ""
        title = say("Which person at the office may receive it?")
        about = say("Medical matters and protection go to a named person only.")
        asking = Typing(title, about, self._wording, most=MOST_CITATION, follows=True)
        return await answer_of(self._nav.app, asking) or None

    async def _confirmed(self, office: Office, citation: str) -> bool:
        say, code = self._wording.say, self._outbox.work.code
        about = say(
            "{office} gets a record without consent, on the basis of {statute}. Type the code of the case to confirm: "
            "{code}",
            office=office.name,
            statute=citation,
            code=code,
        )
        asking = CaseCodeTyping(say("Pass on without consent"), about, self._wording, code)
        return await answer_of(self._nav.app, asking) not in (None, "")
