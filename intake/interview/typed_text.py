"""What was typed at a question, read as a value: dates, numbers, lengths of time, lists of ages.

Every reading is forgiving about separators and strict about meaning. `shown` writes a value so that reading it
again gives the same value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from intake.interview.questions import Kind, Question
from intake.interview.values import Calendar, PartialDate, Plain, Problem, make_date

NOTHING = "-"
"""Typed for the empty list."""

Convert: TypeAlias = "Callable[[Calendar, int, int | None, int | None], PartialDate | Problem]"
"""Year, month and day of a calendar as a date of ours, or the Problem that there is no such day."""

MARKS: Mapping[Calendar, str] = {Calendar.SOLAR_HIJRI: "SH", Calendar.ISLAMIC: "AH", Calendar.ETHIOPIAN: "EC"}
"""What stands before a date of another calendar where it is typed, or behind it: `SH 12.7.1375`."""

_YEARS = r"(?:j|jahre?n?|y|years?|yıl|р|рік|роки|років)"
_MONTHS = r"(?:m|mon|monate?n?|months?|ay|міс|місяць|місяці|місяців)"
_DURATION = re.compile(
    rf"(?:(?P<years>\d{{1,3}}(?:[.,]\d)?)\s*{_YEARS}\.?)?\s*(?:[,+&]|und|and|ve|і|та)?\s*(?:(?P<months>\d{{1,3}})\s*{_MONTHS}\.?)?"
)


def read_text(question: Question, typed: str, convert: Convert | None = None) -> Plain | Problem:
    """The value of a typed answer. For kinds that are picked from a list this is a bug, not a Problem."""
    match question.kind:
        case Kind.PARTIAL_DATE:
            return read_date(typed, convert)
        case Kind.NUMBER:
            return read_number(question, typed)
        case Kind.LIST_NUMBER:
            return read_numbers(typed)
        case Kind.TEXT:
            return typed
        case _:
            raise ValueError(f"{question.kind} is not typed as one line")


def _plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9: a date may be typed as ١٩٩٩ or ۱۹۹۹."""
    return text if text.isascii() else re.sub(r"\d", lambda found: str(int(found[0])), text)


def read_date(typed: str, convert: Convert | None = None) -> PartialDate | Problem:
    """`1999`, `5.1999`, `17.5.1999`, `17051999`, `1999-05-17`; also with `/`, `,`, `-` or blanks between the parts.

    With `convert`, a date may begin or end with the mark of another calendar: `SH 7.1375`.
    """
    text, calendar = marked(_plain_digits(typed))
    parts = [part for part in re.split(r"[./,،٫\-\s]+", text) if part]
    if len(parts) == 1 and re.fullmatch(r"\d{8}|\d{6}", text):
        parts = [text[:2], text[2:4], text[4:]] if len(text) == 8 else [text[:2], text[2:]]
    no_date = Problem("This is no date. Type 1999, 5.1999 or 17.5.1999.")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return no_date
    if len(parts) > 1 and len(parts[0]) == 4:
        parts.reverse()
    if len(parts[-1]) != 4:
        return Problem("Please type the year with four digits: 1999.") if len(parts) == 3 else no_date
    if any(len(part) > 2 for part in parts[:-1]):
        return no_date
    numbers = [int(part) for part in reversed(parts)]
    if numbers[0] == 0:
        return no_date
    month, day = [*numbers[1:], None, None][:2]
    if calendar is None:
        return make_date(numbers[0], month, day)
    return convert(calendar, numbers[0], month, day) if convert else no_date


def marked(typed: str) -> tuple[str, Calendar | None]:
    """A typed date without the mark of its calendar, and that calendar; None for the Gregorian."""
    text = typed.strip()
    for calendar, mark in MARKS.items():
        if text[: len(mark)].upper() == mark:
            return text[len(mark) :].strip(), calendar
        if text[-len(mark) :].upper() == mark:
            return text[: -len(mark)].strip(), calendar
    return text, None


def shown_date(value: PartialDate) -> str:
    """A date as it was said, for an input: `17.05.1999`, `SH 07.1375`."""
    said = value.said
    day, month, year = (said.day, said.month, said.year) if said else (value.day, value.month, value.year)
    numbers = ".".join([*(f"{part:02d}" for part in (day, month) if part is not None), f"{year:04d}"])
    return f"{MARKS[said.calendar]} {numbers}" if said else numbers


def read_number(question: Question, typed: str) -> int | float | Problem:
    """A whole number, or one with a decimal point or comma; with the unit months also '3 years 6 months'."""
    text = _plain_digits(typed.strip().casefold())
    if question.limits.unit == "months" and (length := _DURATION.fullmatch(text)) and text:
        years, months = length["years"], length["months"]
        if years or months:
            return round(float((years or "0").replace(",", ".")) * 12) + int(months or 0)
    if not re.fullmatch(r"\d{1,6}(?:[.,]\d{1,2})?", text) or not text.isascii():
        if question.limits.unit == "months":
            return Problem("Type months (42) or years and months (3 years 6 months).")
        return Problem("Please type a number.")
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def read_numbers(typed: str) -> tuple[int, ...] | Problem:
    """Whole numbers with blanks or commas between them; `-` for none."""
    text = _plain_digits(typed.strip())
    if text == NOTHING:
        return ()
    parts = [part for part in re.split(r"[,;،؛\s]+", text) if part]
    if not parts or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return Problem("Type the numbers with blanks between them: 3 7 12. Type - for none.")
    return tuple(int(part) for part in parts)


def shown(value: Plain) -> str:
    """The value as text for an input, without any language: `17.05.1999`, `3 7 12`."""
    match value:
        case PartialDate():
            return shown_date(value)
        case float() if value.is_integer():
            return str(int(value))
        case str() | int() | float():
            return str(value)
        case tuple():
            return " ".join(str(item) for item in value) if value else NOTHING
        case _:
            return value.text if hasattr(value, "text") else ""
