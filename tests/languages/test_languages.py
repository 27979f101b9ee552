"""The list of interface languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.errors import ContentError
from intake.interview.questionnaire import Questionnaire
from intake.languages.catalogs import BINDING_LANGUAGE, SOURCE_LANGUAGE
from intake.languages.languages import LANGUAGES_FILE, Status, load_languages


def test_german_is_binding_and_english_is_the_source() -> None:
    languages = load_languages()
    assert [each.code for each in languages if each.status is Status.BINDING] == [BINDING_LANGUAGE]
    assert [each.code for each in languages if each.status is Status.SOURCE] == [SOURCE_LANGUAGE]


def test_languages_are_offered_by_their_own_names() -> None:
    names = {each.code: each.own_name for each in load_languages()}
    assert [names[code] for code in ("de", "en", "tr", "uk", "ar", "ru")] == [
        "Deutsch", "English", "Türkçe", "українська", "العربية", "русский",
    ]  # fmt: skip


def test_a_language_of_the_interview_leads_to_the_one_on_screen(questionnaire: Questionnaire) -> None:
    languages = load_languages()
    tur = languages.read_by("tur")
    assert tur is not None
    assert tur.code == "tr"
    assert languages.read_by("kat") is None
    for language in languages:
        assert set(language.covers) <= set(questionnaire.codes.languages)


def test_a_further_language_is_only_data(tmp_path: Path) -> None:
    file = tmp_path / "languages.toml"
    entry = (
        '\n[[language]]\ncode = "syr"\niso = "syr"\ncovers = ["syr", "aii", "cld"]\nown = "ܣܘܪܝܝܐ"\n'
        'de = "Aramäisch"\nen = "Syriac"\nscript = "Syrc"\nstatus = "draft"\n'
    )
    file.write_text(LANGUAGES_FILE.read_text("utf-8") + entry, "utf-8")
    languages = load_languages(file)
    assert languages["syr"].direction == "rtl"
    assert not languages["syr"].has_familiar
    assert languages["de"].direction == "ltr"
    for spoken, macro in (("aii", "syr"), ("xxx", "syr"), ("syr", "")):
        found = languages.read_by(spoken, macro)
        assert found is languages["syr"]


def test_an_unknown_language_is_a_key_error() -> None:
    languages = load_languages()
    assert "xx" not in languages
    assert "de" in languages
    with pytest.raises(KeyError):
        languages["xx"]


@pytest.mark.parametrize("text", ["", "[[language]]\ncode = 'de'", "nonsense", "language = 3", "language = [3]"])
def test_a_list_with_mistakes_is_an_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "languages.toml"
    file.write_text(text)
    with pytest.raises(ContentError, match=r"languages\.toml"):
        load_languages(file)
