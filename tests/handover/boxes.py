"""Where words stand on the pages of a PDF, by poppler: what only laying out decides and no text tells."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HAS_POPPLER = shutil.which("pdftotext") is not None
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_LATIN = re.compile("[0-9A-Za-zÀ-ɏ]{3,}")
_TOUCH_PT, _SHARE = 2.0, 0.5


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its box, in points from the left and the top of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words(content: bytes) -> tuple[list[Word], float]:
    """The words of all pages in the order of the file, and the width of a page."""
    ran = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True)
    found: list[Word] = []
    page_width = 0.0
    for number, page in enumerate(_PAGE.findall(ran.stdout.decode("utf-8", "replace"))):
        page_width = float(page[0])
        for *sides, text in _WORD.findall(page[2]):
            left, top, right, bottom = map(float, sides)
            found.append(Word(number, left, top, right, bottom, html.unescape(text)))
    return found, page_width


def overlaps(content: bytes) -> Iterator[str]:
    """Words of Latin letters or digits that lie on each other, or run out of the page.

    Those of joined scripts come in pieces, whose boxes say nothing.
    """
    every, page_width = words(content)
    found = [word for word in every if _LATIN.search(word.text)]
    for word in found:
        if word.left < 0 or word.right > page_width:
            yield f"page {word.page + 1}: {word.text[:20]!r} runs out"
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            if other.page == one.page and _lie_on_each_other(one, other):
                yield f"page {one.page + 1}: {one.text[:20]!r} and {other.text[:20]!r}"


def _lie_on_each_other(one: Word, other: Word) -> bool:
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    lowest = min(one.bottom - one.top, other.bottom - other.top)
    return wide > _TOUCH_PT and lowest > 0 and high > _SHARE * lowest


def stand_in_order(content: bytes, parts: Sequence[str]) -> bool:
    """Whether these words stand beside each other on one line, the first leftmost, wherever they stand at all."""
    found, _ = words(content)
    starts = [word for word in found if word.text.strip("\u2068\u2069()") == parts[0]]
    if not starts:
        return False
    return all(_follow(start, found, parts) for start in starts)


def _follow(start: Word, found: list[Word], parts: Sequence[str]) -> bool:
    at = start
    for part in parts[1:]:
        line = [word for word in found if word.page == at.page and abs(word.top - at.top) < 3 and part in word.text]
        right = [word for word in line if word.left >= at.right - 1]
        if not right:
            return False
        at = min(right, key=lambda word: word.left)
    return True
