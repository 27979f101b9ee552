"""Which notes and words of staff go along with a record: listed with their numbers, and chosen by them.

Nobody can know what free words tell, so none goes along unless it is named. The list is for whoever is logged in, on
their own screen; it is the one place of the command line that shows words of a case.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from intake.errors import InputError
from intake.languages.direction import strip_controls
from intake.ui.record_decisions import StaffWords

ALL = "all"


@dataclass(frozen=True, slots=True)
class Along:
    """What was typed: numbers with commas between them, `all`, or nothing. With `is_list` nothing is written."""

    notes: str = ""
    words: str = ""
    is_list: bool = False


def print_list(found: Sequence[StaffWords], say: Callable[..., str]) -> None:
    """All notes and words that could go along, each with the number to choose it by."""
    notes, words = _parted(found)
    headings = (
        (say("Notes to answers, for --with-notes:"), notes),
        (say("Words of staff, for --with-words:"), words),
    )
    for heading, lines in headings:
        if lines:
            sys.stdout.write(heading + "\n")
        for number, line in enumerate(lines, 1):
            text = strip_controls(" ".join(line.text.split()), visible=True)
            sys.stdout.write(f"{number:>4}  {text}\n")
    if not found:
        sys.stdout.write(say("There are no notes and no words of staff that could go along.") + "\n")


def chosen(along: Along, found: Sequence[StaffWords]) -> frozenset[str]:
    """The ids of what goes along. Raises InputError for a number that is not in the list."""
    notes, words = _parted(found)
    return frozenset({*_numbered(along.notes, notes, "--with-notes"), *_numbered(along.words, words, "--with-words")})


def _parted(found: Sequence[StaffWords]) -> tuple[list[StaffWords], list[StaffWords]]:
    return [each for each in found if each.is_note], [each for each in found if not each.is_note]


def _numbered(typed: str, lines: Sequence[StaffWords], option: str) -> list[str]:
    if typed.strip() == ALL:
        return [each.id for each in lines]
    ids: list[str] = []
    for part in (part.strip() for part in typed.split(",") if part.strip()):
        number = int(part) if part.isascii() and part.isdigit() and len(part) < 6 else 0
        if not 1 <= number <= len(lines):
            raise InputError(
                "{option} {number}: there is no such number in the list.",
                "No record was made. --list shows the numbers; several have commas between them, as in 1,3.",
                option=option,
                number=part[:20],
            )
        ids.append(lines[number - 1].id)
    return ids
