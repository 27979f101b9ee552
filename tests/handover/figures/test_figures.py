"""Figures as text, CSV and paper: the same words and numbers in each."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import pytest
from pypdf import PdfReader

from intake.handover.figures.as_csv import figure_csv
from intake.handover.figures.as_pdf import figure_pdf
from intake.handover.figures.as_text import bar, figure_lines
from intake.handover.figures.sheet import FigureSheet, SheetRow, Span, TableSheet, figure_sheet
from intake.handover.figures.words import FigureWording
from intake.handover.formats.as_text import width
from intake.handover.formats.spreadsheet import unguarded
from intake.interview.values import Json
from intake.languages.catalogs import Catalogs
from intake.languages.names import Names
from intake.pathways.sites import SiteProfile
from tests.pathways.figure_cases import counted, site_with
from tests.pathways.personas import logic, sites

ON = dt.date(2016, 2, 15)
MADE_AT = dt.datetime(2016, 2, 15, 9, 41, 12, 345678, tzinfo=dt.UTC)
PEOPLE: list[tuple[int, Mapping[str, Json]]] = [
    (20, {"nationality": ["SYR"], "gender": "f"}),
    (6, {"nationality": ["IRQ"], "gender": "m"}),
    (2, {"nationality": ["STP"], "gender": "m"}),
]


@cache
def names() -> Names:
    return Names(logic().questionnaire.codes)


def wording(site: SiteProfile, language: str = "de") -> FigureWording:
    return FigureWording(Catalogs()[language], language, names(), site, logic())


def sheet_of(*by: str, language: str = "de", count: str = "case") -> FigureSheet:
    site = site_with(count, *by)
    return figure_sheet(site, counted(site, PEOPLE), Span(ON, dt.date(2016, 1, 1)), wording(site, language))


def text_of(sheet: FigureSheet, columns: int = 80, has_blocks: bool = True) -> str:
    return "\n".join(figure_lines(sheet, columns, has_blocks))


def csv_rows(sheet: FigureSheet) -> list[dict[str, str]]:
    raw = figure_csv(sheet, wording(site_with("case", "gender"), "en"))
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))


def paper(sheet: FigureSheet) -> str:
    reader = PdfReader(io.BytesIO(figure_pdf(sheet, "de", MADE_AT)))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_groups_are_said_in_the_language_of_the_staff() -> None:
    german, english = text_of(sheet_of("nationality")), text_of(sheet_of("nationality", language="en"))
    assert "Syrien" in german
    assert "01.01.2016" in german
    assert "Staatsangehörigkeit" in german
    assert "Syria" in english
    assert "Nationality" in english


def test_each_number_stands_before_its_bar_and_the_bars_are_in_scale() -> None:
    lines = {line.split()[0]: line for line in text_of(sheet_of("gender", language="en")).splitlines() if "█" in line}
    assert lines["Female"].split()[1:3] == ["20", "71.4"]
    assert lines["Male"].split()[1:3] == ["8", "28.6"]
    assert lines["Female"].count("█") == pytest.approx(2.5 * lines["Male"].count("█"), abs=2)


def test_a_bar_is_read_without_blocks_too() -> None:
    assert bar(0.5, 10) == "█████"
    assert bar(0.5, 10, has_blocks=False) == "#####"
    assert bar(0.0001, 10) == "▏"
    assert bar(0, 10) == ""
    assert "█" not in text_of(sheet_of("gender"), has_blocks=False)


@pytest.mark.parametrize("columns", [40, 61, 80, 200])
@pytest.mark.parametrize("language", ["de", "en"])
def test_no_line_is_wider_than_the_terminal(columns: int, language: str) -> None:
    for by in (("nationality",), ("gender", "nationality"), ("rule:R1", "rule:R2")):
        lines = list(figure_lines(sheet_of(*by, language=language), columns))
        assert max(map(width, lines)) <= columns


def test_many_columns_come_below_each_other_and_none_is_lost() -> None:
    heads = tuple(f"2016-{month:02d}" for month in range(1, 25))
    row = SheetRow("Kurs", tuple(str(100 + number) for number in range(24)))
    table = TableSheet("f", "Eintritte", "Fälle", "Angebot", "Monat", heads, (row,), ())
    sheet = FigureSheet("small", "t", "a", "Zahlen", "Ort", "r", "{page}/{pages}", (), (), (table,))
    text = text_of(sheet)
    assert all(head in text for head in heads)
    assert all(cell in text for cell in row.cells)
    assert all(cell in paper(sheet) for cell in (*heads, *row.cells))


def test_a_hidden_count_has_no_bar_and_no_share() -> None:
    sheet = sheet_of("nationality", language="en")
    hidden = [row for table in sheet.tables for row in table.rows if row.cells[0] in ("<5", "–")]
    assert {row.cells[0] for row in hidden} == {"<5", "–"}
    assert all(row.share is None and row.cells[1] == "" for row in hidden)


def test_csv_opens_in_a_german_spreadsheet() -> None:
    raw = figure_csv(sheet_of("nationality"), wording(site_with("case", "nationality")))
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.decode("utf-8-sig").split("\r\n")
    assert lines[-1] == ""
    assert all(line.count(";") == lines[0].count(";") for line in lines[:-1])
    assert "71,4" in raw.decode()


def test_csv_holds_one_line_for_each_count() -> None:
    rows = [row for row in csv_rows(sheet_of("gender", language="en")) if row["figure"]]
    found = {(row["row"], row["column"]): row["value"] for row in rows}
    assert found == {
        ("Female", "count"): "20",
        ("Female", "per cent"): "71.4",
        ("Male", "count"): "8",
        ("Male", "per cent"): "28.6",
        ("total", "count"): "28",
        ("total", "per cent"): "100.0",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    row = SheetRow(f"{start}cmd|' /C calc'!A0", ("<5", "12.5"))
    table = TableSheet("'f", "=Zahl", "Fälle", "x", "", ("2016-05", f" {start}x"), (row,), ())
    sheet = FigureSheet("small", "t", "a", "Zahlen", "Ort", "r", "", (), (), (table,))
    lines = [line for line in csv_rows(sheet) if line["figure"]]
    assert all(not cell.lstrip().startswith(start) for line in lines for cell in line.values())
    assert [line["value"] for line in lines] == ["<5", "12.5"], "a number stays a number"
    assert {unguarded(line["figure"]) for line in lines} == {"'f"}
    assert lines[0]["column"] == "'2016-05"


def test_what_is_not_computable_stands_everywhere_with_its_reason() -> None:
    sheet = sheet_of("recipient", count="handover with a receipt", language="en")
    why = "the store keeps no receipts of handovers"
    assert why in " ".join(text_of(sheet).split())
    assert why in csv_rows(sheet)[0]["note"]
    assert why in " ".join(paper(sheet).split())


def test_the_paper_keeps_the_archive_standards_and_holds_the_counts() -> None:
    content = figure_pdf(sheet_of("nationality"), "de", MADE_AT)
    assert content == figure_pdf(sheet_of("nationality"), "de", MADE_AT)
    reader = PdfReader(io.BytesIO(content))
    metadata = reader.xmp_metadata
    assert metadata is not None
    raw = metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in raw
    assert "<pdfuaid:part>1</pdfuaid:part>" in raw
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Syrien" in text
    assert "71,4" in text
    assert "<5" in text


def test_staff_members_are_numbered_and_not_named() -> None:
    assert "s1" not in text_of(sheet_of("staff", language="en"))
    assert "Staff member 1" in text_of(sheet_of("staff", language="en"))


def test_every_derived_value_of_a_figure_has_words_for_all_its_codes() -> None:
    labels = tomllib.loads((files("intake.handover") / "figure_labels.toml").read_text(encoding="utf-8"))
    tables = logic().derivations.tables
    for id_, codes in labels["code"].items():
        if id_ in tables:
            assert {row.then for row in tables[id_].rows if row.then not in (None, "open")} <= set(codes)
    used = {by for site in sites() for figure in site.figures for by in figure.by if by in tables}
    assert used <= set(labels["code"])
    assert used <= set(labels["name"])
    texts = [*labels["name"].values(), *(text for codes in labels["code"].values() for text in codes.values())]
    assert all(set(text) == {"de", "en"} and all(text.values()) for text in texts)


@pytest.mark.parametrize(
    ("first", "last", "is_settled"),
    [
        ("2026-01-01", "2026-01-31", True),
        ("2026-01-01", "2026-03-31", True),
        ("2025-01-01", "2025-12-31", True),
        ("2026-02-01", "2026-04-30", False),
        ("2026-01-01", "2026-06-30", False),
        ("2026-01-01", "2026-02-28", False),
        ("2026-01-02", "2026-01-31", False),
        ("2026-05-01", "2026-05-31", False),
        ("", "2026-01-31", False),
        ("2026-01-01", "", False),
    ],
)
def test_only_whole_periods_that_have_ended_are_settled(first: str, last: str, is_settled: bool) -> None:
    days = [dt.date.fromisoformat(day) if day else None for day in (first, last)]
    assert Span(dt.date(2026, 5, 31), *days).is_settled is is_settled
