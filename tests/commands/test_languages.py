from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from openpyxl import load_workbook

from intake.languages.catalogs import CATALOG_PLACES, Catalogs
from tests.commands.running import Run, copy_of_locales

LOCALES = next(place for place in CATALOG_PLACES if (place / "intake.pot").is_file())
QUESTION = ("birth_date", "When were you born? The year is enough.")


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    return copy_of_locales(tmp_path / "locales", "de", "tr")


def test_each_language_has_a_line_with_its_counts(run: Run, locales: Path) -> None:
    ran = run("languages", "--locales", locales)
    lines = [line.split() for line in ran.out.splitlines()]
    assert ran.code == 0
    turkish = next(line for line in lines if line[0] == "tr")
    assert turkish[1] == "Türkisch"
    assert int(turkish[4]) == 0, "no speaker has reviewed it yet"
    assert int(turkish[5]) > 1000


def test_what_is_stale_or_missing_in_one_language_is_listed(run: Run, locales: Path) -> None:
    po = locales / "tr" / "LC_MESSAGES" / "intake.po"
    catalog = read_po(io.BytesIO(po.read_bytes()))
    stale = catalog.get(QUESTION[1], QUESTION[0])
    missing = catalog.get("What is your family name?", "family_name")
    assert stale is not None
    assert missing is not None
    stale.flags.add("stale")
    missing.string = ""
    with po.open("wb") as file:
        write_po(file, catalog)
    lines = run("languages", "show", "tr", "--language", "en", "--locales", locales).out.splitlines()
    assert f"stale: [{QUESTION[0]}] {QUESTION[1]!r}" in lines
    assert "missing: [family_name] 'What is your family name?'" in lines
    assert not [line for line in run("languages", "--locales", locales).out.splitlines() if "family_name" in line]


def test_a_spreadsheet_goes_out_and_comes_back_changed(run: Run, locales: Path, tmp_path: Path) -> None:
    file = tmp_path / "tr.xlsx"
    assert run("languages", "export", "tr", file, "--locales", locales).code == 0
    book = load_workbook(file)
    row = next(line for line in book.worksheets[0].iter_rows() if (line[1].value, line[2].value) == QUESTION)
    row[4].value, row[5].value = "Doğum yılınız nedir?", "reviewed"
    book.save(file)
    ran = run("languages", "import", "tr", file, "--locales", locales)
    assert ran.code == 0
    assert ran.out.splitlines()[-1].startswith(("0 texts changed, 1 reviewed", "0 Texte geändert, 1 geprüft"))
    found = Catalogs(locales)["tr"].lookup(*QUESTION)
    assert (found.text, found.is_draft) == ("Doğum yılınız nedir?", False)
    assert "1" in next(line for line in run("languages", "--locales", locales).out.splitlines() if line[:2] == "tr")


def test_what_cannot_be_used_is_named_and_the_rest_is_taken(run: Run, locales: Path, tmp_path: Path) -> None:
    file = tmp_path / "tr.xlf"
    run("languages", "export", "tr", file, "--locales", locales)
    text = file.read_text("utf-8")
    source = f"<source>{QUESTION[1]}</source>"
    at = text.index(">", text.index("<target", text.index(source))) + 1
    file.write_text(text[:at] + "{x}" + text[at:], "utf-8")
    before = (locales / "tr" / "LC_MESSAGES" / "intake.po").read_bytes()
    ran = run("languages", "import", "tr", file, "--locales", locales)
    assert ran.code == 3
    assert ran.out.startswith(f"{file.name}:")
    assert (locales / "tr" / "LC_MESSAGES" / "intake.po").read_bytes() == before


def test_only_what_is_open_can_be_exported(run: Run, locales: Path, tmp_path: Path) -> None:
    po = locales / "tr" / "LC_MESSAGES" / "intake.po"
    po.write_text(po.read_text("utf-8").replace("#, fuzzy\n", "", 1), "utf-8")
    for name, options in (("all.xlf", ()), ("open.xlf", ("--open",))):
        run("languages", "export", "tr", tmp_path / name, "--locales", locales, *options)
    every, some = ((tmp_path / name).read_text("utf-8").count("<trans-unit") for name in ("all.xlf", "open.xlf"))
    assert every - some == 1


def test_an_export_never_replaces_a_file(run: Run, locales: Path, tmp_path: Path) -> None:
    file = tmp_path / "tr.xlsx"
    file.write_text("mine")
    assert run("languages", "export", "tr", file, "--locales", locales).code == 2
    assert file.read_text() == "mine"


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "tr"),
        ("export", "xx", "x.xlsx"),
        ("export", "de", "x.xlsx"),
        ("export", "tr", "x.docx"),
        ("import", "tr", "missing.xlsx"),
        ("show", "xx"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_said(run: Run, locales: Path, arguments: tuple[str, ...]) -> None:
    ran = run("languages", *arguments, "--locales", locales)
    assert (ran.code, ran.out) == (2, "") or arguments[0] == "show"
    assert ran.code == 2
    assert ran.err


def test_the_lint_names_terms_and_lengths_of_a_language(run: Run, locales: Path) -> None:
    po = locales / "tr" / "LC_MESSAGES" / "intake.po"
    glossary = locales / "tr" / "glossary.toml"
    glossary.write_text('[[term]]\ngerman = "geboren"\nterm = "dünyaya gelmek"\n', "utf-8")
    ran = run("languages", "lint", "tr", "--locales", locales)
    assert ran.code == 0
    assert any("birth_date" in line and "dünyaya" in line for line in ran.out.splitlines())
    found = Catalogs(locales)["tr"].lookup(*QUESTION).text
    po.write_text(po.read_text("utf-8").replace(found, found + " çok uzun" * 60), "utf-8")
    assert any(
        "birth_date" in line and "cells" in line
        for line in run("languages", "lint", "tr", "--locales", locales).out.splitlines()
    )
