"""The arguments of what shows who did what: `audit`, `closing`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.commands.parsers.common import Parser, Say, add_store, settings_of


def audit_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("verify: is the audit trail whole, also compared with backups and closing sheets"),
        say("show CASE: who saw and changed what of a case; show --staff NAME: what a colleague did"),
    )
    parser = Parser(say, "intake audit", about, epilog="\n".join(texts))
    parser.add_argument("action", choices=("verify", "show"), metavar="verify|show")
    parser.add_argument("case", nargs="?", default="", metavar="CASE", help=say("code of the case"))
    help_ = say("an entry that was written down: number and seal as on the closing sheet; can be repeated")
    parser.add_argument("--anchor", action="append", default=[], metavar="SEQ:MAC", help=help_)
    parser.add_argument("--staff", default="", metavar="NAME", help=say("a colleague, by the name at the store"))
    parser.add_argument("--since", default="", metavar="DATE", help=say("from this day on"))
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    if args.action == "verify" and (args.case or args.staff or args.since):
        parser.error(say("verify checks the whole trail and takes only --anchor"))
    if args.action == "show" and (bool(args.case) == bool(args.staff) or args.anchor):
        parser.error(say("show takes either CASE or --staff NAME"))
    settings = settings_of(args)
    from intake.commands.audit import Order, show, verify  # the store

    order = Order(args.name, tuple(args.anchor), args.case, args.staff, args.since)
    return verify(order, settings, say) if args.action == "verify" else show(order, settings, say)


def closing_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake closing", about)
    parser.add_argument("--day", default="", metavar="DATE", help=say("a day before; without it today"))
    parser.add_argument("--pdf", type=Path, metavar="FILE", help=say("write {kind} to this file", kind="pdf"))
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.closing import Order, run  # the store

    return run(Order(args.name, args.day, args.pdf), settings, say)
