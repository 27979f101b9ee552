"""`intake keys`: who can open a store, a new passphrase, a new recovery key, and new keys for the whole store."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass

from intake.commands.asking import ask_line, ask_secret
from intake.commands.handover import Now, Say, utc_now
from intake.commands.login import logged_in
from intake.errors import InputError
from intake.interview.values import Problem
from intake.languages.direction import strip_controls
from intake.settings import Settings
from intake.store.folder import StoreFolder
from intake.store.ids import made_at
from intake.store.keys.key_file import Kdf, KeyFile, Slot, SlotKind
from intake.store.keys.recovery_drill import last_drill
from intake.store.keys.unlocking import STANDARD, passphrase_problem
from intake.store.opening import keys_of
from intake.store.store import Store


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake keys`. `person` is whose key is removed; `new_sections`: a new second key too."""

    name: str = ""
    person: str = ""
    new_sections: bool = False
    is_sure: bool = False


def show(settings: Settings, say: Say) -> int:
    """Who can open the store, as the key file says it. Asks for nothing. Raises StoreError."""
    keys = keys_of(settings.store)
    for slot in keys.slots:
        sys.stdout.write(_line(keys, slot, say) + "\n")
    sys.stdout.write(say("data key number {number}", number=keys.current.data) + "\n")
    if keys.interim:
        names = ", ".join(_name(each, say) for each in keys.slots if each.id in keys.interim.waiting)
        text = say(
            "The second key protects nothing yet against those without it: until these have logged in once, it can be "
            "read with the data key: {names}",
            names=names,
        )
        sys.stdout.write(text + "\n")
    drilled = last_drill(StoreFolder(settings.store))
    text = say("last drill with the recovery key: {day}", day=f"{drilled.astimezone():%d.%m.%Y}") if drilled else (
        say("The recovery key was never tried: 'intake recovery drill'."))  # fmt: skip
    sys.stdout.write(text + "\n")
    return 0


def passphrase(order: Order, settings: Settings, say: Say, now: Now = utc_now, kdf: Kdf = STANDARD) -> int:
    """Change one's own passphrase. Raises InputError, StoreError, KeyRefused."""
    keys_of(settings.store)
    name = order.name or ask_line(say("Your name: "))
    old = ask_secret(say("Passphrase: "))
    with closing(logged_in(say, settings.store, name, old, now())) as store:
        new = ask_secret(say("New passphrase: "))
        if problem := passphrase_problem(new):
            raise _refused(problem)
        if ask_secret(say("The same again: ")) != new:
            raise InputError("The two passphrases differ.", "Nothing was changed. Type the command again.")
        store.people.change_passphrase(name, old, new, now(), kdf)
    sys.stdout.write(say("The new passphrase holds from now on. Old backups still open with the earlier one.") + "\n")
    return 0


def remove(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Take somebody's key away. Raises InputError, StoreError, KeyRefused."""
    keys = keys_of(settings.store)
    slot = keys.of(order.person)
    if slot is None:
        raise InputError("Nobody of this name has a key.", "Nothing was changed. 'intake keys list' shows the names.")
    with closing(_opened(order, settings, say, now)) as store:
        _ask(order, say("remove"), say("Type '{word}' to take the key from {name}: ", word=say("remove"),
                                       name=_name(slot, say)))  # fmt: skip
        store.people.remove(slot.id, store.staff.id, now())
    text = say(
        "{name} cannot log in any more. Who kept an older key file can still open older backups; "
        "where there is cause: 'intake keys rotate'.",
        name=_name(slot, say),
    )
    sys.stdout.write(text + "\n")
    return 0


def rotate(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Give the store a new data key. Raises InputError, StoreError, KeyRefused; then nothing is changed."""
    keys_of(settings.store)
    store = _opened(order, settings, say, now)
    with closing(store):
        _ask(order, say("rotate"), say("Type '{word}' to give the store new keys; nobody may work meanwhile: ",
                                       word=say("rotate")))  # fmt: skip
        done = store.rotate_keys(now(), new_sections=order.new_sections)
    lines = [
        say("The store has new keys: data key {number}, second key {second}.",
            number=done.generation, second=done.sections_generation),
        say("All passphrases and the recovery key stay as they are."),
        say("Backups of before keep the old key, and open with the passphrases of their time. The last one: {folder}",
            folder=strip_controls(str(done.backup.folder), visible=True)),
    ]  # fmt: skip
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0


def _opened(order: Order, settings: Settings, say: Say, now: Now) -> Store:
    name = order.name or ask_line(say("Your name: "))
    return logged_in(say, settings.store, name, ask_secret(say("Passphrase: ")), now())


def _ask(order: Order, word: str, prompt: str) -> None:
    if not order.is_sure and ask_line(prompt).strip().casefold() != word.casefold():
        raise InputError("Nothing was changed.", "The word was not typed, so everything is as it was.")


def _line(keys: KeyFile, slot: Slot, say: Say) -> str:
    since = _day(slot) or say("not known")
    came = made_at(slot.id)
    parts = [
        _name(slot, say),
        *([say("here since {day}", day=f"{came:%Y-%m-%d}")] if came else []),
        say("passphrase of {day}", day=since) if slot.kind is SlotKind.PASSPHRASE else say("made on {day}", day=since),
        say("holds the second key") if keys.holds_sections(slot.id) else say("without the second key"),
    ]
    if slot.pair is None:
        parts.append(say("old format: has to be used once with this version"))
    return "  ".join(parts)


def _name(slot: Slot, say: Say) -> str:
    return strip_controls(slot.name, visible=True) if slot.name else say("recovery key")


def _day(slot: Slot) -> str:
    """The day of the last change, as the key file notes it in UTC."""
    return slot.changed[:10]


def _refused(problem: Problem) -> InputError:
    params = {str(name): str(value) for name, value in problem.params.items()}
    return InputError(problem.message, "Nothing was changed. Type the command again.", **params)
