from __future__ import annotations

import datetime as dt

import pytest

from intake.interview.answers import DECLINED, UNKNOWN, Answer, Entry, State
from intake.interview.timeline import Gap, Month, Told, timeline, work_months
from intake.interview.values import PartialDate

ON = dt.date(2016, 2, 15)
BIRTH = PartialDate(1990, 3, 10)
OPEN_ENDS = {"unknown": UNKNOWN, "declined": DECLINED}


def date(text: str) -> PartialDate:
    found = PartialDate.parse(text)
    assert isinstance(found, PartialDate)
    return found


def station(begin: str = "", end: str = "", kind: str = "work") -> Entry:
    """A station; `still`, `unknown` and `declined` are possible ends, an empty end was not asked."""
    fields = {"kind": Answer(State.ANSWERED, kind)}
    for name, text in (("from", begin), ("to", end)):
        if text in OPEN_ENDS:
            fields[name] = OPEN_ENDS[text]
        elif text:
            fields[name] = Answer(State.ANSWERED, "still" if text == "still" else date(text))
    return Entry(f"{begin}-{end}", fields)


def gaps(*stations: Entry, birth: PartialDate | None = BIRTH) -> list[str]:
    return [f"{gap.first} {gap.last}" for gap in timeline(stations, birth, None, ON).gaps]


@pytest.mark.parametrize(
    ("stations", "expected"),
    [
        ([("2005-03", "still")], []),
        ([("2000", "2016")], []),
        ([("2005-04", "still")], ["2005-03 2005-03"]),
        ([("2005-03", "2010-05"), ("2010-08", "still")], ["2010-06 2010-07"]),
        ([("2010-08", "still"), ("2005-03", "2010-05")], ["2010-06 2010-07"]),
        ([("2005-03", "2012"), ("2011", "2012-02"), ("2013-01", "still")], []),
        ([("2005-03", "2015-12")], ["2016-01 2016-02"]),
        ([("2005-03", "")], ["2005-04 2016-02"]),
        ([("2005-03", "unknown")], []),
        ([("2005-03", "declined"), ("2010-01", "2010-12"), ("2011-01", "still")], []),
        ([("2005-03", "unknown"), ("2010-01", "2010-12")], ["2011-01 2016-02"]),
        ([("unknown", "2010-12"), ("2011-01", "still")], []),
        ([("2005-03", "2006-12"), ("declined", "2010-12"), ("2011-01", "still")], []),
        ([("", "2010-12"), ("2011-01", "still")], ["2005-03 2010-11"]),
        ([("unknown", "unknown")], ["2005-03 2016-02"]),
        ([("", "still")], ["2005-03 2016-01"]),
        ([("2005-03", "2004-01")], ["2005-04 2016-02"]),
        ([("2017-01", "2018-01")], ["2005-03 2016-02"]),
    ],
)
def test_months_without_a_station_are_gaps(stations: list[tuple[str, str]], expected: list[str]) -> None:
    assert gaps(*(station(begin, end) for begin, end in stations)) == expected


def test_nothing_told_is_no_gap_but_not_asked() -> None:
    assert timeline(None, BIRTH, None, ON).told is Told.NOT_ASKED
    assert timeline((), BIRTH, None, ON).told is Told.NOT_ASKED
    assert timeline((station(),), None, None, ON).told is Told.NOT_ASKED


def test_a_birth_year_counts_from_its_last_day() -> None:
    assert gaps(station("2006-01", "still"), birth=PartialDate(1990)) == ["2005-12 2005-12"]


def test_without_a_birth_date_the_time_begins_with_the_first_station() -> None:
    assert gaps(station("2010-01", "2010-12"), station("2012-01", "still"), birth=None) == ["2011-01 2011-12"]


def test_somebody_under_15_has_no_gaps() -> None:
    assert timeline((station("2012", "still", "school"),), PartialDate(2005), None, ON).told is Told.COMPLETE


@pytest.mark.parametrize(
    ("arrival", "told", "expected"),
    [
        ("2010-06", Told.COMPLETE, []),
        ("2010-07-15", Told.GAPS, ["2010-06 2010-06"]),
        ("2015", Told.GAPS, ["2010-06 2010-12"]),
        ("", Told.GAPS, ["2010-06 2010-12", "2016-01 2016-02"]),
    ],
)
def test_the_time_before_the_entry_is_told_apart(arrival: str, told: Told, expected: list[str]) -> None:
    stations = (station("2005-01", "2010-05"), station("2011-01", "2015-12"))
    found = timeline(stations, BIRTH, date(arrival) if arrival else None, ON).before_entry
    assert found.told is told
    assert [f"{gap.first} {gap.last}" for gap in found.gaps] == expected


def test_a_month_knows_its_neighbours() -> None:
    assert Month.numbered(Month(2015, 12).number + 1) == Month(2016, 1)
    assert Gap(Month(2015, 1), Month(2015, 2)) == Gap(Month.of(dt.date(2015, 1, 31)), Month(2015, 2))


@pytest.mark.parametrize(
    ("stations", "expected"),
    [
        ([], None),
        ([("", "2012")], None),
        ([("2010-01-01", "2011-12-31")], (24, 24)),
        ([("2010-01-15", "2012-03-20")], (26, 26)),
        ([("2010-01", "2010-12")], (10, 12)),
        ([("2010", "2012")], (12, 36)),
        ([("2010-01-01", "2010-12-31"), ("2010-07-01", "2011-06-30")], (18, 18)),
        ([("2015-02-15", "still")], (12, 12)),
        ([("2015-02-15", "")], (0, 12)),
        ([("2015-02-15", "2020")], (12, 12)),
    ],
)
def test_months_of_work_are_the_union_of_the_stations(
    stations: list[tuple[str, str]], expected: tuple[int, int] | None
) -> None:
    assert work_months([station(begin, end) for begin, end in stations], ON) == expected


def test_only_work_counts_as_work() -> None:
    told = [station("2010-01-01", "2010-12-31", kind) for kind in ("school", "flight", "unemployed", "other")]
    assert work_months(told, ON) is None
    for kind in ("work", "self_employed", "family_work"):
        assert work_months([*told, station("2011-01-01", "2011-12-31", kind)], ON) == (12, 12)
