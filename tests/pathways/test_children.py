"""Because of the children the school gets a record of each child; that of the parent never goes there for this."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from intake.interview.values import Json
from intake.pathways.assess import CHILD, FULL, Assessment, assess
from intake.pathways.children import (
    children_stations,
    opens_short_cases,
    own_stations,
    schools_of_the_children,
)
from tests.pathways.personas import answers_of, laws, logic, sites

DAY = dt.date(2026, 5, 18)
SITES = [site.id for site in sites()]
ADULT: Mapping[str, Json] = {"birth_date": "1985"}
AGES: Mapping[str, Json] = {**ADULT, "children_ages": [8, 12], "children_school": "no"}
HOUSEHOLD: Mapping[str, Json] = {
    **ADULT,
    "household": [
        {"relation": "child", "where": "here", "birth_date": "2018-02-01", "school_or_childcare": "no"},
    ],
}


def at(site: str, answers: Mapping[str, Json], kind: str = FULL) -> Assessment:
    return assess(logic(), answers_of(dict(answers)), sites()[site], laws().in_force(DAY), DAY, kind)


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("answers", [AGES, HOUSEHOLD], ids=["ages", "household"])
def test_children_without_a_place_open_short_cases_and_the_school_is_theirs(
    site: str, answers: Mapping[str, Json]
) -> None:
    found = at(site, answers)
    assert opens_short_cases(found)
    theirs = children_stations(found)
    assert theirs
    assert not set(theirs) & set(own_stations(found))
    if "school" in found.site.recipient_codes:
        assert [station.recipient for station in theirs] == ["school"]
        assert schools_of_the_children(found) == theirs


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("school", ["yes", "waiting"])
def test_children_with_a_place_open_none(site: str, school: str) -> None:
    assert not opens_short_cases(at(site, {**AGES, "children_school": school}))


def test_the_school_place_of_the_children_is_not_the_parents_errand_where_a_rule_of_the_site_names_it() -> None:
    """MH4 sends both a pupil and the children of an adult to the same desk."""
    parent = at("muelheim", {**AGES, "children_school": "waiting"})
    assert [station.id for station in schools_of_the_children(parent)] == ["MH_KI"]
    pupil = at("muelheim", {"birth_date": "2014", "school_years": 5, "children_ages": []})
    assert not children_stations(pupil)


def test_a_young_person_of_school_age_with_a_child_goes_to_the_school_office_in_person() -> None:
    found = at("muenster", {**AGES, "birth_date": "2009-10"})
    if any(station.recipient == "school" for line in found.results for station in line.stations):
        assert "MS_CLEARING" in [station.id for station in own_stations(found)]
        assert not schools_of_the_children(found)


@pytest.mark.parametrize("site", SITES)
def test_in_the_case_of_the_child_the_school_is_its_own_errand(site: str) -> None:
    found = at(site, {"birth_date": "2018-02-01"}, CHILD)
    assert not opens_short_cases(found)
    assert children_stations(found) == ()
    named = [station.id for line in found.results for station in line.stations]
    assert set(named) <= {station.id for station in own_stations(found)}
