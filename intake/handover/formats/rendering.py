"""A record as the bytes of a file, and the wording that it is written with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.resources import files

from intake.handover.export import file_name
from intake.handover.formats.as_json import record_hash
from intake.handover.record.layout import Layout, load_layout
from intake.handover.record.parts import Record
from intake.handover.record.wording import LANGUAGE, Wording
from intake.handover.sealing.sealed import ENDING, bundle
from intake.interview.occupations import load_occupations
from intake.interview.questionnaire import Questionnaire
from intake.languages.catalogs import Catalogs
from intake.languages.names import Names

KINDS = ("pdf", "json", "text", "csv")
BUNDLE = "sealed"
"""The kind of file that holds others, for one office only."""

BUNDLED = ("pdf", "json", "csv")
ENDINGS = {"pdf": "pdf", "json": "json", "text": "txt", "csv": "csv", BUNDLE: ENDING}
OCCUPATIONS_FILE = "occupations.toml"


def record_wording(questionnaire: Questionnaire, catalogs: Catalogs, layout: Layout | None = None) -> Wording:
    """The German of the records for one version of the questionnaire. Raises ContentError."""
    file = files("intake.interview") / "content" / questionnaire.version / OCCUPATIONS_FILE
    occupations = load_occupations(file.read_text(encoding="utf-8"), OCCUPATIONS_FILE)
    first_by_code = {each.isco08: each for each in reversed(occupations)}
    return Wording(
        catalogs[LANGUAGE].pgettext, Names(questionnaire.codes), layout or load_layout(questionnaire), first_by_code
    )


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file. One that is not `is_archival` is a full record all the same, but the caller has to say so."""

    content: bytes
    is_archival: bool = True


def render(record: Record, kind: str, wording: Wording, at: dt.datetime) -> Rendered:
    """The file of a record. `kind` is one of `KINDS`; `at` (with its zone) dates a PDF. Raises OutputError."""
    match kind:
        case "json":
            from intake.handover.formats.as_json import record_bytes

            return Rendered(record_bytes(record))
        case "text":
            from intake.handover.formats.as_text import record_text

            return Rendered(record_text(record, wording).encode("utf-8"))
        case "csv":
            from intake.handover.formats.as_csv import record_csv

            return Rendered(record_csv(record, wording))
        case "pdf":
            from intake.handover.formats.as_pdf import Printer  # loads typst, 100 ms
            from intake.handover.formats.pages import record_sheet

            not_archival = wording.say("This print does not meet the archive standard.")
            result = Printer().pdf(record_sheet(record, wording), at, not_archival)
            return Rendered(result.content, result.is_archival)
        case _:
            raise ValueError(f"a record is one of {', '.join(KINDS)}")


def bundled(record: Record, wording: Wording, at: dt.datetime) -> Rendered:
    """PDF, JSON and CSV of a record as one file, to be sealed. Raises OutputError."""
    cover, digits, files_, is_archival = record.cover, record_hash(record), {}, True
    for kind in BUNDLED:
        found = render(record, kind, wording, at)
        is_archival = is_archival and found.is_archival
        files_[file_name(cover.case, record.recipient, digits, cover.version, ENDINGS[kind])] = found.content
    return Rendered(bundle(files_), is_archival)
