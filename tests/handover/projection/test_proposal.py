"""Lines of the proposal by interview.md 4.2.5: what is withheld, and that nobody can see that it is."""

from __future__ import annotations

import pytest

from intake.interview.values import Json
from intake.pathways.assess import OfferState
from tests.handover.handover_cases import ALL_PACKAGES, PLAIN_PACKAGES
from tests.handover.projection.projection_cases import (
    BEGINNER,
    WORKING,
    offer_ids,
    projected,
    projected_at,
    rules,
    site_with,
    states,
)


@pytest.mark.parametrize(
    ("recipient", "packages", "is_there"),
    [
        ("youth", ALL_PACKAGES, True),
        ("health", ALL_PACKAGES, True),
        ("youth", PLAIN_PACKAGES, False),
        ("health", PLAIN_PACKAGES, False),
        ("jc", ALL_PACKAGES, False),
        ("aa", ALL_PACKAGES, False),
    ],
)
def test_a_line_decided_by_the_pregnancy_goes_only_where_that_answer_goes(
    recipient: str, packages: tuple[str, ...], is_there: bool
) -> None:
    data: dict[str, Json] = {"gender": "f", "pregnancy": "yes"}
    assert ("G10b" in rules(projected(data, recipient, packages))) is is_there


def test_childcare_first_goes_to_every_office_with_the_proposal() -> None:
    data: dict[str, Json] = {"children_ages": [1], "childcare_state": "none", "pregnancy": "yes", "gender": "f"}
    for recipient in ("jc", "aa", "soz", "advice", "youth"):
        found = rules(projected(data, recipient, PLAIN_PACKAGES))
        assert "G10a" in found
        assert "G10b" not in found


@pytest.mark.parametrize("recipient", ["jc", "aa"])
def test_talks_on_wellbeing_and_protection_never_reach_the_working_offices(recipient: str) -> None:
    data: dict[str, Json] = {"wb_wants_help": "yes", "feels_safe": "no", "protection_talk_wish": "yes"}
    found = rules(projected(data, recipient))
    assert not {"G5", "G7"} & set(found)
    assert {"G5", "G7"} <= set(rules(projected(data, "youth")))


def test_an_office_without_the_proposal_gets_the_lines_of_its_own_station() -> None:
    data: dict[str, Json] = {"wb_wants_help": "yes"}
    found = projected(data, "psych", ("IDN", "MED"))
    assert rules(found) == ["G5"]
    assert [station.recipient for station in found.lines[0].own] == ["psych"]
    assert found.offers == ()
    assert rules(projected(data, "lang", ("IDN", "LNS"))) == []


def test_a_station_belongs_to_the_office_of_its_name() -> None:
    data: dict[str, Json] = {**WORKING}
    own = projected(data, "jc", office="Jobcenter Kabelkamp, Zentrale Organisationseinheit Flüchtlinge")
    other = projected(data, "jc", office="Ihr Standort des Jobcenters Region Hannover")
    assert [line.rule for line in own.lines if line.own] == ["H1"]
    assert [line.rule for line in other.lines if line.own] == []
    assert rules(own) == rules(other)


def test_printed_reasons_are_the_answers_in_the_view() -> None:
    everything = projected(WORKING, "jc")
    less = projected(WORKING, "jc", ("IDN", "STA", "RES"))
    (line,) = (line for line in everything.lines if line.rule == "H1")
    assert line.because == ("birth_date", "residence_status", "decision_date")
    (line,) = (line for line in less.lines if line.rule == "H1")
    assert line.because == ("residence_status", "decision_date")
    (line,) = (line for line in projected(WORKING, "jc", ("RES",)).lines if line.rule == "H1")
    assert line.because == ()


def test_the_age_is_a_reason_where_the_birth_date_may_not_go() -> None:
    found = projected(WORKING, "provider", ("IDB", "RES"))
    (line,) = (line for line in found.lines if line.rule == "H1")
    assert line.because == ("age",)


def test_a_state_that_health_decided_hides_all_states() -> None:
    deferred: dict[str, Json] = {**WORKING, **BEGINNER, "health_limits": "not_now"}
    open_states = states(projected(deferred, "jc"))
    assert OfferState.LATER in open_states
    assert OfferState.PROPOSED in open_states
    hidden = projected(deferred, "jc", PLAIN_PACKAGES)
    assert hidden.offers
    assert states(hidden) == []
    assert "G9" not in rules(hidden)
    assert states(projected({**deferred, "health_limits": "no"}, "jc", PLAIN_PACKAGES))


def test_a_hidden_deferral_shows_the_same_offers_as_none() -> None:
    found = [
        offer_ids(projected({**WORKING, **BEGINNER, "health_limits": value}, "jc", PLAIN_PACKAGES))
        for value in ("no", "not_now")
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("answer", "packages", "is_shown"),
    [
        (None, PLAIN_PACKAGES, False),
        (None, ALL_PACKAGES, True),
        ({"state": "unknown"}, ALL_PACKAGES, True),
        ({"state": "declined"}, ALL_PACKAGES, False),
        ({"state": "declined"}, PLAIN_PACKAGES, False),
    ],
)
def test_an_offer_that_a_health_answer_keeps_open_hides_all_states(
    answer: Json, packages: tuple[str, ...], is_shown: bool
) -> None:
    site = site_with(offer="health_limits == 'no'")
    found = projected_at(site, {"health_limits": answer}, "jc", packages)
    assert sorted(offer_ids(found)) == ["h_p17", "h_perf"]
    assert bool(states(found)) is is_shown


def test_an_offer_that_a_hidden_answer_decided_is_withheld() -> None:
    site = site_with(offer="health_limits == 'no'")
    data: dict[str, Json] = {"health_limits": "no"}
    assert offer_ids(projected_at(site, data, "jc", ALL_PACKAGES)) == ["h_p17", "h_perf"]
    hidden = projected_at(site, data, "jc", PLAIN_PACKAGES)
    assert offer_ids(hidden) == ["h_perf"]
    assert states(hidden) == [OfferState.PROPOSED]


@pytest.mark.parametrize(
    ("condition", "chosen", "packages", "is_there"),
    [
        ("has(constraints,'health')", ["health", "money"], ALL_PACKAGES, True),
        ("has(constraints,'health')", ["health", "money"], PLAIN_PACKAGES, False),
        ("not has(constraints,'health')", ["money"], PLAIN_PACKAGES, False),
        ("has(constraints,'money')", ["health", "money"], PLAIN_PACKAGES, True),
        ("overlap(constraints,['money','health'])", ["money"], PLAIN_PACKAGES, True),
        ("overlap(constraints,['money','health'])", ["health", "money"], PLAIN_PACKAGES, False),
        ("not overlap(constraints,['money','health'])", ["care"], PLAIN_PACKAGES, False),
        ("known(constraints)", ["health"], PLAIN_PACKAGES, False),
        ("known(constraints)", ["money"], PLAIN_PACKAGES, True),
    ],
)
def test_a_line_that_a_guarded_code_decided_is_withheld(
    condition: str, chosen: list[Json], packages: tuple[str, ...], is_there: bool
) -> None:
    found = projected_at(site_with(rule=condition), {"constraints": chosen}, "jc", packages)
    assert (rules(found) == ["H1"]) is is_there


def test_a_reason_is_never_internal_and_such_a_line_is_not_withheld() -> None:
    site = site_with(rule="interview_mode == 'in_person'")
    (line,) = projected_at(site, {"interview_mode": "in_person"}, "jc", ALL_PACKAGES).lines
    assert line.because == ()


def test_offers_are_at_most_five_choices_and_languages_one_of_them() -> None:
    found = projected(WORKING, "jc")
    assert len(found.offers) <= 5
    kinds = [{offer.kind for offer in group.offers} for group in found.offers]
    assert sum("language" in group for group in kinds) <= 1


def test_a_suspended_proposal_has_no_other_lines() -> None:
    data: dict[str, Json] = {**WORKING, "acute_need": "yes"}
    found = projected(data, "youth")
    assert rules(found) == ["G1"]
    assert (found.offers, found.deadlines, found.admission) == ((), (), None)
    assert rules(projected(data, "jc")) == []
