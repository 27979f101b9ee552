"""What is still to be clarified and which dates go, by interview.md 4.2.5."""

from __future__ import annotations

from intake.interview.values import Json
from tests.handover.handover_cases import ALL_PACKAGES
from tests.handover.projection.projection_cases import (
    WORKING,
    projected,
    projected_at,
    site_with,
)


def test_open_points_are_ids_of_the_packages_and_nothing_guarded() -> None:
    data: dict[str, Json] = {"residence_status": None, "asylum_stage": None, "german_speaking": None}
    found = projected(data, "jc").to_clarify
    assert "residence_status" in found
    assert "german_speaking" in found
    assert "residence_status" not in projected(data, "jc", ("IDN", "LNS", "RES")).to_clarify
    guarded = {"wg_opener", "wg_seeing", "health_limits", "pregnancy", "acute_need", "feels_safe", "obs_special_needs"}
    assert not guarded & set(projected(data, "youth").to_clarify)


def test_an_open_health_answer_is_not_named_even_where_its_package_is() -> None:
    site = site_with(rule="health_limits == 'no' and goal_main == 'work'")
    found = projected_at(site, {}, "jc", ALL_PACKAGES)
    assert found.to_clarify == ("goal_main",)


def test_a_declined_answer_is_never_still_to_be_clarified() -> None:
    open_: dict[str, Json] = {"residence_status": None}
    declined: dict[str, Json] = {"residence_status": {"state": "declined"}}
    assert "residence_status" in projected(open_, "jc").to_clarify
    assert "residence_status" not in projected(declined, "jc").to_clarify


def test_a_date_goes_only_with_the_answer_that_it_counts_from() -> None:
    data: dict[str, Json] = {**WORKING, "status_valid_until": "2018-01-08", "admission_date": "2016-02-15"}
    dated = projected(data, "jc")
    assert {"permit_expiry", "handover_2", "review"} <= {line.deadline.id for line in dated.deadlines}
    found = projected(data, "jc", ("IDN", "RES"))
    assert {line.deadline.id for line in found.deadlines} == {"review", "chain_end"}
    assert projected(data, "jc", ("IDN",)).deadlines == ()


def test_a_date_that_is_not_certain_does_not_go() -> None:
    data: dict[str, Json] = {**WORKING, "family_abroad": None}
    assert all(line.deadline.id != "family_reunion" for line in projected(data, "jc").deadlines)
    certain = projected({**data, "family_abroad": "yes"}, "jc")
    assert any(line.deadline.id == "family_reunion" for line in certain.deadlines)
