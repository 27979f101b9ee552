"""What the parsers of all commands share: help and errors in the language of the staff, settings, the store."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, Protocol

from intake.errors import InputError, IntakeError
from intake.settings import STAFF_LANGUAGES, Settings, read_settings


class Say(Protocol):
    """An interface text in the language of the staff."""

    def __call__(self, message: str, /, **params: str | int) -> str: ...


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks the language of the staff, with the settings that every command takes."""

    def __init__(
        self, say: Say, prog: str, description: str, epilog: str = "", *, for_person: Sequence[str] = ()
    ) -> None:
        """`for_person` are the languages of a command whose --language is that of the person."""
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=lambda prog: Help(say, prog),
        )
        self._say = say
        self.shared = self.add_argument_group(say("settings"))
        self.shared.add_argument("-h", "--help", action="help", help=say("show this help and leave"))
        self.shared.add_argument("--settings", type=Path, metavar="FILE", help=say("read settings from this file"))
        if for_person:
            help_ = say("language of the person")
            self.shared.add_argument("--language", choices=for_person, metavar="LANG", help=help_)
        else:
            self.shared.add_argument("--language", choices=STAFF_LANGUAGES, help=say("language of the staff"))

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"{self.prog}: {in_words(message, self._say)}", file=sys.stderr)
        sys.exit(InputError.exit_code)


def in_words(message: str, say: Say) -> str:
    """What argparse says in English only, in the language of the staff. Any other message stays as it is."""
    if found := re.fullmatch(r"unrecognized arguments: (.+)", message, re.DOTALL):
        return say("Nothing was done. These words do not belong here: {words}", words=found[1])
    if found := re.fullmatch(r"the following arguments are required: (.+)", message, re.DOTALL):
        return say("Nothing was done. This is missing: {names}", names=found[1])
    if found := re.fullmatch(r"argument (\S+): expected .+", message, re.DOTALL):
        return say("Nothing was done. A value is missing behind {name}.", name=found[1])
    if found := re.fullmatch(r"argument (\S+): not allowed with argument (\S+)", message, re.DOTALL):
        return say("Nothing was done. {name} does not go together with {other}.", name=found[1], other=found[2])
    if found := re.fullmatch(r"argument (\S+): invalid choice: (.+) \(choose from (.+)\)", message, re.DOTALL):
        return say(
            "Nothing was done. {name} cannot be {value}. Possible: {possible}.",
            name=found[1],
            value=found[2],
            possible=found[3].replace("'", ""),
        )
    if found := re.fullmatch(r"argument (\S+): invalid \S+ value: (.+)", message, re.DOTALL):
        return say("Nothing was done. {name} cannot be {value}.", name=found[1], value=found[2])
    return message


class Help(argparse.RawDescriptionHelpFormatter):
    """Help texts with headings in the language of the staff, at most 100 columns wide."""

    def __init__(self, say: Say, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=100)
        self._say = say

    def start_section(self, heading: str | None) -> None:
        names = {"options": self._say("options"), "positional arguments": self._say("arguments")}
        super().start_section(names.get(heading or "", heading))


def add_store(parser: Parser, say: Say) -> None:
    parser.shared.add_argument("--store", type=Path, metavar="FOLDER", help=say("folder of the encrypted store"))
    parser.shared.add_argument("--site", metavar="SITE", help=say("profile of the site, such as zebera"))
    parser.shared.add_argument("--law", metavar="DATE", help=say("law set of this date instead of the one in force"))


def settings_of(args: argparse.Namespace) -> Settings:
    names = ("store", "site", "theme", "language", "law", "run", "export")
    return read_settings(os.environ, args.settings).with_arguments(
        **{name: getattr(args, name, None) for name in names}
    )


def language_of(typed: Sequence[str], environment: dict[str, str] | os._Environ[str]) -> str:
    """The language of help and errors: as typed, else as set, else German unless the terminal is English."""
    for place, word in enumerate(typed):
        value = word.partition("=")[2] or (typed[place + 1] if place + 1 < len(typed) else "")
        if word.partition("=")[0] == "--language" and value in STAFF_LANGUAGES:
            return value
    with contextlib.suppress(IntakeError):  # told by the command itself, in the language found so far
        named = [Path(typed[place + 1]) for place, word in enumerate(typed[:-1]) if word == "--settings"]
        settings = read_settings(environment, named[0] if named else None)
        if "language" in settings.origins:
            return settings.language
    return "en" if environment.get("LC_ALL", environment.get("LANG", "")).startswith("en") else "de"
