"""The recovery key on paper: laid out in memory, and never on the disk unless a file was asked for."""

from __future__ import annotations

import datetime as dt

from intake.handover.papers.recovery_sheet import RecoverySheet, recovery_paper, store_mark
from intake.handover.papers.tongues import Tongues
from intake.languages.catalogs import Catalogs
from intake.languages.languages import load_languages


def recovery_pdf(key: str, site: str, store_id: str, at: dt.datetime) -> bytes:
    """The sheet as PDF, in German. Imports typst. Raises OutputError."""
    from intake.handover.papers.printing import paper_pdf

    tongues = Tongues(Catalogs(), load_languages()["de"])
    sheet = RecoverySheet(key, site, store_mark(store_id), at.astimezone().date())
    return paper_pdf(recovery_paper(sheet, tongues), tongues, at).content


def print_recovery_key(key: str, site: str, store_id: str, at: dt.datetime, printer: str) -> None:
    """Print the sheet straight from memory. Raises OutputError, InputError where no printer is set."""
    from intake.errors import InputError
    from intake.handover.print_queue import send

    if not printer:
        raise InputError(
            "No printer is chosen.",
            "Nothing was printed. Write the key on paper, or set `printer` in the settings; "
            "'intake recovery sheet' prints a new key later.",
        )
    send(recovery_pdf(key, site, store_id, at), printer)
