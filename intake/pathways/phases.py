"""Where a case stands on its way through a site, and the handover that is due when another agency takes over.

Source: sites.md, the phases of all sites; 10, rule 4 (B:96). Every line is a proposal: staff decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from intake.interview.reasons import Missing, Reason
from intake.interview.truth import Truth
from intake.interview.values import PartialDate
from intake.pathways.assess import Assessment
from intake.pathways.case_events import CircleChange
from intake.pathways.due import MEASURES
from intake.pathways.sites import Phase
from intake.pathways.stations import Station

_ACTIVE = ("planned", "running")


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase, whether the case stands in it, what decided that, and what would decide it where it is open."""

    phase: Phase
    state: Truth
    because: tuple[Reason, ...]
    open: Missing


@dataclass(frozen=True, slots=True)
class Circle:
    """A change of the legal circle that is certain. `date` is the day it counts from."""

    change: CircleChange
    date: PartialDate


@dataclass(frozen=True, slots=True)
class KeptMeasure:
    """A planned or running measure that ends after the change of circle: its funding goes on (B:96)."""

    entry: str
    text: str
    planned_end: PartialDate


@dataclass(frozen=True, slots=True)
class Made:
    """A record that was made. `was_responsible` says whether its recipient was responsible when it was made."""

    recipient: str
    was_responsible: bool


@dataclass(frozen=True, slots=True)
class HandoverDue:
    """A recipient that is responsible now and has no record of this time yet.

    `stations` are those that the proposal names, else all of the phase; `is_again` says that an older record exists;
    `measures` go with a change of circle only.
    """

    phase: Phase
    recipient: str
    stations: tuple[Station, ...]
    because: tuple[Reason, ...]
    is_again: bool = False
    measures: tuple[KeptMeasure, ...] = ()


def phases(assessment: Assessment) -> tuple[PhaseLine, ...]:
    """Every phase in which a case can stand, in the order of the site; none in the short case of a child."""
    facts = assessment.facts
    return tuple(
        PhaseLine(
            phase,
            phase.condition.truth(facts),
            facts.because(phase.condition),
            facts.missing(phase.condition),
        )
        for phase in assessment.strands.phases
        if phase.condition is not None
    )


def current(assessment: Assessment) -> tuple[PhaseLine, ...]:
    """The phases in which the case certainly stands."""
    return tuple(line for line in phases(assessment) if line.state is Truth.TRUE)


def responsible(assessment: Assessment) -> frozenset[str]:
    """The recipients that are responsible as far as that is certain; none where a pre-rule stops everything else."""
    return frozenset(
        station.recipient for line in _leading(assessment) for station in _stations(assessment, line.phase)
    )


def handover_due(assessment: Assessment, made: Iterable[Made]) -> tuple[HandoverDue, ...]:
    """The recipients responsible now for whom no record was made since they are.

    A record counts where its recipient was responsible when it was made; one from before the change of agency does
    not.
    """
    known = tuple(made)
    counted = {each.recipient for each in known if each.was_responsible}
    older = {each.recipient for each in known}
    found: dict[str, HandoverDue] = {}
    kept = kept_measures(assessment)
    for line in _leading(assessment):
        for station in _stations(assessment, line.phase):
            code = station.recipient
            if code not in counted and code not in found:
                found[code] = HandoverDue(
                    line.phase,
                    code,
                    _named_first(assessment, line.phase, code),
                    line.because,
                    code in older,
                    kept if line.phase.handover > 1 else (),
                )
    return tuple(found.values())


def handover_number(assessment: Assessment, recipient: str) -> int:
    """Which handover a record for this recipient is now: 1, 2, or 0 where the agency does not change to it.

    The second one needs a change of circle: somebody who was never in the first circle is referred, not handed over.
    """
    numbers = {
        line.phase.handover
        for line in _leading(assessment)
        if any(station.recipient == recipient for station in _stations(assessment, line.phase))
    }
    return max(numbers - ({2} if _changed(assessment) is None else set()), default=0)


def circle_change(assessment: Assessment) -> Circle | None:
    """The first change of circle that is certain, with its day; None where there is none or the day is not known."""
    change = _changed(assessment)
    date = assessment.facts.answers[change.date].value if change else None
    return Circle(change, date) if change and isinstance(date, PartialDate) else None


def _changed(assessment: Assessment) -> CircleChange | None:
    facts = assessment.facts
    changes = assessment.site.common.circle_changes
    return next((change for change in changes if change.condition.truth(facts) is Truth.TRUE), None)


def kept_measures(assessment: Assessment) -> tuple[KeptMeasure, ...]:
    """Planned and running measures whose planned end lies certainly after the change of circle."""
    circle = circle_change(assessment)
    return tuple(_kept(assessment, circle.date)) if circle else ()


def _kept(assessment: Assessment, change: PartialDate) -> Iterator[KeptMeasure]:
    for found in assessment.facts.entries(MEASURES):
        end, text = found.entry.answer("planned_end").value, found.entry.answer("text").value
        if found.value("state") in _ACTIVE and isinstance(end, PartialDate) and ends_after(end, change):
            yield KeptMeasure(found.entry.id, text if isinstance(text, str) else "", end)


def ends_after(end: PartialDate, change: PartialDate) -> bool:
    """Whether a measure ends certainly after a change of circle. A month or year counts from its first to last day."""
    return end.first > change.last


def _leading(assessment: Assessment) -> tuple[PhaseLine, ...]:
    return () if assessment.is_suspended else current(assessment)


def _stations(assessment: Assessment, phase: Phase) -> tuple[Station, ...]:
    return tuple(assessment.site.stations[id_] for id_ in phase.stations)


def _named_first(assessment: Assessment, phase: Phase, recipient: str) -> tuple[Station, ...]:
    named = {station.id for line in assessment.results for station in line.stations}
    ours = tuple(station for station in _stations(assessment, phase) if station.recipient == recipient)
    return tuple(station for station in ours if station.id in named) or ours
