from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.conditions.condition import parse_condition
from intake.interview.conditions.reach import Fixed, can_be_true
from intake.interview.truth import NA, OPEN, Interval, Truth, Value
from tests.interview.conditions.condition_cases import CONTEXT, WORDS, PlainView

NEVER = [
    "a == 'yes' and a == 'no'",
    "a == 'yes' and a not in ('yes','no')",
    "a == 'yes' and not a == 'yes'",
    "a != 'yes' and a == 'yes'",
    "status in ('red','green') and status == 'blue'",
    "not (status in ('red','green') or status != 'red')",
    "atleast(level,'b1') and level in ('a1','a2')",
    "level == 'native' and not atleast(level,'a1')",
    "months < 3 and months > 3",
    "months <= 3 and months > 3",
    "months == 3 and months == 4",
    "born < '2016-01-01' and born >= '2016-01-01'",
    "has(needs,'x') and not has(needs,'x')",
    "overlap(needs,['x','y']) and not has(needs,'x') and not has(needs,'y')",
    "known(a) and not known(a)",
    "a == 'yes' and not known(a)",
    "sure(a == 'yes') and a == 'no'",
    "cfg('fim_active') and not cfg('fim_active')",
    "(a == 'yes' or b == 'yes') and a == 'no' and b == 'no'",
]
POSSIBLE = [
    "always",
    "a == 'yes' and b == 'no'",
    "a != 'yes' and a != 'no'",
    "months <= 3 and months >= 3",
    "months < 4 and months <= 3 and months >= 3",
    "not known(a) and a != 'yes'",
    "maybe(a == 'yes') and not sure(a == 'yes')",
    "not sure(a == 'yes') and a == 'no'",
    "months < years and years < months",
    "overlap(needs,['x','y']) and not has(needs,'x')",
    "status == 'red' or (a == 'yes' and a == 'no')",
    "nat_in('good_prospect') and nat_in('safe_origin')",
]


@pytest.mark.parametrize("text", NEVER)
def test_a_contradiction_is_never_true(text: str) -> None:
    assert not can_be_true(parse_condition(text, WORDS), WORDS)


@pytest.mark.parametrize("text", POSSIBLE)
def test_everything_else_may_be_true(text: str) -> None:
    assert can_be_true(parse_condition(text, WORDS), WORDS)


def test_what_is_certain_at_a_site_counts() -> None:
    fixed = Fixed(
        {"fim_active": frozenset({False}), "ik_rule": frozenset({"list", "open"})},
        frozenset({"aa"}),
        frozenset({"born"}),
    )
    for text, expected in (
        ("cfg('fim_active')", False),
        ("not cfg('fim_active')", True),
        ("cfg('ik_rule') == 'stop'", False),
        ("cfg('ik_rule') in ('stop','open')", True),
        ("site_uses_recipient('jc')", False),
        ("not site_uses_recipient('aa')", False),
        ("deadline_base('arrived')", False),
        ("deadline_base('born')", True),
    ):
        assert can_be_true(parse_condition(text, WORDS), WORDS, fixed) is expected


def test_a_condition_with_too_many_ways_counts_as_possible() -> None:
    pair = "(a == 'yes' or b == 'yes')"
    text = " and ".join([pair] * 20) + " and a == 'no' and b == 'no'"
    assert can_be_true(parse_condition(text, WORDS), WORDS)


def leaf(text: str, *values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values).map(text.format)


conditions = st.recursive(
    st.one_of(
        leaf("a == '{}'", "yes", "no"),
        leaf("status in ('red','{}')", "green", "blue"),
        leaf("months {}", "< 3", "<= 3", "> 3", ">= 5", "== 4"),
        leaf("has(needs,'{}')", "x", "y"),
        leaf("known({})", "a", "months"),
    ),
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("sure({})".format, inner),
        st.builds("maybe({})".format, inner),
    ),
    max_leaves=8,
)
nothing: list[Value] = [OPEN, NA]
some_values = st.fixed_dictionaries(
    {
        "a": st.sampled_from(["yes", "no", *nothing]),
        "status": st.sampled_from(["red", "green", "blue", *nothing]),
        "months": st.sampled_from([*nothing, *(Interval.exact(number) for number in range(2, 7)), Interval(2, 4)]),
        "needs": st.sampled_from([*nothing, (), ("x",), ("y",), ("x", "y")]),
    }
)


@given(conditions, some_values)
def test_what_is_true_for_some_answers_can_be_true(text: str, values: dict[str, Value]) -> None:
    condition = parse_condition(text, WORDS)
    if condition.truth(PlainView(values, CONTEXT)) is Truth.TRUE:
        assert can_be_true(condition, WORDS)
