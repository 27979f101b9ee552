"""The arguments of `export` and `import`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.commands.parsers.common import Parser, Say, add_store, settings_of


def export_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("xlsform FILE: the questionnaire as a spreadsheet, with the ending .xlsx"),
        say("schema-page FILE: the format of a record in German words, with the ending .html"),
        say("schema FILE: the format of a record as JSON Schema, with the ending .json"),
    )
    parser = Parser(say, "intake export", about, epilog="\n".join(texts))
    formats = ("xlsform", "schema-page", "schema")
    parser.add_argument("format", choices=formats, metavar="|".join(formats), help=say("what is written"))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=say("where it is written to"))
    parser.add_argument("--to", type=Path, metavar="FILE", help=say("the same as FILE"))
    parser.add_argument("--languages", default="", metavar="CODES", help=say("such as de,ar,ti; without it all"))
    parser.add_argument("--kind", choices=("full", "child"), default="full", help=say("kind of case"))
    parser.add_argument("--site", metavar="SITE", help=say("profile of the site, such as zebera"))
    parser.add_argument("--law", metavar="DATE", help=say("law set of this date instead of the one in force"))
    args = parser.parse_args(typed)
    if (args.file is None) == (args.to is None):
        parser.error(say("one FILE is needed"))
    file, settings = args.file or args.to, settings_of(args)
    if args.format != "xlsform":
        from intake.commands.schema_page import write_page, write_schema  # all content, for the example

        return write_schema(file, say) if args.format == "schema" else write_page(file, settings, say)
    from intake.commands.export import Order, run  # a spreadsheet library, for this only

    return run(Order(file, args.languages, args.kind), settings, say)


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
