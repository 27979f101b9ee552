"""The arguments of what looks at a file of a handover: `verify`, `unseal`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.commands.parsers.common import Parser, Say, add_store, settings_of


def verify_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("A JSON is compared with its code (--code), with the PDF beside it, or with what this desk noted."),
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


def unseal_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("With --identity a key opens the file; without it the passphrase is asked."),
        say("--new-key makes a key: the file stays here, the public key goes to those who write to you."),
    )
    parser = Parser(say, "intake unseal", about, epilog="\n".join(texts))
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help=say("a sealed file, ending in .age"))
    parser.add_argument(
        "--identity", type=Path, metavar="FILE", help=say("private key of age, as age-keygen writes it")
    )
    parser.add_argument("--into", type=Path, metavar="FOLDER", help=say("where its files go; without it beside FILE"))
    parser.add_argument("--whole", action="store_true", help=say("write what is inside as one file, whatever it is"))
    parser.add_argument("--new-key", type=Path, metavar="FILE", help=say("write a new private key to this file"))
    args = parser.parse_args(typed)
    if (args.file is None) == (args.new_key is None):
        parser.error(say("either FILE or --new-key is needed"))
    settings_of(args)
    from intake.commands.unseal import Order, new_key, run  # a native module

    if args.new_key is not None:
        return new_key(args.new_key, say)
    return run(Order(args.file, args.identity, args.into, args.whole), say)
