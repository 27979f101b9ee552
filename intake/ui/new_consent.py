"""What a consent that is being asked usually says, and what its office would see with it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from intake.handover.projection.ceilings import CEILINGS, NAMED_PERSON_PACKAGES, NEXT_STEPS
from intake.handover.projection.consent import Consent, last_day, usual_signer
from intake.handover.projection.view import View, view_of
from intake.interview.answers import Entry
from intake.interview.questions import PACKAGES
from intake.interview.values import PartialDate

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork
    from intake.ui.wording import CaseWording

OWN_WORDS = frozenset({"FUN", "MED", "PRO"})
"""Never preset: each is asked for in words of its own (interview.md 4.3.1)."""


def usual_packages(recipient: str) -> tuple[str, ...]:
    """What is proposed for a new consent: everything in the ceiling but what needs words of its own."""
    ceiling = CEILINGS.get(recipient, {})
    return tuple(package for package in PACKAGES if package in ceiling and package not in OWN_WORDS | {NEXT_STEPS})


def possible_packages(recipient: str) -> frozenset[str]:
    """All packages of the ceiling that a consent can name."""
    return frozenset(CEILINGS.get(recipient, {})) - {NEXT_STEPS}


def package_names(work: CaseWork, wording: CaseWording, recipient: str) -> tuple[tuple[str, str], ...]:
    """The packages that this kind of office may ever receive, with their names for staff."""
    field = work.interview.logic.questionnaire["consents"].field_named("packages")
    assert field is not None
    possible = possible_packages(recipient)
    found = (choice for choice in field.choices if choice.code in possible)
    return tuple((choice.code, wording.choice(field, choice).staff) for choice in found)


def end_from(today: dt.date) -> dt.date:
    """The last day of a consent that is signed today and names no end."""
    return last_day(today, None)


def signer_of(work: CaseWork) -> str:
    """Who signs today as a rule: the guardian of a child under 15, else the person."""
    birth = work.interview.answers["birth_date"].value
    return usual_signer(birth if isinstance(birth, PartialDate) else None, work.today)


def trial(work: CaseWork, entry: Entry) -> View:
    """What the office of this consent would see if the person agreed.

    What is answered already stands there as answered; the rest as it usually becomes: signed today, on paper.
    """
    signed_on, until = entry.answer("signed_on").value, entry.answer("valid_until").value
    signed = signed_on.first if isinstance(signed_on, PartialDate) and signed_on.is_full else work.today
    packages = entry.answer("packages").value
    named = {code for code in packages if isinstance(code, str)} if isinstance(packages, tuple) else set()
    person = _text(entry, "secrecy_person")
    if not person:
        named -= NAMED_PERSON_PACKAGES
    consent = Consent(
        entry=entry.id,
        recipient=_text(entry, "recipient"),
        office=_text(entry, "office"),
        packages=tuple(package for package in PACKAGES if package in named | {NEXT_STEPS}),
        purpose=_text(entry, "purpose"),
        signer=_text(entry, "signer") or signer_of(work),
        form=_text(entry, "form") or "paper",
        signed_on=signed,
        valid_until=last_day(signed, until if isinstance(until, PartialDate) else None),
        secrecy_person=person if named & NAMED_PERSON_PACKAGES else "",
    )
    return view_of(work.assessment.facts, [consent])


def _text(entry: Entry, name: str) -> str:
    value = entry.answer(name).value
    return value if isinstance(value, str) else ""
