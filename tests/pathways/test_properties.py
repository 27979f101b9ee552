"""What holds at every site whatever was answered. The answers are parts of those of the eight people, mixed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from intake.interview.answers import AnswerGiven, Answers
from intake.interview.conditions.condition import Condition
from intake.interview.facts import Facts
from intake.interview.truth import Truth
from intake.interview.values import Json
from intake.pathways.as_json import as_line, assessment_as_json
from intake.pathways.assess import Assessment, OfferState, assess
from intake.pathways.law import site_context
from intake.pathways.rules import RuleKind
from intake.pathways.sites import SiteProfile
from tests.pathways.personas import answers_of, laws, logic, personas, sites

DAY = dt.date(2016, 9, 1)
SITES = [site.id for site in sites()]
SETTLING = ("known(", "sure(", "maybe(")


@cache
def given_answers() -> Mapping[str, tuple[Json, ...]]:
    """Every answer that one of the people gave, by its question."""
    found: dict[str, dict[str, Json]] = {}
    for who in personas():
        for id_, value in who.answers.items():
            if id_ != "consents":
                found.setdefault(id_, {})[repr(value)] = value
    return {id_: tuple(values.values()) for id_, values in found.items()}


@st.composite
def mixed(draw: st.DrawFn) -> dict[str, Json]:
    ids = draw(st.lists(st.sampled_from(sorted(given_answers())), unique=True, min_size=1))
    return {id_: draw(st.sampled_from(given_answers()[id_])) for id_ in ids}


def assessed(answers: Answers, site: str) -> Assessment:
    return assess(logic(), answers, sites()[site], laws().in_force(DAY), DAY)


def line_of(answers: Answers, site: str) -> str:
    return as_line(assessment_as_json(assessed(answers, site)))


def conditions(site: SiteProfile) -> Iterator[Condition]:
    for row in (*site.prerules, *site.rules, *site.offers, *site.deadlines):
        yield row.condition
    for table in logic().derivations.tables.values():
        yield from (row.condition for row in table.rows)
    yield from logic().relevance.values()


@cache
def reach(condition: Condition) -> frozenset[str]:
    """All ids that the condition rests on, through tables, computed values and households."""
    found: set[str] = set()
    pending = list(condition.ids)
    while pending:
        id_ = pending.pop()
        if id_ not in found:
            found.add(id_)
            pending.extend(logic().reads.get(id_, ()))
    return frozenset(found)


@cache
def only_compares(condition: Condition) -> bool:
    """Whether neither the condition nor a table that it rests on asks `known`, `sure` or `maybe`."""
    tables = (logic().derivations.tables.get(id_) for id_ in reach(condition))
    texts = [condition.text, *(row.condition.text for table in tables if table for row in table.rows)]
    return not any(word in text for text in texts for word in SETTLING)


def test_most_conditions_only_compare_and_some_do_not() -> None:
    found = [only_compares(condition) for site in sites() for condition in conditions(site)]
    assert sum(found) > len(found) / 2
    assert not all(found)


@given(mixed(), st.data())
def test_a_further_answer_never_turns_a_decided_value_back(answers: dict[str, Json], data: st.DataObject) -> None:
    more = data.draw(st.sampled_from(sorted(given_answers().keys() - answers.keys()) or ["birth_date"]))
    if more in answers:
        return
    value = data.draw(st.sampled_from(given_answers()[more]))
    site = sites()[data.draw(st.sampled_from(SITES))]
    context = site_context(site, laws().in_force(DAY), DAY)
    before = Facts(logic(), answers_of(answers), context)
    after = Facts(logic(), answers_of(answers | {more: value}), context)
    moved = {id_ for id_ in logic().relevance if before.relevance(id_) is not after.relevance(id_)}
    for condition in conditions(site):
        if only_compares(condition) and not moved & reach(condition):
            truth = condition.truth(before)
            assert truth is Truth.OPEN or condition.truth(after) is truth, (condition.text, more)


@given(mixed(), st.sampled_from(SITES), st.data())
def test_the_order_of_the_answers_does_not_matter(answers: dict[str, Json], site: str, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(sorted(answers)))
    one_by_one = Answers()
    for id_ in shuffled:
        stored = answers_of({id_: answers[id_]})
        if not isinstance(stored[id_].value, tuple):
            one_by_one = one_by_one.apply_all([AnswerGiven(id_, stored[id_])])
    in_file_order = answers_of({id_: answers[id_] for id_ in answers if id_ in one_by_one})
    assert line_of(one_by_one, site) == line_of(in_file_order, site)


@given(mixed(), st.sampled_from(SITES), st.data())
def test_a_parked_answer_changes_nothing(answers: dict[str, Json], site: str, data: st.DataObject) -> None:
    found = assessed(answers_of(answers), site)
    for id_ in found.facts.parked:
        without = {other: value for other, value in answers.items() if other != id_}
        assert _but_parked(found) == _but_parked(assessed(answers_of(without), site)), id_
        other = data.draw(st.sampled_from(given_answers()[id_]))
        assert _but_parked(found) == _but_parked(assessed(answers_of(answers | {id_: other}), site)), id_


def _but_parked(found: Assessment) -> dict[str, Json]:
    return {key: value for key, value in assessment_as_json(found).items() if key != "parked"}


@given(mixed(), st.sampled_from(SITES))
def test_open_never_counts_as_no(answers: dict[str, Json], site: str) -> None:
    """What is open stands among the open points or as 'perhaps'; only what is false is not there."""
    found = assessed(answers_of(answers), site)
    if found.is_suspended:
        return
    named = {line.rule.id for line in found.results} | {line.rule.id for line in found.open}
    assert named >= {rule.id for rule in found.site.rules if rule.condition.truth(found.facts) is not Truth.FALSE}
    prerules = {line.rule.id for line in found.prerules}
    assert prerules == {rule.id for rule in found.site.prerules if rule.condition.truth(found.facts) is not Truth.FALSE}
    hides = [line.rule for line in found.prerules if line.state is Truth.TRUE and line.rule.only_kinds is not None]
    admits = [rule.condition.truth(found.facts) for rule in found.site.rules if rule.kind is RuleKind.ADMIT]
    states = {line.offer.id: line.state for line in found.offers}
    for offer in found.site.offers:
        is_shut = any(offer.kind not in rule.only_kinds for rule in hides if rule.only_kinds is not None)
        has_ended = offer.ends is not None and offer.ends < DAY
        refused = offer.needs_admission and all(truth is Truth.FALSE for truth in admits)
        if offer.condition.truth(found.facts) is Truth.OPEN and not (is_shut or has_ended or refused):
            assert states[offer.id] is OfferState.MAYBE, offer.id
