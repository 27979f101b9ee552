"""Texts out to translators and back: what comes back is taken or refused with the reason, never half."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from intake.languages.compiled import read_catalog
from intake.languages.languages import load_languages
from intake.languages.messages import SourceMessage
from intake.languages.translation.exchange import Row, Standing, key_of, rows_of, take
from intake.languages.translation.xliff_rows import as_xliff, read_xliff
from intake.languages.translation.xlsx_rows import as_xlsx, read_xlsx
from tests.languages.catalogs_on_disk import as_po

TR = load_languages()["tr"]
MESSAGES = (
    SourceMessage("birth_date", "When were you born?"),
    SourceMessage("", "Saved on {day} at {time}."),
    SourceMessage("", "Back"),
    SourceMessage("", "{n} case", "{n} cases"),
)
GERMAN = {message.key: f"deutsch {number}" for number, message in enumerate(MESSAGES)}
PO = as_po(
    "tr",
    '#, fuzzy\nmsgctxt "birth_date"\nmsgid "When were you born?"\nmsgstr "Ne zaman doğdunuz?"\n\n'
    '#, fuzzy, stale\nmsgid "Saved on {day} at {time}."\nmsgstr "{day} {time} kaydedildi."\n\n'
    'msgid "Back"\nmsgstr "Geri"\n\nmsgid "{n} case"\nmsgid_plural "{n} cases"\nmsgstr[0] ""',
).encode()


def rows() -> tuple[Row, ...]:
    return rows_of(PO, TR, MESSAGES, GERMAN)


def back(row: Row, text: str, standing: Standing = Standing.DRAFT) -> Row:
    return replace(row, text=text, standing=standing, place="7")


def texts(po: bytes) -> dict[str, tuple[object, frozenset[str]]]:
    """The texts of a catalog with the marks that count."""
    marks = {"fuzzy", "stale"}
    return {str(each.id): (each.string, frozenset(each.flags & marks)) for each in read_catalog(po, "tr") if each.id}


def test_every_message_is_a_row_with_its_german_and_its_standing() -> None:
    assert [(row.english, row.german, row.text, row.standing) for row in rows()] == [
        ("When were you born?", "deutsch 0", "Ne zaman doğdunuz?", Standing.DRAFT),
        ("Saved on {day} at {time}.", "deutsch 1", "{day} {time} kaydedildi.", Standing.STALE),
        ("Back", "deutsch 2", "Geri", Standing.REVIEWED),
        ("{n} case", "deutsch 3", "", Standing.MISSING),
    ]


@pytest.mark.parametrize("form", ["xlsx", "xliff"])
def test_what_is_written_and_read_again_changes_nothing(form: str, tmp_path: Path) -> None:
    file = tmp_path / f"tr.{form}"
    file.write_bytes(as_xlsx(rows(), "tr") if form == "xlsx" else as_xliff(rows(), "tr"))
    found = read_xlsx(file) if form == "xlsx" else read_xliff(file)
    assert [(row.key, row.english, row.text) for row in found] == [(row.key, row.english, row.text) for row in rows()]
    taken = take(PO, TR, found)
    assert (taken.changed, taken.reviewed, taken.unchanged, taken.refused) == (0, 0, 3, ())
    assert texts(taken.po) == texts(PO)


def test_a_changed_text_is_a_draft_and_no_longer_stale() -> None:
    taken = take(PO, TR, [back(rows()[1], "{day} günü {time} saatinde kaydedildi.")])
    assert (taken.changed, taken.refused) == (1, ())
    found = texts(taken.po)["Saved on {day} at {time}."]
    assert found == ("{day} günü {time} saatinde kaydedildi.", frozenset({"fuzzy"}))


def test_a_reviewed_text_is_a_draft_no_more() -> None:
    taken = take(PO, TR, [back(rows()[0], rows()[0].text, Standing.REVIEWED)])
    assert (taken.reviewed, taken.changed) == (1, 0)
    assert texts(taken.po)["When were you born?"] == ("Ne zaman doğdunuz?", frozenset())


def test_a_reviewed_text_that_was_changed_without_review_is_a_draft_again() -> None:
    taken = take(PO, TR, [back(rows()[2], "Geriye")])
    assert texts(taken.po)["Back"] == ("Geriye", frozenset({"fuzzy"}))


REFUSED = {
    "placeholder": ("{day} kaydedildi.", "The placeholders in braces are not those of the English."),
    "brace": ("{day {time}", "A placeholder in braces is not closed, or holds more than a name."),
    "attribute": ("{day.year} {time}", "A placeholder in braces is not closed, or holds more than a name."),
    "escape": ("{day} \x1b[31m{time}", "The text holds control characters or direction marks."),
    "direction": ("{day} \u202e{time}", "The text holds control characters or direction marks."),
    "length": ("{day} {time}" + "x" * 5000, "The text is too long."),
}


@pytest.mark.parametrize(("text", "why"), list(REFUSED.values()), ids=list(REFUSED))
def test_a_text_that_cannot_be_used_is_refused_with_its_place(text: str, why: str) -> None:
    good = back(rows()[0], "Doğum tarihiniz nedir?")
    taken = take(PO, TR, [back(rows()[1], text), good])
    assert [(each.place, each.message) for each in taken.refused] == [("7", why)]
    assert taken.changed == 1
    assert texts(taken.po)["Saved on {day} at {time}."] == texts(PO)["Saved on {day} at {time}."]


def test_unknown_repeated_and_outdated_rows_are_refused() -> None:
    unknown = Row("0" * 12, "", "", "", "x", Standing.DRAFT, "2")
    old = replace(back(rows()[0], "Doğum?"), english="When was that?", place="3")
    twice = [replace(back(rows()[2], text), place=place) for text, place in (("Geri", "4"), ("Geriye", "5"))]
    taken = take(PO, TR, [unknown, old, *twice])
    assert [each.place for each in taken.refused] == ["2", "3", "5"]
    assert texts(taken.po) == texts(PO)


def test_an_empty_row_takes_nothing_away() -> None:
    assert take(PO, TR, [back(rows()[2], " ")]).unchanged == 0
    assert texts(take(PO, TR, [back(rows()[2], " ")]).po) == texts(PO)


def test_blanks_around_a_text_are_those_of_its_message() -> None:
    po = as_po("tr", 'msgid "Your name: "\nmsgstr ""').encode()
    message = SourceMessage("", "Your name: ")
    (row,) = rows_of(po, TR, [message], {})
    taken = take(po, TR, [replace(row, english="Your name:", text="  Adınız:")])
    assert (taken.refused, texts(taken.po)["Your name: "][0]) == ((), "Adınız: ")


def test_a_text_that_begins_like_a_formula_is_a_text() -> None:
    row = replace(rows()[0], text='=HYPERLINK("x")', german="+1", english="@SUM(1)")
    sheet = load_workbook(io.BytesIO(as_xlsx([row], "tr"))).active
    assert sheet is not None
    assert {cell.data_type for line in sheet.iter_rows(min_row=2) for cell in line if cell.value is not None} == {"s"}


BAD_XLSX = {"empty": b"", "text": b"key;translation", "zip": None}


@pytest.mark.parametrize("content", list(BAD_XLSX.values()), ids=list(BAD_XLSX))
def test_what_is_no_spreadsheet_is_refused_in_words(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    if content is None:
        with zipfile.ZipFile(file, "w") as parts:
            parts.writestr("hello.txt", "x")
    else:
        file.write_bytes(content)
    with pytest.raises(ValueError, match="spreadsheet"):
        read_xlsx(file)


def test_a_spreadsheet_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 101_000_000)
    assert file.stat().st_size < 1_000_000
    with pytest.raises(ValueError, match="unpacks to more"):
        read_xlsx(file)


def test_a_sheet_without_its_columns_says_which(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    book = load_workbook(io.BytesIO(as_xlsx(rows(), "tr")))
    book.worksheets[0].delete_cols(5)
    book.save(file)
    with pytest.raises(ValueError, match="no column translation"):
        read_xlsx(file)


BAD_XLIFF = {
    "bomb": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xliff>&b;</xliff>',
    "outside": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>',
    "broken": "<xliff",
    "other": "<html/>",
}


@pytest.mark.parametrize("content", list(BAD_XLIFF.values()), ids=list(BAD_XLIFF))
def test_what_is_no_xliff_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "x.xlf"
    file.write_text(content)
    with pytest.raises(ValueError, match=r"XML|XLIFF|entities"):
        read_xliff(file)


@given(st.text(min_size=1, max_size=60))
def test_any_text_comes_back_or_is_refused(text: str) -> None:
    row = Row(key_of("", "Back"), "", "Back", "", text, Standing.DRAFT, "2")
    taken = take(PO, TR, [row])
    found = texts(taken.po)["Back"][0]
    assert found == (text.strip() if taken.changed else "Geri")
    assert taken.changed + taken.unchanged + len(taken.refused) == (1 if text.strip() else 0)
