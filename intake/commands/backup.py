"""`intake backup`: write a checked backup, or list those that can be found."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.commands.handover import Now, Say, utc_now
from intake.commands.login import logged_in
from intake.errors import StoreError
from intake.languages.direction import strip_controls
from intake.settings import Settings
from intake.store.backups.backup import Backup, list_backups
from intake.store.backups.checks import faults
from intake.store.backups.places import BackupState, places
from intake.store.backups.tombstones import keep_tombstones
from intake.store.failures import StoreMissing
from intake.store.folder import StoreFolder
from intake.store.opening import keys_of
from intake.store.people.rights import Right
from intake.ui.backups import backup_plan

_GIGA, _MEGA, _KILO = 10**9, 10**6, 10**3


def write(to: Path | None, name: str, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Write a backup into a folder, or where they usually go. Raises StoreError, KeyRefused."""
    keys_of(settings.store)  # before anything is asked: there has to be a store
    name = name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))
    plan = backup_plan(settings)
    with closing(logged_in(say, settings.store, name, passphrase, now())) as store:
        store.insist(Right.BACKUPS)
        at, actor = now(), store.staff.id
        if to is not None:
            backup = store.care.write_backup(actor, at, to.expanduser())
            keep_tombstones(to.expanduser(), store.store_id, store.care.tombstones())
            state = BackupState()
        else:
            backup, state = store.care.back_up(plan, actor, at)
    sys.stdout.write(say("written and read back: {folder}", folder=shown(str(backup.folder))) + "\n")
    sys.stdout.write(describe(backup, say) + "\n")
    for error in (state.failed, state.second_failed):
        if error is not None:
            raise error
    if to is None and plan.second is not None:
        if state.second_at != at:
            raise StoreMissing(
                "The second place for backups is not there.",
                "The backup on this computer is written and checked. {folder} was not found: plug the disk in, then "
                "write the backup again.",
                folder=str(plan.second),
            )
        sys.stdout.write(say("copied and read back: {folder}", folder=shown(str(plan.second / backup.name))) + "\n")
    return 0


def list_all(folder: Path | None, settings: Settings, say: Say) -> int:
    """List the backups of all places, or of one folder, the newest first. Returns 4 where one of them is not whole."""
    searched = (folder.expanduser(),) if folder else places(StoreFolder(settings.store), backup_plan(settings))
    is_whole = True
    for place in searched:
        sys.stdout.write(shown(str(place)) + "\n")
        backups = list_backups(place)
        if not backups:
            missing = say("no backup") if os.path.isdir(place) else say("this folder is not there")
            sys.stdout.write(f"  {missing}\n")
        for backup in backups:
            sys.stdout.write(f"  {backup.name}  {describe(backup, say)}\n")
            for fault in faults(backup.folder):
                is_whole = False
                sys.stdout.write(f"    {say('not usable:')} {say(fault.message, **texts(fault.params))}\n")
    return 0 if is_whole else StoreError.exit_code


def describe(backup: Backup, say: Say) -> str:
    """Day, size, number of cases and end of the audit trail of a backup in one line."""
    when = backup.at.astimezone().strftime("%Y-%m-%d %H:%M")
    if backup.cases is None:
        text = say(
            "{when}, {size}, audit entry {seq}", when=when, size=size_text(backup.size_bytes), seq=backup.audit.seq
        )
    else:
        text = say(
            "{when}, {size}, {cases} cases, audit entry {seq}",
            when=when,
            size=size_text(backup.size_bytes),
            cases=backup.cases,
            seq=backup.audit.seq,
        )
    return text


def size_text(size: int) -> str:
    """A size as people read it, in powers of ten."""
    for unit, name in ((_GIGA, "GB"), (_MEGA, "MB"), (_KILO, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} B"


def shown(text: str) -> str:
    """A path as it may stand on a terminal."""
    return strip_controls(text, visible=True)


def texts(params: Mapping[str, str | int | float]) -> dict[str, str | int]:
    """The values of a problem as an interface text takes them."""
    return {name: value if isinstance(value, int) else str(value) for name, value in params.items()}
