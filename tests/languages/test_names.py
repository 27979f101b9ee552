"""Names of countries and languages, and finding them."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from intake.interview.questionnaire import Questionnaire
from intake.languages.catalogs import PACKAGE
from intake.languages.direction import strip_controls
from intake.languages.languages import load_languages
from intake.languages.names import NAMES_FILE, Names
from intake.languages.own_names import OWN_NAMES_FILE, own_countries, own_languages

INTERFACE = tuple(language.code for language in load_languages())


@pytest.fixture(scope="module")
def names(questionnaire: Questionnaire) -> Names:
    return Names(questionnaire.codes)


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("SYR", "de", "Syrien"),
        ("SYR", "tr", "Suriye"),
        ("SYR", "prs", "سوریه"),
        ("SYR", "uk", "Сирія"),
        ("ERI", "ti", "ኤርትራ"),
        ("XKX", "de", "Kosovo"),
        ("XXA", "de", "Staatenlos"),
        ("XXA", "uk", "без громадянства"),
        ("XXX", "en", "Nationality not clarified"),
        ("XXA", "ar", "Staatenlos"),
        ("QQQ", "de", "QQQ"),
    ],
)
def test_countries_have_names(names: Names, code: str, language: str, name: str) -> None:
    assert names.country(code, language) == name


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("prs", "de", "Dari"),
        ("pes", "de", "Farsi (Persisch, Iran)"),
        ("kmr", "en", "Kurmanji (Northern Kurdish)"),
        ("ckb", "de", "Sorani (Zentralkurdisch)"),
        ("apc", "tr", "Levanten Arapçası"),
        ("rom", "uk", "ромська"),
        ("tir", "uk", "тигринья"),
        ("gsg", "de", "Deutsche Gebärdensprache"),
        ("qqq", "de", "qqq"),
    ],
)
def test_languages_have_names_that_the_desk_uses(names: Names, code: str, language: str, name: str) -> None:
    assert names.language(code, language) == name


@pytest.mark.parametrize("language", INTERFACE)
def test_every_code_has_its_own_name_in_every_interface_language(
    names: Names, questionnaire: Questionnaire, language: str
) -> None:
    for codes, name in (
        (questionnaire.codes.countries, names.country),
        (questionnaire.codes.languages, names.language),
        (dict.fromkeys(questionnaire.codes.scripts), names.script),
    ):
        shown = {code: name(code, language) for code in codes}
        assert not [code for code, text in shown.items() if text == code or not text.strip()]
        assert len(set(shown.values())) == len(shown)
        assert all(strip_controls(text) == text for text in shown.values())


def test_kinds_of_one_language_can_be_told_apart_by_what_they_call_themselves(names: Names) -> None:
    assert names.own_language("kmr") == ("Kurmancî",)
    assert names.own_language("prs") == ("دری",)
    assert names.own_language("apc") != names.own_language("acm")
    assert names.own_language("mis") == ()


def test_a_country_calls_itself_in_its_official_languages(names: Names) -> None:
    assert names.own_country("ERI")[0] == "ኤርትራ"
    assert names.own_country("UKR") == ("Україна", "Украина")
    assert names.own_country("CHE")[:1] == ("Schweiz",)
    assert names.own_country("ATA") == ()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *[(typed, "SYR") for typed in ("Syr", "سوريا", "سور", "Suriye", "Сирія", "sûrî", "SYR", "syria")],
        *[(typed, "ERI") for typed in ("eritr", "ኤርትራ", "إريتريا")],
        *[(typed, "TUR") for typed in ("tuerk", "turk", "Turkey", "Türkiye", "Туреч")],
        *[(typed, "IRN") for typed in ("ایران", "ايران", "Persien")],
        *[(typed, "IRQ") for typed in ("عێراق", "العراق", "ira")],
        ("elfenb", "CIV"),
        ("staatenl", "XXA"),
        ("weißr", "BLR"),
        ("Kosovë", "XKX"),
    ],
)
def test_a_country_is_found_in_german_english_the_language_on_screen_and_its_own(
    names: Names, typed: str, code: str
) -> None:
    language = "tr" if typed == "Suriye" else "uk"
    assert names.countries(language).search(typed)[0] == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [("dari", "prs"), ("دری", "prs"), ("сорані", "ckb"), ("kurmancî", "kmr"), ("DGS", "gsg"), ("ትግር", "tir")],
)
def test_a_language_is_found_in_german_english_the_language_on_screen_and_its_own(
    names: Names, typed: str, code: str
) -> None:
    assert names.languages("uk").search(typed)[0] == code


def test_one_name_finds_all_that_it_can_mean(names: Names) -> None:
    assert {"fas", "pes", "prs"} <= set(names.languages("de").search("farsi"))
    assert {"kur", "kmr", "ckb"} <= set(names.languages("de").search("kurdisch"))


def test_before_anything_is_typed_frequent_ones_are_offered(names: Names) -> None:
    assert names.countries("de").search("", 2) == ("SYR", "AFG")
    assert "prs" in names.languages("de").search("", 5)


def test_an_index_is_built_once_for_each_language(names: Names) -> None:
    assert names.countries("tr") is names.countries("tr")
    assert names.countries("tr") is not names.countries("uk")


def test_every_code_of_the_tables_exists(questionnaire: Questionnaire) -> None:
    codes = {"country": questionnaire.codes.countries, "language": questionnaire.codes.languages}
    for file in (NAMES_FILE, OWN_NAMES_FILE):
        for kind, tables in tomllib.loads(file.read_text("utf-8")).items():
            for key, rows in tables.items() if file == NAMES_FILE else [("own", tables)]:
                assert set(rows) <= set(codes[kind]), (file.name, kind, key)


def test_own_names_are_those_of_cldr(questionnaire: Questionnaire) -> None:
    kept = tomllib.loads(OWN_NAMES_FILE.read_text("utf-8"))
    for kind, now in (
        ("country", own_countries(questionnaire.codes)),
        ("language", own_languages(questionnaire.codes)),
    ):
        same = [code for code, own in now.items() if kept[kind].get(code) == list(own)]
        assert len(same) >= 0.95 * len(now), "CLDR has changed: run `python -m intake.languages.own_names`"


def test_names_cost_no_babel_before_one_is_asked_for() -> None:
    program = (
        "import sys\n"
        "from intake.interview.questionnaire import load_questionnaire\n"
        "from intake.languages import dates\n"
        "from intake.languages.names import Names\n"
        "names = Names(load_questionnaire().codes)\n"
        "assert 'babel' not in sys.modules\n"
        "names.country('SYR', 'de')\n"
        "assert 'babel' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=PACKAGE.parent)
