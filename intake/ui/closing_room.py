"""The daily closing sheet from the audit chain: for the command and for the desk."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Final

from intake.handover.papers.closing import Closing, closing_paper
from intake.handover.papers.tongues import Tongues
from intake.languages.languages import load_languages
from intake.languages.messages import N_
from intake.store.audit.reading import DayCounts

if TYPE_CHECKING:
    from intake.languages.catalogs import Catalogs
    from intake.pathways.sites import SiteProfile
    from intake.store.store import Store
    from intake.ui.desk import Desk

AS_NAMES, AS_IDS, NOBODY = "names", "ids", "nobody"
"""How the staff stand on the sheet, as the setting `closing_staff` says."""

NUMBERS: Final = (
    ("cases", N_("cases that were worked on")),
    ("seen", N_("cases that were opened, looked at or changed")),
    ("records", N_("records that left")),
    ("papers", N_("papers that were printed")),
    ("overrides", N_("proposals that were set aside or changed")),
    ("withdrawals", N_("consents that were withdrawn")),
    ("erasures", N_("cases that were erased")),
    ("backups", N_("backups that were written")),
    ("unlocks", N_("times the store was unlocked")),
    ("failed_unlocks", N_("times a wrong passphrase was typed")),
)
"""What is counted: the name of the count, and its message id."""


def close_day(store: Store, site: SiteProfile, day: dt.date, at: dt.datetime, staff_as: str) -> Closing:
    """The sheet of a day, as the clocks here count days. That it was made is the last entry it holds."""
    first = dt.datetime.combine(day, dt.time()).astimezone()
    last = dt.datetime.combine(day + dt.timedelta(days=1), dt.time()).astimezone()
    counts, head = store.trail.close_day(first, last, at)
    return Closing(site.name.de, day, _numbers(counts), _staff(store, counts, staff_as), head.seq, head.mac)


def _numbers(counts: DayCounts) -> tuple[tuple[str, int], ...]:
    return tuple((message, getattr(counts, name)) for name, message in NUMBERS)


def _staff(store: Store, counts: DayCounts, staff_as: str) -> tuple[str, ...]:
    if staff_as == NOBODY:
        return ()
    if staff_as == AS_IDS:
        return counts.staff
    names = store.people.names()
    return tuple(names.get(each, each) for each in counts.staff)


def closing_pdf(closing: Closing, catalogs: Catalogs, at: dt.datetime) -> bytes:
    """The sheet as PDF, in German. Imports typst and segno. Raises OutputError."""
    from intake.handover.papers.printing import paper_pdf

    tongues = Tongues(catalogs, load_languages()["de"])
    return paper_pdf(closing_paper(closing, tongues), tongues, at).content


def closing_file(site: str, day: dt.date) -> str:
    """The usual name of its file."""
    return f"closing_{site}_{day.isoformat()}.pdf"


async def print_closing(desk: Desk) -> Path:
    """Write the sheet of today into the folder for records. Raises StoreError, OutputError."""
    from intake.handover.export import write_record

    at, day, site = desk.now(), desk.today, desk.site
    closing = await desk.write(lambda store: close_day(store, site, day, at, desk.settings.closing_staff))
    catalogs = desk.parts.lexicon.catalogs
    file = Path(desk.settings.export).expanduser() / closing_file(site.id, day)
    return await asyncio.to_thread(lambda: write_record(closing_pdf(closing, catalogs, at), file))
