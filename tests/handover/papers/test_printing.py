"""Papers on paper: every language by the standards, German complete, hostile text harmless, the same bytes twice."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from intake.handover.papers.case_papers import CasePapers
from intake.handover.papers.making import made
from intake.handover.papers.paper import Both, Fact, Facts, Lack, Paper, Paragraph, texts_in
from intake.handover.papers.printing import paper_pdf
from intake.handover.templates import PAPERS_TEMPLATE, TEMPLATES, template_problems
from intake.interview.values import Json
from intake.languages.languages import load_languages
from tests.handover.formats.test_as_pdf import HOSTILE
from tests.handover.handover_cases import ALL_PACKAGES, MADE_AT, consent
from tests.handover.papers.papers_cases import (
    CODE,
    KINDS,
    PHONE,
    WITH_EVERYTHING,
    bare,
    lacking,
    pages,
    paper,
    papers,
    pdf,
    tongues,
)

LANGUAGES = [language.code for language in load_languages()]
ONE_PER_SCRIPT = ("ar", "ckb", "ti", "uk", "tr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_release_keeps_to_the_standards_and_to_one_page_in_every_language(language: str) -> None:
    found = paper("release", language)
    result = pdf(found)
    assert result.is_archival, result.problem
    assert len(pages(result.content)) == 1
    assert lacking(found, result.content) == []


@pytest.mark.parametrize("language", ONE_PER_SCRIPT)
@pytest.mark.parametrize("kind", ["copy", "slips", "cards"])
def test_a_paper_keeps_to_the_standards_and_its_german_can_be_read(kind: str, language: str) -> None:
    found = paper(kind, language)
    result = pdf(found)
    assert result.is_archival, result.problem
    assert lacking(found, result.content) == []


@pytest.mark.parametrize(("kind", "language"), [("blank-core", "ur"), ("blank-full", "am"), ("blank-child", "de")])
def test_the_questionnaire_keeps_to_the_standards_and_its_german_can_be_read(kind: str, language: str) -> None:
    found = paper(kind, language)
    result = pdf(found)
    assert result.is_archival, result.problem
    assert lacking(found, result.content) == []


def test_each_card_stands_on_a_page_of_its_own() -> None:
    for language in ("ar", "uk", "de"):
        found = paper("cards", language)
        assert len(pages(pdf(found).content)) == len(found.elements)


def hostile(text: str) -> CasePapers:
    """A case whose every typed value is this text."""
    office = consent("jc", ALL_PACKAGES, office=text[:180], purpose=f"Zweck {text}"[:180], secrecy_person=text[:180])
    data: dict[str, Json] = {
        **WITH_EVERYTHING,
        "family_name": text,
        "next_appointment": {"at": "2016-09-20", "place": text[:150], "with": text[:80]},
        "consents": [office],
    }
    return papers(data, "ar")


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_text_is_laid_out_by_the_standards(name: str) -> None:
    found = hostile(HOSTILE[name])
    for each in (found.release(found.terms("jc", HOSTILE[name][:180])[0]), found.copy(in_private=True), found.slips()):
        result = pdf(each.paper)
        assert result.is_archival, result.problem
        assert not any("root:" in page for page in pages(result.content))


def test_markup_is_printed_as_it_was_typed() -> None:
    found = hostile(HOSTILE["typst"])
    text = bare("".join(pages(pdf(found.slips().paper).content)))
    assert bare('#read("/etc/passwd")') in text
    assert "$x$*bold*_it_@ref<lbl>" in text


def one_value(text: str, language: str = "ar") -> Paper:
    say = tongues(language)
    fact = Fact(say.say("Where"), say.value(text))
    said = say.say("I allow {sender} to pass on this information about me to {office}:", sender=text, office=text)
    return made(say, say.say("Slips"), (Facts((fact,)), Paragraph(said)), author="x")


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=60), st.sampled_from(["ar", "ckb", "ti", "uk"]))
def test_any_unicode_is_laid_out_by_the_standards(text: str, language: str) -> None:
    result = pdf(one_value(text, language))
    assert result.is_archival, result.problem


def runs(found: Paper) -> list[str]:
    """The pieces of the first page as they are placed: what is turned around is torn into several."""
    placed: list[str] = []

    def look(text: str, _cm: object, _tm: object, _font: object, _size: object) -> None:
        placed.append(text.strip())

    PdfReader(io.BytesIO(pdf(found).content)).pages[0].extract_text(visitor_text=look)
    return placed


def test_a_phone_number_stands_right_among_arabic() -> None:
    whole = PHONE.removeprefix("+")  # the sign is a piece of its own in front of it, as Arabic fonts have none
    assert sum(whole in run for run in runs(one_value(PHONE))) >= 5
    torn = replace(tongues("ar").value(PHONE), person=PHONE)
    turned = runs(replace(one_value(PHONE), elements=(Facts((Fact(torn, torn),)),)))
    assert "6789" in turned  # without its isolates the number is torn into runs, read from the right


def test_answers_in_words_are_cleaned_and_keep_what_sets_them_apart() -> None:
    found = tongues("ar").words("Sara \U0001f600, \u2068\u0633\u2069", PHONE, Lack.DRAFT)
    assert found == Both("Sara [U+1F600], \u2068\u0633\u2069", tongues("ar").value(PHONE).person, Lack.DRAFT)
    assert tongues("de").words("a\u202eb", "x") == Both("ab")


def test_the_same_paper_has_the_same_bytes() -> None:
    for kind in ("release", "copy", "slips"):
        first, second = (pdf(paper(kind, "prs")).content for _ in range(2))
        assert first == second


def test_no_page_title_or_file_name_says_who_it_is() -> None:
    found = papers()
    for named in (found.release(found.terms("jc")[0]), found.copy(in_private=True), found.slips()):
        reader = PdfReader(io.BytesIO(pdf(named.paper).content))
        about = f"{reader.metadata} {named.file} {named.paper.running}"
        assert CODE in about
        assert "Tesfay" not in about
        assert "Selam" not in about
        assert b"Tesfay" not in (reader.trailer["/Root"]["/Metadata"].get_data())  # type: ignore[index]


def test_the_private_and_the_usual_copy_do_not_take_the_place_of_one_another() -> None:
    found = papers()
    names = {
        found.copy(in_private=private, is_locked=locked).file for private in (False, True) for locked in (False, True)
    }
    assert len(names) == 4


def test_only_the_release_names_the_person() -> None:
    for kind in KINDS:
        text = "".join(pages(pdf(paper(kind, "de")).content))
        assert ("Tesfay" in text) == (kind == "release")


def test_a_draft_carries_a_banner_and_german_none() -> None:
    assert any("Übersetzung" in banner for banner in paper("release", "uk").banners)
    assert paper("release", "de").banners == ()
    assert paper("cards", "en").banners == ()
    text = bare("".join(pages(pdf(paper("release", "uk")).content)))
    assert bare(paper("release", "uk").banners[0]) in text


def test_missing_and_stale_translations_are_marked_on_the_paper() -> None:
    say = tongues("ar")
    base = Both("Titel", "عنوان")
    stale, missing = Both("Alt", "قديم", Lack.STALE), Both("Fehlt", "Fehlt", Lack.MISSING)
    found = made(say, base, (Paragraph(stale), Paragraph(missing)), author="x")
    text = "".join(pages(pdf(found).content))
    assert text.count(found.marks["stale"]) == 1
    assert text.count(found.marks["missing"]) == 1


def test_who_reads_german_gets_one_column() -> None:
    assert all(not text.person for kind in KINDS for text in texts_in(paper(kind, "de").elements))


def test_a_paper_is_printed_as_it_is_everywhere() -> None:
    found = paper("slips", "so")
    assert paper_pdf(found, tongues("so"), MADE_AT).content == pdf(found).content


def test_the_template_reaches_out_for_nothing() -> None:
    assert template_problems() == ()
    assert (TEMPLATES / PAPERS_TEMPLATE).is_file()
