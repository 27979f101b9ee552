"""The arguments of `people`: who works at the store."""

from __future__ import annotations

from collections.abc import Sequence

from intake.commands.parsers.common import Parser, Say, add_store, settings_of

ROLES = ("clerk", "interpreter", "coordinator", "administrator")


def people_command(typed: Sequence[str], say: Say, about: str) -> int:
    texts = (
        say("list: who works here, with roles, last login and second key"),
        say("add PERSON --roles clerk: their first passphrase is typed twice, or made with --made"),
        say("roles PERSON --roles clerk,coordinator: what they do from now on"),
        say("remove PERSON: no login any more; rotate the keys where there is cause"),
    )
    parser = Parser(say, "intake people", about, epilog="\n".join(texts))
    actions = ("list", "add", "roles", "remove")
    parser.add_argument("action", nargs="?", choices=actions, default="list", metavar="list|add|roles|remove")
    parser.add_argument("person", nargs="?", default="", metavar="PERSON", help=say("name of the person"))
    help_ = say("{roles}, several with commas", roles=", ".join(ROLES))
    parser.add_argument("--roles", default="", metavar="ROLES", help=help_)
    parser.add_argument("--made", action="store_true", help=say("make the first passphrase, and print it"))
    parser.add_argument("--yes", action="store_true", help=say("do not ask before somebody is removed"))
    parser.add_argument("--name", default="", metavar="NAME", help=say("your name at the store"))
    add_store(parser, say)
    args = parser.parse_args(typed)
    roles = tuple(each.strip() for each in args.roles.split(",") if each.strip())
    if (args.action != "list") != bool(args.person):
        parser.error(say("PERSON belongs to add, roles and remove"))
    if (args.action in ("add", "roles")) != bool(roles):
        parser.error(say("--roles belongs to add and roles"))
    for role in roles:
        if role not in ROLES:
            parser.error(
                say("there is no role {role}; possible: {roles}", role=repr(role)[:40], roles=", ".join(ROLES))
            )
    settings = settings_of(args)
    from intake.commands.people import Order, run  # the store

    return run(Order(args.action, args.person, roles, args.made, args.yes, args.name), settings, say)
