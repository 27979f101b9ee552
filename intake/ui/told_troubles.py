"""What is said when the desk is shown: own profiles with mistakes, a clock that was put back, backups that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.ui.backups import backup_plan, backup_troubles
from intake.ui.clock_note import clock_ahead_note, clock_note

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation


def tell_mistaken_profiles(nav: Navigation) -> None:
    """Name the profiles of this store that cannot be used."""
    if mistaken := ", ".join(nav.desk.content.mistaken):
        said = nav.desk.wording().say(
            "Own profiles with mistakes: {ids}. Their cases are kept and cannot be opened until the profiles are "
            "corrected; 'intake check' names the lines.",
            ids=mistaken,
        )
        nav.app.notify(said, severity="warning", timeout=30, markup=False)


async def tell_troubles(nav: Navigation) -> None:
    """Remove backups whose time is over; say what is wrong with the clock and with the backups. Raises StoreError."""
    settings, at = nav.desk.settings, nav.desk.now()
    clock = clock_note(await nav.desk.ask(lambda store: store.care.clock_put_back(at)), at, settings.language)
    plan = backup_plan(settings)
    days = await nav.desk.reckon(lambda store: store.care.remove_due(plan, at))
    ahead = clock_ahead_note(days, at, settings.language)
    backups = await nav.desk.ask(lambda store: backup_troubles(store.folder, settings, at))
    for trouble in filter(None, (clock, ahead, *backups)):
        nav.app.notify(nav.app.describe(trouble), severity="error", timeout=20, markup=False)
