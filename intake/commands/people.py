"""`intake people`: who works at a store, and what they may do there."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from intake.commands.asking import ask_line, ask_secret
from intake.commands.login import logged_in
from intake.errors import InputError
from intake.interview.values import Problem
from intake.languages.direction import strip_controls
from intake.settings import Settings
from intake.store.kept.people import Role
from intake.store.keys.key_file import Kdf, folded
from intake.store.keys.unlocking import STANDARD, name_problem, passphrase_problem
from intake.store.opening import keys_of
from intake.store.people.people import Person
from intake.store.people.rights import Right
from intake.store.store import Store
from intake.ui.people_room import made_passphrase
from intake.ui.role_names import ROLE_NAMES

Say = Callable[..., str]
Now = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake people`. `person` is a name; `is_made`: the first passphrase is made and printed."""

    action: str
    person: str = ""
    roles: tuple[str, ...] = ()
    is_made: bool = False
    is_sure: bool = False
    name: str = ""


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now, kdf: Kdf = STANDARD) -> int:
    """List or change the people. Raises InputError, StoreError, KeyRefused."""
    keys_of(settings.store)  # before anything is asked: there has to be a store
    name = order.name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))
    with closing(logged_in(say, settings.store, name, passphrase, now())) as store:
        store.insist(Right.PEOPLE)
        match order.action:
            case "add":
                _add(store, order, say, now(), kdf)
            case "roles":
                person = _found(store, order.person)
                store.people.set_roles(person.staff.id, _roles(order), store.staff.id, now())
                _say_done(store, order.person, say)
            case "remove":
                _remove(store, order, say, now())
            case _:
                for each in store.people.all():
                    sys.stdout.write(_line(each, say) + "\n")
    return 0


def _roles(order: Order) -> tuple[Role, ...]:
    return tuple(Role(each) for each in order.roles)


def _found(store: Store, typed: str) -> Person:
    """Somebody who works here, by name. Raises InputError."""
    wanted = folded(typed)
    found = next((p for p in store.people.all() if p.staff.left_at is None and folded(p.staff.name) == wanted), None)
    if found is None:
        raise InputError(
            "Nobody of this name works here.", "Nothing was changed. 'intake people list' shows the names."
        )
    return found


def _add(store: Store, order: Order, say: Say, at: dt.datetime, kdf: Kdf) -> None:
    _insist(name_problem(order.person, keys_of(store.folder.path)))
    if order.is_made:
        passphrase = made_passphrase()
    else:
        passphrase = ask_secret(say("Passphrase of {name}: ", name=order.person))
        if ask_secret(say("The same again: ")) != passphrase:
            raise InputError("The two passphrases differ.", "Nothing was changed. Type the command again.")
        _insist(passphrase_problem(passphrase))
    store.people.add(order.person, passphrase, _roles(order), store.staff.id, at, kdf, is_for_once=order.is_made)
    _say_done(store, order.person, say)
    if order.is_made:
        text = say("For the first login of {name}, who has to choose another one then:", name=order.person)
        sys.stdout.write(f"{text}\n  {passphrase}\n")


def _remove(store: Store, order: Order, say: Say, at: dt.datetime) -> None:
    person = _found(store, order.person)
    if not order.is_sure:
        word = say("remove")
        typed = ask_line(say("Type '{word}' to take the login from {name}: ", word=word, name=person.staff.name))
        if typed.strip().casefold() != word.casefold():
            raise InputError("Nobody was removed.", "The word was not typed, so everything is as it was.")
    store.people.remove(person.staff.id, store.staff.id, at)
    sys.stdout.write(say("{name} cannot log in any more.", name=_shown(person.staff.name)) + "\n")
    sys.stdout.write(
        say(
            "Old backups and copies of the key file still open with the old passphrase. Where there is cause, give "
            "the store new keys: intake keys rotate."
        )
        + "\n"
    )


def _say_done(store: Store, name: str, say: Say) -> None:
    person = _found(store, name)
    sys.stdout.write(_line(person, say) + "\n")
    if person.should_hold and not person.holds_sections:
        text = say("Somebody who holds the second key has to give it to {name}.", name=_shown(person.staff.name))
        sys.stderr.write(text + "\n")


def _line(person: Person, say: Say) -> str:
    """Name, roles, since when, last login, second key."""
    staff = person.staff
    if staff.left_at is not None:
        left = say("left on {day}", day=f"{staff.left_at.astimezone():%d.%m.%Y}")
        return f"{_shown(staff.name)}: {left}"
    login = person.last_login
    parts = [
        ", ".join(say(ROLE_NAMES[role]) for role in staff.roles),
        say("since {day}", day=f"{staff.added_at.astimezone():%d.%m.%Y}"),
        say("last login {day}", day=f"{login.astimezone():%d.%m.%Y %H:%M}") if login else say("never logged in"),
    ]
    if person.holds_sections:
        parts.append(say("second key"))
    elif person.should_hold:
        parts.append(say("SECOND KEY MISSING"))
    return f"{_shown(staff.name)}: {' · '.join(parts)}"


def _shown(name: str) -> str:
    return strip_controls(name, visible=True)


def _insist(problem: Problem | None) -> None:
    if problem is not None:
        params = {name: str(value) for name, value in problem.params.items()}
        raise InputError(problem.message, "Nothing was changed. Please type it again.", **params)
