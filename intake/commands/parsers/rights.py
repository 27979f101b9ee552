"""The arguments of the rights of a person: `access`, `restrict`, `erase`, `retention`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.commands.parsers.care import add_name
from intake.commands.parsers.common import Parser, Say, add_store, settings_of


def access_command(typed: Sequence[str], say: Say, about: str) -> int:
    from intake.languages.languages import load_languages  # a file that no other command of the hot path reads

    languages = [language.code for language in load_languages()]
    parser = Parser(say, "intake access", about, for_person=languages)
    parser.add_argument("case", metavar="CASE", help=say("code of the case"))
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help=say("folder for PDF and JSON"))
    parser.add_argument("--private", action="store_true", help=say("everything, for a person who is alone with you"))
    add_name(parser, say)
    add_store(parser, say)
    args = parser.parse_args(typed)
    language, args.language = args.language or "", None
    settings = settings_of(args)
    from intake.commands.access import Order, run  # the store, and typst

    return run(Order(args.case, args.to, language, args.name, args.private), settings, say)


def restrict_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake restrict", about)
    parser.add_argument("case", metavar="CASE", help=say("code of the case"))
    parser.add_argument("--reason", required=True, metavar="TEXT", help=say("why; it is kept with the case"))
    parser.add_argument("--lift", action="store_true", help=say("end the restriction"))
    add_name(parser, say)
    add_store(parser, say)
    args = parser.parse_args(typed)
    if not args.reason.strip():
        parser.error(say("--reason needs some words"))
    settings = settings_of(args)
    from intake.commands.rights import restrict  # the store

    return restrict(args.case, args.reason, args.name, settings, say, is_lifted=args.lift)


def erase_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake erase", about)
    parser.add_argument("case", metavar="CASE", help=say("code of the case"))
    reasons = ("person", "mistake")
    help_ = say("person: she or he asked for it; mistake: it should never have been stored")
    parser.add_argument("--reason", required=True, choices=reasons, metavar="person|mistake", help=help_)
    parser.add_argument("--yes", action="store_true", help=say("do not ask for the code once more"))
    add_name(parser, say)
    add_store(parser, say)
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.rights import EraseOrder, erase  # the store

    return erase(EraseOrder(args.case, args.reason, args.name, args.yes), settings, say)


def retention_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("run: list the cases that have had their time, by code and reason; nothing is erased"),
        say("run --erase: erase them, after a typed word"),
    )
    parser = Parser(say, "intake retention", about, epilog="\n".join(texts))
    parser.add_argument("action", choices=("run",), metavar="run")
    parser.add_argument("--erase", action="store_true", help=say("erase what is listed"))
    parser.add_argument("--yes", action="store_true", help=say("do not ask; only together with --erase"))
    add_name(parser, say)
    add_store(parser, say)
    args = parser.parse_args(typed)
    if args.yes and not args.erase:
        parser.error(say("--yes goes only with --erase"))
    settings = settings_of(args)
    from intake.commands.rights import RetentionOrder, retention  # the store

    return retention(RetentionOrder(args.erase, args.name, args.yes), settings, say)
