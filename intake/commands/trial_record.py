"""Prints the record of an invented person, to find mistakes of the template that only printing shows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from intake.commands.demo_cases import DemoCase, Stage
from intake.errors import OutputError
from intake.handover.formats.as_pdf import Printer
from intake.handover.formats.pages import record_sheet
from intake.handover.formats.sheet import Sheet
from intake.handover.projection.ceilings import CEILINGS
from intake.handover.projection.consent import Consent, last_day
from intake.handover.projection.view import view_of
from intake.handover.record.layout import Layout
from intake.handover.record.parts import Cover, Event
from intake.handover.record.record import build_record
from intake.handover.record.wording import Wording
from intake.interview.logic import Logic
from intake.interview.questions import PACKAGES
from intake.languages.names import Names
from intake.pathways.assess import assess
from intake.pathways.law import LawSet
from intake.pathways.sites import SiteProfile

RECIPIENT = "jc"
"""Sees the most packages, so its record has the most parts."""


def print_problem(
    logic: Logic, site: SiteProfile, law: LawSet, layout: Layout, cases: tuple[DemoCase, ...], templates: Path
) -> str:
    """What is wrong with a record of the first person with consents at this site; empty where it keeps to PDF/A."""
    case = next(case for case in cases if case.stage is Stage.CONSENTED)
    sheet = _sheet(logic, site, law, layout, case)
    at = dt.datetime.combine(law.date, dt.time(12), dt.UTC)
    try:
        result = Printer(templates).pdf(sheet, at, "This print does not meet the archive standard.")
    except OutputError as error:
        # The person is invented: what the compiler quotes may be shown here, and only here.
        return f"the template cannot be used: {error.__context__}"
    return "" if result.is_archival else f"a record does not keep to PDF/A and PDF/UA: {result.problem}"


def _sheet(logic: Logic, site: SiteProfile, law: LawSet, layout: Layout, case: DemoCase) -> Sheet:
    day = law.date
    assessment = assess(logic, case.answers, site, law, day)
    packages = tuple(package for package in PACKAGES if package in CEILINGS[RECIPIENT])
    consent = Consent("", RECIPIENT, site.name.de, packages, "", "self", "paper", day, last_day(day, None))
    wording = Wording(lambda context, message: message, Names(logic.questionnaire.codes), layout, {})
    cover = Cover(case="X-0000-00", version=1, event=Event.REFERRAL, sender_role="check")
    return record_sheet(build_record(assessment, view_of(assessment.facts, [consent]), cover, wording), wording)
