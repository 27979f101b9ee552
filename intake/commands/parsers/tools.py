"""The arguments of `demo`, `languages`, `check` and `settings`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.commands.parsers.common import Parser, Say, add_store, settings_of
from intake.settings import THEMES


def demo_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake demo", about)
    parser.shared.add_argument("--site", metavar="SITE", help=say("profile of the site, such as zebera"))
    parser.shared.add_argument("--theme", choices=THEMES, help=say("colours: dark, light, or mono for none"))
    settings = settings_of(parser.parse_args(typed))
    from intake.commands.demo import run  # the store and Textual

    return run(settings)


def languages_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("show [LANG]: translated, reviewed, stale and missing, for each language"),
        say("lint [LANG]: terms that are not used, texts that are too long"),
        say("export LANG FILE: all texts as a spreadsheet (.xlsx) or XLIFF (.xlf)"),
        say("import LANG FILE: take what came back; what cannot be used is named"),
    )
    parser = Parser(say, "intake languages", about, epilog="\n".join(texts))
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


def check_command(typed: Sequence[str], say: Say, about: str) -> int:
    settings = settings_of(Parser(say, "intake check", about).parse_args(typed))
    from intake.commands.check import run  # all content

    return run(say, own=settings.sites)


def settings_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake settings", about, say("printers: the printers of this computer"))
    parser.add_argument("what", nargs="?", choices=("printers",), metavar="printers", help=say("list these instead"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.settings import run, run_printers  # one table

    return run_printers(settings, say) if args.what else run(settings, say)
