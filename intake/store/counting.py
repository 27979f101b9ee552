"""Counts the monitoring figures of a site from the cases of the store, one case after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from intake.interview.context import Context
from intake.interview.facts import Facts
from intake.interview.logic import Logic, load_logic
from intake.interview.questionnaire import load_questionnaire
from intake.pathways.content import Content
from intake.pathways.figure_table import FigureTable
from intake.pathways.figure_units import FigureCase
from intake.pathways.figures import figures, needed_questions
from intake.pathways.law import site_context
from intake.pathways.sites import SiteProfile
from intake.pathways.staff_values import allowed
from intake.store.kept.cases import CaseFile, CaseHeader, Status
from intake.store.store import Store

Heard = Callable[[int], None]


def no_one(done: int) -> None:
    """Who hears nothing of how many cases were read."""


@dataclass(frozen=True, slots=True)
class Census:
    """What is counted: the cases of a site whose first talk lies from `first` to `last`, None where there is no end.

    They are seen as of the day `on`, under their own questionnaire and law set, or under the set `law` of this day.
    """

    site: SiteProfile
    content: Content
    on: dt.date
    first: dt.date | None = None
    last: dt.date | None = None
    law: str = ""

    def count(self, store: Store, heard: Heard = no_one) -> tuple[FigureTable, ...]:
        """The figures of the site and those all sites share. `heard` is told how many cases were read; it may raise."""
        first = _midnight(self.first) if self.first else None
        last = _midnight(self.last + dt.timedelta(days=1)) if self.last else None
        logic, chosen = self.content.logic, self.site.all_figures
        questions = needed_questions(self.site, logic, chosen)
        with closing(store.figures.walk(self.site.id, questions, first, last)) as files:
            return figures(self.site, _Seen(self).cases(files, heard), logic, chosen)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min).astimezone()


@dataclass(slots=True)
class _Seen:
    """Cases of the store as figures see them."""

    census: Census
    logics: dict[str, Logic] = field(default_factory=dict)
    contexts: dict[str, Context] = field(default_factory=dict)

    def cases(self, files: Iterator[CaseFile], heard: Heard) -> Iterator[FigureCase]:
        for done, file in enumerate(files):
            heard(done)
            header = file.header
            yield FigureCase(
                facts=self._facts(file),
                created=header.created_at.astimezone().date(),
                kind=header.kind,
                site=header.site,
                is_open=header.status is Status.OPEN,
                staff=header.holder or header.created_by,
            )

    def _facts(self, file: CaseFile) -> Facts:
        """As the proposal sees it: what staff decided stands in the place of what is computed."""
        decided = allowed(self.census.site, file.decided)
        return Facts(self._logic(file.header.questionnaire), file.answers, self._context(file.header), decided)

    def _logic(self, version: str) -> Logic:
        if version == self.census.content.questionnaire.version:
            return self.census.content.logic
        if version not in self.logics:
            self.logics[version] = load_logic(load_questionnaire(version))
        return self.logics[version]

    def _context(self, header: CaseHeader) -> Context:
        """The law set that was asked for, else the one chosen for the case, else that in force."""
        day = self.census.law or (header.settings.law.isoformat() if header.settings.law else "")
        if day not in self.contexts:
            law = self.census.content.law(day, self.census.on)
            self.contexts[day] = site_context(self.census.site, law, self.census.on)
        return self.contexts[day]
