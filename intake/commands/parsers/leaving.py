"""The arguments of what leaves the desk: `handover`, `papers`, `card`, `figures`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from intake.commands.parsers.common import Parser, Say, add_store, language_of, settings_of

CONFIRM = "confirm"
"""Stands in the place of the code of a case: then a slip is closed, and no record made."""


def handover_command(typed: Sequence[str], say: Say, about: str) -> int:
    if typed and typed[0] == CONFIRM:
        return _confirm(typed[1:], say)
    text = say("confirm CODE: close a handover by the code of its receipt slip (confirm --help)")
    parser = Parser(say, "intake handover", about, epilog=text)
    parser.add_argument("case", metavar="CASE", help=say("code of the case"))
    parser.add_argument("--to", required=True, metavar="RECIPIENT", help=say("code of the recipient, such as jc"))
    parser.add_argument("--office", default="", metavar="NAME", help=say("the office, where several have a consent"))
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    kinds = ("pdf", "json", "text", "csv")
    for kind in kinds:
        parser.add_argument(f"--{kind}", type=Path, metavar="FILE", help=say("write {kind} to this file", kind=kind))
    help_ = say("PDF, JSON and CSV in one file that only the receiver opens")
    parser.add_argument("--sealed", type=Path, metavar="FILE", help=help_)
    help_ = say("a public age key, a file of them, or an office noted in recipients.toml; without it the keys noted")
    parser.add_argument("--seal-to", action="append", default=[], metavar="KEY|FILE|OFFICE", help=help_)
    help_ = say("a new passphrase instead of a key; it is shown once")
    parser.add_argument("--seal-passphrase", action="store_true", help=help_)
    add_printer(parser, say)
    parser.add_argument("--list", action="store_true", help=say("list the notes and words that could go along"))
    parser.add_argument("--with-notes", default="", metavar="1,2", help=say("notes to answers that go along, or all"))
    parser.add_argument("--with-words", default="", metavar="1,2", help=say("words of staff that go along, or all"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    outputs = {kind: getattr(args, kind) for kind in (*kinds, "sealed") if getattr(args, kind)}
    if (args.seal_to or args.seal_passphrase) and not args.sealed:
        parser.error(say("--seal-to and --seal-passphrase need --sealed with a file"))
    if args.seal_to and args.seal_passphrase:
        parser.error(say("a file is sealed to keys or with a passphrase, not both"))
    is_printed = args.print or bool(args.printer)
    if not outputs and not args.list and not is_printed:
        parser.error(say("at least one of --pdf, --json, --text, --csv, --sealed and --print is needed"))
    if args.list and (outputs or is_printed or args.with_notes or args.with_words):
        parser.error(say("--list writes nothing and goes alone"))
    settings = settings_of(args)
    from intake.commands.handover import Order, run  # the store
    from intake.commands.handover_words import Along
    from intake.commands.printing import printer_of
    from intake.commands.sealing import Seal

    printer = printer_of(settings, args.printer, is_wanted=args.print)
    seal = Seal(tuple(args.seal_to), args.seal_passphrase)
    along = Along(args.with_notes, args.with_words, args.list)
    return run(Order(args.case, args.to, args.office, args.name, outputs, along, seal, printer), settings, say)


def add_printer(parser: Parser, say: Say) -> None:
    parser.add_argument("--print", action="store_true", help=say("print it on the printer of the settings"))
    parser.add_argument("--printer", default="", metavar="NAME", help=say("print it on this printer"))


def _confirm(typed: Sequence[str], say: Say) -> int:
    parser = Parser(say, "intake handover confirm", say("close a handover by the code of its receipt slip"))
    parser.add_argument("code", metavar="CODE", help=say("code on the slip, such as K7QM-4RXT"))
    parser.add_argument("--by", default="", metavar="NAME", help=say("who has confirmed or returned it"))
    parser.add_argument("--on", default="", metavar="DATE", help=say("the day, where it is not today"))
    parser.add_argument("--returned", default="", metavar="REASON", help=say("the office returns the record, and why"))
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.receipt import Order, run  # the store

    return run(Order(args.code, args.by, args.on, args.returned, args.name), settings, say)


def papers_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("blank: the empty questionnaire, core or full (--run)"),
        say("card QUESTION: one question to point at; cards: all private ones"),
        say("release CASE --to RECIPIENT: the release of confidentiality to sign"),
        say("copy CASE: what the person takes along; slips CASE: appointment and receipts"),
    )
    from intake.languages.languages import load_languages  # a file that no other command of the hot path reads

    languages = [language.code for language in load_languages()]
    parser = Parser(say, "intake papers", about, epilog="\n".join(texts), for_person=languages)
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
    help_ = say("copy: as a file that opens with a new password only; it is shown once")
    parser.add_argument("--locked", action="store_true", help=help_)
    add_printer(parser, say)
    add_store(parser, say)
    args = parser.parse_args(typed)
    if problem := _papers_problem(args, say):
        parser.error(problem)
    language, args.language = args.language or "", None
    settings = settings_of(args)
    from intake.commands.papers import Order, run  # the store
    from intake.commands.printing import printer_of

    printer = printer_of(settings, args.printer, is_wanted=args.print)

    order = Order(
        args.action, args.about, language, args.pdf, args.to, args.office, args.name,
        "child" if args.child else "full", args.familiar, args.private, args.locked, printer,
    )  # fmt: skip
    return run(order, settings, say)


def _papers_problem(args: argparse.Namespace, say: Say) -> str:
    """What was typed together and does not go together; empty where it does."""
    if (args.action in ("card", "release", "copy", "slips")) != bool(args.about):
        return say("CASE or QUESTION belongs to card, release, copy and slips, and only to those")
    if (args.action == "release") != bool(args.to):
        return say("--to belongs to release, and only to that")
    if args.locked and args.action != "copy":
        return say("--locked belongs to copy, and only to that")
    is_printed = args.print or bool(args.printer)
    if is_printed and (args.pdf or args.locked):
        return say("--print and --printer go without --pdf and --locked")
    return ""


def card_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake card", about)
    parser.add_argument(
        "--pdf", type=Path, required=True, metavar="FILE", help=say("write {kind} to this file", kind="pdf")
    )
    args = parser.parse_args(typed)
    from intake.commands.card import run  # typst

    return run(args.pdf, language_of(typed, os.environ), say)


def figures_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake figures", about)
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
