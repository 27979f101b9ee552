"""The arguments of what keeps a store whole: `backup`, `restore`, `doctor`, `salvage`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.commands.parsers.common import Parser, Say, add_store, settings_of


def add_name(parser: Parser, say: Say) -> None:
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))


def backup_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("write: a checked backup now; this is done without a word too"),
        say("list: the backups that can be found, and whether each is whole; asks for no passphrase"),
    )
    parser = Parser(say, "intake backup", about, epilog="\n".join(texts))
    parser.add_argument("action", nargs="?", choices=("write", "list"), default="write", metavar="write|list")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help=say("another folder than the usual one"))
    add_name(parser, say)
    add_store(parser, say)
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.backup import list_all, write  # the store

    return write(args.to, args.name, settings, say) if args.action == "write" else list_all(args.to, settings, say)


def restore_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake restore", about)
    help_ = say("name or folder of a backup; without it the newest that is whole")
    parser.add_argument("backup", nargs="?", default="", metavar="BACKUP", help=help_)
    parser.add_argument("--yes", action="store_true", help=say("do not ask; only together with BACKUP"))
    help_ = say("with the printed recovery key; NAME, an administrator, gets a new passphrase")
    parser.add_argument("--recovery", action="store_true", help=help_)
    add_name(parser, say)
    add_store(parser, say)
    args = parser.parse_args(typed)
    if args.yes and not args.backup:
        parser.error(say("--yes goes only with the name of a backup"))
    settings = settings_of(args)
    from intake.commands.restore import Order, run  # the store

    return run(Order(args.backup, args.name, args.yes, args.recovery), settings, say)


def doctor_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("exit code: 0 all is well, 1 something to look at, 2 something is wrong"),
        say("Without --name nothing is unlocked; what could not be checked is said."),
    )
    parser = Parser(say, "intake doctor", about, epilog="\n".join(texts))
    parser.add_argument("--full", action="store_true", help=say("read every page and the whole audit trail"))
    parser.add_argument("--repair", action="store_true", help=say("put right what can be put right safely"))
    add_name(parser, say)
    add_store(parser, say)
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.doctor import Order, run  # the store

    return run(Order(args.name, args.full, args.repair), settings, say)


def salvage_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake salvage", about)
    help_ = say("folder for the new store; it has to be empty, or not there")
    parser.add_argument("--into", type=Path, required=True, metavar="FOLDER", help=help_)
    help_ = say("with the printed recovery key; NAME, an administrator, gets a new passphrase")
    parser.add_argument("--recovery", action="store_true", help=help_)
    add_name(parser, say)
    add_store(parser, say)
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.salvage import Order, run  # the store

    return run(Order(args.into, args.name, args.recovery), settings, say)
