from __future__ import annotations

from intake.pathways.assess import assess
from intake.pathways.deciding import Deciding, deciding, deciding_questions
from tests.pathways.personas import answers_of, assessed, laws, logic, persona, sites
from tests.pathways.small_site import DAY, RULES, at, offer, rule, small_site


def test_admission_comes_before_what_decides_more_lines() -> None:
    site = small_site(RULES, *(rule(f"W{n}", "work_months >= 12") for n in range(3)))
    found = deciding_questions(at(site))
    by_id = {each.question: each for each in found}
    assert by_id["goal_work"].admits
    assert len(by_id["work_months"].lines) > len(by_id["goal_work"].lines)
    order = deciding(at(site))
    assert order.index("goal_work") < order.index("work_months") < order.index("literacy")


def test_a_question_counts_every_open_line_it_stands_in() -> None:
    site = small_site(
        rule("R1", "literacy == 'no'"),
        rule("R2", "literacy == 'no' and goal_work == 'yes'"),
        offer("o", when="goal_work == 'yes'"),
        offer("p", when="goal_work == 'later'"),
    )
    found = {each.question: each for each in deciding_questions(at(site))}
    assert found["goal_work"] == Deciding("goal_work", ("R2", "o", "p"), ("o", "p"), False, False)
    assert found["literacy"] == Deciding("literacy", ("R1", "R2"), ("R1",), False, False)


def test_of_equals_the_one_that_decides_alone_comes_first_then_the_order_of_the_interview() -> None:
    asked = ("goal_work", "literacy")
    both = rule("R1", "literacy == 'no' and goal_work == 'yes'")
    alike = small_site(both)
    assert [each for each in deciding(at(alike)) if each in asked] == ["goal_work", "literacy"]
    assert logic().questionnaire.order("goal_work") < logic().questionnaire.order("literacy")
    alone = small_site(both, rule("R2", "literacy == 'no'"), rule("R3", "goal_work == 'yes' and work_months >= 12"))
    assert [each for each in deciding(at(alone)) if each in asked] == ["literacy", "goal_work"]


def test_what_the_person_does_not_know_is_asked_last_and_what_was_declined_never() -> None:
    site = small_site(RULES, rule("R3", "school_years >= 9"))
    asked = at(site, goal_work={"state": "unknown"}, school_years={"state": "declined"})
    found = deciding_questions(asked)
    assert [each.question for each in found if each.is_unknown] == ["goal_work"]
    assert found[-1].question == "goal_work"
    assert "school_years" not in deciding(asked)


def test_an_open_prerule_counts_where_it_warns_and_only_there() -> None:
    site = small_site(RULES)
    open_ones = at(site, residence_municipality=None, acute_need=None)
    found = {each.question: each.lines for each in deciding_questions(open_ones)}
    assert found["residence_municipality"] == ("G0",)
    assert "acute_need" not in found


def test_one_answer_after_the_other_in_this_order_decides_all_lines() -> None:
    who = persona("P05", "muelheim")
    assert deciding(assessed(who)) == ("doctor_appointment",)
    assert deciding(assessed(who, doctor_appointment="no")) == ()


def test_an_empty_case_at_zebera_begins_with_what_admits() -> None:
    found = deciding_questions(assess(logic(), answers_of({}), sites()["zebera"], laws().in_force(DAY), DAY))
    assert [each.question for each in found[:2]] == ["residence_status", "birth_date"]
    assert [each.admits for each in found] == sorted((each.admits for each in found), reverse=True)
