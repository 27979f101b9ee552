"""`intake figures`: the monitoring figures of a site from the cases in the store, as text, CSV or PDF."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.commands.login import logged_in
from intake.errors import InputError, OutputError
from intake.handover.export import write_record
from intake.handover.figures.as_csv import figure_csv
from intake.handover.figures.as_text import figure_lines
from intake.handover.figures.sheet import UNSETTLED, FigureSheet, Span, figure_sheet
from intake.handover.figures.words import FigureWording
from intake.languages.catalogs import Catalogs
from intake.languages.names import Names
from intake.pathways.content import load_content, parse_day
from intake.settings import Settings
from intake.store.counting import Census
from intake.store.opening import keys_of

Say = Callable[..., str]
Now = Callable[[], dt.datetime]

_BLOCK = "█"


@dataclass(frozen=True, slots=True)
class Order:
    """What was typed after `intake figures`. `outputs` maps csv or pdf to its file; `first` and `last` are days."""

    name: str
    first: str
    last: str
    outputs: Mapping[str, Path]
    has_text: bool
    language: str


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def run(order: Order, settings: Settings, say: Say, now: Now = utc_now) -> int:
    """Count, note it in the audit chain, write. Raises InputError, StoreError, KeyRefused, OutputError."""
    span = _span(order, now().astimezone().date())
    _check_outputs(order.outputs, settings)
    keys_of(settings.store)  # before anything is asked: there has to be a store
    name = order.name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))
    content = load_content(own=settings.sites)
    site = content.site(settings.site)
    with closing(logged_in(say, settings.store, name, passphrase, now())) as store:
        law = settings.law if settings.origins.get("law") == "argument" else ""
        tables = Census(site, content, span.on, span.first, span.last, law).count(store)
        names = Names(content.questionnaire.codes)
        wording = FigureWording(Catalogs()[order.language], order.language, names, site, content.logic)
        sheet = figure_sheet(site, tables, span, wording)
        rendered = {kind: _rendered(kind, sheet, wording, now()) for kind in order.outputs}
        store.figures.note(site.id, store.staff.id, now())
    for kind, path in order.outputs.items():
        sys.stdout.write(say("written: {file}", file=str(_write(kind, rendered[kind], path))) + "\n")
    if order.outputs and not span.is_settled:
        sys.stderr.write(say(UNSETTLED) + "\n")
    if order.has_text or not order.outputs:
        lines = figure_lines(sheet, shutil.get_terminal_size().columns, _has_blocks())
        sys.stdout.write("".join(line + "\n" for line in lines))
    return 0


def _span(order: Order, today: dt.date) -> Span:
    first = parse_day(order.first) if order.first else None
    last = parse_day(order.last) if order.last else None
    if first and last and first > last:
        raise InputError(
            "The first day lies after the last one.", "Nothing was counted. Exchange the days of --from and --to."
        )
    return Span(today, first, last)


def _check_outputs(outputs: Mapping[str, Path], settings: Settings) -> None:
    """Each output has a file of its own, and none lies in the folder of the store."""
    files = [path.expanduser().resolve() for path in outputs.values()]
    if len(set(files)) != len(files) or any(map(settings.is_in_store, files)):
        raise InputError(
            "The figures cannot be written there.",
            "Nothing was counted. Give each output a file of its own, outside of the folder of the store.",
        )


def _rendered(kind: str, sheet: FigureSheet, wording: FigureWording, at: dt.datetime) -> bytes:
    if kind == "csv":
        return figure_csv(sheet, wording)
    from intake.handover.figures.as_pdf import figure_pdf  # loads typst, 100 ms

    return figure_pdf(sheet, wording.language, at)


def _write(kind: str, content: bytes, path: Path) -> Path:
    try:
        return write_record(content, path)
    except OutputError:
        raise OutputError(
            "The file {kind} was not written.",
            "The store is as it was. The folder may be missing or full, or you may not write there. "
            "Choose another place, then count again.",
            kind=kind,
        ) from None


def _has_blocks() -> bool:
    """Whether standard output can show the blocks of a bar."""
    try:
        _BLOCK.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
