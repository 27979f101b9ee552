"""Which children have a short case, and what the parent's case suggests for it: never health, never protection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from intake.interview.facts import Facts
from intake.interview.questionnaire import content_folder, read_questionnaire
from intake.interview.questions import Sensitivity
from intake.interview.session import Interview
from intake.interview.short_case import CHILD, GUARDIAN, school_children, suggestions
from intake.interview.values import Json, PartialDate
from tests.interview.conditions.condition_cases import facts_of, real_logic

DAY = dt.date(2026, 5, 18)
LOGIC = real_logic()
ALI: Json = {"relation": "child", "where": "here", "given_name": "Ali", "birth_date": "2018-02-01",
             "nationality": ["SYR"], "school_or_childcare": "no"}  # fmt: skip
PARENT: Mapping[str, Json] = {
    "preferred_language": "apc",
    "family_name": "Mansour",
    "given_name": "Dima",
    "birth_date": "1985",
    "privacy": "yes",
    "contact_safe": ["phone", "letter"],
    "phone": "0202 1234",
    "address": "Weg 1, Wuppertal",
    "household": [ALI],
}


def facts(answers: Mapping[str, Json]) -> Facts:
    return facts_of(answers, DAY)


def child(**changes: Json) -> dict[str, Json]:
    assert isinstance(ALI, dict)
    return {**ALI, **changes}


def test_a_child_of_school_age_here_without_a_place_has_a_short_case() -> None:
    (found,) = school_children(facts(PARENT))
    assert (found.given_name, found.birth_date, found.is_certain) == ("Ali", PartialDate(2018, 2, 1), True)
    assert found.age is not None
    assert found.age.low == 8


@pytest.mark.parametrize(
    "changes",
    [
        {"school_or_childcare": "yes"},
        {"school_or_childcare": "waiting"},
        {"school_or_childcare": "not_needed"},
        {"birth_date": "2021"},
        {"birth_date": "2007"},
        {"where": "abroad"},
        {"where": "other_town"},
        {"relation": "sibling"},
    ],
)
def test_no_other_member_of_the_household_has_one(changes: dict[str, Json]) -> None:
    assert school_children(facts({**PARENT, "household": [child(**changes)]})) == ()


@pytest.mark.parametrize("missing", ["birth_date", "school_or_childcare", "where"])
def test_where_it_is_open_the_child_is_listed_as_not_certain(missing: str) -> None:
    entry = {name: value for name, value in child().items() if name != missing}
    (found,) = school_children(facts({**PARENT, "household": [entry]}))
    assert not found.is_certain


def test_where_only_ages_are_known_each_of_school_age_is_listed_and_keeps_its_name() -> None:
    ages: dict[str, Json] = {"birth_date": "1985", "children_ages": [3, 8, 12, 8, 19], "children_school": "no"}
    found = school_children(facts(ages))
    assert [each.entry for each in found] == ["age-8-1", "age-12-1", "age-8-2"]
    assert all(each.is_certain and not each.given_name for each in found)
    again = school_children(facts({**ages, "children_ages": [8, 12]}))
    assert [each.entry for each in again] == ["age-8-1", "age-12-1"]


@pytest.mark.parametrize("school", ["yes", "waiting"])
def test_ages_alone_open_nothing_where_all_children_have_a_place_or_wait_for_one(school: str) -> None:
    assert school_children(facts({"birth_date": "1985", "children_ages": [8], "children_school": school})) == ()


def test_the_case_of_the_parent_suggests_name_language_address_and_the_guardian() -> None:
    found = facts(PARENT)
    entry = school_children(found)[0].entry
    assert suggestions(LOGIC, found, entry) == {
        "preferred_language": "apc",
        "family_name": "Mansour",
        "address": "Weg 1, Wuppertal",
        "given_name": "Ali",
        "birth_date": PartialDate(2018, 2, 1),
        "nationality": ("SYR",),
        GUARDIAN: "Dima Mansour, 0202 1234",
    }


def test_a_number_that_is_not_safe_and_an_address_behind_a_closed_branch_are_not_suggested() -> None:
    found = facts({**PARENT, "contact_safe": ["letter", "not_at_home"]})
    made = suggestions(LOGIC, found, school_children(found)[0].entry)
    assert made[GUARDIAN] == "Dima Mansour"
    assert "address" not in made


def test_only_ages_suggest_neither_name_nor_birth_date() -> None:
    found = facts({**{id_: value for id_, value in PARENT.items() if id_ != "household"}, "children_ages": [8]})
    made = suggestions(LOGIC, found, "age-8-1")
    assert not {"given_name", "birth_date", "nationality"} & made.keys()
    assert made["family_name"] == "Mansour"


def test_nothing_of_health_or_protection_and_nothing_private_can_be_suggested() -> None:
    kind = LOGIC.questionnaire.case_kind(CHILD)
    for id_ in (*kind.of_parent, *kind.of_entry):
        question = LOGIC.questionnaire[id_]
        assert question.sensitivity in (Sensitivity.NORMAL, Sensitivity.SOCIAL)
        assert not question.private


def test_content_that_would_take_health_over_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("content")
    for file in content_folder().iterdir():
        text = file.read_text("utf-8")
        if file.name == "questionnaire.toml":
            text = text.replace('"family_name", "residence', '"pregnancy", "residence')
        (folder / file.name).write_text(text, "utf-8")
    _, mistakes = read_questionnaire("2", folder)
    assert any("`pregnancy` is never taken over" in str(mistake) for mistake in mistakes)


def test_the_guardian_is_required_in_the_case_of_a_child_and_only_there() -> None:
    found = facts({"birth_date": "2018-02-01"})
    short = Interview(LOGIC, found.answers, found.context, CHILD)
    assert GUARDIAN in short.required_left
    assert GUARDIAN in {id_ for step in short.steps for id_ in step.questions}
    assert GUARDIAN not in Interview(LOGIC, found.answers, found.context, "full").required
