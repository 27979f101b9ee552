"""The record of a parent never goes to the school for the children; that of the child does, with the guardian."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pytest

from intake.handover.formats.as_json import record_bytes
from intake.handover.projection.view import office_views, record_views
from intake.handover.record.record import build_record
from intake.interview.values import Json
from intake.pathways.assess import CHILD, FULL, Assessment, assess
from tests.handover.handover_cases import COVER, wording
from tests.pathways.personas import answers_of, laws, logic, sites

DAY = dt.date(2026, 5, 18)
SCHOOL = "Schulamt"


def consent(**changes: Json) -> Json:
    given: dict[str, Json] = {
        "recipient": "school", "office": SCHOOL, "packages": ["IDN", "IDB", "LNC", "LNS", "FAC", "FAH", "EDU", "RES"],
        "purpose": "Schulplatz", "decision": "granted", "signer": "self", "form": "paper", "signed_on": "2026-05-18",
    }  # fmt: skip
    return {**given, **changes}


PARENT: Mapping[str, Json] = {
    "family_name": "Mansour",
    "given_name": "Dima",
    "birth_date": "1985-03-03",
    "school_years": 12,
    "household": [
        {"relation": "child", "where": "here", "given_name": "Ali", "birth_date": "2018-02-01",
         "school_or_childcare": "no", "own_case": "Z-AAAA-BB"},
    ],
    "consents": [consent()],
}  # fmt: skip
SHORT: Mapping[str, Json] = {
    "family_name": "Mansour",
    "given_name": "Ali",
    "birth_date": "2018-02-01",
    "guardian_contact": "Dima Mansour, 0202 1234",
    "school_years": 2,
    "consents": [consent(signer="guardian")],
}


def at(site: str, answers: Mapping[str, Json], kind: str = FULL) -> Assessment:
    return assess(logic(), answers_of(dict(answers)), sites()[site], laws().in_force(DAY), DAY, kind)


def school_of(site: str) -> str:
    return next(station.name.de for station in sites()[site].own_stations if station.recipient == "school")


WITH_SCHOOL = [site.id for site in sites() if "school" in site.recipient_codes]


@pytest.mark.parametrize("site", WITH_SCHOOL)
def test_a_parent_with_a_consent_for_the_school_gets_no_record_there_because_of_the_children(site: str) -> None:
    given: Mapping[str, Json] = {**PARENT, "consents": [consent(office=school_of(site))]}
    found = at(site, given)
    assert [view.recipient for view in office_views(found.facts)] == ["school"]
    assert record_views(found) == ()


@pytest.mark.parametrize("site", WITH_SCHOOL)
def test_a_consent_for_the_school_holds_where_it_is_not_about_the_children(site: str) -> None:
    given = {**PARENT, "consents": [consent(office=school_of(site))], "household": []}
    assert [view.recipient for view in record_views(at(site, given))] == ["school"]


def test_other_offices_get_the_record_of_the_parent_all_the_same() -> None:
    station = next(station for station in sites()["zebera"].own_stations if station.recipient == "jc")
    given = {**PARENT, "consents": [consent(), consent(recipient="jc", office=station.name.de)]}
    assert [view.recipient for view in record_views(at("zebera", given))] == ["jc"]


@pytest.mark.parametrize("site", WITH_SCHOOL)
def test_the_record_of_the_child_goes_to_the_school_with_the_guardians_consent_and_names_the_guardian(
    site: str,
) -> None:
    given = {**SHORT, "consents": [consent(office=school_of(site), signer="guardian")]}
    found = at(site, given, CHILD)
    (view,) = record_views(found)
    text = record_bytes(build_record(found, view, COVER, wording())).decode()
    assert "0202 1234" in text
    assert "Ali" in text


def test_a_child_that_signs_itself_and_a_child_that_says_no_stop_the_record() -> None:
    assert record_views(at("zebera", {**SHORT, "consents": [consent(signer="self")]}, CHILD)) == ()
    no = consent(decision="refused", signer="self")
    assert record_views(at("zebera", {**SHORT, "consents": [consent(signer="guardian"), no]}, CHILD)) == ()


def test_nothing_of_the_case_of_the_child_stands_in_the_record_of_the_parent() -> None:
    station = next(station for station in sites()["zebera"].own_stations if station.recipient == "jc")
    packages: list[Json] = ["IDN", "IDB", "IDX", "LNC", "LNS", "FAC", "FAH", "EDU", "RES"]
    given = {**PARENT, "consents": [consent(recipient="jc", office=station.name.de, packages=packages)]}
    found = at("zebera", given)
    (view,) = record_views(found)
    text = json.dumps(json.loads(record_bytes(build_record(found, view, COVER, wording()))))
    assert "Ali" in text
    assert "Z-AAAA-BB" not in text
