"""`intake figures`: the monitoring figures of a site from the cases in the store, as text, CSV or PDF."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from intake.commands.asking import ask_line, ask_secret
from intake.errors import InputError, OutputError
from intake.handover.export import write_record
from intake.handover.figure_csv import figure_csv
from intake.handover.figure_sheet import FigureSheet, Span, figure_sheet
from intake.handover.figure_text import figure_lines
from intake.handover.figure_words import FigureWording
from intake.interview.context import Context
from intake.interview.facts import Facts
from intake.interview.logic import Logic, load_logic
from intake.interview.questionnaire import load_questionnaire
from intake.languages.catalogs import Catalogs
from intake.languages.names import Names
from intake.pathways.content import Content, load_content, parse_day
from intake.pathways.figure_table import FigureTable
from intake.pathways.figure_units import FigureCase
from intake.pathways.figures import figures, needed_questions
from intake.pathways.law import site_context
from intake.pathways.sites import SiteProfile
from intake.settings import Settings
from intake.store.opening import keys_of, open_store
from intake.store.records import CaseFile, CaseHeader, Status
from intake.store.store import Store

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
    _check_outputs(order.outputs, settings.store)
    keys_of(settings.store)  # before anything is asked: there has to be a store
    name = order.name or ask_line(say("Your name: "))
    passphrase = ask_secret(say("Passphrase: "))
    content = load_content()
    site = content.site(settings.site)
    with closing(open_store(settings.store, name, passphrase, now())) as store:
        tables = count(store, site, content, settings, span)
        names = Names(content.questionnaire.codes)
        wording = FigureWording(Catalogs()[order.language], order.language, names, site, content.logic)
        sheet = figure_sheet(site, tables, span, wording)
        rendered = {kind: _rendered(kind, sheet, wording, now()) for kind in order.outputs}
        store.note_figures(site.id, store.staff.id, now())
    for kind, path in order.outputs.items():
        sys.stdout.write(say("written: {file}", file=str(_write(kind, rendered[kind], path))) + "\n")
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


def _check_outputs(outputs: Mapping[str, Path], store: Path) -> None:
    """Each output has a file of its own, and none lies in the folder of the store."""
    files = [path.expanduser().resolve() for path in outputs.values()]
    if len(set(files)) != len(files) or any(file.is_relative_to(store.expanduser().resolve()) for file in files):
        raise InputError(
            "The figures cannot be written there.",
            "Nothing was counted. Give each output a file of its own, outside of the folder of the store.",
        )


def count(store: Store, site: SiteProfile, content: Content, settings: Settings, span: Span) -> tuple[FigureTable, ...]:
    """The figures of all cases of the site whose first talk lies in the span. Cases are read one after the other."""
    first = _midnight(span.first) if span.first else None
    last = _midnight(span.last + dt.timedelta(days=1)) if span.last else None
    questions = needed_questions(site, content.logic)
    with closing(store.walk_cases(site.id, questions, first, last)) as files:
        return figures(site, _Seen(site, content, settings, span.on).cases(files), content.logic)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min).astimezone()


@dataclass(slots=True)
class _Seen:
    """Cases of the store as figures see them: under their own questionnaire and law set, as of one day."""

    site: SiteProfile
    content: Content
    settings: Settings
    on: dt.date
    logics: dict[str, Logic] = field(default_factory=dict)
    contexts: dict[str, Context] = field(default_factory=dict)

    def cases(self, files: Iterator[CaseFile]) -> Iterator[FigureCase]:
        for file in files:
            header = file.header
            yield FigureCase(
                facts=Facts(self._logic(header.questionnaire), file.answers, self._context(header)),
                created=header.created_at.astimezone().date(),
                kind=header.kind,
                site=header.site,
                is_open=header.status is Status.OPEN,
                staff=header.holder or header.created_by,
            )

    def _logic(self, version: str) -> Logic:
        if version == self.content.questionnaire.version:
            return self.content.logic
        if version not in self.logics:
            self.logics[version] = load_logic(load_questionnaire(version))
        return self.logics[version]

    def _context(self, header: CaseHeader) -> Context:
        """The law set that was typed with the command, else the one chosen for the case, else that in force."""
        day = self.settings.law if self.settings.origins.get("law") == "argument" else ""
        day = day or (header.settings.law.isoformat() if header.settings.law else "")
        if day not in self.contexts:
            self.contexts[day] = site_context(self.site, self.content.law(day, self.on), self.on)
        return self.contexts[day]


def _rendered(kind: str, sheet: FigureSheet, wording: FigureWording, at: dt.datetime) -> bytes:
    if kind == "csv":
        return figure_csv(sheet, wording)
    from intake.handover.figure_pdf import figure_pdf  # loads typst, 100 ms

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
