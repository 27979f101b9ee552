"""The printed recovery key of a store: one page for a sealed envelope, in German. It names no case and no person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from intake.handover.papers.making import made
from intake.handover.papers.paper import (
    Both,
    Bullets,
    Cut,
    Element,
    Fact,
    Facts,
    Heading,
    Lines,
    Paper,
    Paragraph,
    Signature,
    Signatures,
)
from intake.handover.papers.tongues import Tongues

_GROUPS_IN_A_LINE = 5
_DRILLS = 3


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The key as it is printed, and which store it opens: name of the site, and the last letters of the store's id."""

    key: str
    site: str
    store: str
    day: dt.date

    @property
    def lines(self) -> tuple[str, ...]:
        """The key in lines of groups, short enough to be read without losing one's place."""
        groups = self.key.split("-")
        starts = range(0, len(groups), _GROUPS_IN_A_LINE)
        return tuple(" – ".join(groups[start : start + _GROUPS_IN_A_LINE]) for start in starts)


def store_mark(store_id: str) -> str:
    """The last eight letters of the id of a store: enough to tell the sheets of two stores apart."""
    return store_id[-8:].upper()


def recovery_paper(sheet: RecoverySheet, tongues: Tongues) -> Paper:
    """The sheet on one page."""
    say = tongues.say
    about = (
        Fact(say("Site"), tongues.value(sheet.site)),
        Fact(say("Store"), Both(sheet.store)),
        Fact(say("Made on"), tongues.day(sheet.day)),
    )
    elements: tuple[Element, ...] = (
        Paragraph(
            say(
                "Whoever has this key can read the whole store, health and protection included. "
                "Without it and without all passphrases the store is lost."
            )
        ),
        Facts(about),
        *(Heading(Both(line)) for line in sheet.lines),
        Paragraph(
            say(
                "Capital and small letters and dashes make no difference; the letter O counts as 0, I and L as 1. "
                "The last sign shows whether a mistake was made in typing."
            ),
            is_small=True,
        ),
        Heading(say("What to do with this sheet")),
        Bullets(
            (
                say("Put it into an envelope at once, seal the envelope and sign across the flap."),
                say("Lock it away, not beside this computer and not beside the backups."),
                say("Make no copy and no photo. Destroy the sheet of an earlier key."),
                say("Try the key once a year with 'intake recovery drill', then seal it again."),
                say("Where the envelope was opened, make a new key: 'intake recovery sheet'."),
            )
        ),
        Heading(say("Tried")),
        Lines(_DRILLS, say("Day and signature for each time that the key was tried")),
        Cut(),
        Paragraph(
            say(
                "For the envelope: recovery key of the store {store}. "
                "To be opened only when no passphrase is known any more.",
                store=Both(sheet.store),
            )
        ),
        Signatures((Signature(say("Sealed by"), say("Day, name")), Signature(say("Opened by"), say("Day, name")))),
    )
    return made(tongues, say("Recovery key"), elements, author=sheet.site)
