"""The arguments of `export` and `import`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.commands.parsers.common import Parser, Say, add_store, settings_of


def export_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake export", about)
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


def import_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake import", about)
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
