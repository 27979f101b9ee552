from __future__ import annotations

import datetime as dt

import pytest

from intake.handover.projection.filters import Ages, SeenValue, Years
from intake.handover.record.wording import date
from intake.interview.answers import Source
from intake.interview.values import Appointment, Documents, Municipality, OwnWords, PartialDate
from tests.handover.handover_cases import content, wording


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        ("goal_main", "work", ["Arbeit [work]"]),
        ("german_speaking", "a1", ["A1: einzelne Wörter, einfache Sätze [a1]"]),
        ("nationality", ("SYR", "XXA"), ["Syrien [SYR]", "Staatenlos [XXA]"]),
        ("mother_tongue", ("ckb",), ["Sorani (Zentralkurdisch) [ckb]"]),
        ("sign_language", "no", ["Nein [no]"]),
        ("sign_language", "gsg", ["Deutsche Gebärdensprache [gsg]"]),
        ("scripts", ("Ethi", "Latn"), ["Geʽez-Schrift (Äthiopien, Eritrea) [Ethi]", "Lateinische Schrift [Latn]"]),
        ("shift_work", (), ["keine"]),
        ("skills_note", "Nähen", ["Nähen"]),
        ("school_years", 7, ["7"]),
        ("school_years", 7.5, ["7,5"]),
        ("work_months", 0, ["0 Monate"]),
        ("work_months", 1, ["1 Monat"]),
        ("work_months", 12, ["1 Jahr"]),
        ("work_months", 25, ["2 Jahre 1 Monat"]),
        ("children_ages", (3, 7), ["3", "7"]),
        ("children_ages", Ages((3, (4, 5), None)), ["3", "4 bis 5", "Alter nicht bekannt"]),
        ("birth_date", PartialDate(1990), ["1990 (nur das Jahr ist bekannt)"]),
        ("birth_date", PartialDate(1990, 5), ["05/1990 (nur Monat und Jahr sind bekannt)"]),
        ("birth_date", PartialDate(1990, 5, 7), ["07.05.1990"]),
        ("residence_municipality", Municipality("Hamm", "05915000"), ["Hamm [05915000]"]),
        ("residence_municipality", Municipality("Irgendwo"), ["Irgendwo"]),
        ("last_occupation", OwnWords("Näherin"), ["Näherin"]),
        ("documents", Documents({"passport": ("seen", "copied")}), ["Pass: gesehen, kopiert [passport]"]),
        ("documents", Documents({}), ["keine"]),
        ("next_appointment", Appointment("2016-09-20"), ["20.09.2016"]),
        ("next_appointment", Appointment("2016-09-20T08:05", "Raum 1"), ["20.09.2016, 08:05 Uhr, Raum 1"]),
    ],
)
def test_a_value_is_said_in_german_with_its_code(question: str, value: SeenValue, expected: list[str]) -> None:
    said = wording().values(content().questionnaire[question], value)
    assert [f"{each.text} [{each.code}]" if each.code else each.text for each in said] == expected


def test_own_words_keep_their_place_before_the_name_of_the_occupation() -> None:
    occupation = wording().occupations["2221"]
    (said,) = wording().values(content().questionnaire["last_occupation"], OwnWords("Schwester", "2221"))
    assert (said.text, said.code) == (f"Schwester ({occupation.de})", "2221")
    (same,) = wording().values(content().questionnaire["last_occupation"], OwnWords(occupation.de.upper(), "2221"))
    assert same.text == occupation.de.upper()


@pytest.mark.parametrize(("isco", "words"), [("2221", "reglementierter Beruf"), ("7531", "kein reglementierter Beruf")])
def test_a_wanted_occupation_says_whether_the_law_regulates_it(isco: str, words: str) -> None:
    said = wording().values(content().questionnaire["desired_occupation"], OwnWords("x", isco))
    assert [each.text for each in said[1:]] == [words]


@pytest.mark.parametrize(("years", "said"), [(25, "25"), ((16, 17), "16 bis 17"), (None, "Alter nicht bekannt")])
def test_years_are_said_as_far_as_they_are_known(years: Years, said: str) -> None:
    assert wording().years(years) == said


def test_every_source_has_words() -> None:
    assert len({wording().source(source) for source in Source}) == len(Source)
    assert wording().source(None) == ""


def test_a_day_is_written_in_german_figures() -> None:
    assert date(dt.date(1999, 5, 7)) == "07.05.1999"
