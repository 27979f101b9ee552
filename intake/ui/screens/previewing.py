"""The preview of a record over the whole screen: what is covered in it comes after the passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.ui.screens.dialog import Reader
from intake.ui.screens.uncover import uncover
from intake.ui.waits import answer_of

if TYPE_CHECKING:
    from intake.ui.navigation import Navigation
    from intake.ui.offices import View
    from intake.ui.outbox import Outbox


async def read_preview(nav: Navigation, outbox: Outbox, view: View) -> None:
    """Let exactly what the office of this view would get be read. For workers."""
    if outbox.is_covered(view) and not await uncover(nav, outbox.work):
        return
    await answer_of(nav.app, Reader(view.office, outbox.preview(view)))
