from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.interview.values import Json
from intake.pathways.due import DeadlineLine
from intake.pathways.period import Period
from tests.pathways.small_site import DAY, RULES, at, deadline, offer, small_site

Row = tuple[str, str | None, bool, str]


def row(line: DeadlineLine) -> Row:
    return line.deadline.id, line.date.isoformat() if line.date else None, line.approximate, line.state.value


def rows(*parts: str, **answers: Json) -> list[Row]:
    """The lines of a site's own deadlines; those of every site are left out."""
    site = small_site(RULES, *parts)
    own = {line.id for line in site.own_deadlines}
    return [row(line) for line in at(site, also=answers).deadlines if line.deadline.id in own]


GRANT = deadline("d", "grant_start", "P1M")


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("2016-01-14", ("d", "2016-02-14", False, "past")),
        ("2016-01-15", ("d", "2016-02-15", False, "due")),
        ("2016-01-31", ("d", "2016-02-29", False, "due")),
        ("2016-01", ("d", "2016-02-01", True, "past")),
        ("2016", ("d", "2016-02-01", True, "past")),
        (None, ("d", None, False, "open")),
        ({"state": "declined"}, ("d", None, False, "open")),
    ],
)
def test_a_date_counts_from_the_first_day_of_its_base(base: Json, expected: Row) -> None:
    assert rows(GRANT, grant_start=base) == [expected]


def test_a_false_condition_gives_no_line_and_an_open_one_an_open_date() -> None:
    text = deadline("d", "grant_start", "P1D", "literacy == 'no'")
    assert rows(text, grant_start="2016-02-15", literacy="well") == []
    assert rows(text, grant_start="2016-02-15", literacy="no") == [("d", "2016-02-16", False, "due")]
    assert rows(text, grant_start="2016-02-15") == [("d", "2016-02-16", False, "open")]
    assert rows(text) == [("d", None, False, "open")]


def test_a_base_that_is_not_relevant_gives_no_line() -> None:
    text = deadline("d", "facility_entry_date", "P14D")
    assert rows(text, facility_entry_date="2016-02-01", accommodation_type="private") == []
    assert rows(text, facility_entry_date="2016-02-01", accommodation_type="eae") == [("d", "2016-02-15", False, "due")]


def test_what_would_decide_a_date_is_named() -> None:
    site = small_site(RULES, deadline("d", "grant_start", "P1D", "literacy == 'no'"))
    (line,) = [line for line in at(site).deadlines if line.deadline.id == "d"]
    assert line.open.missing == ("grant_start", "literacy")
    (line,) = [line for line in at(site, grant_start={"state": "declined"}).deadlines if line.deadline.id == "d"]
    assert (line.open.missing, line.open.blocked) == (("literacy",), ("grant_start",))


MEASURES: Json = [
    {"offer": "o1", "text": "a", "state": "running", "from": "2016-02-01", "planned_end": "2016-06"},
    {"offer": "o2", "text": "b", "state": "planned"},
    {"offer": "o1", "text": "c", "state": "ended", "from": "2015-01-01", "planned_end": "2015-06-30"},
    {"offer": "o1", "text": "d", "from": "2016-02-01"},
    {"text": "e", "state": "running", "from": "2016-01"},
]


def test_each_measure_that_is_planned_or_running_has_its_own_line() -> None:
    assert rows(deadline("m", "measures.from", "P8W"), measures=MEASURES) == [
        ("m", "2016-03-28", False, "due"),
        ("m", None, False, "open"),
        ("m", "2016-02-26", True, "due"),
    ]


def test_a_deadline_of_an_offer_counts_only_its_own_measures() -> None:
    text = offer("o1") + deadline("m", "measures.planned_end", "P0D", more='offer = "o1"')
    assert rows(text, measures=MEASURES) == [("m", "2016-06-01", True, "due")]


def test_lines_of_measures_say_which_entry_they_belong_to() -> None:
    site = small_site(RULES, deadline("m", "measures.from", "P8W"))
    found = at(site, measures=MEASURES)
    entries = [entry.entry.id for entry in found.facts.entries("measures")]
    lines = [line.entry for line in found.deadlines if line.deadline.id == "m"]
    assert lines == [entries[0], entries[1], entries[4]]


def test_dates_of_every_site_come_first() -> None:
    site = small_site(RULES, GRANT)
    found = at(site, grant_start="2016-02-01", status_valid_until="2016-03-01", residence_status="permission")
    assert [line.deadline.id for line in found.deadlines] == ["permit_expiry", "d"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P0D", Period(0, 0)),
        ("P14D", Period(0, 14)),
        ("P8W", Period(0, 56)),
        ("P3M", Period(3, 0)),
        ("P5Y", Period(60, 0)),
        ("P1Y2M3W4D", Period(14, 25)),
        ("P", None),
        ("14D", None),
        ("P3", None),
        ("P-3M", None),
        ("P1.5M", None),
        ("PT3M", None),
        ("p3m", None),
        ("P3M ", None),
    ],
)
def test_periods_are_read(text: str, expected: Period | None) -> None:
    assert Period.parse(text) == expected


days = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))


@given(days, st.integers(0, 120))
def test_months_keep_the_day_or_end_with_the_month(day: dt.date, months: int) -> None:
    after = Period(months=months).after(day)
    assert (after.year * 12 + after.month) - (day.year * 12 + day.month) == months
    assert after.day == min(day.day, calendar.monthrange(after.year, after.month)[1])


@given(days, st.integers(0, 4000))
def test_days_are_counted(day: dt.date, count: int) -> None:
    assert (Period(days=count).after(day) - day).days == count


def test_a_date_never_leaves_the_calendar() -> None:
    assert Period(months=12).after(dt.date(9999, 6, 1)) == dt.date.max
    assert Period(days=900).after(dt.date(9999, 6, 1)) == dt.date.max
    assert Period(months=1).after(DAY) == dt.date(2016, 3, 15)
