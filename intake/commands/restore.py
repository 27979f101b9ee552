"""`intake restore`: a backup in the place of the store, after what is in it was shown against what is there now."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.commands.backup import describe, shown
from intake.commands.handover import Now, Say, utc_now
from intake.commands.new_login import new_login
from intake.errors import InputError
from intake.settings import Settings
from intake.store.backups.backup import Backup, list_backups, read_backup
from intake.store.backups.checks import BackupRefused, faults
from intake.store.backups.places import newest_whole, places
from intake.store.backups.restore import Relation, StoreNow, restore, store_now
from intake.store.backups.unlocking import Opened, counted_at, open_backup, open_backup_by_recovery
from intake.store.folder import StoreFolder, only_if_done
from intake.store.keys.slots import Kdf
from intake.store.keys.unlocking import STANDARD
from intake.ui.backups import backup_plan


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed. `backup` is its name or folder, empty for the newest that is whole.

    `by_recovery`: with the printed recovery key, and `name` gets a new passphrase.
    """

    backup: str = ""
    name: str = ""
    is_sure: bool = False
    by_recovery: bool = False


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now, kdf: Kdf = STANDARD) -> int:
    """Restore a backup. Raises InputError, BackupRefused, KeyRefused, StoreError.

    `kdf` is the cost of the new passphrase after the recovery key was used.
    """
    with only_if_done(settings.store):
        return _run(order, settings, say, now, kdf)


def _run(order: Order, settings: Settings, say: Say, now: Now, kdf: Kdf) -> int:
    store = StoreFolder(settings.store)
    store.finish_set_up()
    searched = places(store, backup_plan(settings))
    backup = _found(order.backup, searched)
    sys.stdout.write(say("Backup {name}: {what}", name=shown(backup.name), what=describe(backup, say)) + "\n")
    try:
        opened = _opened(order, store, backup, say, now, kdf)
    except BackupRefused as error:
        sys.stderr.write(
            say(error.fault.message, **{key: str(each) for key, each in error.fault.params.items()}) + "\n"
        )
        raise
    there = store_now(store, opened)
    for line in _against(there, opened, say):
        sys.stdout.write(line + "\n")
    if not order.is_sure:
        _confirm(say)
    done = restore(store, opened, there, _lists(store, backup, searched), now())
    sys.stdout.write(say("Restored and checked: {cases} cases.", cases=done.cases) + "\n")
    if done.erased:
        sys.stdout.write(say("{count} cases that had been erased were erased again.", count=done.erased) + "\n")
    if opened.login is not None:
        name = shown(opened.unlocked.name)
        sys.stdout.write(say("{name} logs in with the new passphrase from now on.", name=name) + "\n")
    if done.kept is not None:
        sys.stdout.write(say("The store that was there is kept in {folder}.", folder=shown(str(done.kept))) + "\n")
    return 0


def _opened(order: Order, store: StoreFolder, backup: Backup, say: Say, now: Now, kdf: Kdf) -> Opened:
    """The backup, unlocked. What is wrong counts as a wrong try at the store."""
    if order.by_recovery:
        login = new_login(order.name, say, kdf)
        return counted_at(store, backup, "", now(), lambda: open_backup_by_recovery(store, backup, login))
    if store.database.exists():
        text = say(
            "A store stands in this place: name and passphrase are those of today. If nobody can unlock it any more, "
            "move its folder away by hand first."
        )
        sys.stdout.write(text + "\n")
    name = order.name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))

    def of_that_day() -> str:
        return ask_secret(say("The keys were changed since. Your passphrase on the day of the backup: "))

    return counted_at(store, backup, name, now(), lambda: open_backup(store, backup, name, passphrase, of_that_day))


def _found(typed: str, searched: tuple[Path, ...]) -> Backup:
    """The backup that is meant. Raises InputError where there is none."""
    if not typed:
        newest = newest_whole(searched)
        if newest is None:
            raise InputError(
                "There is no backup that is whole.",
                "Nothing was changed. 'intake backup list' says what is wrong with each; name a backup on another "
                "disk by its folder.",
            )
        return newest
    named = next((each for place in searched for each in list_backups(place) if each.name == typed), None)
    found = named or read_backup(Path(typed).expanduser())
    if found is not None:
        return found
    folder = Path(typed).expanduser()
    if os.path.isdir(folder):
        raise BackupRefused(folder, faults(folder)[0])
    raise InputError(
        "There is no backup {name}.",
        "Nothing was changed. 'intake backup list' shows those that can be found.",
        name=repr(typed)[:80],
    )


def _against(there: StoreNow, opened: Opened, say: Say) -> list[str]:
    """What is there now, and what restoring would mean."""
    lines = [_there(there, say)]
    match there.relation:
        case Relation.NEWER:
            lines.append(
                say(
                    "It is newer than the backup: {cases} cases begun and {entries} entries since would be missing.",
                    cases=there.begun_since,
                    entries=there.entries_since,
                )
            )
        case Relation.DIFFERENT:
            lines.append(say("It is not the store that the backup was made of, or it went another way since."))
        case Relation.NONE | Relation.SAME | Relation.UNREADABLE:
            pass
    if not opened.has_keys_of_now:
        text = say("The key file comes from the backup: passphrases and people are those of that day.")
        lines.append(text)
    return lines


def _there(there: StoreNow, say: Say) -> str:
    match there.relation:
        case Relation.NONE:
            return say("There now: no store.")
        case Relation.UNREADABLE:
            return say("There now: a store that cannot be read with these keys.")
        case Relation.SAME:
            return say("There now: the same as in the backup.")
        case Relation.NEWER | Relation.DIFFERENT:
            seq = there.audit.seq if there.audit else 0
            return say("There now: {cases} cases, audit entry {seq}.", cases=there.cases or 0, seq=seq)


def _confirm(say: Say) -> None:
    """Asks for a whole word: a key that is pressed by mistake restores nothing. Raises InputError for anything else."""
    word = say("restore")
    typed = ask_line(say("Type '{word}' to put the backup in its place: ", word=word))
    if typed.strip().casefold() != word.casefold():
        raise InputError("Nothing was restored.", "The word was not typed, so everything is as it was.")


def _lists(store: StoreFolder, backup: Backup, searched: tuple[Path, ...]) -> tuple[Path, ...]:
    """Where lists of erased cases may lie."""
    return tuple(dict.fromkeys((store.path, *searched, backup.folder.parent)))
