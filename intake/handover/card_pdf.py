"""The language card on paper: one A4 page, PDF/A-2a and PDF/UA-1 as a record. Importing it loads typst (100 ms)."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Literal

import typst

from intake.errors import OutputError
from intake.handover.formats.as_pdf import font_folders
from intake.handover.language_card import LanguageCard
from intake.handover.templates import CARD_TEMPLATE, TEMPLATES

_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]


def card_pdf(card: LanguageCard, made_at: dt.datetime) -> bytes:
    """The card as PDF. `made_at` (with its zone) is the date in the file.

    Raises OutputError where it cannot be laid out by the standards: nothing on it was typed, so that it is the
    template that is wrong.
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=font_folders())
    compiler = typst.Compiler(TEMPLATES / CARD_TEMPLATE, root=TEMPLATES, font_paths=fonts)
    try:
        found = compiler.compile(
            format="pdf",
            sys_inputs={"sheet": json.dumps(asdict(card), ensure_ascii=False)},
            pdf_standards=[*_STANDARDS],
            timestamp=made_at.replace(microsecond=0),  # the file holds no more, and typst refuses it
        )
    except typst.TypstError as error:
        raise OutputError(
            "The language card could not be laid out.",
            "Nothing was written. Have the template {template} repaired.",
            template=CARD_TEMPLATE,
        ) from error
    if not isinstance(found, bytes):
        raise TypeError("a PDF is one file")
    return found
