"""Which consents hold on a day: who may receive what, who signed, and the reason where one does not hold.

Source: interview.md 4.3.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from intake.handover.projection.ceilings import CEILINGS, NAMED_PERSON_PACKAGES, NEXT_STEPS
from intake.interview.answers import Answer, Entry
from intake.interview.questions import PACKAGES
from intake.interview.truth import completed_years
from intake.interview.values import PartialDate

_NEEDED_TEXTS = ("office", "purpose")
_SIGNED_FORMS = ("paper", "electronic")
_FULL_AGE, _SIGNS_ALONE = 18, 15


class Reason(Enum):
    """Why an entry does not hold, as a message id."""

    NOT_GRANTED = "not granted"
    INCOMPLETE = "incomplete"
    NO_RECIPIENT = "no recipient of this site"
    NOT_SIGNED = "not signed"
    NOT_YET_SIGNED = "not yet signed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    UNDER_15 = "under 15"
    ADULT = "adult"
    YOUNG_PERSON_SIGNS = "the young person signs"
    MINOR = "minor"
    REFUSED = "the person said no"
    NOTHING_LEFT = "nothing that this office may receive"
    CHILDRENS_OWN = "this school gets a record of each child, never that of the parent"


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent that holds on the day. `packages` are what is left of those named, with NXT, in fixed order.

    `secrecy_person` is empty where neither MED nor PRO is among them. `valid_until` is the last day.
    """

    entry: str
    recipient: str
    office: str
    packages: tuple[str, ...]
    purpose: str
    signer: str
    form: str
    signed_on: dt.date
    valid_until: dt.date
    secrecy_person: str = ""

    @property
    def office_key(self) -> tuple[str, str]:
        """What two entries for the same office have in common."""
        return self.recipient, office_name(self.office)


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry of `consents` and what became of it: the consent, or the reason why it does not hold."""

    entry: Entry
    consent: Consent | None
    reason: Reason | None


def standings(
    entries: Sequence[Entry], birth: PartialDate | None, recipients: Collection[str], on: dt.date
) -> tuple[Standing, ...]:
    """What each entry of `consents` amounts to on the day. `birth` is None where the birth date is open.

    `recipients` are the codes that the profile of the site lists.
    """
    return tuple(_standing(entry, entries, birth, recipients, on) for entry in entries)


def consents(
    entries: Sequence[Entry], birth: PartialDate | None, recipients: Collection[str], on: dt.date
) -> tuple[Consent, ...]:
    """The consents that hold on the day, in the order of their entries."""
    return tuple(each.consent for each in standings(entries, birth, recipients, on) if each.consent)


def last_day(signed_on: dt.date, valid_until: PartialDate | None) -> dt.date:
    """The last day of a consent: as written, else the same day of the next year (28 February for 29 February)."""
    if valid_until is not None:
        return valid_until.last
    day = 28 if (signed_on.month, signed_on.day) == (2, 29) else signed_on.day
    return dt.date(signed_on.year + 1, signed_on.month, day)


def usual_signer(birth: PartialDate | None, on: dt.date) -> str:
    """Who signs at that age as a rule (interview.md 4.3.3): the guardian of a child under 15, else the person."""
    if birth is None:
        return "self"
    oldest = completed_years(min(birth.first, on), on)
    return "guardian" if oldest < _SIGNS_ALONE else "self"


def _standing(
    entry: Entry, entries: Sequence[Entry], birth: PartialDate | None, recipients: Collection[str], on: dt.date
) -> Standing:
    reason = _refusal(entry, birth, recipients, on)
    if reason is None and any(_blocks(other, entry, on) for other in entries):
        reason = Reason.REFUSED
    if reason is not None:
        return Standing(entry, None, reason)
    consent = _consent(entry)
    return Standing(entry, consent, None if consent else Reason.NOTHING_LEFT)


def _refusal(entry: Entry, birth: PartialDate | None, recipients: Collection[str], on: dt.date) -> Reason | None:
    """The first condition of interview.md 4.3.2 that the entry fails."""
    if _code(entry, "decision") != "granted":
        return Reason.NOT_GRANTED
    signed_on = _date(entry, "signed_on")
    if not _is_complete(entry) or signed_on is None or not signed_on.is_full:
        return Reason.INCOMPLETE
    recipient = _code(entry, "recipient")
    if recipient not in CEILINGS or recipient not in recipients:
        return Reason.NO_RECIPIENT
    if _code(entry, "form") not in _SIGNED_FORMS:
        return Reason.NOT_SIGNED
    if signed_on.first > on:
        return Reason.NOT_YET_SIGNED
    withdrawn_on = _date(entry, "withdrawn_on")
    if withdrawn_on is not None and withdrawn_on.first <= on:
        return Reason.WITHDRAWN
    if on > last_day(signed_on.first, _date(entry, "valid_until")):
        return Reason.EXPIRED
    return _wrong_signer(entry.answer("signer"), birth, signed_on.first)


def _is_complete(entry: Entry) -> bool:
    return (
        all(_text(entry, name) for name in _NEEDED_TEXTS)
        and all(_code(entry, name) for name in ("recipient", "signer", "form"))
        and bool(_packages(entry))
    )


def _wrong_signer(signer: Answer, birth: PartialDate | None, signed_on: dt.date) -> Reason | None:
    """Who may sign at that age (interview.md 4.3.3). Only a certain age refuses a signer."""
    if birth is None:
        return None
    youngest = completed_years(min(birth.last, signed_on), signed_on)
    oldest = completed_years(min(birth.first, signed_on), signed_on)
    match signer.value:
        case "self" if oldest < _SIGNS_ALONE:
            return Reason.UNDER_15
        case "guardian" | "youth_office" if youngest >= _FULL_AGE:
            return Reason.ADULT
        case "guardian" | "youth_office" if youngest >= _SIGNS_ALONE and oldest < _FULL_AGE:
            return None if signer.note.strip() else Reason.YOUNG_PERSON_SIGNS
        case "legal_rep" if oldest < _FULL_AGE:
            return Reason.MINOR
        case _:
            return None


def _blocks(refusal: Entry, grant: Entry, on: dt.date) -> bool:
    """Whether a no of the person stops this grant (interview.md 4.3.4)."""
    if _code(refusal, "decision") != "refused" or _code(refusal, "signer") != "self":
        return False
    if _code(refusal, "recipient") != _code(grant, "recipient"):
        return False
    office = _text(refusal, "office")
    if office and office_name(office) != office_name(_text(grant, "office")):
        return False
    lifted_on = _date(refusal, "withdrawn_on")
    if lifted_on is not None and lifted_on.first <= on:
        return False
    refused_on, signed_on = _date(refusal, "signed_on"), _date(grant, "signed_on")
    changed_mind = (
        _code(grant, "signer") == "self"
        and refused_on is not None
        and signed_on is not None
        and signed_on.first > refused_on.last
    )
    return not changed_mind


def _consent(entry: Entry) -> Consent | None:
    """The consent with what the ceiling leaves of it; None if nothing is left."""
    recipient = _code(entry, "recipient")
    person = _text(entry, "secrecy_person")
    allowed = set(CEILINGS[recipient]) if person else set(CEILINGS[recipient]) - NAMED_PERSON_PACKAGES
    named = {package for package in _packages(entry) if package in allowed}
    signed_on = _date(entry, "signed_on")
    if not named or signed_on is None:
        return None
    return Consent(
        entry=entry.id,
        recipient=recipient,
        office=_text(entry, "office"),
        packages=tuple(package for package in PACKAGES if package in named | {NEXT_STEPS}),
        purpose=_text(entry, "purpose"),
        signer=_code(entry, "signer"),
        form=_code(entry, "form"),
        signed_on=signed_on.first,
        valid_until=last_day(signed_on.first, _date(entry, "valid_until")),
        secrecy_person=person if named & NAMED_PERSON_PACKAGES else "",
    )


def _code(entry: Entry, name: str) -> str:
    value = entry.answer(name).value
    return value if isinstance(value, str) else ""


def _text(entry: Entry, name: str) -> str:
    return _code(entry, name).strip()


def _packages(entry: Entry) -> tuple[str, ...]:
    value = entry.answer("packages").value
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, tuple) else ()


def _date(entry: Entry, name: str) -> PartialDate | None:
    value = entry.answer(name).value
    return value if isinstance(value, PartialDate) else None


def office_name(office: str) -> str:
    return office.strip().casefold()
