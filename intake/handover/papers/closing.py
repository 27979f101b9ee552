"""The daily closing sheet: a day in numbers, and the end of the audit chain, signed and kept outside of the computer.

Printed, the end of the chain shows whether entries were cut off or written anew afterwards. No
person who was asked stands here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from intake.handover.formats.check_code import grouped, qr_svg
from intake.handover.papers.making import made
from intake.handover.papers.paper import (
    Both,
    Element,
    Fact,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Picture,
    Signature,
    Signatures,
)
from intake.handover.papers.tongues import Tongues

START = "INTAKE-AUDIT:1:"
"""What the QR code begins with; behind it number and MAC of the last entry."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A day at one site. `numbers` are message ids with their counts, `staff` who was there; `mac` is hexadecimal."""

    site: str
    day: dt.date
    numbers: tuple[tuple[str, int], ...]
    staff: tuple[str, ...]
    seq: int
    mac: str

    @property
    def code(self) -> str:
        """What the QR code holds."""
        return f"{START}{self.seq}:{self.mac.upper()}"

    @property
    def groups(self) -> str:
        """The MAC in groups of four, to be read out and typed."""
        return grouped(self.mac.upper())


def closing_lines(closing: Closing, say: Callable[..., str], day: str) -> Iterator[str]:
    """The sheet as lines of text. `day` is its day as the staff write it."""
    yield say("Daily closing sheet · {site} · {day}", site=closing.site, day=day)
    yield ""
    for message, count in closing.numbers:
        yield f"  {count:>6}  {say(message)}"
    if closing.staff:
        yield ""
        yield say("At the desk: {names}", names=", ".join(closing.staff))
    yield ""
    yield say("Last entry of the audit trail: {seq}", seq=closing.seq)
    groups = closing.groups.split(" ")
    yield from (f"  {' '.join(groups[at : at + 8])}" for at in range(0, len(groups), 8))
    yield ""
    yield f"{'_' * 20}    {'_' * 36}"
    yield say("Day, signature")


def closing_paper(closing: Closing, tongues: Tongues) -> Paper:
    """The sheet on one page, in German. Imports segno."""
    say = tongues.say
    numbers = tuple(Fact(say(message), Both(str(count))) for message, count in closing.numbers)
    about = [Fact(say("Site"), tongues.value(closing.site)), Fact(say("Day"), tongues.day(closing.day))]
    if closing.staff:
        about.append(Fact(say("At the desk"), tongues.value(", ".join(closing.staff))))
    end = (Fact(say("Number of the last entry"), Both(str(closing.seq))), Fact(say("Its seal"), Both(closing.groups)))
    elements: tuple[Element, ...] = (
        Facts(tuple(about)),
        Heading(say("The day in numbers")),
        Facts(numbers),
        Heading(say("End of the audit trail")),
        Facts(end),
        Picture(qr_svg(closing.code), say("QR code with number and seal of the last entry").german, closing.code),
        Paragraph(
            say(
                "Keep this sheet outside of the computer. 'intake audit verify --anchor' compares the audit trail with "
                "it and shows whether entries were cut off or written anew since."
            ),
            is_small=True,
        ),
        Signatures((Signature(say("Signature"), say("Day, name")),)),
    )
    return made(tongues, say("Daily closing sheet"), elements, author=closing.site)
