"""Dates of other calendars against days that are known, and properties of every day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.questions import Kind
from intake.interview.truth import Interval
from intake.interview.typed_text import MARKS, read_date, shown_date
from intake.interview.value_json import value_of_kind
from intake.interview.values import Calendar, PartialDate, Problem, as_json
from intake.languages.calendars import MONTHS, YEARS, converted
from intake.languages.dates import partial_date

SH, AH, EC = Calendar.SOLAR_HIJRI, Calendar.ISLAMIC, Calendar.ETHIOPIAN

# Nowruz, the Islamic and the Ethiopian new year, leap days; from almanacs.
KNOWN = [
    ((SH, 1375), "1996-03-20", "1997-03-20"),
    ((SH, 1357, 11, 22), "1979-02-11", "1979-02-11"),
    ((SH, 1403, 12, 30), "2025-03-20", "2025-03-20"),
    ((SH, 1380, 6), "2001-08-23", "2001-09-22"),
    ((AH, 1400), "1979-11-20", "1980-11-08"),
    ((AH, 1445, 9, 1), "2024-03-11", "2024-03-11"),
    ((EC, 2000), "2007-09-12", "2008-09-10"),
    ((EC, 1983, 13, 5), "1991-09-10", "1991-09-10"),
    ((EC, 1987, 4), "1994-12-10", "1995-01-08"),
]


@pytest.mark.parametrize(("said", "first", "last"), KNOWN, ids=lambda each: str(each))
def test_known_days(said: tuple[Calendar, int], first: str, last: str) -> None:
    found = converted(*said)
    assert isinstance(found, PartialDate)
    assert abs((found.first - dt.date.fromisoformat(first)).days) <= (1 if said[0] is AH else 0)
    assert abs((found.last - dt.date.fromisoformat(last)).days) <= (1 if said[0] is AH else 0)


@pytest.mark.parametrize(
    "said",
    [(SH, 1376, 12, 30), (SH, 1375, 7, 31), (SH, 1375, 13), (AH, 1410, 2, 30), (EC, 1984, 13, 6), (EC, 1985, 14),
     (SH, 1999), (AH, 1999), (EC, 1375), (SH, 1375, 0), (SH, 1375, 1, 0)],
)  # fmt: skip
def test_a_day_that_the_calendar_does_not_have_is_no_date(said: tuple[Calendar, int]) -> None:
    assert isinstance(converted(*said), Problem)


@st.composite
def said_dates(draw: st.DrawFn) -> PartialDate:
    calendar = draw(st.sampled_from(list(Calendar)))
    year = draw(st.integers(*YEARS[calendar]))
    month = draw(st.none() | st.integers(1, MONTHS[calendar]))
    day = draw(st.none() | st.integers(1, 31)) if month else None
    found = converted(calendar, year, month, day)
    return found if isinstance(found, PartialDate) else draw(said_dates())


@given(said_dates())
def test_what_is_shown_can_be_typed_again(date: PartialDate) -> None:
    assert read_date(shown_date(date), converted) == date
    assert read_date(shown_date(date).lower(), converted) == date


@given(said_dates())
def test_it_is_stored_as_it_was_said(date: PartialDate) -> None:
    assert value_of_kind(Kind.PARTIAL_DATE, as_json(date)) == date
    assert date.said is not None
    assert date.said.text in str(as_json(date))


@given(said_dates())
def test_a_year_is_a_span_of_days_and_never_one_year_of_ours(date: PartialDate) -> None:
    said = date.said
    assert said is not None
    days = (date.last - date.first).days + 1
    assert date.is_full == (said.day is not None) == (days == 1)
    if said.month is None:
        assert days in ((354, 355) if said.calendar is AH else (365, 366))
    elif said.day is None:
        assert days in (5, 6, 29, 30, 31)
    assert Interval.of_date(date) == Interval(date.first.toordinal(), date.last.toordinal()) or date.first != date.last


@given(st.sampled_from(list(Calendar)), st.integers(0, 120), st.integers(1, 13))
def test_months_follow_each_other_without_a_gap(calendar: Calendar, years: int, month: int) -> None:
    year = YEARS[calendar][0] + years
    month = min(month, MONTHS[calendar])
    after = (year + 1, 1) if month == MONTHS[calendar] else (year, month + 1)
    one, other = converted(calendar, year, month), converted(calendar, *after)
    assert isinstance(one, PartialDate)
    assert isinstance(other, PartialDate)
    assert other.first - one.last == dt.timedelta(days=1)


WRONG = [
    {"said": "1375", "calendar": "solar_hijri", "first": "1996-03-20"},
    {"said": "1375", "calendar": "lunar", "first": "1996-03-20", "last": "1997-03-20"},
    {"said": "1375", "calendar": "solar_hijri", "first": "1997-03-20", "last": "1996-03-20"},
    {"said": "1375", "calendar": "solar_hijri", "first": "1990-03-20", "last": "1997-03-20"},
    {"said": "1375-07-12", "calendar": "solar_hijri", "first": "1996-03-20", "last": "1997-03-20"},
    {"said": "7/1375", "calendar": "solar_hijri", "first": "1996-03-20", "last": "1997-03-20"},
    {"said": "1375", "calendar": "solar_hijri", "first": "1996-03-20", "last": "1997-03-20", "x": 1},
]


@pytest.mark.parametrize("raw", WRONG, ids=range(len(WRONG)))
def test_a_wrong_form_is_no_date(raw: dict[str, str]) -> None:
    assert isinstance(value_of_kind(Kind.PARTIAL_DATE, dict(raw)), Problem)


def test_both_dates_are_shown() -> None:
    year, day = converted(SH, 1375), converted(SH, 1375, 7, 12)
    assert isinstance(year, PartialDate)
    assert isinstance(day, PartialDate)
    assert partial_date(year, "de") == "20.03.1996\u2009–\u200920.03.1997 (SH 1375)"
    assert partial_date(day, "de") == "03.10.1996 (SH 12.07.1375)"


def test_no_mark_is_the_beginning_of_another() -> None:
    assert len({mark[0] for mark in MARKS.values()}) == len(MARKS)
