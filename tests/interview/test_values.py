from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.questionnaire import Questionnaire
from intake.interview.questions import Kind, Limits, Question, Sensitivity
from intake.interview.typed_text import read_date, read_number, read_numbers, read_text, shown
from intake.interview.values import PartialDate, Problem

days = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))
partial_dates = st.one_of(
    days.map(lambda day: PartialDate(day.year, day.month, day.day)),
    days.map(lambda day: PartialDate(day.year, day.month)),
    days.map(lambda day: PartialDate(day.year)),
)


def question(kind: Kind, **limits: str | int) -> Question:
    return Question("q", "A", "?", kind, Sensitivity.NORMAL, "IDN", limits=Limits(**limits))  # type: ignore[arg-type]


@given(partial_dates)
def test_a_partial_date_is_read_back_as_it_was_written(value: PartialDate) -> None:
    assert PartialDate.parse(str(value)) == value
    assert read_date(shown(value)) == value
    assert read_date(str(value)) == value


@given(partial_dates)
def test_a_partial_date_spans_its_days(value: PartialDate) -> None:
    assert value.first <= value.last
    if value.month is None:
        assert (value.last - value.first).days in (364, 365)
    elif value.day is None:
        assert value.first.day == 1
        assert value.last == dt.date.max or (value.last + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1999", PartialDate(1999)),
        ("5.1999", PartialDate(1999, 5)),
        ("05/1999", PartialDate(1999, 5)),
        ("051999", PartialDate(1999, 5)),
        ("1999-05", PartialDate(1999, 5)),
        ("17.5.1999", PartialDate(1999, 5, 17)),
        (" 17,05,1999 ", PartialDate(1999, 5, 17)),
        ("17 5 1999", PartialDate(1999, 5, 17)),
        ("17051999", PartialDate(1999, 5, 17)),
        ("1999-05-17", PartialDate(1999, 5, 17)),
        ("29.02.2000", PartialDate(2000, 2, 29)),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, value: PartialDate) -> None:
    assert read_date(typed) == value


@pytest.mark.parametrize(
    "typed",
    ["", "-", "31.02.2001", "29.02.1999", "17.5.99", "1.2.3.4", "13.1999", "0000", "abc", "1e3", "99999"],
)
def test_a_date_that_cannot_be_is_a_problem(typed: str) -> None:
    assert isinstance(read_date(typed), Problem)


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("42", 42),
        ("3 Jahre 6 Monate", 42),
        ("3j 6m", 42),
        ("3 years", 36),
        ("1,5 Jahre", 18),
        ("6 Monate", 6),
        ("2 yıl", 24),
    ],
)
def test_lengths_of_time_become_months(typed: str, months: int) -> None:
    assert read_number(question(Kind.NUMBER, unit="months"), typed) == months


@pytest.mark.parametrize("typed", ["", "drei", "-1", "1e9", "3 3", "1.2.3"])
def test_what_is_no_number_is_a_problem(typed: str) -> None:
    assert isinstance(read_number(question(Kind.NUMBER), typed), Problem)


@given(st.lists(st.integers(0, 9999), max_size=15).map(tuple))
def test_a_list_of_numbers_is_read_back(value: tuple[int, ...]) -> None:
    assert read_numbers(shown(value)) == value


@given(st.text())
def test_any_typed_text_is_a_value_or_a_problem(typed: str) -> None:
    for kind in (Kind.TEXT, Kind.NUMBER, Kind.LIST_NUMBER, Kind.PARTIAL_DATE):
        read_text(question(kind), typed)


def test_picked_kinds_are_not_read_from_text(questionnaire: Questionnaire) -> None:
    with pytest.raises(ValueError, match="single"):
        read_text(questionnaire["gender"], "f")


@pytest.mark.parametrize("typed", ["١٧.٥.١٩٩٩", "۱۷/۵/۱۹۹۹", "17٫5٫1999", "१७ ५ १९९९"])
def test_the_digits_of_every_script_are_digits(typed: str) -> None:
    assert read_date(typed) == PartialDate(1999, 5, 17)
    assert read_numbers("٣، ٧ ۱۲") == (3, 7, 12)
