"""The language card, from the desk onto paper."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from intake.errors import OutputError
from intake.handover.export import write_record
from intake.handover.language_card import language_card

if TYPE_CHECKING:
    from intake.ui.desk import Desk

FILE_NAME: Final = "language-card.pdf"


async def write_card(desk: Desk) -> Path:
    """Write the card into the folder of the settings, in the place of an older one. Raises OutputError."""
    folder = Path(desk.settings.export).expanduser().resolve()
    if desk.settings.is_in_store(folder):
        raise OutputError(
            "The language card cannot be written there.",
            "The folder of exports lies in the folder of the store. Choose another one in the settings.",
        )
    content = await asyncio.to_thread(_laid_out, desk, desk.now())
    return await asyncio.to_thread(write_record, content, folder / FILE_NAME)


def _laid_out(desk: Desk, at: dt.datetime) -> bytes:
    from intake.handover.card_pdf import card_pdf  # loads typst, 100 ms

    card = language_card(desk.parts.languages, desk.parts.lexicon.catalogs, desk.settings.language)
    return card_pdf(card, at)
