"""Small papers to give away: the appointment for the person, and the receipt that an office sends back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intake.handover.papers.making import PERSON_LEADS, made
from intake.handover.papers.paper import (
    Both,
    Cut,
    Element,
    Fact,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Plain,
    Signature,
    Signatures,
    Slip,
    SlipCode,
    joined,
)
from intake.handover.papers.tongues import Tongues
from intake.interview.values import Appointment


@dataclass(frozen=True, slots=True)
class Sent:
    """A record that left, or is about to: `version` is its number, 0 where it has none yet, and no `code` then."""

    office: str
    version: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who hands over: the site, the role of the office and its phone, as on the record."""

    site: str
    role: str = ""
    phone: str = ""


def slips(
    appointment: Appointment | None, sent: tuple[Sent, ...], sender: Sender, case: str, tongues: Tongues
) -> Paper:
    """The appointment slip, with lines to fill in where none is agreed yet, and a receipt slip for each record.

    No slip names the person: the code of the case is enough for whoever knows it. What an office cuts off and keeps,
    the foot of the page included, tells nothing of the language of the person either: that is an answer, too.
    """
    parts: list[Element] = [Slip((Heading(tongues.say("Your appointment")), *appointment_facts(
        appointment, sender.site, case, tongues)))]  # fmt: skip
    for each in sent:
        parts += [Cut(), Slip(tuple(_receipt(each, sender, case, tongues)))]
    title = tongues.say("Slips")
    return made(
        tongues, title, tuple(parts), author=sender.site, case=case, leads=PERSON_LEADS, foot_names_language=False
    )


def appointment_facts(
    appointment: Appointment | None, office: str, case: str, tongues: Tongues
) -> tuple[Facts, Paragraph]:
    """When, where and with whom; empty lines where that is not agreed yet."""
    say, value = tongues.say, tongues.value
    rows = [
        Fact(say("When"), tongues.moment(appointment.at) if appointment else Both("")),
        Fact(say("Where"), value(appointment.place or office) if appointment else Both("")),
    ]
    if appointment is None or appointment.with_whom:
        rows.append(Fact(say("With whom"), value(appointment.with_whom or "") if appointment else Both("")))
    rows.append(Fact(say("Case code"), value(case)))
    return Facts(tuple(rows)), Paragraph(say("Please bring this paper."))


def _receipt(sent: Sent, sender: Sender, case: str, tongues: Tongues) -> Iterator[Plain]:
    """In German alone: the office keeps it."""

    def say(message: str, **params: str) -> Both:
        return Both(tongues.say(message, **params).german)

    def value(text: str) -> Both:
        return Both(tongues.value(text).german)

    back = ", ".join(part for part in (sender.site, sender.role, sender.phone) if part)
    version = say("Version {number}", number=str(sent.version)) if sent.version else Both("")
    yield Heading(say("Receipt of a handover record"))
    if sent.code:
        from intake.handover.formats.check_code import qr_svg  # segno, only where a slip has a code

        yield SlipCode(sent.code, qr_svg(sent.code), say("QR code with the code of this slip").german)
    rows = (
        Fact(say("Case code"), joined(tuple(part for part in (value(case), version) if part.german), " · ")),
        Fact(say("Receiver"), value(sent.office)),
        Fact(say("Send back to"), value(back)),
        Fact(say("Received on"), Both("")),
        Fact(say("Returned, because"), Both("")),
    )
    yield Facts(rows)
    yield Paragraph(say("Received. Please send this part back signed; that closes the handover."))
    yield Signatures((Signature(say("Name and office"), say("Date and signature")),))
