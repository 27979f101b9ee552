"""What the doctor finds of a store without a passphrase: files and their rights, room, leftovers, backups, clock.

Each check gives findings; a finding that can be put right safely says how. Texts are message ids.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path

from intake.errors import StoreError
from intake.interview.values import Problem
from intake.store.backups.backup import UNFINISHED, list_backups
from intake.store.backups.checks import faults
from intake.store.backups.places import Plan, days_without_second, places, read_state
from intake.store.backups.restoring import PREPARED, set_aside
from intake.store.folder import StoreFolder
from intake.store.keys.slots import OWNER_ONLY, SlotKind
from intake.store.opening import keys_of
from intake.store.programs import remove_left, running

ROOM_FOR_WORK = 50_000_000
OLD_BACKUP = timedelta(days=7)
TRIAL = "doctor.new"
CLOCK_TOLERANCE = timedelta(hours=1)


class Level(IntEnum):
    """How bad it is; the greatest is the exit code of the doctor."""

    OK = 0
    LOOK = 1
    WRONG = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and what to do where something is to be done. `repair` puts it right and says nothing."""

    level: Level
    what: Problem
    advice: Problem | None = None
    repair: Callable[[], None] | None = None


def fine(message: str, **params: str | int) -> Finding:
    return Finding(Level.OK, Problem(message, params))


def check_files(store: StoreFolder) -> Iterator[Finding]:
    """Whether there is a store with readable keys."""
    try:
        keys = keys_of(store.path)
    except StoreError as error:
        yield Finding(Level.WRONG, Problem(error.title, error.params), Problem(error.message, error.params))
        return
    people = [slot for slot in keys.slots if slot.kind is SlotKind.PASSPHRASE]
    yield Finding(
        Level.OK, Problem("Store and key file are there; {count} people can unlock it.", {"count": len(people)})
    )
    if len(people) == 1:
        yield Finding(
            Level.LOOK,
            Problem("Only one person can unlock the store."),
            Problem("Add a colleague: who is alone can be ill, or forget the passphrase."),
        )
    if keys.recovery is None:
        yield Finding(
            Level.WRONG,
            Problem("There is no recovery key."),
            Problem("Make one, print it and put it into a sealed envelope."),
        )
    if keys.not_upgraded:
        yield Finding(
            Level.LOOK,
            Problem("{count} keys are of an older format.", {"count": len(keys.not_upgraded)}),
            Problem("Each of these people has to log in once; a recovery key is made anew."),
        )


def check_rights(store: StoreFolder) -> Iterator[Finding]:
    """Whether folder and files are for their owner only. Windows has other rights and is not asked."""
    if os.name == "nt":
        return
    wrong = [
        path for path in _everything(store.path) if not path.is_symlink() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    links = [path for path in _everything(store.path) if path.is_symlink()]
    if links:
        yield Finding(
            Level.WRONG,
            Problem("{file} in the folder of the store is a link to somewhere else.", {"file": str(links[0])}),
            Problem("Find out who made it, and remove it."),
        )
    if not wrong:
        yield fine("Folder and files are for their owner only.")
        return
    yield Finding(
        Level.WRONG,
        Problem(
            "Others may read {count} files or folders, such as {file}.", {"count": len(wrong), "file": str(wrong[0])}
        ),
        Problem("'intake doctor --repair' takes these rights away."),
        lambda: _close(wrong),
    )


def check_writing(store: StoreFolder) -> Iterator[Finding]:
    """Whether the folders take a file and the database takes a change: it is tried."""
    for folder in (store.path, store.backups):
        if os.path.isdir(folder) and (reason := _refused(folder)):
            yield _not_written(folder, reason)
    if os.path.exists(store.database):
        try:
            with store.database.open("r+b"):
                pass
        except OSError as error:
            yield _not_written(store.database, error.strerror or type(error).__name__)


def check_room(store: StoreFolder) -> Iterator[Finding]:
    """Whether there is room for a day of work and a backup."""
    size = os.path.getsize(store.database) if os.path.exists(store.database) else 0
    free = shutil.disk_usage(store.path).free
    shown: dict[str, str | int] = {"free": f"{free // 1_000_000} MB"}
    if free < size + ROOM_FOR_WORK:
        advice = Problem("Make room on the disk now: a full disk stops the work, though it loses nothing.")
        yield Finding(Level.WRONG, Problem("Only {free} are free on the disk.", shown), advice)
    elif free < 4 * size + 4 * ROOM_FOR_WORK:
        yield Finding(Level.LOOK, Problem("{free} are free on the disk: not much.", shown), Problem("Make room soon."))
    else:
        yield fine("{free} are free on the disk.", free=str(shown["free"]))


def check_leftovers(store: StoreFolder) -> Iterator[Finding]:
    """What a program that was killed has left."""
    open_now = running(store.programs)
    if open_now:
        yield fine("{count} programs have the store open just now.", count=open_now)
        return
    left = [store.path / PREPARED, store.keys.with_name(store.keys.name + UNFINISHED)]
    left += list(store.backups.glob(f"*{UNFINISHED}")) if os.path.isdir(store.backups) else []
    if os.path.exists(store.database) and os.path.exists(store.keys):
        left.append(store.unfinished)
    there = [path for path in left if os.path.exists(path)]
    if there:
        yield Finding(
            Level.LOOK,
            Problem("{count} unfinished files were left by a program that was cut off.", {"count": len(there)}),
            Problem("'intake doctor --repair' removes them; nothing that was confirmed is in them."),
            lambda: _remove(there),
        )
    stale = len(list(store.programs.iterdir())) if os.path.isdir(store.programs) else 0
    if stale:
        yield Finding(
            Level.LOOK,
            Problem("{count} programs ended without leaving.", {"count": stale}),
            Problem("'intake doctor --repair' clears that away; the next start does so, too."),
            lambda: remove_left(store.programs),
        )
    if not there and not stale:
        yield fine("Nothing unfinished was left.")
    if kept := set_aside(store):
        yield fine("{count} replaced stores are kept beside it until their time is over.", count=len(kept))


def check_backups(store: StoreFolder, plan: Plan, at: datetime) -> Iterator[Finding]:
    """Whether there is a recent backup that is whole, and what the last one has noted."""
    found = sorted((each for place in places(store, plan) for each in list_backups(place)), key=lambda each: each.at)
    whole = next((backup for backup in reversed(found) if not faults(backup.folder)), None)
    broken = [backup for backup in found if faults(backup.folder)]
    if whole is None:
        advice = Problem("Write one now: 'intake backup'.")
        yield Finding(Level.WRONG, Problem("There is no backup that is whole."), advice)
    elif at - whole.at > OLD_BACKUP:
        shown: dict[str, str | int] = {"name": whole.name, "days": (at - whole.at).days}
        problem = Problem("The newest backup, {name}, is {days} days old.", shown)
        yield Finding(Level.LOOK, problem, Problem("Write one now: 'intake backup'."))
    else:
        yield fine("The newest backup, {name}, is whole.", name=whole.name)
    for backup in broken:
        yield Finding(
            Level.WRONG,
            Problem("The backup {name} is damaged.", {"name": backup.name}),
            Problem("'intake backup list' says what is wrong. Look at the disk it lies on."),
        )
    state = read_state(store)
    for error in (state.failed, state.second_failed):
        if error is not None:
            problem = Problem(error.title, error.params)
            yield Finding(Level.WRONG, problem, Problem(error.message, error.params))
    days = days_without_second(state, plan, at)
    if days >= plan.second_days:
        yield Finding(
            Level.LOOK,
            Problem("For {days} days no backup has reached the second place.", {"days": days}),
            Problem("Plug the disk in, then write a backup: 'intake backup'."),
        )


def check_clock(store: StoreFolder, at: datetime) -> Iterator[Finding]:
    """Whether the clock is behind the last change of the file."""
    with suppress(OSError):
        changed = datetime.fromtimestamp(store.database.stat().st_mtime, UTC)
        if changed - at > CLOCK_TOLERANCE:
            shown = {"when": changed.strftime("%Y-%m-%d %H:%M"), "now": at.strftime("%Y-%m-%d %H:%M")}
            yield Finding(
                Level.WRONG,
                Problem("The clock says {now} (UTC), but the store was changed at {when}.", shown),
                Problem("Set the clock of the computer: dates due are counted from today."),
            )


def _refused(folder: Path) -> str:
    """Why the folder takes no file; empty where it does."""
    trial = folder / TRIAL
    try:
        trial.unlink(missing_ok=True)
        with os.fdopen(os.open(trial, OWNER_ONLY, 0o600), "wb") as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
        trial.unlink()
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def _not_written(path: Path, reason: str) -> Finding:
    return Finding(
        Level.WRONG,
        Problem("{file} cannot be written: {reason}.", {"file": str(path), "reason": reason}),
        Problem(
            "Nothing can be saved there, and wrong passphrases are not counted. Give the account that starts the "
            "program the right to write there, or move the store to a disk that takes it."
        ),
    )


def _everything(folder: Path) -> Iterator[Path]:
    yield folder
    for name, folders, files in os.walk(folder):
        yield from (Path(name) / each for each in (*folders, *files))


def _close(paths: list[Path]) -> None:
    for path in paths:
        with suppress(FileNotFoundError):
            path.chmod(0o700 if path.is_dir() else 0o600)


def _remove(paths: list[Path]) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
