"""The chain of steps: what is open, running and done, what joins several steps, and which law pays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from intake.interview.truth import Truth
from intake.interview.values import Json
from intake.pathways.assess import assess
from intake.pathways.chain import Chain, ChainStep, Progress, Standing, chain, chain_rules, circles, links, offers_by_id
from intake.pathways.rules import RuleKind
from tests.pathways.personas import answers_of, laws, logic, personas, sites

DAY = dt.date(2016, 9, 1)
AMAL: Mapping[str, Json] = {
    "birth_date": "1990-03-03",
    "residence_municipality": {"text": "Hannover", "ags": "03241001"},
    "residence_status": "res_25_2_r",
    "asylum_stage": "positive",
    "decision_date": "2016-06-01",
    "acute_need": "no",
    "understanding_ok": "well",
    "interpreter_type": "in_person_pro",
}


def measure(state: str, offer: str = "h_perf", **more: Json) -> dict[str, Json]:
    return {"offer": offer, "text": "Kurs", "state": state, **more}


def chain_of(*measures: dict[str, Json], site: str = "hannover", also: Mapping[str, Json] | None = None) -> Chain:
    answers = answers_of({**AMAL, **({"measures": list(measures)} if measures else {}), **(also or {})})
    assessment = assess(logic(), answers, sites()[site], laws().in_force(DAY), DAY)
    return chain(assessment, chain_rules(sites(), site), offers_by_id(sites()))


def step(found: Chain, id_: str) -> ChainStep:
    return next(each for each in (*found.steps, *found.alongside) if each.id == id_)


def test_there_are_nine_steps_with_language_and_data_beside_them() -> None:
    found = chain_of()
    assert [each.id for each in found.steps] == [str(number) for number in range(1, 10)]
    assert {"S", "D"} <= {each.id for each in found.alongside}


@pytest.mark.parametrize(
    ("states", "standing"),
    [
        ((), Standing.OPEN),
        (("planned",), Standing.OPEN),
        (("running",), Standing.RUNNING),
        (("ended",), Standing.DONE),
        (("stopped",), Standing.OPEN),
        (("ended", "planned"), Standing.OPEN),
        (("ended", "running", "planned"), Standing.RUNNING),
        (("ended", "stopped"), Standing.DONE),
    ],
)
def test_measures_say_how_far_a_step_is(states: tuple[str, ...], standing: Standing) -> None:
    found = chain_of(*(measure(state) for state in states))
    for id_ in ("2", "4", "5"):
        assert step(found, id_).standing is standing
    assert step(found, "8").standing is Standing.OPEN


@pytest.mark.parametrize(
    ("answers", "id_", "standing"),
    [
        ({"training_state": "finished", "recognition_state": "applied"}, "3", Standing.RUNNING),
        ({"training_state": "finished", "recognition_state": "full"}, "3", Standing.DONE),
        ({"training_state": "finished", "recognition_state": "none"}, "3", Standing.OPEN),
        ({"training_state": "finished"}, "3", Standing.OPEN),
        ({"current_activity_de": "work"}, "9", Standing.RUNNING),
        ({"german_course": "attending", "german_speaking": "b1"}, "S", Standing.RUNNING),
        ({"german_course": "finished", "german_speaking": "b1"}, "S", Standing.DONE),
        ({"german_course": "finished", "german_speaking": "a2"}, "S", Standing.OPEN),
    ],
)
def test_answers_say_how_far_a_step_is_and_open_is_not_done(
    answers: dict[str, Json], id_: str, standing: Standing
) -> None:
    assert step(chain_of(also=answers), id_).standing is standing


def test_a_measure_joins_the_steps_of_its_offer_also_of_another_site() -> None:
    found = chain_of(measure("running", "zeb_skills"))
    (only,) = found.measures
    assert only.steps == ("3", "4", "5")
    assert only.circles == ("SGB III", "SGB II")
    assert [only in step(found, id_).measures for id_ in ("3", "4", "5", "6")] == [True, True, True, False]


def test_a_measure_without_an_offer_lies_on_no_step_and_is_kept() -> None:
    found = chain_of(measure("running", ""), measure("planned", "no_such_offer"))
    assert [each.progress for each in found.unplaced] == [Progress.RUNNING, Progress.PLANNED]
    assert all(each.standing is Standing.OPEN for each in found.steps)
    assert not any(each in found.unplaced for each in links(found))


def test_a_measure_that_ends_after_the_decision_is_to_be_paid_on() -> None:
    later, earlier = measure("running", planned_end="2016-12"), measure("running", planned_end="2016-05")
    ended = measure("ended", planned_end="2016-12")
    assert [each.keep_funding for each in chain_of(later, earlier, ended).measures] == [True, False, False]


def test_a_measure_that_is_over_by_its_plan_is_paid_on_by_nobody() -> None:
    ends = ("2016-08-31", "2016-09-01", "2016-08", "2016-09")
    measures = chain_of(*(measure("running", planned_end=end) for end in ends)).measures
    assert [each.keep_funding for each in measures] == [False, True, False, True]


def test_the_model_says_at_every_site_which_step_is_needed() -> None:
    for site in sites():
        rules = chain_rules(sites(), site.id)
        assert {rule.kind for rule in rules} == {RuleKind.STEP}
        found = chain_of(site=site.id, also={"residence_municipality": None, "goal_work": "yes"})
        assert step(found, "1").need is Truth.TRUE
        assert step(found, "7").need is Truth.OPEN
        assert step(found, "7").open.missing == ("german_speaking",)


def test_where_something_comes_before_all_rules_no_step_is_called_for() -> None:
    found = chain_of(measure("running"), also={"acute_need": "yes"})
    assert {each.need for each in found.steps} == {None}
    assert found.offers == ()
    assert step(found, "4").standing is Standing.RUNNING


def test_an_offer_that_became_a_measure_stands_once() -> None:
    proposed = {line.offer.id for line in chain_of(also={"literacy": "well"}).offers}
    assert "h_p17" in proposed
    found = [each for each in links(chain_of(measure("running", "h_p17")))]
    names = [each.offer.id for each in found if each.offer is not None]
    assert names.count("h_p17") == 1


def test_the_laws_that_pay_are_named_once_each() -> None:
    assert circles("§ 45 SGB III, § 43 AufenthG", "SGB III") == ("SGB III", "AufenthG")
    assert circles("Land Niedersachsen", "") == ()
    found = chain_of(measure("running", "h_perf", funder="Kommune nach § 5 AsylbLG"))
    assert found.circles[:2] == ("SGB III", "AsylbLG")


def test_every_offer_of_a_proposal_lies_on_each_of_its_steps() -> None:
    for persona in personas():
        assessment = assess(
            logic(), answers_of(persona.answers), sites()[persona.site], laws().of(persona.law), persona.on
        )
        found = chain(assessment, chain_rules(sites(), persona.site), offers_by_id(sites()))
        placed = {(line.offer.id, each.id) for each in (*found.steps, *found.alongside) for line in each.offers}
        assert placed == {(line.offer.id, id_) for line in assessment.offers for id_ in line.offer.steps}
