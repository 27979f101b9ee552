"""Where each of the eight people stands at each site, and which handover is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from intake.interview.truth import Truth
from intake.interview.values import Json, PartialDate
from intake.pathways.assess import CHILD, Assessment
from intake.pathways.phases import (
    Made,
    circle_change,
    handover_due,
    handover_number,
    kept_measures,
    phases,
    responsible,
)
from tests.pathways.personas import Persona, assessed, persona, sites

ASYLUM = ("P01", "P03", "P07", "P09", "P12")
RECOGNISED = ("P05", "P14", "P16")
IN_PHASE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "zebera": {**dict.fromkeys(ASYLUM, ()), "P05": ("first_claim",), "P14": ("first_claim",), "P16": ()},
    "muenster": {
        **dict.fromkeys(ASYLUM, ("first_months",)),
        "P12": ("until_decision",),
        **dict.fromkeys(RECOGNISED, ("after_positive",)),
    },
    "hannover": {
        **dict.fromkeys(("P01", "P09"), ("reception",)),
        **dict.fromkeys(("P03", "P07", "P12"), ("reception", "agency")),
        **dict.fromkeys(RECOGNISED, ("job_centre",)),
    },
    "hamm": {**dict.fromkeys(ASYLUM, ()), **dict.fromkeys(RECOGNISED, ("chain",))},
    "dortmund": {
        **dict.fromkeys(ASYLUM, ("integration_point",)),
        "P09": (),
        **dict.fromkeys(RECOGNISED, ("language",)),
    },
    "bielefeld": {
        **dict.fromkeys(ASYLUM, ("steps_1_5_agency",)),
        "P05": ("steps_1_5_team",),
        "P14": ("steps_6_9",),
        "P16": ("steps_6_9",),
    },
    "muelheim": {
        **dict.fromkeys(("P01", "P03"), ("arrival", "profiling_agency", "work_agency")),
        "P07": ("arrival", "profiling_agency"),
        "P09": ("arrival", "education", "profiling_agency", "work_agency"),
        "P12": ("arrival", "education", "profiling_agency"),
        "P05": ("education", "profiling_team"),
        "P14": ("profiling_team", "work_team"),
        "P16": ("education", "profiling_team", "work_team"),
    },
    "gib_chain": {
        **dict.fromkeys(ASYLUM, ("steps_1_5_agency",)),
        "P05": ("steps_1_5_job_centre",),
        "P14": ("steps_6_9",),
        "P16": ("steps_6_9",),
    },
}
AGENCY = {"muenster": "aa", "hannover": "aa", "dortmund": "aa", "bielefeld": "aa", "gib_chain": "aa"}


def changed(who: Persona, changes: Mapping[str, Json]) -> Assessment:
    """The assessment with some answers changed; None takes an answer away."""
    answers = {id_: value for id_, value in {**who.answers, **changes}.items() if value is not None}
    return assessed(replace(who, answers=answers))


def in_phase(assessment: Assessment, state: Truth = Truth.TRUE) -> tuple[str, ...]:
    return tuple(line.phase.id for line in phases(assessment) if line.state is state)


def due(assessment: Assessment, *made: Made) -> list[str]:
    return [each.recipient for each in handover_due(assessment, made)]


@pytest.mark.parametrize("site", sorted(IN_PHASE))
@pytest.mark.parametrize("who", [*ASYLUM, *RECOGNISED])
def test_every_person_stands_where_the_site_would_see_her(who: str, site: str) -> None:
    assert in_phase(assessed(persona(who, site))) == IN_PHASE[site][who]


@pytest.mark.parametrize("site", sorted(AGENCY))
def test_a_positive_decision_moves_the_case_from_the_agency_to_the_job_centre(site: str) -> None:
    who = persona("P12", site)
    assert "aa" in responsible(assessed(who))
    after = assessed(who, asylum_stage="positive", decision_date="2016-02-01")
    assert responsible(after) == {"jc"}
    assert due(after, Made("aa", True)) == ["jc"]


def test_an_answer_that_is_missing_leaves_a_phase_open_and_says_which() -> None:
    line = next(line for line in phases(assessed(persona("P05", "dortmund"))) if line.state is Truth.OPEN)
    assert (line.phase.id, line.open.missing) == ("benefits", ("current_benefits",))


def test_nobody_knows_the_phase_of_somebody_whose_paper_nobody_knows() -> None:
    assessment = assessed(persona("P12", "muenster"), residence_status=None, asylum_stage=None)
    assert in_phase(assessment) == ()
    assert in_phase(assessment, Truth.OPEN) == ("until_decision", "after_positive")


@pytest.mark.parametrize(
    ("grant", "phase"),
    [
        (None, "first_claim"),
        ("2016-01-01", "first_steps"),
        ("2015-08-15", "distribution"),
        ("2015-08-16", "first_steps"),
    ],
)
def test_the_time_at_zebera_ends_after_one_grant_period(grant: str | None, phase: str) -> None:
    assessment = assessed(persona("P05", "zebera"), grant_start=grant)
    assert in_phase(assessment) == (phase,)
    assert due(assessment) == (["jc"] if phase == "distribution" else [])


# Handover


def test_a_record_of_the_responsible_time_settles_the_handover_and_an_older_one_does_not() -> None:
    assessment = assessed(persona("P05", "muenster"))
    (first,) = handover_due(assessment, ())
    assert (first.recipient, [station.id for station in first.stations], first.is_again) == ("jc", ["MS_JC"], False)
    assert first.because
    (again,) = handover_due(assessment, [Made("jc", False)])
    assert again.is_again
    assert handover_due(assessment, [Made("jc", False), Made("jc", True)]) == ()


def test_of_several_sites_of_an_office_that_of_the_proposal_is_named() -> None:
    for who, station in (("P05", "H_ZOE"), ("P16", "H_STANDORT")):
        (line,) = handover_due(assessed(persona(who, "hannover")), ())
        assert [each.id for each in line.stations] == [station]


def test_nothing_is_handed_over_while_something_else_comes_before_everything() -> None:
    assessment = assessed(persona("P05", "muenster"), acute_need="yes")
    assert in_phase(assessment) == ("after_positive",)
    assert responsible(assessment) == frozenset()
    assert due(assessment) == []


def test_the_short_case_of_a_child_stands_in_no_phase() -> None:
    assert phases(assessed(persona("P05", "muenster"), kind=CHILD)) == ()


@pytest.mark.parametrize(
    ("who", "recipient", "changes", "number"),
    [
        ("P12", "aa", {}, 1),
        ("P05", "jc", {}, 2),
        ("P05", "aa", {}, 0),
        ("P05", "jc", {"residence_status": "res_24", "asylum_stage": None, "decision_date": None}, 0),
    ],
)
def test_a_record_knows_which_handover_it_is(who: str, recipient: str, changes: dict[str, Json], number: int) -> None:
    assert handover_number(changed(persona(who, "hannover"), changes), recipient) == number


def test_somebody_who_was_in_no_circle_before_is_referred_and_not_handed_over() -> None:
    eu: dict[str, Json] = {"residence_status": "eu", "eu_basis": "worker", "asylum_stage": None, "decision_date": None}
    assessment = changed(persona("P05", "hamm"), eu)
    assert responsible(assessment) == {"jc"}
    assert handover_number(assessment, "jc") == 0


# The change of circle


def test_the_circle_changes_on_the_day_of_the_positive_decision() -> None:
    found = circle_change(assessed(persona("P05", "hannover")))
    assert found is not None
    assert (found.change.id, found.date) == ("to_sgb2", PartialDate(2016, 1, 8))
    assert circle_change(assessed(persona("P05", "hannover"), decision_date=None)) is None
    assert circle_change(assessed(persona("P12", "hannover"))) is None


def test_who_has_reached_the_age_limit_changes_to_social_assistance() -> None:
    found = circle_change(assessed(persona("P05", "hannover"), birth_date="1940-01-01"))
    assert found is not None
    assert found.change.id == "to_sgb12"


MEASURE: dict[str, Json] = {"text": "PerF", "from": "2015-11", "planned_end": "2016-02", "state": "running"}


@pytest.mark.parametrize(
    ("changes", "is_kept"),
    [
        ({}, True),
        ({"state": "planned"}, True),
        ({"state": "ended"}, False),
        ({"state": {"state": "unknown"}}, False),
        ({"planned_end": "2016-01-08"}, False),
        ({"planned_end": "2016-01-09"}, True),
        ({"planned_end": "2016"}, False),
        ({"planned_end": {"state": "unknown"}}, False),
    ],
)
def test_a_measure_that_ends_certainly_after_the_change_of_circle_keeps_its_funding(
    changes: dict[str, Json], is_kept: bool
) -> None:
    assessment = assessed(persona("P05", "hannover"), measures=[{**MEASURE, **changes}])
    assert [each.text for each in kept_measures(assessment)] == (["PerF"] if is_kept else [])
    (line,) = handover_due(assessment, ())
    assert [each.text for each in line.measures] == (["PerF"] if is_kept else [])


def test_every_phase_of_every_site_is_reached_by_somebody_or_says_why_nobody_stands_in_it() -> None:
    for site in sites():
        for phase in site.phases:
            assert phase.origin.source, (site.id, phase.id)
            assert phase.origin.ours, (site.id, phase.id)
            assert (phase.condition is None) <= ("no case stands in it" in phase.origin.ours), (site.id, phase.id)
