"""The release of confidentiality to sign: one for each office, German beside the language of the person.

Source: interview.md 4.3. It says nothing about the answers: only who may pass on which kinds of information to whom.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from intake.handover.papers.making import made
from intake.handover.papers.paper import (
    NO_TEXT,
    Both,
    Box,
    Boxes,
    Element,
    Fact,
    Facts,
    Format,
    Heading,
    Paper,
    Paragraph,
    Signature,
    Signatures,
)
from intake.handover.papers.purposes import purpose_text
from intake.handover.papers.tongues import Tongues
from intake.handover.projection.ceilings import CEILINGS, NAMED_PERSON_PACKAGES, NEXT_STEPS
from intake.interview.answers import Entry
from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import PACKAGES, Question
from intake.interview.truth import completed_years
from intake.interview.values import PartialDate
from intake.pathways.sites import SiteProfile
from intake.pathways.stations import RecipientProfile, Station

CONSENTS = "consents"
_OWN_WORDS = frozenset({"FUN", "MED", "PRO", NEXT_STEPS})
_FULL_AGE, _SIGNS_ALONE = 18, 15
_GUARDIANS = ("guardian", "youth_office")


@dataclass(frozen=True, slots=True)
class Signatory:
    """The person whose consent it is, as the paper names and dates it. `birth` is None where it is not known."""

    name: str
    birth: PartialDate | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What one release says. `until` is the last day, None for a year from the day of signing."""

    recipient: str
    office: str
    packages: tuple[str, ...]
    purpose: str
    secrecy_person: str = ""
    signer: str = ""
    until: dt.date | None = None


def terms_of(entry: Entry) -> Terms:
    """The terms of an entry of `consents`, with what the ceiling leaves of its packages."""
    recipient, person = _text(entry, "recipient"), _text(entry, "secrecy_person")
    ceiling = set(CEILINGS.get(recipient, {}))
    allowed = ceiling if person else ceiling - NAMED_PERSON_PACKAGES
    value, until = entry.answer("packages").value, entry.answer("valid_until").value
    named = {code for code in value if isinstance(code, str)} if isinstance(value, tuple) else set()
    return Terms(
        recipient=recipient,
        office=_text(entry, "office"),
        packages=_with_next_steps(named & allowed),
        purpose=_text(entry, "purpose"),
        secrecy_person=person if named & allowed & NAMED_PERSON_PACKAGES else "",
        signer=_text(entry, "signer"),
        until=until.last if isinstance(until, PartialDate) else None,
    )


def usual_terms(station: Station, profile: RecipientProfile | None) -> Terms:
    """What is proposed to the person before anything was asked: all but what needs words of its own."""
    packages = set(CEILINGS.get(station.recipient, {})) - _OWN_WORDS
    return Terms(station.recipient, station.name.de, _with_next_steps(packages), profile.purpose.de if profile else "")


def release(
    terms: Terms,
    who: Signatory,
    site: SiteProfile,
    case: str,
    questionnaire: Questionnaire,
    tongues: Tongues,
    on: dt.date,
) -> Paper:
    """The release as it is signed on a day. Text and signature stand on one page."""
    return _Release(terms, who, site, questionnaire, tongues, on).paper(case)


@dataclass(frozen=True, slots=True)
class _Release:
    terms: Terms
    who: Signatory
    site: SiteProfile
    questionnaire: Questionnaire
    tongues: Tongues
    on: dt.date

    def paper(self, case: str) -> Paper:
        title = self.tongues.say("Permission to pass on information, and release from confidentiality")
        return made(
            self.tongues,
            title,
            tuple(self._elements()),
            author=self.site.name.de,
            case=case,
            about=self.terms.office,
            fills=Format.ONE_PAGE,
        )

    def _elements(self) -> Iterator[Element]:
        say, terms = self.tongues.say, self.terms
        sender, office = self.site.name.de, terms.office
        yield Facts(tuple(self._about()))
        yield Heading(say("I allow {sender} to pass on this information about me to {office}:", sender=sender,
                          office=office))  # fmt: skip
        yield Boxes(tuple(Box(self._choice("packages", code), is_ticked=True) for code in terms.packages))
        if terms.secrecy_person:
            yield Paragraph(
                say(
                    "For the information on health and protection I release {sender} from confidentiality towards "
                    "{person}.",
                    sender=sender,
                    person=terms.secrecy_person,
                )
            )
        yield Paragraph(say("This is voluntary. Whoever says no has no disadvantage."))
        yield Paragraph(
            say(
                "I can withdraw this permission at any time and without a reason. I only have to tell {sender}. From "
                "then on nothing more is passed on.",
                sender=sender,
            )
        )
        yield Signatures(tuple(self._signatures()))

    def _about(self) -> Iterator[Fact]:
        tongues, terms = self.tongues, self.terms
        yield Fact(tongues.say("Name"), tongues.value(self.who.name))
        if self.who.birth is not None:
            yield Fact(tongues.content("consents.packages", "Date of birth"), tongues.day(self.who.birth))
        yield Fact(self._label("recipient"), self._choice("recipient", terms.recipient))
        yield Fact(self._label("office"), tongues.value(terms.office))
        if terms.secrecy_person:
            yield Fact(self._label("secrecy_person"), tongues.value(terms.secrecy_person))
        purpose = purpose_text(terms.purpose, terms.recipient, self.site, tongues)
        yield Fact(self._label("purpose"), purpose)
        yield Fact(self._label("valid_until"), self._until())

    def _until(self) -> Both:
        if self.terms.until is None:
            return self.tongues.say("one year from the day of signing")
        return self.tongues.say("until {day}", day=self.tongues.day(self.terms.until))

    def _signatures(self) -> Iterator[Signature]:
        """Who signs at that age (interview.md 4.3.3); where the age is open, both lines are there."""
        say, signer = self.tongues.say, self.terms.signer
        youngest, oldest = self._age()
        optional = say("If wanted. Not necessary.")
        if signer == "legal_rep" and oldest >= _FULL_AGE:
            yield self._line("legal_rep")
        elif oldest < _SIGNS_ALONE:
            yield self._line(signer if signer in _GUARDIANS else "guardian")
            yield self._line("self", say("The child was asked. A no of the child counts."))
        elif youngest >= _FULL_AGE:
            yield self._line("self")
        elif youngest >= _SIGNS_ALONE and oldest < _FULL_AGE and signer in _GUARDIANS:
            yield self._line(signer)  # without insight, for a reason that staff noted
            yield self._line("self", optional)
        elif youngest >= _SIGNS_ALONE and oldest < _FULL_AGE:
            yield self._line("self")
            yield self._line("guardian", optional)
        else:
            yield self._line("self", say("From the age of 15."))
            yield self._line("guardian", say("Under the age of 15."))
        yield Signature(say("Whoever translated the text"), say("Date and signature"), optional)

    def _age(self) -> tuple[int, int]:
        """The lowest and the highest age on the day."""
        birth = self.who.birth
        if birth is None:
            return 0, 200
        first, last = (completed_years(min(day, self.on), self.on) for day in (birth.last, birth.first))
        return first, last

    def _line(self, signer: str, note: Both = NO_TEXT) -> Signature:
        return Signature(self._choice("signer", signer), self.tongues.say("Date and signature"), note)

    def _field(self, name: str) -> Question:
        field = self.questionnaire[CONSENTS].field_named(name)
        if field is None:
            raise KeyError(name)
        return field

    def _label(self, name: str) -> Both:
        return self.tongues.question(self._field(name))

    def _choice(self, name: str, code: str) -> Both:
        field = self._field(name)
        choice = field.choice(code)
        return self.tongues.choice(field, choice) if choice else self.tongues.value(code)


def _with_next_steps(packages: set[str]) -> tuple[str, ...]:
    """In fixed order, with the next steps, which come with every consent."""
    return tuple(package for package in PACKAGES if package in packages | {NEXT_STEPS})


def _text(entry: Entry, name: str) -> str:
    value = entry.answer(name).value
    return value.strip() if isinstance(value, str) else ""
