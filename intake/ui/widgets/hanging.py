"""Options of a list whose later lines stand below the text, not below the mark."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from intake.languages.direction import shown
from intake.ui.widgets.drawing import wrapped

INDENT = 4


def hanging(head: str, details: Iterable[tuple[str, str]], cells: int, *, mark: str = " ") -> Content:
    """A head in bold after its mark, and details (text, style) moved in, each wrapped to `cells`."""
    lines: list[tuple[str, str]] = []
    for number, line in enumerate(wrapped(shown(head), max(10, cells - 2))):
        lines.append((f"{mark if number == 0 else ' '} {line}", "bold"))
    for text, style in details:
        plain = shown(text.strip())
        inner = INDENT + (len(text) - len(text.lstrip()))
        lines += [(" " * inner + line, style) for line in wrapped(plain, max(10, cells - inner))]
    return Content("\n").join(Content.styled(text, style) if style else Content(text) for text, style in lines)
