"""Right-to-left text on the screen: widgets hold and wrap it in logical order, and each finished line is turned round.

    def get_line_filters(self):
        return [*super().get_line_filters(), self._bidi]    # of the app: a BidiFilter for all widgets

A line is divided at box drawing and at two or more blanks; the direction of each piece is that of its first strong
letter. A widget with a caret draws its line by `visual_line` itself and sends it as `in_order`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from intake.languages.bidi import needs_reordering
from intake.languages.terminal_text import Profile

_PIECES = re.compile("[\u2500-\u259f\u2800-\u28ff\U0001fb00-\U0001fbff]+|[ \u00a0]{2,}|(\u202d[^\u202c]*\u202c?)")
Drawn = tuple[str, Style | None]


def for_a_screen_above(filters: Sequence[LineFilter]) -> list[LineFilter]:
    """The filters for a screen that shows the one below it: those lines are turned round already."""
    return [each for each in filters if not isinstance(each, BidiFilter)]


class BidiFilter(LineFilter):
    """Turns a finished line into what the terminal has to get. A line without right-to-left text costs one search."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self._profile = profile

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        line = "".join([segment.text for segment in segments])
        if self._profile.order is None or not needs_reordering(line):
            return segments
        styles = [style for text, style, _ in segments for _ in text]
        drawn: list[Drawn] = []
        at = 0
        for start, end in _pieces(line):
            drawn += zip(line[at:start], styles[at:start], strict=True)
            drawn += _in_visual_order(line[start:end], styles[start:end], self._profile)
            at = end
        drawn += zip(line[at:], styles[at:], strict=True)
        return [
            Segment("".join([text for text, _ in group]), style)
            for style, group in groupby(_fitted(drawn, cell_len(line)), itemgetter(1))
        ]


@lru_cache(1024)
def _pieces(line: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each piece that has to be turned round. Blanks around it stay where they are."""
    return tuple(piece for piece in _all_pieces(line) if needs_reordering(line[slice(*piece)]))


def _all_pieces(line: str) -> Iterator[tuple[int, int]]:
    at = 0
    for edge in _PIECES.finditer(line):
        yield _without_blanks(line, at, edge.start())
        if edge[1]:
            yield edge.span()
        at = edge.end()
    yield _without_blanks(line, at, len(line))


def _without_blanks(line: str, start: int, end: int) -> tuple[int, int]:
    text = line[start:end]
    return end - len(text.lstrip(" ")), start + len(text.rstrip(" "))


def _in_visual_order(text: str, styles: Sequence[Style | None], profile: Profile) -> Iterator[Drawn]:
    """The piece as the terminal gets it, in as many cells as it was measured with: a lam-alef leaves one over.

    What is left over comes at the end of the text, on the left of a right-to-left one.
    """
    from intake.languages.bidi.visual import visual_line  # only where there is such text

    assert profile.order is not None
    line = visual_line(text, None, profile.lettering(), measure=cell_len)
    blanks = [(" ", styles[-1])] * (cell_len(text) - line.cells)
    if line.base == "rtl":
        yield from blanks
    for sent, cluster in zip(line.sent(profile.order), line.clusters, strict=True):
        yield sent, styles[cluster.letter]
    if line.base == "ltr":
        yield from blanks


def _fitted(drawn: list[Drawn], cells: int) -> list[Drawn]:
    """The line in so many cells. Rich counts a letter behind a joiner (U+200D) as none, but it takes one.

    Blanks beside others go first, then whatever is at the end.
    """
    over = sum([cell_len(text) for text, _ in drawn]) - cells
    style: Style | None = None
    for place in range(len(drawn) - 1, 0, -1):
        if over <= 0:
            return drawn
        if drawn[place][0] == drawn[place - 1][0] == " ":
            del drawn[place]
            over -= 1
    while over > 0 and drawn:
        text, style = drawn.pop()
        over -= cell_len(text)
    return drawn if over >= 0 else [*drawn, (" " * -over, style)]
