"""The language card: every language on one page, in its own script."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from dataclasses import replace

import pytest
from pypdf import PdfReader

from intake.handover.card_pdf import card_pdf
from intake.handover.language_card import ASK, LanguageCard, language_card
from intake.languages.catalogs import Catalogs
from intake.languages.languages import load_languages

AT = dt.datetime(2026, 5, 18, 8, 41, tzinfo=dt.UTC)


def card(language: str = "de") -> LanguageCard:
    return language_card(load_languages(), Catalogs(), language)


def test_every_language_has_its_number_its_names_and_a_sentence_of_its_own() -> None:
    languages = load_languages()
    rows = card().rows
    assert [row.number for row in rows] == list(range(1, len(languages) + 1))
    assert [row.own.text for row in rows] == [each.own_name for each in languages]
    assert [row.name for row in rows] == [each.german_name for each in languages]
    assert len({row.ask.text for row in rows}) == len(rows)
    assert {row.own.direction == row.ask.direction for row in rows} == {True}


def test_a_name_in_other_letters_stands_there_in_latin_letters_too() -> None:
    for row in card().rows:
        is_latin = all("LATIN" in unicodedata.name(char) for char in row.own.text if char.isalpha())
        assert bool(row.latin) is not is_latin
        assert all("LATIN" in unicodedata.name(char) for char in row.latin if char.isalpha() and char != "ʿ")


def test_who_cannot_read_and_who_signs_have_a_line_each_in_all_languages() -> None:
    languages = load_languages()
    lines = card().lines
    assert [line.number for line in lines] == [len(languages) + 1, len(languages) + 2]
    assert [line.title for line in lines] == ["Kann nicht lesen", "Gebärdensprache"]
    assert {len(line.texts) for line in lines} == {len(languages)}


def test_a_sentence_that_no_speaker_reviewed_is_marked_and_the_note_says_what_that_means() -> None:
    marks = {row.own.lang: row.ask.mark for row in card("en").rows}
    assert (marks["de"], marks["en"]) == ("", "")
    for each in load_languages():
        assert marks[each.code] == ("Draft" if each.status == "draft" else "")
    assert card("en").note.startswith("Draft")


def test_a_language_without_the_sentence_shows_the_german_one_and_says_so() -> None:
    (unknown,) = language_card([replace(load_languages()["tr"], code="sw")], Catalogs(), "en").rows
    assert unknown.ask.text == Catalogs()["de"].gettext(ASK)
    assert (unknown.ask.lang, unknown.ask.mark) == ("de", "Not translated")


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_card_is_one_page_that_screen_readers_can_read(language: str) -> None:
    content = card_pdf(card(language), AT)
    reader = PdfReader(io.BytesIO(content))
    assert len(reader.pages) == 1
    assert b"pdfuaid:part" in content
    text = reader.pages[0].extract_text()
    for latin in ("Türkçe", "Soomaali", "français", "українська"):
        assert latin in text
    assert "/StructTreeRoot" in reader.root_object


def test_the_same_card_is_the_same_file() -> None:
    assert card_pdf(card(), AT) == card_pdf(card(), AT)
