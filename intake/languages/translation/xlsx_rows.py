"""Rows for translators as a spreadsheet (XLSX), and back. Read with limits: a small file may unpack to gigabytes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from intake.languages.translation.exchange import Row, Standing, line_ends

HEADS: Final = ("key", "where", "English", "German", "translation", "state")
"""Of all columns only key, English, translation and state are read back. `state` is set to `reviewed` by a speaker."""

_WIDTHS: Final = (16, 22, 46, 46, 60, 12)
LARGEST_FILE = 10_000_000
LARGEST_UNPACKED = 100_000_000
MOST_ROWS = 20_000


def as_xlsx(rows: Iterable[Row], language: str, *, is_rtl: bool = False) -> bytes:
    """The rows as a sheet with a heading. Texts are texts: one that begins with = is no formula."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = language
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for number, name in enumerate(HEADS, start=1):
        sheet.cell(1, number, name).font = Font(bold=True)
    for line, row in enumerate(rows, start=2):
        values = (row.key, row.context, row.english, row.german, row.text, row.standing.value)
        for number, value in enumerate(values, start=1):
            cell = sheet.cell(line, number)
            cell.value = value
            cell.data_type = "s"
            to_right = is_rtl and HEADS[number - 1] == "translation"
            cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=2 if to_right else 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_xlsx(path: Path) -> tuple[Row, ...]:
    """The rows of a returned sheet, found by the names in its first row. Raises ValueError with what is wrong."""
    _check_size(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # the library promises nothing for a damaged file: whatever it raises means that
        raise ValueError(f"no spreadsheet: {type(error).__name__}") from error
    try:
        return tuple(_rows(book.worksheets[0].iter_rows(values_only=True, max_row=MOST_ROWS)))
    except ValueError:  # what is wrong with the rows is said already
        raise
    except Exception as error:  # as above: the sheet is read only here
        raise ValueError(f"a damaged spreadsheet: {type(error).__name__}") from error
    finally:
        book.close()


def _check_size(path: Path) -> None:
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"larger than {LARGEST_FILE} bytes")
    try:
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise ValueError("no spreadsheet") from error
    if unpacked > LARGEST_UNPACKED:
        raise ValueError(f"unpacks to more than {LARGEST_UNPACKED} bytes")


def _rows(lines: Iterator[tuple[object, ...]]) -> Iterator[Row]:
    heads = [_text(value) for value in next(lines, ())]
    missing = [name for name in ("key", "translation") if name not in heads]
    if missing:
        raise ValueError(f"the first row has no column {' and no column '.join(missing)}")
    for number, values in enumerate(lines, start=2):
        found = dict(zip(heads, map(_text, values), strict=False))
        if not found.get("key"):
            continue
        is_reviewed = found.get("state", "").lower() == Standing.REVIEWED.value
        yield Row(
            found["key"],
            "",
            found.get("English", ""),
            "",
            found.get("translation", ""),
            Standing.REVIEWED if is_reviewed else Standing.DRAFT,
            str(number),
        )


def _text(value: object) -> str:
    return line_ends(value) if isinstance(value, str) else "" if value is None else str(value)
