"""`intake card`: the card that a person points at to say which language it speaks, as PDF."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path

from intake.handover.card_pdf import card_pdf
from intake.handover.export import write_record
from intake.handover.language_card import language_card
from intake.languages.catalogs import Catalogs
from intake.languages.languages import load_languages

Say = Callable[..., str]
Now = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def run(file: Path, language: str, say: Say, now: Now = utc_now) -> int:
    """Write the card in the language of the staff. Touches no store. Raises OutputError."""
    card = language_card(load_languages(), Catalogs(), language)
    written = write_record(card_pdf(card, now()), file)
    sys.stdout.write(say("The language card is written: {file}", file=str(written)) + "\n")
    return 0
