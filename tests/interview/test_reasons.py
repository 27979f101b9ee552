from __future__ import annotations

import datetime as dt

import pytest

from intake.interview.conditions.condition import parse_condition
from intake.interview.facts import Facts
from intake.interview.reasons import Missing, Reason
from intake.interview.truth import Truth
from intake.interview.values import Json
from tests.interview.conditions.condition_cases import facts_of, real_logic

CHILD_HERE: Json = [{"relation": "child", "birth_date": "2010-05", "where": "here", "school_or_childcare": "no"}]


def why(facts: Facts, text: str) -> list[str]:
    condition = parse_condition(text, real_logic().vocabulary)
    return [reason.question for reason in facts.because(condition)]


def lacking(facts: Facts, text: str) -> Missing:
    return facts.missing(parse_condition(text, real_logic().vocabulary))


def test_a_true_or_is_decided_by_its_first_true_part() -> None:
    facts = facts_of({"gender": "f", "literacy": "no", "goal_main": "work"})
    assert why(facts, "gender == 'm' or literacy == 'no' or goal_main == 'work'") == ["literacy"]


def test_a_false_and_is_decided_by_its_first_false_part() -> None:
    facts = facts_of({"gender": "f", "literacy": "no", "goal_main": "work"})
    assert why(facts, "gender == 'f' and literacy == 'well' and goal_main == 'study'") == ["literacy"]


def test_every_other_connective_is_decided_by_all_parts_in_interview_order() -> None:
    facts = facts_of({"gender": "f", "literacy": "no", "goal_main": "work"})
    assert why(facts, "literacy == 'no' and gender == 'f'") == ["gender", "literacy"]
    assert why(facts, "literacy == 'well' or gender == 'm'") == ["gender", "literacy"]
    assert why(facts, "literacy == 'no' and school_highest == 'isced0' and gender == 'f'") == ["gender", "literacy"]


def test_a_missing_or_declined_answer_is_never_a_reason() -> None:
    facts = facts_of({"pregnancy": {"state": "declined"}, "gender": "f", "birth_date": "1990"})
    assert why(facts, "pregnancy == 'yes'") == []
    assert why(facts, "sure(pregnancy == 'yes') or gender == 'f'") == ["gender"]


def test_not_sure_and_maybe_have_the_reasons_of_their_part() -> None:
    facts = facts_of({"gender": "f"})
    for text in ("not gender == 'm'", "sure(gender == 'f')", "maybe(gender == 'f')", "not sure(gender == 'm')"):
        assert why(facts, text) == ["gender"]


def test_a_derived_value_stands_for_its_rows_up_to_the_one_that_hit() -> None:
    facts = facts_of({"residence_status": "permission", "asylum_stage": "pending"})
    assert why(facts, "title_pending == 'no'") == ["asylum_stage"]
    facts = facts_of({"residence_status": "res_24", "asylum_stage": "positive"})
    assert why(facts, "title_pending == 'no'") == ["residence_status"]


def test_a_computed_value_stands_for_its_sources() -> None:
    assert why(facts_of({"birth_date": "1990"}), "age >= 18") == ["birth_date"]
    assert why(facts_of({}), "age >= 18") == []
    assert why(facts_of({"residence_municipality": "Irgendwo"}), "in_site_area == 'yes'") == ["residence_municipality"]


def test_what_the_household_fills_is_decided_by_the_household() -> None:
    facts = facts_of({"household": CHILD_HERE, "children_ages": [30]})
    assert why(facts, "any_between(children_ages,0,9) and partner_here != 'yes'") == ["household"]
    assert why(facts, "childcare_state == 'none'") == ["household"]


def test_an_id_that_is_not_relevant_stands_for_its_when() -> None:
    facts = facts_of({"birth_date": "1980", "minor_company": "alone", "youth_office_known": "no"})
    assert why(facts, "minor_company == 'alone'") == ["birth_date"]
    assert why(facts, "youth_office_known == 'no'") == ["birth_date"]


def test_settings_are_no_reasons() -> None:
    facts = facts_of({"birth_date": "1940"})
    assert why(facts, "age >= cfg('pension_age') and not cfg('fim_active')") == ["birth_date"]
    assert why(facts, "site_uses_recipient('aa') or deadline_base('grant_start')") == []


def test_the_country_of_origin_is_a_reason_only_for_stateless_and_unknown() -> None:
    assert why(facts_of({"nationality": ["SYR"], "origin_country": "IRQ"}), "nat_in('good_prospect')") == [
        "nationality"
    ]
    stateless = facts_of({"nationality": ["XXA"], "origin_country": "SYR"})
    assert why(stateless, "nat_in('good_prospect')") == ["nationality", "origin_country"]


def reasons(facts: Facts, text: str) -> tuple[Reason, ...]:
    return facts.because(parse_condition(text, real_logic().vocabulary))


def test_reasons_carry_the_codes_that_were_tested() -> None:
    facts = facts_of({"constraints": ["health", "care"], "birth_date": "1990"})
    assert reasons(facts, "has(constraints,'health')") == (Reason("constraints", False, ("health",)),)
    assert reasons(facts, "has(constraints,'money')") == (Reason("constraints", False, ("money",)),)
    assert reasons(facts, "overlap(constraints,['money','care'])") == (Reason("constraints", False, ("care",)),)
    assert reasons(facts, "overlap(constraints,['money'])") == (Reason("constraints", False, ("money",)),)
    for text in (
        "has(constraints,'health') and has(constraints,'care') and known(constraints)",
        "known(constraints) and has(constraints,'health') and has(constraints,'care')",
    ):
        assert reasons(facts, text) == (Reason("constraints", True, ("health", "care")),)


def test_nothing_is_missing_where_a_condition_is_decided() -> None:
    facts = facts_of({"gender": "f"})
    assert lacking(facts, "gender == 'f' or literacy == 'no'") == Missing()
    assert lacking(facts, "sure(literacy == 'no')") == Missing()


def test_only_open_parts_are_missing() -> None:
    facts = facts_of({"gender": "f"})
    assert lacking(facts, "gender == 'f' and literacy == 'no' and goal_main == 'work'").missing == (
        "goal_main",
        "literacy",
    )
    assert lacking(facts, "gender == 'm' or literacy == 'no'").missing == ("literacy",)


def test_a_part_within_sure_is_still_worth_asking() -> None:
    facts = facts_of({"birth_date": "1999-06-01", "minor_company": {"state": "unknown"}})
    text = "minor_company == 'alone' and not sure(literacy == 'no')"
    assert lacking(facts, text).missing == ("minor_company", "literacy")
    assert lacking(facts, "minor_company == 'alone' or sure(gender == 'f' or literacy == 'no')").missing == (
        "minor_company",
        "gender",
        "literacy",
    )


def test_what_was_declined_blocks() -> None:
    facts = facts_of({"pregnancy": {"state": "declined"}, "gender": "f", "birth_date": "1990"})
    assert lacking(facts, "pregnancy == 'yes' or literacy == 'no'") == Missing(("literacy",), ("pregnancy",))


@pytest.mark.parametrize("state", ["unknown", "ask_later"])
def test_every_other_state_is_missing(state: str) -> None:
    facts = facts_of({"literacy": {"state": state}})
    assert lacking(facts, "literacy == 'no'") == Missing(("literacy",))


def test_an_answer_that_is_not_exact_enough_is_missing() -> None:
    facts = facts_of({"birth_date": "1998"}, dt.date(2016, 2, 15))
    condition = parse_condition("age < 18", real_logic().vocabulary)
    assert condition.truth(facts) is Truth.OPEN
    assert facts.missing(condition) == Missing(("birth_date",))
    assert [reason.question for reason in facts.because(condition)] == ["birth_date"]


def test_missing_goes_into_the_first_row_that_is_not_false() -> None:
    assert lacking(facts_of({}), "title_pending == 'yes'").missing == ("residence_status", "asylum_stage")
    pending = facts_of({"residence_status": "permission"})
    assert lacking(pending, "legal_circle == 'sgb2'").missing == ("birth_date",)
    dated = facts_of({"residence_status": "permission", "birth_date": "1990"})
    assert lacking(dated, "legal_circle == 'sgb2'").missing == ("asylum_stage",)


def test_a_row_that_stays_open_on_purpose_lacks_nothing() -> None:
    facts = facts_of({"residence_status": "res_23_1", "asylum_stage": "negative_final", "birth_date": "1990"})
    condition = parse_condition("legal_circle == 'sgb2'", real_logic().vocabulary)
    assert condition.truth(facts) is Truth.OPEN
    assert facts.missing(condition) == Missing()


def test_open_sources_of_a_computed_value_are_missing() -> None:
    facts = facts_of({"german_course": "attending", "german_course_hours_done": 10, "birth_date": "1990"})
    assert lacking(facts, "german_course_share >= 50").missing == ("german_course_hours_total",)
    elsewhere = facts_of({"residence_municipality": "Irgendwo"})
    assert lacking(elsewhere, "in_site_area == 'yes'").missing == ("residence_municipality",)


def test_the_household_is_missing_where_its_entries_are_open() -> None:
    facts = facts_of({"household": [{"relation": "child", "where": "here"}]})
    assert lacking(facts, "any_between(children_ages,0,17)").missing == ("household",)
    assert lacking(facts, "childcare_state == 'none'").missing == ("household",)


def test_the_origin_is_missing_for_a_stateless_person() -> None:
    assert lacking(facts_of({"nationality": ["XXA"]}), "nat_in('good_prospect')").missing == ("origin_country",)
    assert lacking(facts_of({}), "nat_in('good_prospect')").missing == ("nationality",)
