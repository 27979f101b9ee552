"""A record as plain text of 74 columns, for the preview on the screen and for a printer that prints nothing else."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from typing import assert_never

from intake.handover.formats.pages import record_sheet
from intake.handover.formats.sheet import (
    Bar,
    Bullets,
    Dates,
    Element,
    Entries,
    Pairs,
    Proposal,
    Proposals,
    Receipt,
    Remark,
    Row,
    Section,
    Sheet,
    Times,
)
from intake.handover.record.parts import Record
from intake.handover.record.wording import Wording
from intake.handover.record.words import Words
from intake.handover.sanitize import ZERO_WIDTH_SPACE

COLUMNS = 74
"""What a window on a screen of 80 columns has room for, between its frame and its scroll bar."""
_LABEL = 30
_INDENT = "  "
_DAY = 12
_BAR = 30
_ISOLATES = "\u2066\u2067\u2068"
_POP = "\u2069"


def record_text(record: Record, wording: Wording) -> str:
    """The record as one text with a line end at the end."""
    return "\n".join(preview(record, wording)) + "\n"


def preview(record: Record, wording: Wording) -> tuple[str, ...]:
    """The lines that show on the screen exactly what the receiver would get."""
    return sheet_lines(record_sheet(record, wording))


def sheet_lines(sheet: Sheet) -> tuple[str, ...]:
    """The lines of a sheet, none wider than 74 columns. The text stays in logical order."""
    return tuple(line.rstrip() for line in _sheet(sheet))


def width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    columns = 0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        columns += 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
    return columns


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns, broken at spaces and where a long word allows it.

    A line takes one character at least, however narrow it is. An isolate that is open at the end of a line is closed
    there and opened again on the next.
    """
    columns = max(columns, 1)
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line.strip() and width(line) + width(piece.rstrip()) > columns:
            lines.append(line)
            line = ""
        while width(piece.rstrip()) > columns:
            head = _first_columns(piece, columns) or piece[:1]
            lines.append(head)
            piece = piece[len(head) :]
        line += piece
    if line.strip() or not lines:
        lines.append(line)
    return _balanced([each.strip() for each in lines])


def _sheet(sheet: Sheet) -> Iterator[str]:
    for banner in sheet.banners:
        yield from (f"!! {line}" for line in wrapped(banner, COLUMNS - 3))
    if sheet.banners:
        yield ""
    yield from wrapped(f"{sheet.title} – {sheet.case} – {sheet.version}", COLUMNS)
    yield from wrapped(sheet.subtitle, COLUMNS)
    yield "=" * COLUMNS
    yield from _element(sheet.head)
    for section in sheet.sections:
        yield from _section(section)
    for section in sheet.pages:
        yield from _section(section)
    if sheet.check:
        yield ""
        yield from wrapped(sheet.check.heading.upper(), COLUMNS)
        yield "-" * COLUMNS
        for row in (*sheet.check.rows, sheet.check.code):
            yield from wrapped(row, COLUMNS)
    yield ""
    yield "-" * COLUMNS
    yield from wrapped(sheet.running, COLUMNS)


def _section(section: Section) -> Iterator[str]:
    yield ""
    yield from wrapped(section.heading.upper(), COLUMNS)
    yield "-" * COLUMNS
    for index, element in enumerate(section.elements):
        if index and not (isinstance(element, Pairs) and not element.caption):
            yield ""
        yield from _element(element)


def _element(element: Element) -> Iterator[str]:
    match element:
        case Pairs():
            yield from wrapped(element.caption, COLUMNS) if element.caption else ()
            for row in element.rows:
                yield from _row(row)
        case Entries():
            yield from _entries(element)
        case Times():
            yield from _times(element)
        case Proposals():
            yield from wrapped(element.caption, COLUMNS) if element.caption else ()
            for index, item in enumerate(element.items):
                yield from [""] if index else []
                yield from _proposal(item, element.proposal)
        case Bullets():
            yield from wrapped(element.caption, COLUMNS) if element.caption else ()
            for text in element.items:
                yield from _hanging(text, "- ", COLUMNS)
        case Dates():
            yield from wrapped(element.caption, COLUMNS) if element.caption else ()
            for date in element.rows:
                text = f"{date.name} ({date.fine})" if date.fine else date.name
                yield from _beside(date.day, wrapped(text, COLUMNS - _DAY), _DAY)
        case Remark():
            yield from wrapped(element.text, COLUMNS)
        case Receipt():
            yield from wrapped(element.text, COLUMNS)
            for label in element.lines:
                yield ""
                yield ""
                yield "_" * (COLUMNS // 2)
                yield from wrapped(label, COLUMNS)
        case _:
            assert_never(element)


def _row(row: Row) -> Iterator[str]:
    text = _words(row.values)
    if row.mark:
        text = f"{text} ({row.mark})"
    lines = wrapped(text, COLUMNS - _LABEL)
    if row.note:
        lines += wrapped(row.note, COLUMNS - _LABEL)
    yield from _beside(row.label, lines, _LABEL)


def _beside(label: str, lines: list[str], columns: int) -> Iterator[str]:
    """A label in a column of its own, with its lines to the right."""
    labels = wrapped(label, columns - 2)
    for index in range(max(len(labels), len(lines))):
        left = labels[index] if index < len(labels) else ""
        right = lines[index] if index < len(lines) else ""
        yield left + " " * (columns - width(left)) + right


def _entries(entries: Entries) -> Iterator[str]:
    yield from wrapped(entries.caption, COLUMNS)
    for row in entries.rows:
        parts = [f"{head}: {_words(values)}" for head, values in zip(entries.heads, row, strict=True) if values]
        yield from _hanging("; ".join(parts), "- ", COLUMNS)
    if entries.note:
        yield from wrapped(entries.note, COLUMNS)


def _times(times: Times) -> Iterator[str]:
    """Each time in a line with its bar, and below it in words what was then."""
    yield from wrapped(times.caption, COLUMNS)
    for row in times.rows:
        if row.kind == "entry":
            yield from wrapped(f"--- {_words(row.cells[0])} ---", COLUMNS)
            continue
        number, time, what, proof = (_words(cell) for cell in row.cells)
        head = f"{number:>3}  {time}"
        bar = _bar(row.bar, times.entry, "?" if row.kind == "gap" else "=") if row.bar else ""
        if bar and width(head) + len(bar) + 2 > COLUMNS:
            yield from _hanging(time, f"{number:>3}  ", COLUMNS)
            yield bar.rjust(COLUMNS)
        else:
            yield head + " " * max(0, COLUMNS - width(head) - len(bar)) + bar
        for text in (what, proof):
            yield from (" " * 5 + line for line in wrapped(text, COLUMNS - 5)) if text else ()
    for note in times.notes:
        yield from wrapped(note, COLUMNS)


def _bar(bar: Bar, entry: float | None, sure: str) -> str:
    """The bar in letters: `sure` for that, `-` possible, `|` the entry. Something is always to be seen of it."""

    def place(share: float) -> int:
        return min(_BAR - 1, int(share * _BAR))

    cells = ["."] * _BAR
    for share, until, mark in ((bar.earliest, bar.latest, "-"), (bar.first, bar.last, sure)):
        if until > share:
            for at in range(place(share), max(place(share) + 1, math.ceil(until * _BAR))):
                cells[at] = mark
    if entry is not None:
        cells[place(entry)] = "|"
    return f"[{''.join(cells)}]"


def _proposal(item: Proposal, proposal: str) -> Iterator[str]:
    yield from _hanging(f"{item.title} ({item.tag})" if item.tag else item.title, "> ", COLUMNS)
    room = COLUMNS - len(_INDENT)
    for text in (item.reason, *(f"{row.label}: {_words(row.values)}" for row in item.facts)):
        yield from (_INDENT + line for line in wrapped(text, room)) if text else ()
    fine = f"{proposal} · {item.fine}" if item.fine else proposal
    yield from (_INDENT + line for line in wrapped(fine, room))


def _hanging(text: str, mark: str, columns: int) -> Iterator[str]:
    for index, line in enumerate(wrapped(text, columns - len(mark))):
        yield (" " * len(mark) if index else mark) + line


def _words(values: tuple[Words, ...]) -> str:
    return "; ".join(f"{value.text} [{value.code}]" if value.code else value.text for value in values)


def _pieces(text: str) -> Iterator[str]:
    """Words with the space behind them; a long word comes in the pieces between its break points."""
    for word in text.replace("\n", " ").split(" "):
        parts = word.split(ZERO_WIDTH_SPACE)
        yield from parts[:-1]
        yield parts[-1] + " "


def _first_columns(text: str, columns: int) -> str:
    taken = 0
    for index, character in enumerate(text):
        taken += width(character)
        if taken > columns:
            return text[:index]
    return text


def _balanced(lines: list[str]) -> list[str]:
    """Each line with as many isolates closed as opened, so that it can stand alone."""
    balanced: list[str] = []
    open_: list[str] = []
    for line in lines:
        start = "".join(open_)
        for character in line:
            if character in _ISOLATES:
                open_.append(character)
            elif character == _POP and open_:
                open_.pop()
        balanced.append(start + line + _POP * len(open_))
    return balanced
