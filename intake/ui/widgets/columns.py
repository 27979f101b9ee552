"""Options of a list that say several things beside each other, each in a column of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from rich.cells import set_cell_size
from textual.content import Content

from intake.languages.direction import shown
from intake.ui.widgets.drawing import wrapped

INDENT = 4
_GAP = 2


def columns(head: str, texts: Sequence[str], cells: int) -> Content:
    """A head in bold, and below it the texts beside each other, each wrapped in its share of `cells`."""
    lines = [Content.styled(line, "bold") for line in wrapped(shown(head), max(10, cells - 2))]
    width = max(10, (cells - INDENT) // max(1, len(texts)) - _GAP)
    wrapped_texts = [wrapped(shown(text), width) for text in texts]
    for parts in zip_longest(*wrapped_texts, fillvalue=""):
        row = (" " * _GAP).join(set_cell_size(part, width) for part in parts)
        lines.append(Content(" " * INDENT + row.rstrip()))
    return Content("\n").join([Content("  ").append(lines[0]), *lines[1:]]) if lines else Content("")
