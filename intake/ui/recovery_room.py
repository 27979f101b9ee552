"""The recovery key on paper: laid out in memory, and never on the disk unless a file was asked for."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

from intake.errors import InputError, IntakeError
from intake.handover.papers.recovery_sheet import RecoverySheet, recovery_paper, store_mark
from intake.handover.papers.tongues import Tongues
from intake.languages.catalogs import Catalogs
from intake.languages.languages import load_languages

if TYPE_CHECKING:
    from intake.ui.app import IntakeApp
    from intake.ui.desk import Desk
    from intake.ui.screens.unlock import RecoveryScreen


def recovery_pdf(key: str, site: str, store_id: str, at: dt.datetime) -> bytes:
    """The sheet as PDF, in German. Imports typst. Raises OutputError."""
    from intake.handover.papers.printing import paper_pdf

    tongues = Tongues(Catalogs(), load_languages()["de"])
    sheet = RecoverySheet(key, site, store_mark(store_id), at.astimezone().date())
    return paper_pdf(recovery_paper(sheet, tongues), tongues, at).content


async def print_key(app: IntakeApp, desk: Desk, screen: RecoveryScreen, key: str) -> None:
    """Print the sheet at first start, straight from memory, and say what became of it."""
    try:
        store_id = await desk.ask(lambda store: store.store_id)
        await asyncio.to_thread(_print, key, desk.site.name.de, store_id, desk.now(), desk.settings.printer)
    except IntakeError as error:
        text, kind = app.describe(error), "problem"
    else:
        text, kind = app.say("The key is at the printer. Compare the paper with the key above."), ""
    if screen.is_attached:
        screen.tell(text, kind)


def _print(key: str, site: str, store_id: str, at: dt.datetime, printer: str) -> None:
    from intake.handover.print_queue import send

    if not printer:
        raise InputError(
            "No printer is chosen.",
            "Nothing was printed. Write the key on paper, or set `printer` in the settings; "
            "'intake recovery sheet' prints a new key later.",
        )
    send(recovery_pdf(key, site, store_id, at), printer)
