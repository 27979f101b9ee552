from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.conditions.condition import parse_condition
from intake.interview.truth import (
    NA,
    OPEN,
    Interval,
    Truth,
    Value,
    at_most,
    completed_months,
    completed_years,
    conjunction,
    disjunction,
    equal,
    less,
    negation,
)
from intake.interview.values import PartialDate
from tests.interview.conditions.condition_cases import DAY, WORDS, PlainView, days, number, truth

T, F, O = Truth.TRUE, Truth.FALSE, Truth.OPEN  # noqa: E741 - the letters of the table in interview.md 2.2
STATES: dict[Truth, Value] = {T: "yes", F: "no", O: OPEN}

# interview.md 2.2, row by row: a, b, a and b, a or b, not a
KLEENE = [
    (T, T, T, T, F),
    (T, O, O, T, F),
    (T, F, F, T, F),
    (O, O, O, O, O),
    (O, F, F, O, O),
    (F, F, F, F, T),
]


@pytest.mark.parametrize(("a", "b", "both", "either", "not_a"), KLEENE)
def test_connectives_follow_the_table(a: Truth, b: Truth, both: Truth, either: Truth, not_a: Truth) -> None:
    values = {"a": STATES[a], "b": STATES[b]}
    for left, right in (("a", "b"), ("b", "a")):
        assert truth(f"{left} == 'yes' and {right} == 'yes'", **values) is both
        assert truth(f"{left} == 'yes' or {right} == 'yes'", **values) is either
    assert truth("not a == 'yes'", **values) is not_a


truths = st.sampled_from(list(Truth))


@given(truths, truths)
def test_de_morgan(a: Truth, b: Truth) -> None:
    assert negation(conjunction((a, b))) is disjunction((negation(a), negation(b)))
    assert negation(disjunction((a, b))) is conjunction((negation(a), negation(b)))


@given(truths, truths, truths)
def test_connectives_are_associative_and_distribute(a: Truth, b: Truth, c: Truth) -> None:
    assert conjunction((a, conjunction((b, c)))) is conjunction((conjunction((a, b)), c))
    assert disjunction((a, disjunction((b, c)))) is disjunction((disjunction((a, b)), c))
    assert conjunction((a, disjunction((b, c)))) is disjunction((conjunction((a, b)), conjunction((a, c))))


def test_nothing_is_inferred_across_operands() -> None:
    assert truth("years < 18 or years >= 18", years=number(17, 18)) is O


values = st.sampled_from(["yes", "no", OPEN, NA])
conditions = st.recursive(
    st.sampled_from(["a == 'yes'", "b != 'no'", "c in ('yes',)", "known(d)"]),
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("sure({})".format, inner),
        st.builds("maybe({})".format, inner),
    ),
    max_leaves=12,
)


@given(conditions, values, values, values, values)
def test_sure_and_maybe_are_never_open(text: str, a: Value, b: Value, c: Value, d: Value) -> None:
    answers = {"a": a, "b": b, "c": c, "d": d}
    plain = truth(text, **answers)
    assert truth(f"sure({text})", **answers) is (T if plain is T else F)
    assert truth(f"maybe({text})", **answers) is (F if plain is F else T)


@given(conditions, values, values, values, values)
def test_an_answer_never_turns_a_decided_condition_without_sure_around(
    text: str, a: Value, b: Value, c: Value, d: Value
) -> None:
    if any(word in text for word in ("sure", "maybe", "known")):
        return
    before = truth(text, a=a, b=b, c=c, d=d)
    closed = {name: "yes" if value is OPEN else value for name, value in zip("abcd", (a, b, c, d), strict=True)}
    if before is not O:
        assert truth(text, **closed) is before


@pytest.mark.parametrize("other", ["yes", OPEN, NA])
def test_na_equals_nothing_whatever_stands_on_the_other_side(other: Value) -> None:
    assert truth("a == b", a=NA, b=other) is F
    assert truth("a == b", a=other, b=NA) is F
    assert truth("a != b", a=NA, b=other) is T
    assert truth("a in ('yes','no')", a=NA) is F
    assert truth("a not in ('yes','no')", a=NA) is T


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
@pytest.mark.parametrize("other", [number(3), OPEN, NA])
def test_na_is_in_no_order(operator: str, other: Value) -> None:
    assert truth(f"months {operator} years", months=NA, years=other) is F
    assert truth(f"months {operator} years", months=other, years=NA) is F


@pytest.mark.parametrize(
    "text",
    [
        "has(needs,'x')",
        "overlap(needs,['x','y'])",
        "any_between(ages,0,17)",
        "atleast(level,'a2')",
        "nat_in('good_prospect')",
        "macro_language(speech)",
    ],
)
def test_functions_are_false_for_na_and_open_for_open(text: str) -> None:
    names = ("needs", "ages", "level", "nationality", "speech")
    assert truth(text, **dict.fromkeys(names, NA)) is F
    assert truth(text) is O


small = st.integers(0, 6)
spans = st.tuples(small, small).map(lambda ends: Interval(min(ends), max(ends)))


@given(spans, spans)
def test_intervals_compare_like_the_numbers_in_them(a: Interval, b: Interval) -> None:
    pairs = list(itertools.product(range(int(a.low), int(a.high) + 1), range(int(b.low), int(b.high) + 1)))
    for compared, certain in (
        (less(a, b), {x < y for x, y in pairs}),
        (at_most(a, b), {x <= y for x, y in pairs}),
        (equal(a, b), {x == y for x, y in pairs}),
    ):
        assert compared is (O if len(certain) == 2 else T if True in certain else F)


dates = st.dates(dt.date(1990, 1, 1), dt.date(1994, 12, 31))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    day = draw(dates)
    form = draw(st.integers(0, 2))
    return PartialDate(day.year, day.month if form else None, day.day if form == 2 else None)


def every_day(date: PartialDate) -> list[dt.date]:
    return [date.first + dt.timedelta(days=n) for n in range((date.last - date.first).days + 1)]


@given(partial_dates(), dates)
def test_a_partial_date_compares_like_each_of_its_days(date: PartialDate, literal: dt.date) -> None:
    born = Interval.of_date(date)
    for operator, holds in (
        ("<", {day < literal for day in every_day(date)}),
        ("<=", {day <= literal for day in every_day(date)}),
        (">", {day > literal for day in every_day(date)}),
        (">=", {day >= literal for day in every_day(date)}),
    ):
        expected = O if len(holds) == 2 else T if True in holds else F
        assert truth(f"born {operator} '{literal.isoformat()}'", born=born) is expected


@given(partial_dates(), st.integers(0, 320))
def test_months_since_is_the_span_over_all_days_of_a_partial_date(date: PartialDate, months: int) -> None:
    found = [completed_months(day, DAY) for day in every_day(date)]
    holds = {count < months for count in found}
    expected = O if len(holds) == 2 else T if True in holds else F
    assert truth(f"months_since(born) < {months}", born=Interval.of_date(date)) is expected


def test_months_are_completed_when_the_day_of_the_month_is_reached() -> None:
    assert completed_months(dt.date(2015, 12, 16), dt.date(2016, 2, 15)) == 1
    assert completed_months(dt.date(2015, 12, 15), dt.date(2016, 2, 15)) == 2
    assert completed_months(dt.date(2016, 1, 31), dt.date(2016, 2, 29)) == 0


def test_a_birthday_on_29_february_is_complete_on_1_march() -> None:
    born = dt.date(2000, 2, 29)
    assert completed_years(born, dt.date(2018, 2, 28)) == 17
    assert completed_years(born, dt.date(2018, 3, 1)) == 18
    assert completed_years(born, dt.date(2020, 2, 28)) == 19
    assert completed_years(born, dt.date(2020, 2, 29)) == 20


@pytest.mark.parametrize(
    ("text", "ages", "expected"),
    [
        ("any_between(ages,0,17)", (), F),
        ("any_between(ages,0,17)", (number(18), number(17)), T),
        ("any_between(ages,6,17)", (number(5), number(18)), F),
        ("any_between(ages,6,17)", (number(5, 6),), O),
        ("any_between(ages,6,17)", (number(6, 17),), T),
        ("any_between(ages,6,17)", (OPEN,), O),
        ("any_between(ages,6,17)", (OPEN, number(7)), T),
        ("any_between(ages,6,17)", (OPEN, number(3)), O),
    ],
)
def test_any_between_is_an_or_over_the_list(text: str, ages: Value, expected: Truth) -> None:
    assert truth(text, ages=ages) is expected


@pytest.mark.parametrize(
    ("nationality", "origin", "expected"),
    [
        (("SYR",), OPEN, T),
        (("AFG",), "SYR", F),
        (("AFG", "ERI"), OPEN, T),
        (("XXA",), "SYR", T),
        (("XXX",), "ALB", F),
        (("XXA",), OPEN, O),
        (("XXA",), NA, F),
        (("XXA", "SYR"), OPEN, T),
        ((), "SYR", F),
    ],
)
def test_the_country_of_origin_stands_in_for_stateless_and_unknown(
    nationality: Value, origin: Value, expected: Truth
) -> None:
    assert truth("nat_in('good_prospect')", nationality=nationality, origin_country=origin) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("atleast(level,'a2')", T),
        ("atleast(level,'b1')", T),
        ("atleast(level,'b2')", F),
        ("level in ('a1','b1')", T),
        ("level == other_level", O),
    ],
)
def test_levels_have_an_order(text: str, expected: Truth) -> None:
    assert truth(text, level="b1") is expected


def test_every_level_is_at_least_the_ones_before_it() -> None:
    levels = ("none", "a1", "a2", "b1", "b2", "c1", "c2", "native")
    for have, want in itertools.product(levels, levels):
        expected = T if levels.index(have) >= levels.index(want) else F
        assert truth(f"atleast(level,'{want}')", level=have) is expected


def test_lists_know_what_is_chosen() -> None:
    assert truth("has(needs,'x')", needs=("x", "z")) is T
    assert truth("has(needs,'y')", needs=("x", "z")) is F
    assert truth("overlap(needs,['y','z'])", needs=("x", "z")) is T
    assert truth("overlap(needs,('y',))", needs=()) is F


def test_settings_come_from_the_context() -> None:
    assert truth("cfg('special_needs_block')") is F
    assert truth("not cfg('special_needs_block')") is T
    assert truth("years >= cfg('pension_age')", years=number(65)) is T
    assert truth("years >= cfg('pension_age')", years=number(64, 65)) is O
    assert truth("cfg('ik_rule') in ('open','stop')") is F
    assert truth("cfg('s24_circle') == 'asylblg'") is T
    assert truth("site_uses_recipient('aa') and not site_uses_recipient('jc')") is T
    assert truth("deadline_base('arrived') and not deadline_base('born')") is T


def test_known_is_never_open() -> None:
    assert truth("known(note)") is F
    assert truth("known(a)", a=NA) is F
    assert truth("known(needs)", needs=()) is T


def test_always_and_true_are_the_empty_condition() -> None:
    assert truth("always") is T
    assert truth(" True ") is T


def test_a_condition_tells_its_ids_once_in_order() -> None:
    condition = parse_condition("b == 'yes' and (a == 'no' or not known(b)) and nat_in('good_prospect')", WORDS)
    assert condition.ids == ("b", "a", "nationality", "origin_country")


def test_two_ids_compare_in_their_own_order() -> None:
    view = PlainView({"born": days("2016-01-01", "2016-12-31"), "arrived": days("2016-06-01")})
    assert parse_condition("born < arrived", WORDS).truth(view) is O
    assert parse_condition("born > arrived", WORDS).truth(view) is O
    assert parse_condition("arrived >= arrived", WORDS).truth(view) is T
