"""Moving in a list, also from the line above it that is typed in."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import OptionList


def moves(listed: OptionList) -> dict[str, Callable[[], None]]:
    """What a key of the line above does in its list: the arrows always, the page keys where there are pages."""
    pages = {"pagedown": listed.action_page_down, "pageup": listed.action_page_up} if has_pages(listed) else {}
    return {"down": listed.action_cursor_down, "up": listed.action_cursor_up, **pages}


def has_pages(listed: OptionList) -> bool:
    """Whether the lines of a list are known. Before, and where there is no room for one, Textual fails at a page."""
    return (listed.highlighted or 0) in listed._index_to_line
