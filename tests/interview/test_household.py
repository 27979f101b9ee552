from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.facts import QuestionState
from intake.interview.truth import NA, OPEN, Value
from intake.interview.values import Json
from tests.interview.conditions.condition_cases import DAY, facts_of, number

Entry = dict[str, str]


def child(birth_date: str = "", place: str = "", **fields: str) -> Entry:
    entry = {"relation": "child", "where": "here", "birth_date": birth_date, "school_or_childcare": place, **fields}
    return {name: value for name, value in entry.items() if value}


def filled(*entries: Entry) -> dict[str, Value]:
    household: Json = [dict(entry) for entry in entries]
    facts = facts_of({"household": household, "birth_date": "1980"})
    return {id_: facts.value(id_) for id_ in ("children_ages", "partner_here", "children_school", "childcare_state")}


def test_ages_come_in_the_order_of_the_entries() -> None:
    assert filled(child("2012-12"), child("2006-02-15"), child("2005"))["children_ages"] == (
        number(3),
        number(10),
        number(10, 11),
    )


def test_a_child_that_may_be_here_is_an_open_age() -> None:
    ages = filled(
        child("2012", where=""), child(), {"where": "here", "birth_date": "2012"}, child("2012", where="abroad")
    )
    assert ages["children_ages"] == (OPEN, OPEN, OPEN)


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([{"relation": "partner", "where": "here"}], "yes"),
        ([{"relation": "partner", "where": "abroad"}], "no"),
        ([{"relation": "child", "where": "here"}], "no"),
        ([{"relation": "partner"}], OPEN),
        ([{"where": "here"}], OPEN),
        ([{"where": "here"}, {"relation": "partner", "where": "here"}], "yes"),
    ],
)
def test_a_partner_counts_only_here(entries: list[Entry], expected: Value) -> None:
    assert filled(*entries)["partner_here"] == expected


@pytest.mark.parametrize(
    ("entries", "school", "childcare"),
    [
        ([child("2012", "no")], NA, "none"),
        ([child("2008", "waiting")], "waiting", NA),
        ([child("2008", "not_needed")], "yes", NA),
        ([child("2012", "not_needed")], NA, "not_needed"),
        ([child("2008", "yes"), child("2007", "no")], "no", NA),
        ([child("2008", "yes"), child("2007")], OPEN, NA),
        ([child("2008", "no"), child("2007")], "no", NA),
        ([child("2008", "waiting"), child("2007")], OPEN, NA),
        ([child("", "yes")], OPEN, OPEN),
        ([child("2008", "yes"), child("", "yes")], "yes", OPEN),
        ([child("2008", "yes"), child("", "waiting")], OPEN, OPEN),
        ([child("2012", "no", where="abroad")], NA, NA),
        ([child("1990", "yes")], NA, NA),
        ([{"relation": "sibling", "where": "here", "birth_date": "2008"}], NA, NA),
    ],
)
def test_the_most_urgent_state_of_the_children_counts(entries: list[Entry], school: Value, childcare: Value) -> None:
    found = filled(*entries)
    assert (found["children_school"], found["childcare_state"]) == (school, childcare)


def test_a_field_behind_a_closed_when_is_ignored() -> None:
    facts = facts_of({"household": [{"relation": "sibling", "where": "here", "school_or_childcare": "no"}]})
    (entry,) = facts.entries("household")
    assert entry.value("school_or_childcare") is NA
    assert entry.state("school_or_childcare") is QuestionState.PARKED
    assert entry.state("own_case") is QuestionState.NOT_RELEVANT
    assert entry.state("given_name") is QuestionState.NOT_ASKED


def test_typed_values_are_parked_as_soon_as_there_is_an_entry() -> None:
    answers: dict[str, Json] = {"birth_date": "1980", "children_ages": [3], "partner_here": "yes", "household": []}
    assert facts_of(answers).parked == ()
    assert facts_of(answers).value("partner_here") == "yes"
    facts = facts_of({**answers, "household": [{"relation": "parent"}]})
    assert facts.parked == ("partner_here", "children_ages")
    assert facts.state("children_school") is QuestionState.NOT_RELEVANT
    assert facts.value("children_ages") == ()
    assert not facts.is_asked("childcare_state")


def test_nothing_follows_for_family_abroad() -> None:
    facts = facts_of({"household": [{"relation": "partner", "where": "abroad"}]})
    assert facts.value("family_abroad") is OPEN


relations = ("child", "partner", "other")
wheres = ("here", "abroad")
births = ("2012-01-01", "2006-01-01", "1990-01-01")
places = ("yes", "no", "waiting", "not_needed")
FIELDS: dict[str, tuple[str, ...]] = {
    "relation": relations,
    "where": wheres,
    "birth_date": births,
    "school_or_childcare": places,
}
partly_known = st.fixed_dictionaries({name: st.sampled_from(("", *codes)) for name, codes in FIELDS.items()})


def completions(entry: Entry) -> list[Entry]:
    choices = [(entry[name],) if entry[name] else codes for name, codes in FIELDS.items()]
    return [dict(zip(FIELDS, chosen, strict=True)) for chosen in itertools.product(*choices)]


@given(st.lists(partly_known, min_size=1, max_size=2))
def test_what_is_certain_stays_whatever_the_open_fields_turn_out_to_be(entries: list[Entry]) -> None:
    plain = [{name: value for name, value in entry.items() if value} for entry in entries]
    before = filled(*plain)
    for complete in itertools.islice(itertools.product(*map(completions, entries)), 0, 400, 7):
        after = filled(*complete)
        for id_ in ("partner_here", "children_school", "childcare_state"):
            assert before[id_] is OPEN or before[id_] == after[id_]


def test_a_child_born_after_the_day_has_no_age_yet() -> None:
    later = (DAY + dt.timedelta(days=40)).isoformat()
    household: Json = [{"relation": "child", "where": "here", "birth_date": later}]
    facts = facts_of({"household": household})
    assert facts.value("children_ages") == (OPEN,)
