"""What the screens say: questions, answers and states in two languages at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.interview.answer_file import answers_from_json
from intake.interview.answers import ASK_LATER, DECLINED, UNKNOWN, Answers
from intake.interview.values import Json
from intake.ui.widgets.field import Pair
from intake.ui.wording import CaseWording
from tests.ui.program import parts


@pytest.fixture
def wording() -> CaseWording:
    return CaseWording(parts("zebera").lexicon, "de", "en")


def said(wording: CaseWording, id_: str, value: Json) -> Pair:
    """An answer of the form of an answers file, in words."""
    questionnaire = wording.lexicon.questionnaire
    answers = answers_from_json(questionnaire, {id_: value})
    assert isinstance(answers, Answers)
    return wording.answer(questionnaire[id_], answers[id_])


@pytest.mark.parametrize(
    ("id_", "value", "german", "english"),
    [
        ("family_name", "Al-Ahmad", "Al-Ahmad", "Al-Ahmad"),
        ("gender", "f", "weiblich", "female"),
        ("nationality", ["SYR", "IRQ"], "Syrien, Irak", "Syria, Iraq"),
        ("preferred_language", "ara", "Arabisch", "Arabic"),
        ("birth_date", "1991-03-03", "03.03.1991", "1991"),
        ("arrival_date", "2024", "2024", "2024"),
        ("children_ages", [3, 7], "3, 7", "3, 7"),
        ("children_ages", [], "–", "–"),
        ("work_months", 30, "30 Monate", "30 months"),
        ("residence_municipality", {"text": "Wuppertal", "ags": "05124000"}, "Wuppertal", "Wuppertal"),
        ("last_occupation", {"text": "Koch", "isco08": "5120"}, "Koch (", "Koch ("),
    ],
)
def test_answers_are_said_in_both_languages(
    wording: CaseWording, id_: str, value: Json, german: str, english: str
) -> None:
    pair = said(wording, id_, value)
    assert german.casefold() in pair.staff.casefold()
    assert english.casefold() in pair.person.casefold()


def test_documents_are_said_with_what_was_done_with_them(wording: CaseWording) -> None:
    text = said(wording, "documents", {"passport": ["seen", "copied"]}).staff
    assert wording.say("seen") in text
    assert wording.say("copied") in text


def test_an_appointment_is_said_with_place_and_person(wording: CaseWording) -> None:
    value: Json = {"at": "2026-06-03T10:00", "place": "Raum 2", "with": "Frau Kaya"}
    text = said(wording, "next_appointment", value).staff
    assert "03.06.2026" in text
    assert "10:00" in text
    assert text.endswith("Raum 2, Frau Kaya")


def test_an_entry_is_said_by_its_answered_fields(wording: CaseWording) -> None:
    station: Json = [{"kind": "work", "from": "2012", "country": "SYR", "to": {"state": "unknown"}}]
    text = said(wording, "cv_stations", station).staff
    assert "2012" in text
    assert "Syrien" in text
    assert "unbekannt" not in text.casefold()


@pytest.mark.parametrize(
    ("answer", "german"),
    [(UNKNOWN, "Weiß nicht"), (DECLINED, "Möchte nicht antworten"), (ASK_LATER, "Später fragen")],
)
def test_states_are_said_in_words(wording: CaseWording, answer: object, german: str) -> None:
    question = wording.lexicon.questionnaire["gender"]
    assert wording.answer(question, answer).staff == german  # type: ignore[arg-type]


def test_a_child_is_spoken_to_in_the_familiar_form(wording: CaseWording) -> None:
    question = wording.lexicon.questionnaire["family_name"]
    polite = wording.question(question).staff
    familiar = replace(wording, is_familiar=True).question(question).staff
    assert "Ihr " in polite
    assert "dein " in familiar.casefold()


def test_a_translation_that_nobody_reviewed_is_a_draft_and_the_staff_language_is_none(wording: CaseWording) -> None:
    question = wording.lexicon.questionnaire["family_name"]
    assert wording.in_language("tr").question(question).is_draft
    assert not wording.in_language("de").question(question).is_draft
    assert not wording.question(question).is_draft


def test_a_language_without_a_catalog_is_shown_in_the_source_and_marked(wording: CaseWording) -> None:
    question = wording.lexicon.questionnaire["family_name"]
    pair = wording.in_language("sw").question(question)
    assert pair.person
    assert pair.is_missing
    assert not pair.is_draft


def test_typed_values_bring_no_control_characters_to_the_screen(wording: CaseWording) -> None:
    text = said(wording, "family_name", "Ali\u202egnp.exe").staff
    assert "\u202e" not in text


def test_the_office_is_named_in_the_question_of_its_consent(wording: CaseWording) -> None:
    question = wording.lexicon.questionnaire["consents"]
    assert "Jobcenter Wuppertal" in replace(wording, office="Jobcenter Wuppertal").question(question).staff


def test_towns_of_the_site_are_found_by_their_beginning(wording: CaseWording) -> None:
    assert wording.search_municipalities("wupp") == (("Wuppertal", "05124000"),)
    assert wording.search_municipalities("Berlin") == ()


@pytest.mark.parametrize("typed", ["syr", "Syrien", "Syria", "SYR"])
def test_countries_are_found_in_either_language_and_by_code(wording: CaseWording, typed: str) -> None:
    assert wording.search_countries(typed)[0] == "SYR"


def test_nothing_typed_finds_no_occupation(wording: CaseWording) -> None:
    assert wording.search_occupations("  ") == ()
    assert "5120" in wording.search_occupations("Koch")
