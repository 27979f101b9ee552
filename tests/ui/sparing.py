"""What the program does in tests as rarely as can be: read its files, and make pictures that nobody sees.

Without a terminal Textual still makes every picture, twenty times a second and after each layout, and throws it away.
Which ones are made depends on the clock then. Here a picture is made of each screen as it comes to rest, when a test
looks, and at the end: fewer, and always the same ones.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from weakref import WeakSet

from textual import screen as textual_screen
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

from intake.languages import catalogs
from intake.languages.compiled import compile_catalog

_read_sheet: Any = Stylesheet._parse_rules
_make_picture: Any = Screen._compositor_refresh
_rules: dict[tuple[object, ...], Any] = {}


class Pictures:
    """The pictures of one program: which screens need one, and which have had one."""

    def __init__(self) -> None:
        self._had: WeakSet[Screen[Any]] = WeakSet()
        self._stale: WeakSet[Screen[Any]] = WeakSet()

    def put_off(self, screen: Screen[Any]) -> None:
        """Instead of a picture now."""
        self._stale.add(screen)

    def make_first(self, screen: Screen[Any]) -> None:
        """The picture of a screen that never had one."""
        if screen not in self._had:
            self.make(screen)

    def make(self, screen: Screen[Any]) -> None:
        """The picture of a screen as it is now; whatever a widget raises while it is painted is raised here."""
        if screen in self._stale and screen.is_running and screen.size:
            self._stale.discard(screen)
            self._had.add(screen)
            screen._compositor.render_update(full=True, screen_stack=screen.app._background_screens)


def _read_once(
    sheet: Stylesheet, css: str, read_from: Any, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
) -> Any:
    """The rules of a style sheet, read once for all programs with the same colours."""
    about = (css, read_from, is_default_rules, tie_breaker, scope)
    key = (*about, *sheet._variables.items())
    if key not in _rules:
        _rules[key] = _read_sheet(sheet, *about)
    return _rules[key]


def _refresh(screen: Screen[Any]) -> None:
    app = screen.app
    pictures = getattr(app, "pictures", None)
    if isinstance(pictures, Pictures) and screen is app.screen:
        pictures.put_off(screen)
        screen._compositor._dirty_regions.clear()
        screen._dirty_widgets.clear()
        app._update_mouse_over(screen)
    else:
        _make_picture(screen)


def spare() -> None:
    """From now on, for all programs of this process: those with `pictures` make them when they are asked to."""
    vars(textual_screen)["UPDATE_PERIOD"] = 1 / 60
    vars(catalogs)["compile_catalog"] = cache(compile_catalog)  # where a .mo is older than its .po
    for kind, name, instead in ((Stylesheet, "_parse_rules", _read_once), (Screen, "_compositor_refresh", _refresh)):
        setattr(kind, name, instead)
