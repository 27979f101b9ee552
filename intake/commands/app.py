"""`intake`: the app on its store."""

from __future__ import annotations

import gc
import os
from collections.abc import MutableMapping
from typing import Final

from intake.commands.terminal import terminal_asked, wish_of
from intake.errors import InputError
from intake.settings import Settings

HARMLESS: Final = frozenset(
    {"TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DIM_FACTOR", "TEXTUAL_DRIVER", "TEXTUAL_FPS"}
    | {"TEXTUAL_SMOOTH_SCROLL", "TEXTUAL_SPEEDUPS"}
)
"""How Textual draws. TEXTUAL_DRIVER names the module of a browser's terminal."""
WRITING_DOWN: Final = ("PYTHONASYNCIODEBUG", "PYTHONDEVMODE", "PYTHONINSPECT", "PYTHONTRACEMALLOC")
"""Asyncio would name slow functions with what they are called with; an open Python prompt after the end could ask."""


def run(settings: Settings) -> int:
    """Show the program until the user leaves. Returns the exit code."""
    settings = prepare_terminal(settings)
    gc.disable()  # until all is loaded (opening.load_parts): imports leave no garbage, looking for it takes 25 ms
    with terminal_asked(settings) as answers:
        from intake.ui.app import IntakeApp
        from intake.ui.opening import utc_now
        from intake.ui.terminal import Terminal
        from intake.ui.terminal_choices import TerminalChoices

        choices = TerminalChoices(settings.folder) if settings.folder else None
        terminal = Terminal(os.environ, answers(), wish_of(settings), choices)
    app = IntakeApp(settings, utc_now, terminal=terminal)
    app.run()
    return app.return_code or 0


def prepare_terminal(settings: Settings) -> Settings:
    """Sets what Textual reads when it is imported. Returns the settings as this terminal wants them.

    Raises InputError where there is no terminal: Textual would wait for keys for ever.
    """
    if not (os.isatty(0) and os.isatty(2)):
        raise InputError(
            "The program needs a terminal.",
            "Nothing was opened. Start it in a terminal window; 'intake assess' and 'intake handover' need none.",
        )
    quiet(os.environ)
    # AltGr writes @, €, \\ and { on German keyboards; the kitty protocol would take them for shortcuts.
    os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    # The next question waits for the next frame: at 60 a second that would be a third of what Enter takes.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    if "NO_COLOR" in os.environ:
        return settings.with_arguments(theme="mono")
    if settings.theme == "mono":
        os.environ["NO_COLOR"] = "1"
    return settings


def quiet(environment: MutableMapping[str, str]) -> None:
    """Takes away what would have Textual, asyncio or Python write down what is on the screen or in memory.

    Of Textual's variables only those stay that are known to hold nothing: a log, a picture of the screen, a debugger
    or keys that press themselves can be asked for by the others.
    """
    for name in list(environment):
        if (name == "TEXTUAL" or name.startswith("TEXTUAL_")) and name not in HARMLESS:
            del environment[name]
    for name in WRITING_DOWN:
        environment.pop(name, None)
