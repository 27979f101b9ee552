"""The arguments of `intake assess` and `intake site`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from intake.commands.parsers.common import Parser, Say, language_of, settings_of


def assess_command(typed: Sequence[str], say: Say, about: str) -> int:
    parser = Parser(say, "intake assess", about)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help=say("answers as JSON"))
    parser.add_argument("--site", metavar="SITE", help=say("a site, or all"))
    parser.add_argument("--on", metavar="DATE", help=say("day of assessment; without it today"))
    parser.add_argument("--law", metavar="DATE", help=say("law set of this date instead of the one in force"))
    parser.add_argument("--json", action="store_true", help=say("one JSON object a line"))
    parser.add_argument("--batch", type=Path, metavar="FILE", help=say("JSON lines with id, site, on, law, answers"))
    parser.add_argument(
        "--compare", default="", metavar="SITE@LAW,SITE@LAW", help=say("a table of what differs, for each FILE")
    )
    args = parser.parse_args(typed)
    if not args.files and args.batch is None:
        parser.error(say("at least one FILE or --batch is needed"))
    if args.compare and (args.json or args.batch):
        parser.error(say("--compare prints a table and goes with FILE only"))
    settings = settings_of(args)
    from intake.commands import assess  # no other command needs it

    files, on = tuple(args.files), assess.options_day(args.on)
    if args.compare:
        from intake.commands.comparing import Question, run  # and few runs compare

        question = Question(files, args.compare, settings.site, settings.law, on, settings.sites)
        return run(question, say, language_of(typed, os.environ))
    options = assess.Options(files, settings.site, on, settings.law, args.json, args.batch, settings.sites)
    return assess.run(options, say)


def site_command(typed: Sequence[str], say: Say, about: str) -> int:
    actions = {"new": run_site_new, "try": run_site_try, "show": run_site_show}
    texts = {
        "new": say("new ID: a copy of a profile to be changed"),
        "try": say("try FILE --case ANSWERS: check a profile, and what it changes for a case"),
        "show": say("show SITE: a profile for reading"),
    }
    parser = Parser(say, "intake site", about, epilog="\n".join(texts.values()))
    parser.add_argument("action", choices=actions, metavar="new|try|show", help=say("each has its own --help"))
    action = parser.parse_args(typed[:1]).action
    return actions[action](Parser(say, f"intake site {action}", texts[action]), typed[1:], say)


def add_origin(parser: Parser, help_: str) -> None:
    parser.add_argument("--from", dest="origin", default="", metavar="SITE", help=help_)


def run_site_new(parser: Parser, typed: Sequence[str], say: Say) -> int:
    parser.add_argument("id", metavar="ID", help=say("id of the site: small letters, digits and _"))
    add_origin(parser, say("the profile to copy; without it the one with this id, else that of the settings"))
    parser.add_argument("--file", type=Path, metavar="FILE", help=say("write to this file, not to the usual folder"))
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.site import NewSite, run  # no other command needs it

    folder = settings.sites or Path()
    return run(NewSite(args.id, folder, args.origin, args.file, settings.site), say)


def run_site_try(parser: Parser, typed: Sequence[str], say: Say) -> int:
    parser.add_argument("file", type=Path, metavar="FILE", help=say("the profile to try"))
    parser.add_argument("--case", type=Path, required=True, metavar="ANSWERS", help=say("answers as JSON"))
    add_origin(parser, say("the profile to compare with; without it the one with this id, else that of the settings"))
    parser.add_argument("--on", metavar="DATE", help=say("day of assessment; without it today"))
    parser.add_argument("--law", metavar="DATE", help=say("law set of this date instead of the one in force"))
    args = parser.parse_args(typed)
    settings = settings_of(args)
    from intake.commands.assess import options_day
    from intake.commands.site_try import Trial, run  # no other command needs it

    trial = Trial(args.file, args.case, options_day(args.on), settings.law, settings.sites, args.origin, settings.site)
    return run(trial, say, language_of(typed, os.environ))


def run_site_show(parser: Parser, typed: Sequence[str], say: Say) -> int:
    parser.add_argument("site", metavar="SITE", help=say("profile of the site, such as zebera"))
    settings = settings_of(parser.parse_args(typed))
    from intake.commands.site_show import run  # no other command needs it

    return run(settings.site, settings.sites, say, language_of(typed, os.environ))
