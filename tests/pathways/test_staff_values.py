"""What staff of a site decide otherwise: the customer group of Hannover, and what a profile may leave to staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from intake.errors import ContentError
from intake.interview.content_file import ContentFile, Mistakes
from intake.interview.truth import OPEN
from intake.interview.values import Json
from intake.pathways.as_json import as_line, assessment_as_json
from intake.pathways.assess import Assessment, assess
from intake.pathways.own_sites import built_in_text
from intake.pathways.profile_reader import load_site
from intake.pathways.staff_values import check_staff_values
from tests.pathways.personas import answers_of, laws, logic, personas, sites
from tests.pathways.small_site import small_site

DAY = dt.date(2016, 9, 1)
GROUP = "hannover_group"
SAMIR: Mapping[str, Json] = {
    "birth_date": "1990-03-03",
    "residence_municipality": {"text": "Hannover", "ags": "03241001"},
    "residence_status": "res_25_2_r",
    "asylum_stage": "positive",
    "decision_date": "2016-06-01",
    "acute_need": "no",
    "understanding_ok": "well",
    "interpreter_type": "in_person_pro",
    "literacy": "well",
    "study_state": "no",
    "school_certificate": "upper",
    "german_speaking": "a1",
    "english_level": "a1",
    "training_state": "none",
    "goal_main": "work",
}


def at_hannover(decided: Mapping[str, str] | None = None, site: str = "hannover") -> Assessment:
    law = laws().in_force(DAY)
    return assess(logic(), answers_of(SAMIR), sites()[site], law, DAY, decided=decided)


def offers(found: Assessment) -> dict[str, str]:
    return {line.offer.id: line.state.value for line in found.offers}


def test_offers_follow_the_group_that_staff_decided() -> None:
    before, after = offers(at_hannover()), offers(at_hannover({GROUP: "G3_long_term"}))
    assert "h_jobbuero" in before
    assert "h_agh" not in before
    assert "h_jobbuero" not in after
    assert after["h_agh"] == "proposed"


def test_a_line_that_rests_on_the_decided_group_says_so_and_names_no_answer_behind_it() -> None:
    found = at_hannover({GROUP: "G3_long_term"})
    line = next(line for line in found.offers if line.offer.id == "h_agh")
    assert found.facts.decided_in(line.offer.condition) == (GROUP,)
    assert "literacy" not in [reason.question for reason in line.because]
    assert found.facts.computed.value(GROUP) == "G2_near_market"
    assert found.facts.value(GROUP) == "G3_long_term"


def test_an_open_group_that_staff_decided_is_open_no_longer() -> None:
    law = laws().in_force(DAY)
    unsure = {id_: value for id_, value in SAMIR.items() if id_ not in ("literacy", "school_certificate")}
    plain = assess(logic(), answers_of(unsure), sites()["hannover"], law, DAY)
    assert offers(plain)["h_agh"] == "maybe"
    found = assess(logic(), answers_of(unsure), sites()["hannover"], law, DAY, decided={GROUP: "G3_long_term"})
    assert offers(found)["h_agh"] == "proposed"


def test_a_site_that_does_not_leave_the_value_to_staff_is_assessed_as_before() -> None:
    assert at_hannover({GROUP: "G3_long_term"}, "zebera").facts.decided == {}
    assert at_hannover({GROUP: "no_such_group", "legal_circle": "sgb12"}).facts.decided == {}


def test_without_a_decision_every_persona_is_assessed_as_before() -> None:
    for persona in personas():
        site, law = sites()[persona.site], laws().of(persona.law)
        answers = answers_of(persona.answers)
        plain = assess(logic(), answers, site, law, persona.on)
        none = assess(logic(), answers, site, law, persona.on, decided={})
        assert as_line(assessment_as_json(plain)) == as_line(assessment_as_json(none))


def test_the_groups_on_offer_are_those_that_the_table_can_give() -> None:
    (value,) = sites()["hannover"].staff_values
    assert value.id == GROUP
    assert set(value.choices) == {row.then for row in logic().derivations.tables[GROUP].rows}
    assert all(not other.staff_values for other in sites() if other.id != "hannover")


def test_a_profile_of_ones_own_may_leave_another_value_to_staff() -> None:
    site = small_site(value("market_ready", "yes", "no", "check"))
    found = assess(logic(), answers_of({}), site, laws().in_force(DAY), DAY, decided={"market_ready": "check"})
    assert found.facts.value("market_ready") == "check"
    assert found.facts.computed.value("market_ready") is OPEN


@pytest.mark.parametrize(
    ("table", "mistake"),
    [
        ("gender", "there is no such table of derived values"),
        ("in_site_area", "there is no such table of derived values"),
    ],
)
def test_only_a_table_of_derived_values_can_be_left_to_staff(table: str, mistake: str) -> None:
    assert mistake in mistakes_of(value(table, "yes", "no"))


def test_the_choices_are_all_codes_of_the_table_and_no_other() -> None:
    assert "its choices have to be G1_high_education" in mistakes_of(value(GROUP, "G1_high_education", "G4"))


def test_a_value_with_a_health_answer_behind_it_is_refused() -> None:
    assert "an answer on health or protection stands behind it" in mistakes_of(value("wg_any_lot", "yes", "no"))


def test_a_value_that_questions_are_asked_by_is_refused() -> None:
    assert "questions are asked by it" in mistakes_of(value("school_duty", "yes", "no", "not_yet"))


def test_a_value_stands_once() -> None:
    with pytest.raises(ContentError) as caught:
        load_site("h.toml", built_in_text("hannover") + value(GROUP, "G1_high_education"), sites(), logic())
    assert "exists already" in str(caught.value.problems)


def value(id_: str, *codes: str) -> str:
    choices = "".join(f'[[staff_value.choice]]\ncode = "{code}"\nname = {{ de = "x", en = "x" }}\n' for code in codes)
    return f'[[staff_value]]\nid = "{id_}"\nname = {{ de = "Wert", en = "Value" }}\n{choices}'


def mistakes_of(text: str) -> str:
    """All that the full check says of a small site with this text."""

    site = small_site(text)
    file = ContentFile.parse("small.toml", text)
    assert isinstance(file, ContentFile)
    found = Mistakes()
    check_staff_values(site, file, logic(), found)
    return "\n".join(str(each) for each in found.found)
