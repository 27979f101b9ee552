"""The offices that a case can go to: those due or named by the proposal, each with its consent, and what it may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from intake.handover.projection.ceilings import may_hold
from intake.handover.projection.consent import Reason
from intake.handover.projection.view import View as View
from intake.handover.projection.view import case_standings, record_views
from intake.interview.answers import Entry
from intake.interview.facts import QuestionState
from intake.pathways.assess import Assessment
from intake.pathways.children import own_stations, schools_of_the_children
from intake.pathways.phases import handover_due
from intake.pathways.stations import Station
from intake.store.kept.handovers import Record
from intake.ui.cover import unseen_prerules

if TYPE_CHECKING:
    from intake.ui.casework import CaseWork


@dataclass(frozen=True, slots=True)
class Office:
    """A named office of the site. `is_named` where the proposal sends the person there, `is_due` where a handover is.

    `is_childrens` where only the children are sent there: each gets a record of its own, this person none.
    `entry` is its consent or refusal, `reason` (a message id) why that does not hold, `view` what it may see today.
    """

    recipient: str
    name: str
    purpose: str
    is_named: bool
    entry: Entry | None = None
    reason: str = ""
    view: View | None = None
    is_due: bool = False

    @property
    def is_childrens(self) -> bool:
        return self.reason == Reason.CHILDRENS_OWN.value

    def is_same(self, other: Office) -> bool:
        """Whether the other one is this office, whatever has changed about it."""
        return (self.recipient, self.name) == (other.recipient, other.name)


def offices_of(work: CaseWork, records: Iterable[Record]) -> tuple[Office, ...]:
    """The offices due or named by the proposal, then those with a consent, then the others of the site.

    One that is none of the site is among them where a record of `records` was made for it.
    """
    assessment = work.assessment
    named, due = frozenset(station.id for station in named_stations(work)), _due(work)
    stations = [station for station in assessment.site.own_stations if station.recipient]
    found = [
        replace(_office(assessment, station, is_named=station.id in named), is_due=station.id in due)
        for station in stations
    ]
    known = {(office.recipient, _key(office.name)) for office in found}
    for record in records:
        if (record.recipient, _key(record.office)) not in known:
            known.add((record.recipient, _key(record.office)))
            found.append(_office_called(assessment, record.recipient, record.office))
    return tuple(sorted(found, key=lambda office: (not (office.is_due or office.is_named), office.entry is None)))


def _due(work: CaseWork) -> frozenset[str]:
    """The stations that are responsible now and have no record of this time yet."""
    found = handover_due(work.assessment, work.made)
    theirs = schools_of_the_children(work.assessment)
    return frozenset(station.id for due in found for station in due.stations if station not in theirs)


def _office(assessment: Assessment, station: Station, *, is_named: bool) -> Office:
    office = _office_called(assessment, station.recipient, station.name.de, is_named=is_named)
    is_childrens = station in schools_of_the_children(assessment)
    return replace(office, reason=Reason.CHILDRENS_OWN.value) if is_childrens else office


def _office_called(assessment: Assessment, recipient: str, name: str, *, is_named: bool = False) -> Office:
    """An office with its consent, by its name: one of the site, or one that staff named themselves."""
    profile = assessment.site.recipient(recipient)
    entry, reason = None, ""
    for standing in case_standings(assessment.facts):
        if _is_for(standing.entry, recipient, name):
            entry, reason = standing.entry, (standing.reason or Reason.INCOMPLETE).value
            if standing.consent is not None:
                break
    view = next((found for found in record_views(assessment) if _is_of(found, recipient, name)), None)
    return Office(recipient, name, profile.purpose.de if profile else "", is_named, entry, reason, view)


def unasked_for(work: CaseWork) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each kind of office that the proposal names: the questions of its ceiling that nobody has asked."""
    codes = [station.recipient for station in named_stations(work)]
    return tuple(
        (
            code,
            tuple(
                question.id
                for question in work.interview.questions
                if may_hold(code, question.package, question.id)
                and work.interview.facts.state(question.id) is QuestionState.NOT_ASKED
            ),
        )
        for code in dict.fromkeys(codes)
    )


def named_stations(work: CaseWork) -> tuple[Station, ...]:
    """The stations with a recipient to which results and true pre-rules send the person; not those of the children.

    A station that only a private pre-rule names is left out while that is not shown: it would tell what is covered.
    """
    private = work.assessment.facts.lacks_privacy
    unseen = {line.rule.id for line in unseen_prerules(work.assessment, work.cover, lacks_privacy=private)}
    return tuple(station for station in own_stations(work.assessment, unseen=unseen) if station.recipient)


def _is_for(entry: Entry, recipient: str, name: str) -> bool:
    office = entry.answer("office").value
    return entry.answer("recipient").value == recipient and isinstance(office, str) and _key(office) == _key(name)


def _is_of(view: View, recipient: str, name: str) -> bool:
    return view.recipient == recipient and _key(view.office) == _key(name)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
