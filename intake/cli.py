"""The command line: parses arguments, defers every import, maps errors to exit codes.

Exit codes: 0 done, 1 other error, 2 wrong input, 3 mistakes in content, 4 store, 5 name, passphrase or key refused,
6 output could not be written, 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, Protocol

from intake import __version__
from intake.errors import ContentError, InputError, IntakeError
from intake.languages.catalogs import SOURCE_LANGUAGE, Catalogs
from intake.languages.direction import strip_controls
from intake.settings import STAFF_LANGUAGES, THEMES, Settings, read_settings

INTERRUPTED = 130


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
        print(f"{self.prog}: {message}", file=sys.stderr)
        sys.exit(InputError.exit_code)


class Help(argparse.RawDescriptionHelpFormatter):
    """Help texts with headings in the language of the staff, at most 100 columns wide."""

    def __init__(self, say: Say, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=100)
        self._say = say

    def start_section(self, heading: str | None) -> None:
        names = {"options": self._say("options"), "positional arguments": self._say("arguments")}
        super().start_section(names.get(heading or "", heading))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program. Returns the exit code."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
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


def run_command(typed: Sequence[str], say: Say) -> int:
    """The command that was typed, or the app. All output has left when this returns, or is found not to arrive."""
    try:
        command = COMMANDS.get(typed[0]) if typed else None
        return command(typed[1:], say) if command else run_app(typed, say)
    finally:
        sys.stdout.flush()


def speaker(language: str) -> Say:
    catalog = Catalogs()[language]
    return lambda message, /, **params: catalog.say(message, params)


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


def report(error: IntakeError, say: Say) -> None:
    """An error on stderr: the places first, then what happened, what was kept and what to do."""
    lines = [*getattr(error, "lines", ()), *(error.problems if isinstance(error, ContentError) else ())]
    for line in lines:
        print(strip_controls(line, visible=True), file=sys.stderr)
    params = {name: strip_controls(str(value), visible=True) for name, value in error.params.items()}
    print(say(error.title, **params), say(error.message, **params), file=sys.stderr)


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


def add_store(parser: Parser, say: Say) -> None:
    parser.shared.add_argument("--store", type=Path, metavar="FOLDER", help=say("folder of the encrypted store"))
    parser.shared.add_argument("--site", metavar="SITE", help=say("profile of the site, such as zebera"))
    parser.shared.add_argument("--law", metavar="DATE", help=say("law set of this date instead of the one in force"))


def command_texts(say: Say) -> dict[str, str]:
    return {
        "demo": say("the program on a throw-away store with invented cases"),
        "assess": say("answers from files: the proposal of a site; touches no store"),
        "handover": say("the record of a case for one recipient, as PDF, JSON or text"),
        "papers": say("releases to sign, the person's copy, slips, question cards, the empty questionnaire"),
        "site": say("a profile of your own: begin one, try what it changes, read one"),
        "figures": say("the monitoring figures of a site, as text, CSV or PDF"),
        "card": say("the card to point at: all languages, on one page as PDF"),
        "export": say("the questionnaire as a form of ODK and KoboToolbox"),
        "import": say("what was filled in with that form, as cases"),
        "languages": say("how far each language is; texts for translators, and back"),
        "check": say("questionnaire, sites, law sets, catalogs and templates"),
        "settings": say("the settings in force, and where each comes from"),
    }


def settings_of(args: argparse.Namespace) -> Settings:
    names = ("store", "site", "theme", "language", "law", "run", "export")
    return read_settings(os.environ, args.settings).with_arguments(
        **{name: getattr(args, name, None) for name in names}
    )


def run_app(typed: Sequence[str], say: Say) -> int:
    parser = app_parser(say)
    if typed and not typed[0].startswith("-"):
        parser.error(say("there is no command {name}", name=repr(typed[0])[:40]))
    settings = settings_of(parser.parse_args(typed))
    from intake.commands.app import run  # Textual, and only where there is a screen

    return run(settings)


def run_demo(typed: Sequence[str], say: Say) -> int:
    parser = Parser(say, "intake demo", command_texts(say)["demo"])
    parser.shared.add_argument("--site", metavar="SITE", help=say("profile of the site, such as zebera"))
    parser.shared.add_argument("--theme", choices=THEMES, help=say("colours: dark, light, or mono for none"))
    settings = settings_of(parser.parse_args(typed))
    from intake.commands.demo import run  # the store and Textual

    return run(settings)


def run_assess(typed: Sequence[str], say: Say) -> int:
    parser = Parser(say, "intake assess", command_texts(say)["assess"])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=say("answers as JSON"))
    parser.add_argument("--site", metavar="SITE", help=say("a site, or all"))
    parser.add_argument("--on", metavar="DATE", help=say("day of assessment; without it today"))
    parser.add_argument("--law", metavar="DATE", help=say("law set of this date instead of the one in force"))
    parser.add_argument("--json", action="store_true", help=say("one JSON object a line"))
    parser.add_argument("--batch", type=Path, metavar="FILE", help=say("JSON lines with id, site, on, law, answers"))
    parser.add_argument(
        "--compare", default="", metavar="SITE@LAW,SITE@LAW", help=say("a table of what differs, for each FILE")
    )
    args = parser.parse_args(typed)
    if not args.files and args.batch is None:
        parser.error(say("at least one FILE or --batch is needed"))
    if args.compare and (args.json or args.batch):
        parser.error(say("--compare prints a table and goes with FILE only"))
    settings = settings_of(args)
    from intake.commands import assess  # no other command needs it

    files, on = tuple(args.files), assess.options_day(args.on)
    if args.compare:
        from intake.commands.comparing import Question, run  # and few runs compare

        question = Question(files, args.compare, settings.site, settings.law, on, settings.sites)
        return run(question, say, language_of(typed, os.environ))
    options = assess.Options(files, settings.site, on, settings.law, args.json, args.batch, settings.sites)
    return assess.run(options, say)


def run_handover(typed: Sequence[str], say: Say) -> int:
    parser = Parser(say, "intake handover", command_texts(say)["handover"])
    parser.add_argument("case", metavar="CASE", help=say("code of the case"))
    parser.add_argument("--to", required=True, metavar="RECIPIENT", help=say("code of the recipient, such as jc"))
    parser.add_argument("--office", default="", metavar="NAME", help=say("the office, where several have a consent"))
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    for kind in ("pdf", "json", "text"):
        parser.add_argument(f"--{kind}", type=Path, metavar="FILE", help=say("write {kind} to this file", kind=kind))
    add_store(parser, say)
    args = parser.parse_args(typed)
    outputs = {kind: getattr(args, kind) for kind in ("pdf", "json", "text") if getattr(args, kind)}
    if not outputs:
        parser.error(say("at least one of --pdf, --json and --text is needed"))
    settings = settings_of(args)
    from intake.commands.handover import Order, run  # the store

    return run(Order(args.case, args.to, args.office, args.name, outputs), settings, say)


def run_papers(typed: Sequence[str], say: Say) -> int:
    texts = (
        say("blank: the empty questionnaire, core or full (--run)"),
        say("card QUESTION: one question to point at; cards: all private ones"),
        say("release CASE --to RECIPIENT: the release of confidentiality to sign"),
        say("copy CASE: what the person takes along; slips CASE: appointment and receipts"),
    )
    from intake.languages.languages import load_languages  # a file that no other command of the hot path reads

    languages = [language.code for language in load_languages()]
    parser = Parser(say, "intake papers", command_texts(say)["papers"], epilog="\n".join(texts), for_person=languages)
    actions = ("blank", "card", "cards", "release", "copy", "slips")
    parser.add_argument("action", choices=actions, metavar="|".join(actions))
    parser.add_argument("about", nargs="?", default="", metavar="CASE|QUESTION", help=say("code of the case"))
    parser.add_argument("--pdf", type=Path, metavar="FILE", help=say("write {kind} to this file", kind="pdf"))
    parser.add_argument("--to", default="", metavar="RECIPIENT", help=say("code of the recipient, such as jc"))
    parser.add_argument("--office", default="", metavar="NAME", help=say("the office, where there are several"))
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    parser.add_argument("--run", choices=("core", "full"), help=say("ask only what decides, or everything"))
    parser.add_argument("--child", action="store_true", help=say("the short questionnaire of a child"))
    parser.add_argument("--familiar", action="store_true", help=say("the words for a child"))
    parser.add_argument("--private", action="store_true", help=say("everything, for a person who is alone with you"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    if (args.action in ("card", "release", "copy", "slips")) != bool(args.about):
        parser.error(say("CASE or QUESTION belongs to card, release, copy and slips, and only to those"))
    if (args.action == "release") != bool(args.to):
        parser.error(say("--to belongs to release, and only to that"))
    language, args.language = args.language or "", None
    settings = settings_of(args)
    from intake.commands.papers import Order, run  # the store

    order = Order(
        args.action, args.about, language, args.pdf, args.to, args.office, args.name,
        "child" if args.child else "full", args.familiar, args.private,
    )  # fmt: skip
    return run(order, settings, say)


def run_site(typed: Sequence[str], say: Say) -> int:
    actions = {"new": run_site_new, "try": run_site_try, "show": run_site_show}
    texts = {
        "new": say("new ID: a copy of a profile to be changed"),
        "try": say("try FILE --case ANSWERS: check a profile, and what it changes for a case"),
        "show": say("show SITE: a profile for reading"),
    }
    parser = Parser(say, "intake site", command_texts(say)["site"], epilog="\n".join(texts.values()))
    parser.add_argument("action", choices=actions, metavar="new|try|show", help=say("each has its own --help"))
    action = parser.parse_args(typed[:1]).action
    return actions[action](Parser(say, f"intake site {action}", texts[action]), typed[1:], say)


def add_origin(parser: Parser, help_: str) -> None:
    parser.add_argument("--from", dest="origin", default="", metavar="SITE", help=help_)


def run_site_new(parser: Parser, typed: Sequence[str], say: Say) -> int:
    parser.add_argument("id", metavar="ID", help=say("id of the site: small letters, digits and _"))
    add_origin(parser, say("the profile to copy; without it the one with this id, else that of the settings"))
    parser.add_argument("--file", type=Path, metavar="FILE", help=say("write to this file, not to the usual folder"))
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.site import NewSite, run  # no other command needs it

    folder = settings.sites or Path()
    return run(NewSite(args.id, folder, args.origin, args.file, settings.site), say)


def run_site_try(parser: Parser, typed: Sequence[str], say: Say) -> int:
    parser.add_argument("file", type=Path, metavar="FILE", help=say("the profile to try"))
    parser.add_argument("--case", type=Path, required=True, metavar="ANSWERS", help=say("answers as JSON"))
    add_origin(parser, say("the profile to compare with; without it the one with this id, else that of the settings"))
    parser.add_argument("--on", metavar="DATE", help=say("day of assessment; without it today"))
    parser.add_argument("--law", metavar="DATE", help=say("law set of this date instead of the one in force"))
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.assess import options_day
    from intake.commands.site_try import Trial, run  # no other command needs it

    trial = Trial(args.file, args.case, options_day(args.on), settings.law, settings.sites, args.origin, settings.site)
    return run(trial, say, language_of(typed, os.environ))


def run_site_show(parser: Parser, typed: Sequence[str], say: Say) -> int:
    parser.add_argument("site", metavar="SITE", help=say("profile of the site, such as zebera"))
    settings = settings_of(parser.parse_args(typed))
    from intake.commands.site_show import run  # no other command needs it

    return run(settings.site, settings.sites, say, language_of(typed, os.environ))


def run_figures(typed: Sequence[str], say: Say) -> int:
    parser = Parser(say, "intake figures", command_texts(say)["figures"])
    parser.add_argument("--from", default="", dest="first", metavar="DATE", help=say("first talks from this day on"))
    parser.add_argument("--to", default="", dest="last", metavar="DATE", help=say("first talks until this day"))
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    for kind in ("csv", "pdf"):
        parser.add_argument(f"--{kind}", type=Path, metavar="FILE", help=say("write {kind} to this file", kind=kind))
    parser.add_argument("--text", action="store_true", help=say("print tables with bars, beside the files too"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    outputs = {kind: getattr(args, kind) for kind in ("csv", "pdf") if getattr(args, kind)}
    settings = settings_of(args)
    from intake.commands.figures import Order, run  # the store

    language = language_of(typed, os.environ)
    return run(Order(args.name, args.first, args.last, outputs, args.text, language), settings, say)


def run_card(typed: Sequence[str], say: Say) -> int:
    parser = Parser(say, "intake card", command_texts(say)["card"])
    parser.add_argument(
        "--pdf", type=Path, required=True, metavar="FILE", help=say("write {kind} to this file", kind="pdf")
    )
    args = parser.parse_args(typed)
    from intake.commands.card import run  # typst

    return run(args.pdf, language_of(typed, os.environ), say)


def run_export(typed: Sequence[str], say: Say) -> int:
    parser = Parser(say, "intake export", command_texts(say)["export"])
    parser.add_argument("format", choices=("xlsform",), metavar="xlsform", help=say("the form as a spreadsheet"))
    parser.add_argument("file", type=Path, metavar="FILE", help=say("a file with the ending .xlsx"))
    parser.add_argument("--languages", default="", metavar="CODES", help=say("such as de,ar,ti; without it all"))
    parser.add_argument("--kind", choices=("full", "child"), default="full", help=say("kind of case"))
    parser.add_argument("--site", metavar="SITE", help=say("profile of the site, such as zebera"))
    parser.add_argument("--law", metavar="DATE", help=say("law set of this date instead of the one in force"))
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.export import Order, run  # a spreadsheet library, for this only

    return run(Order(args.file, args.languages, args.kind), settings, say)


def run_import(typed: Sequence[str], say: Say) -> int:
    parser = Parser(say, "intake import", command_texts(say)["import"])
    parser.add_argument("format", choices=("odk",), metavar="odk", help=say("submissions of the exported form"))
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=say("an XML instance, a ZIP of them or of tables, or a CSV table")
    )
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    parser.add_argument("--dry-run", action="store_true", help=say("say what would come of it; opens no store"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.import_odk import Order, run  # the store

    return run(Order(args.file, args.name, args.dry_run), settings, say)


def run_languages(typed: Sequence[str], say: Say) -> int:
    texts = (
        say("show [LANG]: translated, reviewed, stale and missing, for each language"),
        say("lint [LANG]: terms that are not used, texts that are too long"),
        say("export LANG FILE: all texts as a spreadsheet (.xlsx) or XLIFF (.xlf)"),
        say("import LANG FILE: take what came back; what cannot be used is named"),
    )
    parser = Parser(say, "intake languages", command_texts(say)["languages"], epilog="\n".join(texts))
    actions = ("show", "lint", "export", "import")
    parser.add_argument("action", nargs="?", choices=actions, default="show", metavar="show|lint|export|import")
    parser.add_argument("lang", nargs="?", default="", metavar="LANG", help=say("code of the language, such as tr"))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=say("a file with the ending .xlsx or .xlf"))
    parser.add_argument("--open", action="store_true", help=say("export only what is not reviewed yet"))
    parser.add_argument("--locales", type=Path, metavar="FOLDER", help=say("where the catalogs are"))
    args = parser.parse_args(typed)
    if args.action in ("export", "import") and args.file is None:
        parser.error(say("LANG and FILE are needed"))
    from intake.commands.languages import Order, run  # the tools of translators

    return run(Order(args.action, args.lang, args.file, args.locales, args.open), say)


def run_check(typed: Sequence[str], say: Say) -> int:
    settings = settings_of(Parser(say, "intake check", command_texts(say)["check"]).parse_args(typed))
    from intake.commands.check import run  # all content

    return run(say, own=settings.sites)


def run_settings(typed: Sequence[str], say: Say) -> int:
    parser = Parser(say, "intake settings", command_texts(say)["settings"])
    add_store(parser, say)
    settings = settings_of(parser.parse_args(typed))
    from intake.commands.settings import run  # one table

    return run(settings, say)


COMMANDS: dict[str, Callable[[Sequence[str], Say], int]] = {
    "demo": run_demo,
    "assess": run_assess,
    "handover": run_handover,
    "papers": run_papers,
    "figures": run_figures,
    "site": run_site,
    "card": run_card,
    "export": run_export,
    "import": run_import,
    "languages": run_languages,
    "check": run_check,
    "settings": run_settings,
}

if __name__ == "__main__":
    sys.exit(main())
