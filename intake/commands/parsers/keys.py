"""The arguments of what concerns keys: `keys`, `recovery`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.commands.parsers.common import Parser, Say, add_store, settings_of


def keys_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("list: who can open the store, and who holds the second key; asks for no passphrase"),
        say("passphrase: change your own"),
        say("recovery: a new recovery key, shown once; 'intake recovery sheet' prints it"),
        say("remove PERSON: no login any more"),
        say("rotate: new keys for the whole store, after a backup; nobody else may have it open"),
    )
    parser = Parser(say, "intake keys", about, epilog="\n".join(texts))
    actions = ("list", "passphrase", "recovery", "remove", "rotate")
    parser.add_argument("action", nargs="?", choices=actions, default="list", metavar="|".join(actions))
    parser.add_argument("person", nargs="?", default="", metavar="PERSON", help=say("name of the person"))
    parser.add_argument("--second-key", action="store_true", help=say("with rotate: a new second key too"))
    parser.add_argument("--yes", action="store_true", help=say("do not ask before removing or rotating"))
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    if (args.action == "remove") != bool(args.person):
        parser.error(say("PERSON belongs to remove"))
    if args.second_key and args.action != "rotate":
        parser.error(say("--second-key belongs to rotate"))
    settings = settings_of(args)
    from intake.commands import keys, recovery  # the store

    order = keys.Order(args.name, args.person, args.second_key, args.yes)
    match args.action:
        case "passphrase":
            return keys.passphrase(order, settings, say)
        case "recovery":
            return recovery.on_screen(args.name, settings, say)
        case "remove":
            return keys.remove(order, settings, say)
        case "rotate":
            return keys.rotate(order, settings, say)
        case _:
            return keys.show(settings, say)


def recovery_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("sheet: a new recovery key, printed for a sealed envelope; the earlier one ends when it was read off"),
        say("drill: type the printed key and see that it opens the store; changes nothing"),
    )
    parser = Parser(say, "intake recovery", about, epilog="\n".join(texts))
    parser.add_argument("action", choices=("sheet", "drill"), metavar="sheet|drill")
    parser.add_argument("--to", type=Path, metavar="FILE", help=say("with sheet: write a PDF instead of printing"))
    parser.add_argument("--printer", default="", metavar="PRINTER", help=say("with sheet: another printer"))
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    if args.action == "drill" and (args.to or args.printer or args.name):
        parser.error(say("--to, --printer and --name belong to sheet"))
    settings = settings_of(args)
    from intake.commands.recovery import Order, sheet, try_key  # the store

    if args.action == "drill":
        return try_key(settings, say)
    return sheet(Order(args.name, args.to, args.printer), settings, say)
