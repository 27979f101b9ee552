"""A form as the workbook that ODK and KoboToolbox read: the sheets survey, choices and settings, texts only."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from intake.interop.rows import Heading, Item, Row, Texts, XlsForm

Line = Sequence[str]
MOST_CHARACTERS = 32_767
"""What a cell of a spreadsheet holds at most."""


def as_xlsx(form: XlsForm) -> bytes:
    """The workbook. Raises ValueError where a text is longer than a cell can hold."""
    book = Workbook()
    survey = book.active
    assert isinstance(survey, Worksheet)
    survey.title = "survey"
    _fill(survey, survey_lines(form))
    _fill(book.create_sheet("choices"), choice_lines(form))
    _fill(book.create_sheet("settings"), (tuple(form.settings), tuple(form.settings.values())))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def survey_lines(form: XlsForm) -> Iterator[Line]:
    """The heading and the rows of the sheet survey."""
    languages = form.languages
    yield (
        "type", "name", *_heads("label", languages), *_heads("hint", languages), "relevant", "constraint",
        *_heads("constraint_message", languages), "calculation", "appearance", "choice_filter",
    )  # fmt: skip
    for row in form.rows:
        yield tuple(_cells(row, languages))


def _cells(row: Row, languages: Sequence[Heading]) -> Iterator[str]:
    yield from (row.type, row.name)
    yield from _texts(row.label, languages)
    yield from _texts(row.hint, languages)
    yield from (row.relevant, row.constraint)
    yield from _texts(row.constraint_message, languages)
    yield from (row.calculation, row.appearance, row.choice_filter)


def choice_lines(form: XlsForm) -> Iterator[Line]:
    """The heading and the rows of the sheet choices."""
    yield ("list_name", "name", *_heads("label", form.languages), "private")
    for item in form.items:
        yield tuple(_item_cells(item, form.languages))


def _item_cells(item: Item, languages: Sequence[Heading]) -> Iterator[str]:
    yield from (item.list, item.code)
    yield from _texts(item.label, languages)
    yield "1" if item.is_private else ""


def _heads(column: str, languages: Sequence[Heading]) -> Iterator[str]:
    return (f"{column}::{language.title}" for language in languages)


def _texts(texts: Texts, languages: Sequence[Heading]) -> Iterator[str]:
    return (texts.get(language.code, "") for language in languages)


def _fill(sheet: Worksheet, lines: Iterable[Line]) -> None:
    """Texts are texts: one that begins with = is no formula."""
    sheet.freeze_panes = "A2"
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            if not value:
                continue
            if len(value) > MOST_CHARACTERS:
                raise ValueError(f"{sheet.title}, line {number}: longer than a cell can hold")
            cell = sheet.cell(number, column)
            cell.value = value
            cell.data_type = "s"
