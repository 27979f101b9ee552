from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from intake.interview.truth import Truth
from intake.interview.values import Json
from intake.pathways.assess import CHILD, Assessment, assess
from intake.pathways.why_not import WhyNot, WhyNotKind, hidden_offers, rules_that_do_not_apply, why_no_rule, why_not
from tests.pathways.personas import Persona, answers_of, assessed, laws, logic, persona, personas, sites
from tests.pathways.small_site import RULES, at, offer, small_site


def questions(found: WhyNot) -> list[str]:
    return [reason.question for reason in found.because]


def on(who: Persona, day: dt.date) -> Assessment:
    return assess(logic(), answers_of(who.answers), sites()[who.site], laws().of(who.law), day)


def test_an_offer_that_ended_names_its_last_day() -> None:
    who = persona("P03", "bielefeld")
    found = why_not(assessed(who), "bi_421")
    assert found == WhyNot("bi_421", WhyNotKind.ENDED, date=dt.date(2015, 12, 31))
    with pytest.raises(ValueError, match="is shown"):
        why_not(on(who, dt.date(2015, 12, 31)), "bi_421")


def test_a_prerule_that_lets_other_kinds_through_is_named_with_its_answers() -> None:
    found = why_not(assessed(persona("P01", "muenster")), "ms_guidance")
    assert (found.kind, found.rules, found.also) == (WhyNotKind.OTHER_KINDS, ("G3",), ())
    assert questions(found) == ["birth_date", "minor_company", "youth_office_known"]


def test_a_false_condition_is_explained_by_the_answers_that_decided_it() -> None:
    who = persona("P05", "hannover")
    found = why_not(assessed(who), "h_arbimet")
    assert (found.kind, questions(found), found.rules) == (WhyNotKind.CONDITION, ["work_sectors"], ())
    shown = assessed(who, work_sectors=["metal"])
    assert "h_arbimet" in {line.offer.id for line in shown.offers}


def test_a_missing_admission_names_the_rules_that_could_admit() -> None:
    found = why_not(assessed(persona("P03", "zebera")), "zeb_skills")
    assert (found.kind, found.rules, questions(found)) == (WhyNotKind.NOT_ADMITTED, ("Z1",), ["residence_status"])
    assert found.also == ()


@pytest.mark.parametrize(
    ("answers", "rule", "question"),
    [
        ({"acute_need": "yes"}, "G1", "acute_need"),
        ({"understanding_ok": "poorly"}, "G2", "understanding_ok"),
        ({"residence_municipality": {"text": "Ulm", "ags": "08421000"}}, "G0", "residence_municipality"),
    ],
    ids=["emergency", "understanding", "town"],
)
def test_a_prerule_that_suspends_is_the_first_reason(answers: dict[str, Json], rule: str, question: str) -> None:
    who = persona("P07", "muenster")
    suspended = assessed(replace(who, answers={**who.answers, **answers}))
    found = why_not(suspended, "ms_uni")
    assert (found.kind, found.rules, questions(found)) == (WhyNotKind.SUSPENDED, (rule,), [question])
    assert why_no_rule(suspended, "M3").kind is WhyNotKind.SUSPENDED


def test_the_short_case_of_a_child_leaves_offers_and_rules_out() -> None:
    child = assessed(persona("P07", "muenster"), kind=CHILD)
    assert why_not(child, "ms_guidance").kind is WhyNotKind.CHILD_CASE
    assert why_no_rule(child, "M3").kind is WhyNotKind.CHILD_CASE
    assert why_not(child, "ms_clearing").kind is WhyNotKind.CONDITION


def test_the_other_obstacles_follow_the_first() -> None:
    site = small_site(RULES, offer("o", when="literacy == 'no'", more='needs_admission = true\nends = "2016-01-31"'))
    found = why_not(at(site, goal_work="no", literacy="well", birth_date="2000", minor_company="alone"), "o")
    assert found.kind is WhyNotKind.ENDED
    assert [each.kind for each in found.also] == [
        WhyNotKind.OTHER_KINDS,
        WhyNotKind.CONDITION,
        WhyNotKind.NOT_ADMITTED,
    ]
    assert questions(found.also[2]) == ["goal_work"]


def test_an_open_admission_is_no_obstacle() -> None:
    site = small_site(RULES, offer("o", when="literacy == 'no'", more="needs_admission = true"))
    found = why_not(at(site, literacy="well"), "o")
    assert (found.kind, found.also) == (WhyNotKind.CONDITION, ())


def test_what_the_law_set_decides_alone_rests_on_no_answer() -> None:
    site = small_site(RULES, offer("o", when="cfg('fim_active')"))
    assert why_not(at(site), "o") == WhyNot("o", WhyNotKind.CONDITION)


@pytest.mark.parametrize("who", personas(), ids=lambda who: f"{who.id}-{who.site}")
def test_each_offer_and_rule_is_shown_or_explained(who: Persona) -> None:
    found = assessed(who)
    shown = {line.offer.id for line in found.offers}
    hidden = {each.id for each in hidden_offers(found)}
    assert shown | hidden == {each.id for each in found.site.offers}
    assert not shown & hidden
    explained = rules_that_do_not_apply(found)
    false = [
        rule.id
        for rule in (*found.site.prerules, *found.site.rules)
        if rule.condition.truth(found.facts) is Truth.FALSE
    ]
    assert [each.id for each in explained] == false
    assert {each.kind for each in explained} <= {WhyNotKind.CONDITION}
    assert all(each.because for each in explained)


def test_a_line_that_is_shown_or_unknown_has_no_why_not() -> None:
    found = assessed(persona("P03", "muenster"))
    for wrong in ("ms_profile", "nothing"):
        with pytest.raises(ValueError, match=wrong):
            why_not(found, wrong)
    for wrong in ("M7", "G5", "nothing"):
        with pytest.raises(ValueError, match=wrong):
            why_no_rule(found, wrong)
    assert Truth.OPEN in {line.state for line in found.prerules if line.rule.id == "G4"}
    with pytest.raises(ValueError, match="G4"):
        why_no_rule(found, "G4")
