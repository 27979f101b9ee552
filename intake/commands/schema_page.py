"""`intake export schema-page` and `intake export schema`: the format of a record, for people and for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from intake.commands.demo_cases import Stage, load_demo_cases
from intake.commands.parsers.common import Say
from intake.errors import InputError, OutputError
from intake.handover.export import write_record
from intake.handover.formats.as_json import SCHEMA_FILE, record_as_json, schema
from intake.handover.formats.rendering import record_wording
from intake.handover.formats.schema_page import page_words, schema_page, shortened
from intake.handover.projection.ceilings import CEILINGS
from intake.handover.projection.consent import Consent, last_day
from intake.handover.projection.view import view_of
from intake.handover.record.parts import Cover, Event
from intake.handover.record.record import build_record
from intake.interview.questions import PACKAGES
from intake.interview.values import Json
from intake.languages.catalogs import Catalogs
from intake.pathways.assess import assess
from intake.pathways.content import Content, load_content
from intake.pathways.sites import SiteProfile
from intake.settings import Settings

RECIPIENT = "jc"
"""Sees the most packages, so its record has the most parts."""

CASE, OFFICE = "X-0000-00", "Jobcenter (Beispiel)"


def write_page(file: Path, settings: Settings, say: Say) -> int:
    """Write the page that explains the format. Raises InputError, ContentError, OutputError."""
    if file.suffix.lower() not in (".html", ".htm"):
        raise InputError("The page is HTML.", "Nothing was written. Give the file a name with the ending .html.")
    content = load_content(own=settings.sites)
    page = schema_page(schema(), page_words(), example(content, content.site(settings.site)))
    return _write(page.encode("utf-8"), file, say)


def write_schema(file: Path, say: Say) -> int:
    """Write the JSON Schema as it is published. Raises InputError, OutputError."""
    if file.suffix.lower() != ".json":
        raise InputError("A schema is JSON.", "Nothing was written. Give the file a name with the ending .json.")
    return _write((files("intake.handover") / SCHEMA_FILE).read_bytes(), file, say)


def example(content: Content, site: SiteProfile) -> Mapping[str, Json]:
    """The record of an invented person for a job centre, with few parts in each list. The same on every day."""
    law = content.laws.sets[-1]
    cases = load_demo_cases(content.questionnaire, site, law.date)
    case = next(case for case in cases if case.stage is Stage.CONSENTED)
    assessment = assess(content.logic, case.answers, site, law, law.date)
    packages = tuple(package for package in PACKAGES if package in CEILINGS[RECIPIENT])
    until = last_day(law.date, None)
    purpose = site.recipient(RECIPIENT)
    consent = Consent(
        "", RECIPIENT, OFFICE, packages, purpose.purpose.de if purpose else "Beratung", "self", "paper", law.date, until
    )
    cover = Cover(case=CASE, version=1, event=Event.REFERRAL, sender_role="Erstgespräch")
    wording = record_wording(content.questionnaire, Catalogs())
    record = build_record(assessment, view_of(assessment.facts, [consent]), cover, wording)
    return shortened(json.loads(json.dumps(record_as_json(record))))


def _write(content: bytes, file: Path, say: Say) -> int:
    try:
        written = write_record(content, file)
    except OutputError as error:
        raise OutputError("The file was not written.", error.message, **error.params) from None
    sys.stdout.write(say("written: {file}", file=str(written)) + "\n")
    return 0
