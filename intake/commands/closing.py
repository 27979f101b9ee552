"""`intake closing`: the daily closing sheet, as text and as PDF."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.commands.handover import Now, Say, utc_now
from intake.commands.login import logged_in
from intake.commands.paper_files import insist_on_place
from intake.errors import InputError
from intake.handover.export import write_record
from intake.handover.papers.closing import closing_lines
from intake.languages.catalogs import Catalogs
from intake.languages.dates import day as shown_day
from intake.pathways.content import load_content, parse_day
from intake.settings import Settings
from intake.store.opening import keys_of
from intake.ui.closing_room import close_day, closing_pdf


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake closing`. `day` is empty for today, `pdf` None where no file is wanted."""

    name: str
    day: str
    pdf: Path | None


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Count the day, note that in the audit trail, write. Raises InputError, StoreError, KeyRefused, OutputError."""
    today = now().astimezone().date()
    day = parse_day(order.day) if order.day else today
    if day > today:
        raise InputError("This day has not come yet.", "Nothing was counted. Name today, or a day before.")
    insist_on_place(order.pdf, settings)
    keys_of(settings.store)  # before anything is asked: there has to be a store
    name = order.name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))
    site = load_content(own=settings.sites).site(settings.site)
    with closing(logged_in(say, settings.store, name, passphrase, now())) as store:
        sheet = close_day(store, site, day, now(), settings.closing_staff)
    if order.pdf is not None:
        written = write_record(closing_pdf(sheet, Catalogs(), now()), order.pdf)
        sys.stderr.write(say("written: {file}", file=str(written)) + "\n")
    sys.stdout.write("".join(f"{line}\n" for line in closing_lines(sheet, say, shown_day(day, settings.language))))
    return 0
