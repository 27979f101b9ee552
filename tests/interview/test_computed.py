from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.computed import age, age_of, german_course_share, in_site_area, school_year_end, wb_count
from intake.interview.context import Context, full_config
from intake.interview.truth import NA, OPEN, Interval, Value, completed_years
from intake.interview.values import Municipality, PartialDate
from tests.interview.conditions.condition_cases import LAW, PlainView, facts_of, number

HAMM = full_config(LAW, {"area_names": ("Hamm", "Hamm (Westf.)"), "area_codes": ("05915000",)})


def on(day: str, **values: Value) -> PlainView:
    return PlainView(values, Context(dt.date.fromisoformat(day), HAMM))


def born(text: str) -> Interval:
    date = PartialDate.parse(text)
    assert isinstance(date, PartialDate)
    return Interval.of_date(date)


@pytest.mark.parametrize(
    ("birth", "day", "expected"),
    [
        ("1999", "2016-02-15", number(16, 17)),
        ("1998-02", "2016-02-15", number(17, 18)),
        ("1998-02-15", "2016-02-15", number(18)),
        ("1998-02-16", "2016-02-15", number(17)),
        ("2016", "2016-02-15", number(0)),
        ("2016-02-15", "2016-02-15", number(0)),
        ("2016-03", "2016-02-15", OPEN),
        ("2000-02-29", "2018-02-28", number(17)),
        ("2000-02-29", "2018-03-01", number(18)),
    ],
)
def test_age_is_the_span_of_completed_years(birth: str, day: str, expected: Value) -> None:
    assert age(on(day, birth_date=born(birth))) == expected


days = st.dates(dt.date(1990, 1, 1), dt.date(2020, 12, 31))


@given(days, days, st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_age_holds_every_possible_birthday_up_to_the_day(birth: dt.date, day: dt.date, form: str) -> None:
    interval = born(birth.strftime(form))
    possible = [
        completed_years(dt.date.fromordinal(number), day)
        for number in range(int(interval.low), min(int(interval.high), day.toordinal()) + 1)
    ]
    expected = Interval(min(possible), max(possible)) if possible else OPEN
    assert age_of(interval, day) == expected


@pytest.mark.parametrize(
    ("birth", "end"),
    [
        ("1998-07-31", "2016-07-31"),
        ("1998-08-01", "2017-07-31"),
        ("1998-02-16", "2016-07-31"),
        ("1996-02-29", "2014-07-31"),
    ],
)
def test_the_school_year_ends_on_the_31_july_after_the_18th_birthday(birth: str, end: str) -> None:
    assert school_year_end(on("2016-02-15", birth_date=born(birth))) == born(end)


def test_the_end_of_the_school_year_is_a_span_for_a_year_of_birth() -> None:
    assert school_year_end(on("2016-02-15", birth_date=born("1998"))) == Interval(
        dt.date(2016, 7, 31).toordinal(), dt.date(2017, 7, 31).toordinal()
    )


@pytest.mark.parametrize(
    ("town", "expected"),
    [
        (Municipality("Hamm", "05915000"), "yes"),
        (Municipality("Hamm", "05124000"), "no"),
        (Municipality("  hAMM (westf.) "), "yes"),
        (Municipality("Hamm an der Sieg"), OPEN),
        (OPEN, OPEN),
        (NA, NA),
    ],
)
def test_only_a_key_of_another_town_says_no(town: Value, expected: Value) -> None:
    assert in_site_area(on("2016-02-15", residence_municipality=town)) == expected


def test_a_site_without_codes_knows_its_area_by_name() -> None:
    view = PlainView(
        {"residence_municipality": Municipality("Ulm", "08421000")}, Context(dt.date(2016, 1, 1), full_config(LAW))
    )
    assert in_site_area(view) is OPEN


@pytest.mark.parametrize(
    ("done", "total", "expected"),
    [
        (number(240), number(600), number(40)),
        (number(1), number(3), number(33)),
        (number(700), number(600), number(100)),
        (number(0), number(600), number(0)),
        (number(29), number(100), number(29)),
        (number(10), number(0), OPEN),
        (number(10), OPEN, OPEN),
        (OPEN, NA, NA),
        (NA, OPEN, NA),
    ],
)
def test_the_share_of_the_course_is_rounded_down(done: Value, total: Value, expected: Value) -> None:
    view = on("2016-02-15", german_course_hours_done=done, german_course_hours_total=total)
    assert german_course_share(view) == expected


def test_wellbeing_counts_yes_and_what_may_be_yes() -> None:
    view = on("2016-02-15", wb_sleep="yes", wb_images="no", wb_tension=NA, wb_interest="yes", wb_pain=OPEN)
    assert wb_count(view) == number(2, 3)


def test_output_shows_open_as_null_na_as_text_and_intervals_as_two_numbers() -> None:
    output = facts_of({"birth_date": "1999", "german_course": "none"}).derived_output()
    assert list(output) == sorted(output)
    assert output["age"] == [16, 17]
    assert output["german_course_share"] == "n/a"
    assert output["wellbeing_signpost"] is None
    assert not {"assessment_day", "school_year_end", "wb_count"} & set(output)
    assert facts_of({"birth_date": "1999-01-01"}).derived_output()["age"] == 17
