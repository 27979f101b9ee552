from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import InputError
from intake.interview.context import full_config
from intake.pathways.law import law_folder, read_laws, site_context
from intake.pathways.profile_reader import load_site
from tests.pathways.personas import laws, logic, sites
from tests.pathways.small_site import RULES, text_of

FIRST = dt.date(2015, 10, 24)


@pytest.mark.parametrize(
    ("day", "law"),
    [
        ("2015-10-24", "2015-10-24"),
        ("2016-02-15", "2015-10-24"),
        ("2016-07-31", "2015-10-24"),
        ("2016-08-01", "2016-08-01"),
        ("2022-12-30", "2022-06-01"),
        ("2022-12-31", "2022-12-31"),
        ("2099-01-01", "2026-07-01"),
    ],
)
def test_the_latest_set_not_after_the_day_is_in_force(day: str, law: str) -> None:
    assert laws().in_force(dt.date.fromisoformat(day)).date == dt.date.fromisoformat(law)


@given(st.dates(FIRST, dt.date(2100, 1, 1)))
def test_exactly_one_set_is_in_force_on_each_day(day: dt.date) -> None:
    found = laws().in_force(day)
    assert found.date <= day
    assert not [law for law in laws() if found.date < law.date <= day]


def test_before_the_first_set_there_is_no_law() -> None:
    with pytest.raises(InputError, match="2015-10-23"):
        laws().in_force(FIRST - dt.timedelta(days=1))


def test_a_set_is_chosen_by_its_date() -> None:
    assert laws().of(dt.date(2023, 12, 23)).config["pension_age"] == 66
    with pytest.raises(InputError, match="no law set 2020-01-01"):
        laws().of(dt.date(2020, 1, 1))


def test_the_site_wins_over_the_law_set() -> None:
    context = site_context(sites()["hamm"], laws().of(FIRST), dt.date(2016, 2, 15))
    assert context.config["ik_rule"] == "list"
    assert context.config["school_duty_needs_assignment"] is True
    assert context.config["fim_active"] is False
    assert context.lists["south_east_europe"] >= {"BGR", "ROU"}
    assert context.lists["good_prospect"] == {"SYR", "ERI", "IRQ", "IRN"}
    assert "admission_date" not in context.deadline_bases
    assert "decision_date" in context.deadline_bases
    assert "jc" in context.recipients


def test_a_site_can_overrule_a_law_set() -> None:
    text = text_of(RULES).replace("[config]", '[config]\npension_age = 60\nlists = { good_prospect = ["AFG"] }')
    site = load_site("small.toml", text, sites(), logic())
    context = site_context(site, laws().of(FIRST), FIRST)
    assert context.config["pension_age"] == 60
    assert context.lists["good_prospect"] == {"AFG"}
    assert context.lists["safe_origin"] == laws().of(FIRST).lists["safe_origin"]


def test_a_setting_without_default_has_to_be_set() -> None:
    with pytest.raises(KeyError, match="pension_age"):
        full_config({"ik_rule": "list", "s24_circle": "sgb2"})


def test_the_law_sets_of_the_program_have_no_mistakes() -> None:
    found, mistakes = read_laws(Path(str(law_folder())), sites()["hamm"].lists["south_east_europe"] | {"SYR"})
    assert len(found.sets) == 9
    assert {mistake.what.split("`")[1] for mistake in mistakes} <= {"good_prospect", "safe_origin"}
    assert read_laws(Path(str(law_folder())))[1] == ()


MISTAKES = [
    ("date = 2023-12-23", "date = 2022-12-31", 3, "another law set begins on 2022-12-31 too"),
    ("date = 2023-12-23", "date = 2023-12-24", 3, "named 2023-12-24.toml"),
    ("date = 2023-12-23", 'date = "soon"', 3, "`date` has to be a day"),
    ("date = 2023-12-23", "day = 2023-12-23", 3, "unknown key `day`"),
    ('ik_rule = "open"', 'ik_rule = "always"', 7, "`ik_rule` has to be one of list, open, stop"),
    ("pension_age = 66", "pension_age = true", 10, "`pension_age` has to be a whole number"),
    ("pension_age = 66", "pension = 66", 10, "unknown configuration key `pension`"),
    ("fim_active = false", 'fim_active = "no"', 9, "`fim_active` has to be yes or no"),
    ("good_prospect = [", "good_prospect = [1, ", 13, "`good_prospect` has to be a list"),
    ('"SYR"', '"SYX"', 13, "unknown country `SYX`"),
    ("[config.lists]", "[config.list]", 6, "unknown configuration key `list`"),
    ("why =", "why", 4, "no valid TOML"),
]


@pytest.mark.parametrize(("old", "new", "line", "word"), MISTAKES)
def test_a_mistake_in_a_law_set_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, word: str
) -> None:
    shutil.copytree(Path(str(law_folder())), tmp_path / "law")
    path = tmp_path / "law" / "2023-12-23.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    countries = {code for law in laws() for codes in law.lists.values() for code in codes}
    _, mistakes = read_laws(tmp_path / "law", countries)
    found = [mistake for mistake in mistakes if word in mistake.what]
    assert found, mistakes
    assert (found[0].file, abs(found[0].line - line) <= 1) == (path.name, True), found


def test_an_empty_folder_holds_no_law(tmp_path: Path) -> None:
    assert [mistake.what for mistake in read_laws(tmp_path)[1]] == ["there is no law set"]
