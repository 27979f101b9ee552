"""What the desk does about backups: where they go by the settings, and what somebody has to be told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from intake.errors import StoreError
from intake.store.backups.places import Plan, days_without_second, read_state

if TYPE_CHECKING:
    from intake.settings import Settings
    from intake.store.folder import StoreFolder


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


def _second_missing(days: int, plan: Plan) -> StoreError:
    return StoreError(
        "For {days} days no backup has reached the second place.",
        "The cases and the backups on this computer are safe. {folder} was not there: plug the disk in before you "
        "leave or lock the program, and the next backup is copied to it.",
        days=days,
        folder=str(plan.second),
    )
