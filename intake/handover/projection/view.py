"""The view of a receiver: the answers it may see, and the consents they rest on.

Source: interview.md 4.2.1. Views are built per named office; the list per kind of office is the union.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from intake.handover.projection.ceilings import CEILINGS, CODE_PACKAGES, NAMED_PERSON_PACKAGES, NEXT_STEPS, RECIPIENTS
from intake.handover.projection.consent import Consent, Standing, office_name, standings
from intake.handover.projection.filters import Receiver, Seen, seen
from intake.interview.facts import Facts
from intake.interview.questions import PACKAGES, Question
from intake.interview.truth import NoValue
from intake.interview.values import Documents, PartialDate
from intake.pathways.assess import Assessment
from intake.pathways.children import schools_of_the_children

CONSENTS = "consents"


@dataclass(frozen=True, slots=True)
class Statute:
    """What stands in for a consent: its `citation`, the `reason` of staff, which stays at the desk, and the packages.

    `person` is the named one at the office who alone may receive MED and PRO; empty where neither is among them.
    """

    citation: str
    reason: str
    packages: tuple[str, ...]
    person: str = ""


@dataclass(frozen=True)
class View:
    """What one named office may see on the day, in the order of the interview.

    `basis` is empty only where a `statute` carries the transfer.
    """

    recipient: str
    office: str
    basis: tuple[Consent, ...]
    receiver: Receiver
    seen: Mapping[str, Seen]
    statute: Statute | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(self.seen)

    @cached_property
    def packages(self) -> frozenset[str]:
        """The packages of all its consents, or those that the statute carries."""
        if self.statute is not None:
            return frozenset(self.statute.packages)
        return frozenset(package for consent in self.basis for package in consent.packages)

    @property
    def valid_until(self) -> dt.date:
        """The last day on which all of its consents hold. Raises ValueError where a statute stands in for them."""
        return min(consent.valid_until for consent in self.basis)


def case_standings(facts: Facts) -> tuple[Standing, ...]:
    """Each entry of `consents` with the consent, or the reason why it does not hold on the day."""
    birth = facts.answers["birth_date"].value
    is_open = isinstance(facts.value("birth_date"), NoValue)
    return standings(
        facts.answers.entries(CONSENTS),
        None if is_open or not isinstance(birth, PartialDate) else birth,
        facts.context.recipients,
        facts.context.day,
    )


def office_views(facts: Facts) -> tuple[View, ...]:
    """One view for each office with a consent that holds; kinds in fixed order, then as the entries stand."""
    offices: dict[tuple[str, str], list[Consent]] = {}
    for consent in _consents(facts):
        offices.setdefault(consent.office_key, []).append(consent)
    ordered = sorted(offices.values(), key=lambda found: RECIPIENTS.index(found[0].recipient))
    return tuple(view_of(facts, consents) for consents in ordered)


def record_views(assessment: Assessment) -> tuple[View, ...]:
    """The offices that may get a record of this person: those with a consent, without the schools of the children.

    The record of a parent never goes to a school for the children, whatever was consented to; each child has its own
    (sites.md 0).
    """
    theirs = {(station.recipient, office_name(station.name.de)) for station in schools_of_the_children(assessment)}
    found = office_views(assessment.facts)
    return tuple(view for view in found if (view.recipient, office_name(view.office)) not in theirs)


def view_of(facts: Facts, consents: Iterable[Consent]) -> View:
    """The view that these consents give together. All are of one office; ValueError if there is none."""
    basis = tuple(consents)
    if not basis or len({consent.office_key for consent in basis}) != 1:
        raise ValueError("a view belongs to one office")
    return _view(facts, basis)


def view_by_statute(facts: Facts, recipient: str, office: str, statute: Statute) -> View:
    """What the office gets without a consent: the packages named, as far as its ceiling lets them, and the next steps.

    MED and PRO need a named person, as with a consent. Raises ValueError where nothing is left.
    """
    ceiling = set(CEILINGS[recipient])
    allowed = ceiling if statute.person.strip() else ceiling - NAMED_PERSON_PACKAGES
    named = {package for package in statute.packages if package in allowed}
    if not named - {NEXT_STEPS}:
        raise ValueError("a transfer needs a package that this office may receive")
    packages = tuple(package for package in PACKAGES if package in named | {NEXT_STEPS})
    person = statute.person if named & NAMED_PERSON_PACKAGES else ""
    receiver = Receiver(recipient, (frozenset(packages),))
    carried = replace(statute, packages=packages, person=person)
    return View(recipient, office, (), receiver, _seen(facts, receiver), carried)


def views(facts: Facts) -> dict[str, list[str]]:
    """Per kind of office with a consent that holds: the ids it may see (the `views` of an assessment)."""
    kinds: dict[str, list[Consent]] = {}
    for consent in _consents(facts):
        kinds.setdefault(consent.recipient, []).append(consent)
    return {kind: list(_view(facts, tuple(kinds[kind])).ids) for kind in RECIPIENTS if kind in kinds}


def needs_named_person(view: View, questions: Mapping[str, Question]) -> bool:
    """Whether the view holds anything that only a named person may receive (StGB § 203)."""
    for id_, found in view.seen.items():
        question = questions.get(id_)
        if question is not None and question.package in NAMED_PERSON_PACKAGES:
            return True
        if any(CODE_PACKAGES.get((id_, code)) in NAMED_PERSON_PACKAGES for code in _codes(found)):
            return True
    return False


def _codes(found: Seen) -> tuple[str, ...]:
    match found.value:
        case Documents() as documents:
            return tuple(documents.marks)
        case tuple() as items:
            return tuple(item for item in items if isinstance(item, str))
        case _:
            return ()


def _consents(facts: Facts) -> tuple[Consent, ...]:
    return tuple(standing.consent for standing in case_standings(facts) if standing.consent)


def _view(facts: Facts, basis: tuple[Consent, ...]) -> View:
    receiver = Receiver(basis[0].recipient, tuple(frozenset(consent.packages) for consent in basis))
    return View(receiver.recipient, basis[0].office, basis, receiver, _seen(facts, receiver))


def _seen(facts: Facts, receiver: Receiver) -> Mapping[str, Seen]:
    found = (seen(facts, receiver, question) for question in facts.logic.questionnaire)
    return {each.question: each for each in found if each}
