from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake.errors import OutputError
from intake.handover.formats.as_pdf import PdfResult, Printer, font_folders
from intake.handover.formats.pages import record_sheet
from intake.handover.formats.sheet import Remark, Section, Sheet
from intake.handover.record.parts import Record
from intake.handover.sanitize import is_covered
from intake.handover.templates import TEMPLATES, template_problems
from intake.interview.values import Json
from tests.handover.handover_cases import (
    ALL_PACKAGES,
    COVER,
    MADE_AT,
    PERSON,
    consent,
    printer,
    record_for,
    wording,
)

HOSTILE = {
    "typst": '#read("/etc/passwd") #panic("x") $x$ *bold* _it_ @ref <lbl> \\ ] [ ``` https://a.b #{ sys.inputs }',
    "html": '<script>alert(1)</script><img src="file:///etc/passwd"> {{7*7}} {% raw %} &amp; <b>x',
    "markdown": "<font size=99>x</font> <unclosed **md** __u__ --s-- [l](http://x)",
    "placeholders": "{page} {pages} {nb} {{nb}} %s %(x)s {0} {office}",
    "long": "Ab" * 600,
    "long arabic": "محمد" * 300,
    "long words": "Maria del Carmen " * 100,
    "emoji": "Sara 😀👩‍👩‍👧 🇺🇦",
    "nul": "a\x00b",
    "controls": "a\x01\x07\x1b[31mrot\x7f\u0085b",
    "line ends": "a\r\nb\tc\x0bd\x0ce",
    "surrogate": "a\ud83db",
    "no characters": "a\uffff\ufdd0b",
    "bidi override": "gnp.\u202eexe \u202dabc",
    "open isolate": "a\u2067\u2067\u2068b",
    "many marks": "Z" + "\u0300\u0316" * 200,
    "chinese": "王小明 ひらがな",
    "private use": "\ue000\U000f0000",
    "hebrew": "שלום",
    "devanagari": "नमस्ते",
    "ethiopic": "ⶀⶁꬁ ሰላም",
    "sorani": "ژیان ڕۆژ ڵ ێ ۆ ە",
    "pashto": "ښځه ټول ډېر ړ ږ ګ ۍ ئ",
    "marks only": "\u0301\u0301",
}


@cache
def hostile_record(name: str) -> Record:
    text = HOSTILE[name]
    data: dict[str, Json] = {
        **PERSON,
        "family_name": text,
        "phone": text[:40],
        "contact_safe": ["phone"],
        "skills_note": {"value": text, "note": text[:300]},
        "last_occupation": {"text": text[:150]},
        "training_state": "finished",
        "cv_stations": [{"kind": "work", "from": "2008", "what": text[:150], "place": text[:150]}],
        "household": [{"relation": "child", "given_name": text[:80]}],
        "documents_missing": text,
        "next_appointment": {"at": "2016-09-20", "place": text[:150]},
        "consents": [consent("jc", ALL_PACKAGES, office=text[:180], purpose=f"Zweck {text}"[:180])],
    }
    cover = replace(COVER, case=text[:30], sender_role=text[:80])
    return record_for(data, "jc", cover=cover, ticked=["skills_note"])


def pdf(record: Record) -> PdfResult:
    return printer().pdf(record_sheet(record, wording()), MADE_AT, "nicht archivfest")


def text_of(content_: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content_)).pages]


def long_record() -> Record:
    stations: list[Json] = [
        {"kind": "work", "from": f"20{year:02d}", "to": f"20{year:02d}", "what": f"Station {year}", "place": "Asmara"}
        for year in range(60)
    ]
    data: dict[str, Json] = {**PERSON, "cv_stations": stations, "consents": [consent("jc", ALL_PACKAGES)]}
    return record_for(data, "jc")


@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_text_is_laid_out_by_the_standards(name: str) -> None:
    result = pdf(hostile_record(name))
    assert result.is_archival, result.problem
    assert not any("root:" in page for page in text_of(result.content))


@pytest.mark.parametrize("name", ["long", "long arabic"])
def test_a_word_without_end_is_broken_and_runs_over_no_neighbour(name: str) -> None:
    letters = set(HOSTILE[name])
    for page in PdfReader(io.BytesIO(pdf(hostile_record(name)).content)).pages:
        for line in page.extract_text().splitlines():
            runs = "".join(character if character in letters else " " for character in line).split()
            assert max(map(len, runs), default=0) < 100


def test_break_points_and_isolates_are_not_copied_from_the_paper() -> None:
    for name in ("long", "long arabic", "sorani"):
        reader = PdfReader(io.BytesIO(pdf(hostile_record(name)).content))
        text = "".join(page.extract_text() for page in reader.pages)
        assert not {"\u200b", "\u00ad", "\u2068", "\u2069"} & set(text)


def test_markup_is_printed_as_it_was_typed() -> None:
    text = "".join(text_of(pdf(hostile_record("typst")).content))
    plain = re.sub(r"\s", "", text.replace("\u200b", ""))
    assert '#read("/etc/passwd")' in plain
    assert "$x$*bold*_it_@ref<lbl>" in plain


def test_the_file_claims_the_archive_standards() -> None:
    content_ = pdf(long_record()).content
    reader = PdfReader(io.BytesIO(content_))
    root = reader.trailer["/Root"].get_object()
    metadata = root["/Metadata"].get_data().decode()  # type: ignore[index]
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/Lang"] == "de-DE"  # type: ignore[index]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "/StructTreeRoot" in root  # type: ignore[operator]


def test_every_page_names_case_version_and_its_number() -> None:
    pages = text_of(pdf(long_record()).content)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        flat = " ".join(page.split())
        assert COVER.case in flat
        assert wording().say("Version {number}", number="2") in flat
        assert wording().say("Page {page} of {pages}").format(page=number, pages=len(pages)) in flat


def test_the_paper_is_a4_and_its_title_names_nobody() -> None:
    reader = PdfReader(io.BytesIO(pdf(long_record()).content))
    assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages} == {(595, 842)}
    assert reader.metadata is not None
    assert COVER.case in str(reader.metadata.title)
    assert "Tesfay" not in str(reader.metadata)


def test_every_text_of_the_record_is_on_the_paper() -> None:
    record = long_record()
    flat = re.sub(r"\s|-", "", "".join(text_of(pdf(record).content)))
    for block in record.blocks:
        assert re.sub(r"\s|-", "", block.heading) in flat
    assert all(f"Station{year}" in flat for year in range(60))


def test_the_receipt_stands_whole_on_one_page() -> None:
    heading = wording().layout.blocks["receipt"].heading
    signature = wording().say("Date and signature")
    pages = text_of(pdf(long_record()).content)
    assert [heading in page for page in pages] == [signature in page for page in pages]


def test_draft_and_chosen_law_are_warned_of_on_the_paper() -> None:
    record = replace(long_record(), cover=replace(COVER, is_draft=True, law_chosen=True))
    first = " ".join(text_of(pdf(record).content)[0].split())
    assert wording().say("Draft: not to be passed on.") in first
    assert "01.08.2016" in first


def bare_sheet(text: str) -> Sheet:
    """A sheet with a text that no cleaning has seen."""
    sheet = record_sheet(record_for({**PERSON, "consents": [consent("jc")]}, "jc"), wording())
    return replace(sheet, sections=(Section("Test", (Remark(text),)),))


def test_a_paper_that_breaks_the_standards_is_printed_all_the_same_and_says_so() -> None:
    result = printer().pdf(bare_sheet("geheim 王"), MADE_AT, "Diese Datei ist nicht archivfest.")
    assert not result.is_archival
    assert result.problem
    assert "geheim" not in result.problem
    assert "王" not in result.problem
    assert "nicht archivfest" in " ".join(text_of(result.content)[0].split())


def test_a_broken_template_is_an_error_that_quotes_no_answer(tmp_path: Path) -> None:
    (tmp_path / "record.typ").write_text("#panic(sys.inputs.sheet)", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        Printer(tmp_path).pdf(bare_sheet("geheim"), MADE_AT, "x")
    assert "geheim" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_another_time_changes_the_file_and_the_same_time_does_not() -> None:
    sheet = record_sheet(long_record(), wording())
    first, second = (printer().pdf(sheet, MADE_AT, "x").content for _ in range(2))
    assert first == second
    assert printer().pdf(sheet, MADE_AT.replace(microsecond=417), "x").content == first
    assert printer().pdf(sheet, MADE_AT.replace(year=2017), "x").content != first


def test_pages_can_be_looked_at() -> None:
    pages = printer().pages(record_sheet(long_record(), wording()), 40)
    assert len(pages) == len(text_of(pdf(long_record()).content))
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_the_fonts_show_every_character_that_is_said_to_be_covered() -> None:
    covered = [chr(point) for point in range(0x20, 0x10000) if not 0xD800 <= point < 0xE000 and is_covered(chr(point))]
    assert len(covered) > 5000
    words = " ".join("".join(covered[start : start + 8]) for start in range(0, len(covered), 8))
    result = printer().pdf(bare_sheet(words), MADE_AT, "x")
    assert result.is_archival, result.problem


def test_the_fonts_come_from_packages_and_not_from_the_system() -> None:
    names = {path.name for folder in font_folders() for path in folder.rglob("*.ttf")}
    assert {"NotoSansArabic[wdth,wght].ttf", "NotoSansEthiopic[wdth,wght].ttf"} <= names


def test_a_time_without_a_zone_is_no_time() -> None:
    with pytest.raises(ValueError, match="zone"):
        printer().pdf(bare_sheet("x"), MADE_AT.replace(tzinfo=None), "x")


def test_our_templates_do_nothing_that_is_refused() -> None:
    assert template_problems() == ()
    assert (TEMPLATES / "record.typ").is_file()


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('#import "@preview/tablex:0.0.8": *', "network"),
        ('#import   "@local/x:1.0.0"', "network"),
        ('#include " @preview/x:1.0.0"', "network"),
        ("#eval(sheet.title)", "code"),
        ('#let p = plugin("x.wasm")', "program"),
        ('#read("secret.txt")', "file"),
    ],
)
def test_a_template_may_not_reach_out(tmp_path: Path, line: str, what: str) -> None:
    (tmp_path / "other.typ").write_text(f"= Titel\n{line}\n", encoding="utf-8")
    (problem,) = template_problems(tmp_path)
    assert problem.startswith("other.typ:2: ")
    assert what in problem
