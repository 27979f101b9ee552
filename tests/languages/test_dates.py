"""Dates as each language writes them."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.interview.values import PartialDate
from intake.languages.dates import Length, day, moment, partial_date, time
from intake.languages.direction import strip_controls
from intake.languages.languages import load_languages

MAY_17 = PartialDate(1999, 5, 17)


@pytest.mark.parametrize(
    ("language", "year", "month", "full"),
    [
        ("de", "1999", "Mai 1999", "17.05.1999"),
        ("en", "1999", "May 1999", "17 May 1999"),
        ("tr", "1999", "Mayıs 1999", "17 May 1999"),
        ("uk", "1999", "травень 1999\u202fр.", "17 трав. 1999\u202fр."),
    ],
)
def test_a_date_is_shown_as_precisely_as_it_is_known(language: str, year: str, month: str, full: str) -> None:
    assert partial_date(PartialDate(1999), language) == year
    assert partial_date(PartialDate(1999, 5), language) == month
    assert partial_date(MAY_17, language) == full


@pytest.mark.parametrize(
    ("length", "text"), [("medium", "17.05.1999"), ("long", "17. Mai 1999"), ("full", "Montag, 17. Mai 1999")]
)
def test_a_day_can_be_written_out(length: Length, text: str) -> None:
    assert day(MAY_17.first, "de", length) == text
    assert partial_date(MAY_17, "de", length) == text


@pytest.mark.parametrize("language", ["de", "en", "tr", "uk", "ar", "ti"])
def test_the_clock_has_24_hours_in_every_language(language: str) -> None:
    assert time(dt.time(21, 5), language) == "21:05"


def test_an_appointment_is_shown_with_its_time_where_it_has_one() -> None:
    assert moment("2026-05-17", "de") == "17.05.2026"
    assert moment("2026-05-17T10:30", "de", "full") == "Sonntag, 17. Mai 2026, 10:30"


@pytest.mark.parametrize("language", ["ar", "fa", "ckb", "ps"])
def test_dates_bring_no_bidi_marks(language: str) -> None:
    assert strip_controls(day(MAY_17.first, language)) == day(MAY_17.first, language)


def test_what_is_no_day_is_an_error() -> None:
    with pytest.raises(ValueError, match="month must be"):
        moment("2026-13-01", "de")


@pytest.mark.parametrize("language", [language.code for language in load_languages()])
def test_dates_are_written_in_every_language_of_the_screens(language: str) -> None:
    for value in (PartialDate(1999, 5, 17), PartialDate(1999, 5), PartialDate(1999)):
        assert partial_date(value, language)
    assert moment("2026-05-17T10:30", language, "full")


def test_dari_and_kurmanji_have_the_dates_of_their_own_locale() -> None:
    assert partial_date(PartialDate(1999, 5), "prs") != partial_date(PartialDate(1999, 5), "en")
    assert "gulan" in partial_date(PartialDate(1999, 5), "kmr")
