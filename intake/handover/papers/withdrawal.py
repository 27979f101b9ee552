"""The letter to an office whose record was withdrawn: which record, its reference, from which day.

It gives no reason, no content and no name: the office finds the person by the record that it has.
Source: interview.md 4.3.5; GDPR Art. 7(3), 19.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from intake.handover.papers.making import GERMAN_LEADS, made
from intake.handover.papers.paper import Both, Element, Fact, Facts, Paper, Paragraph, Signature, Signatures
from intake.handover.papers.slips import Sender
from intake.handover.papers.tongues import Tongues


@dataclass(frozen=True, slots=True)
class Reference:
    """Which record is meant: `code` is that of its slip, `left` and `withdrawn` are the days of that."""

    office: str
    version: int
    code: str
    left: dt.date
    withdrawn: dt.date


def withdrawal_notice(reference: Reference, sender: Sender, case: str, today: dt.date, tongues: Tongues) -> Paper:
    """The letter, in German alone: staff of one office write to staff of another."""
    title = Both(tongues.say("Notice of a withdrawn consent").german)
    parts = tuple(_elements(reference, sender, case, today, tongues))
    return made(tongues, title, parts, author=sender.site, case=case, leads=GERMAN_LEADS, names_language=False)


def _elements(reference: Reference, sender: Sender, case: str, today: dt.date, tongues: Tongues) -> Iterator[Element]:
    def say(message: str, **params: str) -> Both:
        return Both(tongues.say(message, **params).german)

    def value(text: str) -> Both:
        return Both(tongues.value(text).german)

    def day(of: dt.date) -> Both:
        return Both(tongues.day(of).german)

    back = ", ".join(part for part in (sender.site, sender.role, sender.phone) if part)
    yield Facts(
        (
            Fact(say("To"), value(reference.office)),
            Fact(say("From"), value(back)),
            Fact(say("Date"), day(today)),
        )
    )
    yield Paragraph(say("A person has withdrawn the consent under which you received a handover record from us."))
    yield Facts(
        (
            Fact(say("Case code"), value(case)),
            Fact(say("Handover record"), say("Version {number}", number=str(reference.version))),
            Fact(say("Code of the receipt slip"), value(reference.code)),
            Fact(say("Passed on on"), day(reference.left)),
            Fact(say("Withdrawn from"), day(reference.withdrawn)),
        )
    )
    yield Paragraph(
        say(
            "From this day on the record may no longer be used on the basis of the consent. What was done with it "
            "before stays lawful. Please check whether you may keep it for another reason, and delete it otherwise."
        )
    )
    yield Paragraph(say("Please confirm that you have received this notice."))
    yield Signatures((Signature(say("Name and office"), say("Date and signature")),))
