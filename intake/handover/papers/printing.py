"""Papers as PDF, by the same standards and fonts as a record. Importing this module loads typst (100 ms)."""

from __future__ import annotations

import datetime as dt

from intake.handover.formats.as_pdf import PdfResult, Printer
from intake.handover.papers.paper import Paper
from intake.handover.papers.tongues import Tongues
from intake.handover.templates import PAPERS_TEMPLATE


def paper_pdf(paper: Paper, tongues: Tongues, made_at: dt.datetime) -> PdfResult:
    """The paper as PDF. `made_at` (with its zone) is the date in the file. Raises OutputError."""
    not_archival = tongues.say("This print does not meet the archive standard.").german
    return Printer(template=PAPERS_TEMPLATE).pdf(paper, made_at, not_archival)
