"""The arguments of what looks at a file of a handover: `verify`, `unseal`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.commands.parsers.common import Parser, Say, add_store, settings_of


def verify_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("A JSON is held against its code (--code), against the PDF beside it, or against what this desk noted."),
        say("exit code: 0 the same, 1 not the same, 2 cannot be checked"),
    )
    parser = Parser(say, "intake verify", about, epilog="\n".join(texts))
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=say("records as JSON or PDF"))
    help_ = say("the check code or check sum, as scanned or typed")
    parser.add_argument("--code", default="", metavar="TEXT", help=help_)
    help_ = say("compare with what this desk noted; asks for the passphrase. --store does so too")
    parser.add_argument("--noted", action="store_true", help=help_)
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.verify import Order, run  # the store, and readers of what others wrote

    return run(Order(tuple(args.files), args.code, args.noted or args.store is not None, args.name), settings, say)
