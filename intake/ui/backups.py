"""What the desk does about backups: where they go by the settings, and what somebody has to be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from intake.errors import StoreError
from intake.interview.values import Problem
from intake.languages.messages import N_
from intake.store.backups.places import BackupState, Plan, days_without_second, read_state
from intake.store.backups.restoring import set_aside

if TYPE_CHECKING:
    from intake.settings import Settings
    from intake.store.folder import StoreFolder


NOT_RENEWED = N_(
    "No new backup could be written: the newest one goes on holding what was erased until there is a newer one. "
    "Write one with 'intake backup'."
)


def backup_plan(settings: Settings) -> Plan:
    """How long backups are kept and where the second ones go."""
    return Plan(int(settings.backup_days), settings.backup_second, int(settings.backup_second_days))


def backup_troubles(folder: StoreFolder, settings: Settings, at: dt.datetime) -> tuple[StoreError, ...]:
    """What went wrong with the last backup, and whether the second place has been missing for too long."""
    if settings.backup != "auto":
        return ()
    plan, state = backup_plan(settings), read_state(folder)
    found = [error for error in (state.failed, state.second_failed) if error is not None]
    days = days_without_second(state, plan, at)
    if days >= plan.second_days:
        found.append(_second_missing(days, plan))
    return tuple(found)


def held_until(
    folder: StoreFolder, plan: Plan, at: dt.datetime, renewed: BackupState | None, shown: Callable[[dt.date], str]
) -> Iterator[Problem]:
    """Which backups hold an erased case until when; `renewed` is how the new one went, None where there was none."""
    day = shown((at + dt.timedelta(days=plan.keep_days)).astimezone().date())
    if renewed is not None:
        yield Problem(
            "A new backup without it was written. Those of before hold it until {day}; whoever logs in from then on "
            "removes them. A restored one erases it again.",
            {"day": day},
        )
    if renewed is not None and plan.second is not None and renewed.second_at != at:
        yield Problem(
            "{folder} was not there: the newest backup in it holds it until a newer one is copied there. Plug the disk "
            "in, then write one: 'intake backup'.",
            {"folder": str(plan.second)},
        )
    if set_aside(folder):
        yield Problem("A store that a restored backup has replaced is kept in the folder 'set-aside' as long.")


def _second_missing(days: int, plan: Plan) -> StoreError:
    return StoreError(
        "For {days} days no backup has reached the second place.",
        "The cases and the backups on this computer are safe. {folder} was not there: plug the disk in before you "
        "leave or lock the program, and the next backup is copied to it.",
        days=days,
        folder=str(plan.second),
    )
