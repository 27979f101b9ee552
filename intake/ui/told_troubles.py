"""What is said when the desk is shown: own profiles with mistakes, a clock that was put back, backups that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """Say what is wrong with the clock and with the backups. Raises StoreError."""
    clock = await nav.desk.clock_trouble()
    for trouble in (*([clock] if clock else []), *await nav.desk.backup_troubles()):
        nav.app.notify(nav.app.describe(trouble), severity="error", timeout=60, markup=False)
