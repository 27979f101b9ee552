"""What is asked and said about this terminal when a right-to-left language is chosen for the first time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from intake.languages.languages import InterfaceLanguage
from intake.languages.terminal_text import NO_WISH
from intake.ui.keys import ACTIONS, LEADER, first_key, key_name
from intake.ui.screens.dialog import Dialog, Item
from intake.ui.screens.which_line import NONE, WhichLine, ways
from intake.ui.terminal import Limit
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.app import IntakeApp

    Say = Callable[..., str]


def language_was_chosen(app: IntakeApp, language: InterfaceLanguage) -> None:
    """Asks or says what there is about the terminal, once in a run, where the language runs from right to left."""
    terminal = app.terminal
    if language.direction == "rtl" and not terminal.was_told and (terminal.is_unknown or terminal.limit is not None):
        terminal.was_told = True
        app.run_worker(_look_at_terminal(app), exclusive=True, group="terminal")


async def _look_at_terminal(app: IntakeApp) -> None:
    """Asks which line looks right where nobody knows the terminal; says it where it cannot show such text."""
    app.type_ahead.drop()  # keys typed before this was seen do not answer it
    app.type_ahead.release()
    limit = app.terminal.limit
    if limit is None or await _told(app, limit) == "lines":
        await ask_which_line(app)


async def ask_which_line(app: IntakeApp) -> None:
    """Asks which line looks right, uses what is chosen at once, and keeps it for the desk. For workers."""
    say, terminal = app.say, app.terminal
    terminal.was_told = True
    used = terminal.profile
    chosen = await answer_of(app, WhichLine(say, used))
    if not chosen:
        return
    if chosen == NONE:
        app.use_for_terminal(NO_WISH)
        await answer_of(app, Dialog(say("Right-to-left text in this terminal"), _ways_out(say), [_going_on(say)]))
        return
    is_kept = app.use_for_terminal(next(way.wish for way in ways(used) if way.id == chosen))
    app.notify(_done(say, is_set=terminal.is_set, is_kept=is_kept), timeout=10, markup=False)


def _done(say: Say, *, is_set: bool, is_kept: bool) -> str:
    if is_set:
        return say(
            "Used until the program ends. The settings name a terminal, and they hold again at the next start: change "
            "'terminal' there."
        )
    if is_kept:
        return say("Kept for this desk and terminals like this one. To change it: {key}.", key=first_key("palette"))
    return say("Used until the program ends.")


async def _told(app: IntakeApp, limit: Limit) -> str | None:
    """Says what this terminal cannot do, and what can be done."""
    say = app.say
    reasons: dict[Limit, str] = {
        "console": say("The Linux console has no letters for this language, and cannot join them."),
        "own order": say(
            "This terminal orders right-to-left text itself and cannot be stopped: full stops, brackets and numbers "
            "may stand on the wrong side."
        ),
        "words": say(
            "This terminal turns each word round by itself: words can be torn, and full stops stand on the wrong side. "
            "If it is kitty: write 'force_ltr yes' into kitty.conf, and terminal = \"plain\" into the settings."
        ),
    }
    actions = [_going_on(say), Item("lines", say("Try which line looks right"))]
    return await answer_of(
        app, Dialog(say("Right-to-left text in this terminal"), [reasons[limit], *_ways_out(say)], actions)
    )


def _ways_out(say: Say) -> list[str]:
    return [
        say(
            "What helps: start the program in another terminal. Xfce Terminal, GNOME Terminal, Konsole, mlterm and "
            "xterm show such text right."
        ),
        say(
            "On paper it is right in any case: {card} writes a question as a card in large letters, {papers} at the "
            "handover prints what the person reads and signs.",
            card=f"{key_name(LEADER)} {ACTIONS['card'].letter}",
            papers=first_key("print"),
        ),
        say(
            "Until then let the interpreter translate the German question aloud, and show the person nothing to sign "
            "on this screen. All answers are stored right, whatever it shows."
        ),
    ]


def _going_on(say: Say) -> Item:
    return Item("on", say("Go on with the interview"))
