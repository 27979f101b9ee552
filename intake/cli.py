"""The command line: parses arguments, defers every import, maps errors to exit codes.

Exit codes: 0 done, 1 other error, 2 wrong input, 3 mistakes in content, 4 store, 5 name, passphrase or key refused,
6 output could not be written, 130 interrupted.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from intake import __version__
from intake.commands.parsers.common import Parser, Say, add_store, language_of, settings_of
from intake.core_dumps import forbid_core_dumps
from intake.errors import ContentError, IntakeError
from intake.languages.catalogs import SOURCE_LANGUAGE, Catalogs
from intake.languages.direction import strip_controls
from intake.settings import THEMES

INTERRUPTED = 130
FAULT = 70

Command = Callable[[Sequence[str], Say, str], int]
_PARSERS = "intake.commands.parsers"
COMMANDS: Mapping[str, str] = {
    "demo": "tools",
    "assess": "assessing",
    "handover": "leaving",
    "verify": "checking",
    "unseal": "checking",
    "papers": "leaving",
    "site": "assessing",
    "figures": "leaving",
    "card": "leaving",
    "export": "forms",
    "import": "forms",
    "languages": "tools",
    "backup": "care",
    "restore": "care",
    "doctor": "care",
    "salvage": "care",
    "people": "people",
    "keys": "keys",
    "recovery": "keys",
    "audit": "audit",
    "closing": "audit",
    "access": "rights",
    "restrict": "rights",
    "erase": "rights",
    "retention": "rights",
    "check": "tools",
    "settings": "tools",
}
"""Each command and the module of its parser, where `<name>_command` is. Texts are in `command_texts`, in this order."""
SETTINGS = frozenset({"--settings", "--language", "--store", "--site", "--law", "--theme", "--run", "--export"})
"""Options of the program, each with a value, that may stand before a command too."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program. Returns the exit code."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None:  # a program of its own, not a call from another
        forbid_core_dumps()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as stderr does: no character may end a command
    say = speaker(SOURCE_LANGUAGE)  # needs no catalog, so that a damaged one can be reported
    try:
        say = speaker(language_of(typed, os.environ))
        return run_command(typed, say)
    except IntakeError as error:
        report(error, say)
        return error.exit_code
    except KeyboardInterrupt:
        print(say("Interrupted. What was confirmed before is saved."), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        report_fault(error, say)
        return FAULT


def run_command(typed: Sequence[str], say: Say) -> int:
    """The command that was typed, or the app. All output has left when this returns, or is found not to arrive."""
    try:
        typed = command_first(typed)
        if typed and typed[0] in COMMANDS:
            return command(typed[0])(typed[1:], say, command_texts(say)[typed[0]])
        return run_app(typed, say)
    finally:
        sys.stdout.flush()


def command_first(typed: Sequence[str]) -> list[str]:
    """The words with the command in front, where settings were typed before it; as they are where there is none.

    The settings go behind what the command was given, so that it says itself which of them it does not take.
    """
    place = _after_settings(typed)
    if not 0 < place < len(typed) or typed[place] not in COMMANDS:
        return list(typed)
    settings, (name, *rest) = typed[:place], typed[place:]
    end = rest.index("--") if "--" in rest else len(rest)
    return [name, *rest[:end], *settings, *rest[end:]]


def _after_settings(typed: Sequence[str]) -> int:
    place = 0
    while place < len(typed) and (word := typed[place]).partition("=")[0] in SETTINGS:
        place += 1 if "=" in word else 2
    return place


def command(name: str) -> Command:
    """The command with this name; only now its module is imported."""
    found: Command = getattr(importlib.import_module(f"{_PARSERS}.{COMMANDS[name]}"), f"{name}_command")
    return found


def speaker(language: str) -> Say:
    catalog = Catalogs()[language]
    return lambda message, /, **params: catalog.say(message, params)


def report(error: IntakeError, say: Say) -> None:
    """An error on stderr: the places first, then what happened, what was kept and what to do."""
    lines = [*getattr(error, "lines", ()), *(error.problems if isinstance(error, ContentError) else ())]
    for line in lines:
        print(strip_controls(line, visible=True), file=sys.stderr)
    params = {name: strip_controls(str(value), visible=True) for name, value in error.params.items()}
    print(say(error.title, **params), say(error.message, **params), file=sys.stderr)


def report_fault(error: Exception, say: Say) -> None:
    """A fault of the program on stderr: its kind and place. What Python would print may hold what people said."""
    from intake.ui.crash import places

    print(
        say(
            "The program has a fault and had to stop. What was saved before is whole; look whether the last step was "
            "done before you type the command again. Please send the lines below to whoever looks after the program; "
            "no answer stands in them."
        ),
        *places(error),
        sep="\n",
        file=sys.stderr,
    )


def app_parser(say: Say) -> Parser:
    commands = "\n".join(f"  {name:<10} {text}" for name, text in command_texts(say).items())
    parser = Parser(
        say,
        "intake",
        say("First interview at a contact point for refugees: guided, encrypted, handed over with consent."),
        epilog=f"{say('commands')}:\n{commands}\n\n{say('Each command has its own --help.')}",
    )
    parser.shared.add_argument(
        "--version", action="version", version=f"intake {__version__}", help=say("show the version and leave")
    )
    add_store(parser, say)
    parser.shared.add_argument("--theme", choices=THEMES, help=say("colours: dark, light, or mono for none"))
    parser.shared.add_argument("--run", choices=("core", "full"), help=say("ask only what decides, or everything"))
    parser.shared.add_argument("--export", type=Path, metavar="FOLDER", help=say("folder for records"))
    return parser


def command_texts(say: Say) -> dict[str, str]:
    return {
        "demo": say("the program on a throw-away store with invented cases"),
        "assess": say("answers from files: the proposal of a site; touches no store"),
        "handover": say("the record of a case for one recipient, as PDF, JSON, text or CSV"),
        "verify": say("whether a record is the one it claims to be: paper, data and what was noted"),
        "unseal": say("a sealed file, opened with a key or a passphrase"),
        "papers": say("releases to sign, the person's copy, slips, question cards, the empty questionnaire"),
        "site": say("a profile of your own: begin one, try what it changes, read one"),
        "figures": say("the monitoring figures of a site, as text, CSV or PDF"),
        "card": say("the card to point at: all languages, on one page as PDF"),
        "export": say("the questionnaire as a form of ODK and KoboToolbox; the format of a record, explained"),
        "import": say("what was filled in with that form, as cases"),
        "languages": say("how far each language is; texts for translators, and back"),
        "backup": say("write a checked backup, or list those that can be found"),
        "restore": say("put a backup in the place of the store; what is there is kept"),
        "doctor": say("is all well: store, files, keys, backups, clock, terminal"),
        "salvage": say("what can be read of a damaged store, into a new one"),
        "people": say("who works here: roles, logins, the second key; add, change, remove"),
        "keys": say("who can open the store; a new passphrase, new keys for the whole store"),
        "recovery": say("the recovery key on paper, and the drill that shows that it works"),
        "audit": say("is the audit trail whole; who saw and changed what"),
        "closing": say("the daily closing sheet: the day in numbers, and the end of the audit trail"),
        "access": say("all that is stored about a person, for this person: PDF and JSON"),
        "restrict": say("a case may be read only, until that is lifted"),
        "erase": say("erase a case for good"),
        "retention": say("the cases that have had their time: list them, or erase them"),
        "check": say("questionnaire, sites, law sets, catalogs and templates"),
        "settings": say("the settings in force, and where each comes from"),
    }


def run_app(typed: Sequence[str], say: Say) -> int:
    parser = app_parser(say)
    named = next(iter(typed[_after_settings(typed) :]), "-")
    if not named.startswith("-"):
        parser.error(say("there is no command {name}", name=repr(named)[:40]))
    settings = settings_of(parser.parse_args(typed))
    from intake.commands.app import run  # Textual, and only where there is a screen

    return run(settings)


if __name__ == "__main__":
    sys.exit(main())
