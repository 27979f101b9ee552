"""What the proposal for a parent says because of the children: each of them has a short case and a record of its own.

Source: sites.md 0: the record of the parent never goes to the school for this; that of the child does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from intake.interview.reasons import Reason
from intake.interview.truth import Truth
from intake.pathways.assess import CHILD, Assessment, PreruleLine
from intake.pathways.stations import Station

SCHOOL = "school"


def opens_short_cases(assessment: Assessment) -> bool:
    """Whether a true pre-rule opens a short case for each child; never in the case of a child itself."""
    return assessment.kind != CHILD and any(_opens(line) and line.state is Truth.TRUE for line in assessment.prerules)


def own_stations(assessment: Assessment, *, unseen: Collection[str] = ()) -> tuple[Station, ...]:
    """The stations to which the results and the true pre-rules send the person, in order, without the children's.

    `unseen` are the ids of pre-rules that are left out.
    """
    about = _about_children(assessment)
    found = [station for line in assessment.results if not _only(line.because, about) for station in line.stations]
    found += [
        station
        for line in assessment.prerules
        if line.state is Truth.TRUE and not (_opens(line) and assessment.kind != CHILD) and line.rule.id not in unseen
        for station in line.stations
    ]
    return tuple(dict.fromkeys(found))


def children_stations(assessment: Assessment) -> tuple[Station, ...]:
    """The stations to which only the children are sent: each with its own record, in order."""
    about, own = _about_children(assessment), own_stations(assessment)
    found = [station for line in assessment.results if _only(line.because, about) for station in line.stations]
    if opens_short_cases(assessment):
        found += [station for line in assessment.prerules if _opens(line) for station in line.stations]
    return tuple(station for station in dict.fromkeys(found) if station not in own)


def schools_of_the_children(assessment: Assessment) -> tuple[Station, ...]:
    """The stations that never get the record of this person, whatever was consented to: schools, for the children."""
    return tuple(station for station in children_stations(assessment) if station.recipient == SCHOOL)


def _opens(line: PreruleLine) -> bool:
    return line.rule.opens == CHILD


def _about_children(assessment: Assessment) -> frozenset[str]:
    """The questions on which the short cases rest, and what answers them in their place."""
    if assessment.kind == CHILD:
        return frozenset()
    questionnaire = assessment.facts.logic.questionnaire
    ids = {id_ for rule in assessment.strands.prerules if rule.opens == CHILD for id_ in rule.condition.ids}
    return frozenset(
        ids | {filler for id_ in ids if id_ in questionnaire.by_id and (filler := questionnaire[id_].filled_by)}
    )


def _only(because: Iterable[Reason], about: frozenset[str]) -> bool:
    deciding = {reason.question for reason in because}
    return bool(deciding) and deciding <= about
