"""The Münster flowchart walked branch by branch, and the two exits of zebera. Source: sites.md 1 and 2."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.interview.values import Json
from intake.pathways.assess import Assessment, assess
from intake.pathways.rules import RuleKind
from tests.pathways.personas import answers_of, laws, logic, sites

DAY = dt.date(2016, 2, 15)
LAW = dt.date(2015, 10, 24)

MUENSTER: dict[str, Json] = {
    "residence_municipality": {"text": "Münster", "ags": "05515000"},
    "interpreter_type": "none_needed",
    "understanding_ok": "well",
    "acute_need": "no",
    "minor_company": "parent",
    "accommodation_type": "shared",
    "residence_status": "permission",
    "asylum_stage": "pending",
    "nationality": ["NGA"],
    "birth_date": "1990-09-02",
    "goal_work": "yes",
    "interest_training_study": "no",
}
PUPIL: dict[str, Json] = {"birth_date": "2000-05-01", "school_status_de": "class"}
GOOD: dict[str, Json] = {"nationality": ["SYR"]}
POOR: dict[str, Json] = {"nationality": ["SRB"]}
POSITIVE: dict[str, Json] = {"residence_status": "res_25_2_r", "asylum_stage": "positive"}


def at(site: str, **answers: Json) -> Assessment:
    return assess(logic(), answers_of(answers), sites()[site], laws().of(LAW), DAY)


def results(found: Assessment) -> list[str]:
    return [line.rule.id for line in found.results]


def stations(found: Assessment, rule: str) -> list[str]:
    return next([station.id for station in line.stations] for line in found.results if line.rule.id == rule)


ARROWS: dict[str, tuple[dict[str, Json], list[str]]] = {
    "school duty leads to the clearing office": (PUPIL | {"school_remaining": 4}, ["M1"]),
    "two school years left lead to career guidance as well": (PUPIL | {"school_remaining": 2}, ["M1", "M2"]),
    "more than two school years left do not": (PUPIL | {"school_remaining": 3}, ["M1"]),
    "a pupil with interest in training goes to career guidance": (
        PUPIL | {"school_remaining": 4, "interest_training_study": "yes"},
        ["M1", "M3"],
    ),
    "a pupil who wants to work stays in the school branch": (
        PUPIL | GOOD | {"school_remaining": 4, "goal_work": "yes"},
        ["M1"],
    ),
    "an adult in a class with two years left goes to career guidance": (
        GOOD | {"birth_date": "1996-05-01", "school_status_de": "berufskolleg", "school_remaining": 1},
        ["M2", "M7"],
    ),
    "interest in training is asked at any age, beside admission": (
        GOOD | {"interest_training_study": "yes"},
        ["M3", "M7"],
    ),
    "interest in training needs no prospect": (POOR | {"interest_training_study": "yes"}, ["M3", "M4"]),
    "no to the training question goes on": (GOOD | {"interest_training_study": "no"}, ["M7"]),
    "no prospect means no admission": (POOR, ["M4"]),
    "no prospect and no aim end in the same box": (POOR | {"goal_work": "no"}, ["M4"]),
    "an unclear prospect is for the team to ask": ({}, ["M5"]),
    "prospect without the aim to work means no admission": (GOOD | {"goal_work": "no"}, ["M6"]),
    "prospect and the aim to work mean admission": (GOOD | {"goal_work": "yes"}, ["M7"]),
    "work later counts as yes": (GOOD | {"goal_work": "later"}, ["M7"]),
    "the entry of staff decides the prospect": ({"stay_prospect_entry": "good"}, ["M7"]),
    "the entry of staff can also refuse it": (GOOD | {"stay_prospect_entry": "poor"}, ["M4"]),
    "a positive decision leads to the job centre": (POSITIVE, ["M8"]),
    "a positive decision before the title leads there too": ({"asylum_stage": "positive"}, ["M8"]),
    "outside the asylum procedure the team clarifies": ({"residence_status": "res_24"}, ["M9"]),
    "past the age limit the social office is responsible": (POSITIVE | {"birth_date": "1945-01-01"}, ["M10"]),
}


@pytest.mark.parametrize(("answers", "rules"), list(ARROWS.values()), ids=list(ARROWS))
def test_every_arrow_of_muenster_ends_in_its_box(answers: dict[str, Json], rules: list[str]) -> None:
    assert results(at("muenster", **(MUENSTER | answers))) == rules


def test_both_noes_end_at_the_advice_service_without_admission() -> None:
    for answers in (POOR, GOOD | {"goal_work": "no"}):
        found = at("muenster", **(MUENSTER | answers))
        (line,) = found.results
        assert line.rule.kind is RuleKind.REJECT
        assert stations(found, line.rule.id) == ["MS_BERATUNG"]


def test_the_boxes_lead_to_their_stations() -> None:
    every = [*(at("muenster", **(MUENSTER | answers)) for answers, _ in ARROWS.values())]
    found = {line.rule.id: [station.id for station in line.stations] for one in every for line in one.results}
    assert found == {
        "M1": ["MS_CLEARING"],
        "M2": ["MS_BB"],
        "M3": ["MS_BB"],
        "M4": ["MS_BERATUNG"],
        "M5": ["TEAM"],
        "M6": ["MS_BERATUNG"],
        "M7": ["MS_IP_AA"],
        "M8": ["MS_JC"],
        "M9": ["TEAM", "MS_BERATUNG"],
        "M10": ["MS_SOZIALAMT"],
    }


@pytest.mark.parametrize(
    ("without", "open_rules"),
    [("goal_work", ["M6", "M7"]), ("interest_training_study", ["M3"]), ("nationality", ["M4", "M5", "M6", "M7", "M9"])],
)
def test_a_diamond_nobody_asked_about_leaves_its_branches_open(without: str, open_rules: list[str]) -> None:
    answers = {id_: value for id_, value in (MUENSTER | GOOD).items() if id_ != without}
    if without == "nationality":
        answers["goal_work"] = {"state": "ask_later"}
    found = at("muenster", **answers)
    assert [line.rule.id for line in found.open] == open_rules
    assert all(without in line.open.missing for line in found.open)


ZEBERA: dict[str, Json] = (
    MUENSTER
    | POSITIVE
    | {
        "residence_municipality": {"text": "Wuppertal", "ags": "05124000"},
        "prior_sgb2_elsewhere": "no",
    }
)


def test_zebera_admits_a_first_claim_after_recognition() -> None:
    assert results(at("zebera", **ZEBERA)) == ["Z1"]


def test_the_first_exit_of_zebera_is_another_town() -> None:
    found = at("zebera", **(ZEBERA | {"residence_municipality": {"text": "Münster", "ags": "05515000"}}))
    assert [line.rule.id for line in found.prerules if line.state.value == "true"] == ["G0"]
    assert (results(found), found.offers, found.deadlines) == ([], (), ())


def test_the_second_exit_of_zebera_is_an_earlier_claim_elsewhere() -> None:
    found = at("zebera", **(ZEBERA | {"prior_sgb2_elsewhere": "yes"}))
    assert results(found) == ["Z2"]
    assert stations(found, "Z2") == ["Z_GESCHAEFTSSTELLE"]


def test_before_the_decision_zebera_sends_to_the_city_and_the_agency() -> None:
    found = at("zebera", **(ZEBERA | {"residence_status": "permission", "asylum_stage": "pending"}))
    assert results(found) == ["Z4"]
    assert stations(found, "Z4") == ["Z_ZUWANDERUNG", "Z_AA"]
