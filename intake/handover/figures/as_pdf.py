"""Monitoring figures on paper: A4, PDF/A-2a and PDF/UA-1 as a record. Importing this module loads typst (100 ms)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Literal

import typst

from intake.errors import OutputError
from intake.handover.figures.sheet import FigureSheet, TableSheet
from intake.handover.formats.as_pdf import font_folders
from intake.handover.templates import FIGURES_TEMPLATE, TEMPLATES

_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_MOST_COLUMNS = 10


def figure_pdf(sheet: FigureSheet, language: str, made_at: dt.datetime) -> bytes:
    """The sheet as PDF. `made_at` (with its zone) is the date in the file.

    Raises OutputError where it cannot be laid out by the standards: figures hold no text that was typed, so that it is
    the template that is wrong.
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=font_folders())
    compiler = typst.Compiler(TEMPLATES / FIGURES_TEMPLATE, root=TEMPLATES, font_paths=fonts)
    try:
        found = compiler.compile(
            format="pdf",
            sys_inputs={"sheet": _json(sheet, language)},
            pdf_standards=[*_STANDARDS],
            timestamp=made_at.replace(microsecond=0),  # the file holds no more, and typst refuses it
        )
    except typst.TypstError:
        raise OutputError(
            "The figures could not be laid out.",
            "Nothing was written. Have the template {template} repaired, or write the figures as CSV.",
            template=FIGURES_TEMPLATE,
        ) from None  # the message of the compiler quotes the sheet
    if not isinstance(found, bytes):
        raise TypeError("a PDF is one file")
    return found


def _json(sheet: FigureSheet, language: str) -> str:
    narrow = replace(sheet, tables=tuple(part for table in sheet.tables for part in _parts(table)))
    return json.dumps({**asdict(narrow), "language": language}, ensure_ascii=False)


def _parts(table: TableSheet) -> Iterator[TableSheet]:
    """A table with many columns below each other, as many columns at a time as a page is wide."""
    for first in range(0, len(table.heads), _MOST_COLUMNS):
        last = first + _MOST_COLUMNS
        is_last = last >= len(table.heads)
        yield replace(
            table,
            heads=table.heads[first:last],
            rows=tuple(replace(row, cells=row.cells[first:last]) for row in table.rows),
            notes=table.notes if is_last else (),
        )
