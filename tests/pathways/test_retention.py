"""How long cases are kept comes from data: the values of every site, or those of one."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.pathways.content import load_content
from intake.pathways.retention import Retention

AT = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)


def test_every_site_keeps_drafts_for_30_days_and_records_for_24_months() -> None:
    for site in load_content().sites:
        assert site.retention == Retention(30, 24)


def test_months_end_with_their_last_day() -> None:
    assert Retention(30, 1).before(AT) == (dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC), AT.replace(month=2, day=28))
    assert Retention(30, 25).before(AT)[1] == AT.replace(year=2024, month=2, day=29)


@pytest.mark.parametrize(("is_draft", "day"), [(True, dt.date(2026, 4, 30)), (False, dt.date(2028, 3, 31))])
def test_the_day_on_which_a_case_has_had_its_time(is_draft: bool, day: dt.date) -> None:
    assert Retention().ends(AT, is_draft=is_draft) == day
