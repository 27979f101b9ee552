"""Days for a confirmation and statutes for a transfer without consent, as the data gives them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from importlib.resources import files

import pytest

from intake.errors import ContentError
from intake.interview.logic import load_logic
from intake.interview.questionnaire import load_questionnaire
from intake.pathways.after_handover import confirm_by, legal_bases
from intake.pathways.profile_reader import load_site, load_sites
from intake.pathways.sites import Sites

DAY = dt.date(2026, 5, 17)
LOGIC = load_logic(load_questionnaire())


@pytest.fixture(scope="module")
def sites() -> Sites:
    return load_sites(LOGIC)


def profile(old: str = "", new: str = "") -> str:
    text = (files("intake.pathways") / "profiles" / "zebera.toml").read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_every_site_has_two_weeks_unless_it_says_otherwise(sites: Sites) -> None:
    assert {confirm_by(site, "jc", DAY) for site in sites} == {dt.date(2026, 5, 31)}
    own = load_site("own.toml", profile("[config]", "[confirmation]\ndays = 7\n\n[config]"), sites, LOGIC)
    assert confirm_by(own, "jc", DAY) == dt.date(2026, 5, 24)


def test_a_recipient_can_have_days_of_its_own(sites: Sites) -> None:
    own = load_site("own.toml", profile('code = "jc"', 'code = "jc"\nconfirm_days = 30'), sites, LOGIC)
    assert (confirm_by(own, "jc", DAY), confirm_by(own, "aa", DAY)) == (dt.date(2026, 6, 16), dt.date(2026, 5, 31))
    assert confirm_by(replace(own, confirm_days=3), "aa", DAY) == dt.date(2026, 5, 20)


@pytest.mark.parametrize("days", ["0", "367", '"14"', "true", "-1"])
def test_a_number_of_days_that_is_none_is_refused_with_its_line(sites: Sites, days: str) -> None:
    with pytest.raises(ContentError) as caught:
        load_site("own.toml", profile('code = "jc"', f'code = "jc"\nconfirm_days = {days}'), sites, LOGIC)
    assert [line for line in caught.value.problems if "own.toml:246" in line and "confirm_days" in line]
    with pytest.raises(ContentError):
        load_site("own.toml", profile("[config]", f"[confirmation]\ndays = {days}\n\n[config]"), sites, LOGIC)


def test_every_statute_has_its_citation_and_offices_that_exist(sites: Sites) -> None:
    site = sites["zebera"]
    assert site.common.legal_bases
    for basis in site.common.legal_bases:
        assert all((basis.citation, basis.name.de, basis.name.en))
        assert set(basis.to) <= LOGIC.vocabulary.recipients
    assert "§ 4 Abs. 3 KKG" in [basis.citation for basis in legal_bases(site, "youth")]
    assert legal_bases(site, "lang") == ()
