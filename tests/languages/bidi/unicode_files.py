"""The Unicode Character Database as files, where the system has it (Debian: package `unicode-data`).

    python -m tests.languages.bidi.unicode_files

prints the tables of `intake/languages/bidi/tables.py` from those files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

import pytest

FOLDER: Final = Path("/usr/share/unicode")
_COMMENT = re.compile(r"\s*#.*")


def unicode_file(name: str) -> Path:
    """The path of a file of the database; the test that asks is skipped where it is missing."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{path} is missing: it comes with Debian's package unicode-data")
    return path


def rows(path: Path) -> Iterator[list[str]]:
    """The fields of each line, comments left out."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if fields := _COMMENT.sub("", line.rstrip("\n")):
                yield [field.strip() for field in fields.split(";")]


def mirror_pairs() -> dict[str, str]:
    """Bidi_Mirroring_Glyph."""
    return {chr(int(a, 16)): chr(int(b, 16)) for a, b in rows(unicode_file("BidiMirroring.txt"))}


def bracket_pairs() -> dict[str, str]:
    """Bidi_Paired_Bracket of each opening bracket."""
    found = rows(unicode_file("BidiBrackets.txt"))
    return {chr(int(a, 16)): chr(int(b, 16)) for a, b, kind in found if kind == "o"}


def joining_types() -> dict[str, str]:
    """Joining_Type of what ArabicShaping.txt lists."""
    return {chr(int(code, 16)): kind for code, _, kind, _ in rows(unicode_file("ArabicShaping.txt"))}


def missing_classes() -> list[tuple[int, int, str]]:
    """First and last code point and long name of the Bidi_Class of unassigned ones, later lines before earlier ones."""
    text = unicode_file("extracted/DerivedBidiClass.txt").read_text(encoding="utf-8")
    found = re.findall(r"^# @missing: (\w+)\.\.(\w+); (\w+)", text, re.M)
    return [(int(a, 16), int(b, 16), name) for a, b, name in found]


def joining_ranges(kind: str) -> str:
    """The code points of one joining type as `620 626 628-62E`."""
    codes = sorted(ord(char) for char, found in joining_types().items() if found == kind)
    groups = (list(group) for _, group in groupby(enumerate(codes), lambda pair: pair[1] - pair[0]))
    spans = [(group[0][1], group[-1][1]) for group in groups]
    return " ".join(f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in spans)


def _literal(text: str) -> str:
    return "".join(char if " " < char < "\x7f" else char.encode("unicode_escape").decode() for char in text)


def _print_tables() -> None:
    out = sys.stdout.write
    brackets, mirrors = bracket_pairs(), mirror_pairs()
    out("BRACKETS " + _literal("".join(a + b for a, b in brackets.items())) + "\n")
    inside = {*brackets, *brackets.values()}
    others = [a + b for a, b in mirrors.items() if a < b and a not in inside]
    out("MIRRORED " + _literal("".join(others)) + "\n")
    for kind in "DRCLTU":
        out(f"{kind} {joining_ranges(kind)}\n")


if __name__ == "__main__":
    _print_tables()
