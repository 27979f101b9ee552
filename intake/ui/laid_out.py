"""Whether a list can be moved in by pages."""

from __future__ import annotations

from textual.widgets import OptionList


def is_laid_out(listed: OptionList) -> bool:
    """Whether the lines of a list are known. Before, and where there is no room for one line, Textual knows no page."""
    return (listed.highlighted or 0) in listed._index_to_line
