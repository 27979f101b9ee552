"""Cells that a spreadsheet shows as they are: never run as a formula, never read as another number or date.

A spreadsheet that opens a CSV by a double click takes `=1+1` for a formula, `03241001` for 3241001 and `05/1999` for
a day. Such a text gets one apostrophe in front, and so does one that begins with an apostrophe itself. So the rule to
undo it needs no list: where a cell begins with an apostrophe, take away exactly that one. What a spreadsheet shows as
it is, such as `<5`, `0202 1234567` or `x@y.de`, stays without one. The guard holds for the separator of the file: who
opens it by another one cuts its cells elsewhere.

Source: OWASP, CSV injection.
"""

from __future__ import annotations

import re
import unicodedata

from intake.handover.sanitize import valid_unicode

GUARD = "'"
_FORMULA = frozenset("=+-@|%\u2212")
"""What a formula, or a call of another program (DDE), may begin with; other widths of these signs count, too."""
_BREAKS = ("\t", "\r", "\n")

_READ_OTHERWISE = re.compile(
    r"0[0-9]+"  # a leading zero would be lost
    r"|[0-9]{12,}"  # more digits than a spreadsheet shows
    r"|[0-9]+([.,][0-9]+)?[eE][0-9]+"  # a power of ten
    r"|[0-9]{1,2}[./-][0-9]{1,2}\.?"  # day and month
    r"|[0-9]{1,2}[./-][0-9]{4}|[0-9]{4}[./-][0-9]{1,2}"  # month and year
)
_JOINERS = frozenset("\u200c\u200d\u00ad")


def guarded(text: str) -> str:
    """The cell for a text."""
    if text.startswith((GUARD, *_BREAKS)) or _first(text) in _FORMULA or _READ_OTHERWISE.fullmatch(text.strip()):
        return GUARD + text
    return text


def _first(text: str) -> str:
    """The first sign that is seen, in its usual width; empty where there is none."""
    seen = (sign for sign in text if unicodedata.category(sign) not in ("Zs", "Zl", "Zp", "Cc", "Cf"))
    return unicodedata.normalize("NFKC", next(seen, ""))[:1]


def unguarded(cell: str) -> str:
    """The text of a cell."""
    return cell.removeprefix(GUARD)


def one_line(text: str) -> str:
    """The text on one line, fit to be copied: control characters are spaces, marks that turn a text around are gone."""
    return "".join(map(_plain, valid_unicode(text))).strip()


def _plain(character: str) -> str:
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf" if character not in _JOINERS:
            return ""
        case _:
            return character
