from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import InputError
from intake.interview.truth import Truth
from intake.interview.values import Json
from intake.pathways.as_json import as_line, assessment_as_json
from intake.pathways.assess import CHILD, Assessment, OfferState, assess
from tests.pathways.personas import answers_of, laws, logic, personas, sites
from tests.pathways.small_site import RULES, at, offer, rule, small_site


def results(found: Assessment) -> list[str]:
    return [line.rule.id for line in found.results]


def offers(found: Assessment) -> dict[str, str]:
    return {line.offer.id: line.state.value for line in found.offers}


def prerules(found: Assessment) -> dict[str, Truth]:
    return {line.rule.id: line.state for line in found.prerules}


SITE = small_site(
    RULES, offer("o_work"), offer("o_lang", "language", steps='"S"'), offer("o_school", "school", steps='"K"')
)


@pytest.mark.parametrize(
    "answers",
    [
        {"acute_need": "yes"},
        {"understanding_ok": "poorly"},
        {"interpreter_type": "needed_none"},
        {"residence_municipality": {"text": "Ulm", "ags": "08421000"}},
    ],
    ids=["emergency", "understanding", "interpreter", "town"],
)
def test_a_true_prerule_that_suspends_leaves_everything_else_empty(answers: dict[str, Json]) -> None:
    found = at(SITE, goal_work="yes", literacy="no", decision_date="2016-01-01", also=answers)
    assert found.is_suspended
    assert (found.results, found.open, found.offers, found.deadlines) == ((), (), (), ())


@pytest.mark.parametrize(
    "answers",
    [{"acute_need": None}, {"understanding_ok": None, "interpreter_type": None}, {"residence_municipality": "Ulm"}],
    ids=["emergency", "understanding", "town"],
)
def test_an_open_prerule_never_suspends(answers: dict[str, Json]) -> None:
    found = at(SITE, goal_work="yes", literacy="no", also=answers)
    assert Truth.OPEN in prerules(found).values()
    assert results(found) == ["R1", "R2"]
    shown = [line.rule.id for line in found.prerules if line.is_shown]
    assert ("G0" in shown) == ("residence_municipality" in answers)


def test_prerules_skip_the_sites_they_except() -> None:
    chain = sites()["gib_chain"]
    found = at(chain, residence_municipality={"text": "Ulm", "ags": "08421000"})
    assert "G0" not in prerules(found)
    assert not found.is_suspended


def test_rules_are_strands_and_all_true_ones_count() -> None:
    assert results(at(SITE, goal_work="yes", literacy="no")) == ["R1", "R2"]
    half = at(SITE, goal_work="yes")
    assert (results(half), [(line.rule.id, line.open.missing) for line in half.open]) == (
        ["R1"],
        [("R2", ("literacy",))],
    )


def test_no_rule_true_and_none_open_is_not_covered() -> None:
    found = at(SITE, goal_work="no", literacy="well")
    (line,) = found.results
    assert (line.rule.id, line.rule.kind, line.result) == ("X0", "OPEN", "NOT_COVERED")
    assert [station.id for station in line.stations] == ["S_RAT"]
    written = assessment_as_json(found)["results"]
    assert written == [
        {
            "rule": "X0",
            "kind": "OPEN",
            "stations": ["S_RAT"],
            "reason": "Keine Regel dieses Standorts passt. Die Beratung hilft weiter.",
            "source": "",
            "because": [],
        }
    ]
    assert results(at(SITE, goal_work="no")) == []


def test_an_open_rule_with_nothing_missing_is_left_to_the_office() -> None:
    site = small_site(rule("R", "legal_circle == 'sgb2'"))
    found = at(site, residence_status="res_23_1", asylum_stage="negative_final", birth_date="1990")
    assert [(line.rule.id, line.is_left_to_office) for line in found.open] == [("R", True)]
    assert not at(site).open[0].is_left_to_office


def test_a_minor_alone_sees_only_some_kinds_of_offers() -> None:
    found = at(SITE, birth_date="2000", minor_company="alone", goal_work="yes")
    assert prerules(found)["G3"] is Truth.TRUE
    assert offers(found) == {"o_lang": "proposed", "o_school": "proposed"}


def test_a_health_limit_defers_work_and_says_which_rule_did_it() -> None:
    found = at(SITE, health_limits="not_now")
    assert offers(found) == {"o_work": "later", "o_lang": "proposed", "o_school": "proposed"}
    (later,) = [line for line in found.offers if line.state is OfferState.LATER]
    assert later.changed_by == ("G9",)
    assert [reason.question for reason in later.inherited] == ["health_limits"]
    assert later.because == ()


def test_an_open_offer_stays_maybe_while_work_is_deferred() -> None:
    site = small_site(RULES, offer("o", when="work_months >= 12"))
    found = at(site, health_limits="not_now", birth_date="1990")
    assert [(line.state, line.open.missing) for line in found.offers] == [(OfferState.MAYBE, ("work_months",))]


def test_an_offer_that_needs_admission_waits_for_it() -> None:
    site = small_site(RULES, offer("o", when="literacy == 'no'", more="needs_admission = true"))
    assert offers(at(site, literacy="no", goal_work="no")) == {}
    assert offers(at(site, literacy="no", goal_work="yes")) == {"o": "proposed"}
    waiting = at(site, literacy="no").offers[0]
    assert (waiting.state, waiting.open.missing, waiting.changed_by) == (OfferState.MAYBE, ("goal_work",), ("R1",))
    admitted = at(site, literacy="no", goal_work="yes").offers[0]
    assert [reason.question for reason in admitted.because] == ["literacy"]
    assert [reason.question for reason in admitted.inherited] == ["goal_work"]


def test_an_admission_rests_on_the_first_rule_that_admits() -> None:
    also = rule("R3", "literacy == 'no'", "ADMIT")
    site = small_site(RULES, also, offer("o", more="needs_admission = true"))
    assert at(site, literacy="no", goal_work="no").offers[0].changed_by == ("R3",)
    assert at(site, literacy="no", goal_work="yes").offers[0].changed_by == ("R1",)
    assert at(site).offers[0].changed_by == ("R1", "R3")


def test_an_offer_ends_after_its_last_day_whatever_law_set_is_chosen() -> None:
    site = small_site(RULES, offer("o", more='ends = "2016-02-15"'))
    assert offers(at(site)) == {"o": "proposed"}
    assert offers(at(site, on=dt.date(2016, 2, 16))) == {}
    old = assess(logic(), answers_of({}), site, laws().sets[-1], dt.date(2016, 2, 15))
    assert [line.offer.id for line in old.offers] == ["o"]


def test_the_short_case_of_a_child_has_only_rules_and_offers_for_children() -> None:
    found = at(SITE, CHILD, goal_work="yes", literacy="no", birth_date="2006")
    assert results(found) == ["R2"]
    assert offers(found) == {"o_lang": "proposed", "o_school": "proposed"}
    assert found.kind == CHILD
    assert found.site is SITE


def test_a_child_that_no_rule_covers_goes_to_the_school_office() -> None:
    found = at(SITE, CHILD, literacy="well", birth_date="2006")
    assert results(found) == ["X0"]
    assert [station.id for station in found.results[0].stations] == ["S_SCHULE"]


def test_a_birth_after_the_day_cannot_be_assessed() -> None:
    with pytest.raises(InputError, match="birth date lies after"):
        at(SITE, birth_date="2016-02-16")


def test_views_stand_before_parked() -> None:
    found = at(SITE, literacy="no", scripts=["Arab"])
    assert list(assessment_as_json(found, {"jc": ["literacy"]}))[-3:] == ["deadlines", "views", "parked"]
    assert assessment_as_json(found)["parked"] == ["scripts"]
    assert "views" not in assessment_as_json(found)


def test_reasons_of_a_household_are_its_answered_relevant_fields() -> None:
    site = small_site(rule("R", "any_between(children_ages,0,17)"))
    household: Json = [
        {
            "relation": "child",
            "where": "here",
            "birth_date": {"value": "2012", "source": "document", "note": "aus dem Pass"},
            "nationality": ["SYR"],
            "given_name": {"state": "declined"},
        },
        {"relation": "sibling", "where": "here", "school_or_childcare": "no"},
    ]
    (row,) = json.loads(as_line(assessment_as_json(at(site, household=household))))["results"]
    assert row["because"] == [
        {
            "question": "household",
            "value": [
                {"relation": "child", "where": "here", "birth_date": "2012", "nationality": ["SYR"]},
                {"relation": "sibling", "where": "here"},
            ],
        }
    ]


ANSWERED = {id_: value for who in personas() for id_, value in who.answers.items() if id_ != "consents"}


@given(st.sets(st.sampled_from(sorted(ANSWERED))), st.sampled_from([site.id for site in sites()]))
def test_any_part_of_the_answers_can_be_assessed(ids: set[str], site: str) -> None:
    answers = answers_of({id_: ANSWERED[id_] for id_ in ids})
    day = dt.date(2016, 9, 1)
    found = assess(logic(), answers, sites()[site], laws().in_force(day), day)
    assert not {line.rule.id for line in found.results} & {line.rule.id for line in found.open}
    for line in found.offers:
        assert (line.state is OfferState.MAYBE) or line.open.missing == ()
    for open_line in found.open:
        assert not set(open_line.open.missing) & set(open_line.open.blocked)
