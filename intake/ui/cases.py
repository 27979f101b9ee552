"""Cases as they are worked on at this desk: a new one, or one of the store, by the rules of its site and its law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from intake.interview.answers import Answers
from intake.interview.logic import load_logic
from intake.interview.questionnaire import LATEST, load_questionnaire
from intake.interview.session import Interview, Run
from intake.pathways.assess import Assessment, assess
from intake.pathways.core_run import needed_ids
from intake.pathways.law import LawSet, site_context
from intake.store.ids import new_id
from intake.store.kept.cases import CaseFile, CaseLink, CaseSettings, NewCase
from intake.store.people.rights import Right
from intake.ui.case_storage import CaseStorage
from intake.ui.casework import CaseWork

if TYPE_CHECKING:
    from intake.ui.desk import Desk


def new_case(desk: Desk, kind: str = "full", parent: str = "", entry: str = "") -> CaseWork:
    """A case that lives in memory.

    For the case of a child, `parent` is the id of a stored case and `entry` the child's entry in its household.
    """
    at, chosen = desk.now(), desk.settings.law
    law = desk.content.law(chosen, desk.today).date if chosen else None
    settings = CaseSettings(Run(desk.settings.run), (desk.settings.person_language,), law)
    new = NewCase(new_id(at), kind, desk.site.id, LATEST, settings)
    link = CaseLink(parent, new.id, desk.staff.id, at, entry) if parent else None
    return _work(desk, new, link=link)


def as_work(desk: Desk, file: CaseFile, decided: Mapping[str, str] | None = None) -> CaseWork:
    """A case of the store as it is asked here. It is not opened by this: what is saved needs the hold on it."""
    header = file.header
    new = NewCase(header.id, header.kind, header.site, header.questionnaire, header.settings)
    return _work(desk, new, file, decided)


def _work(
    desk: Desk,
    new: NewCase,
    file: CaseFile | None = None,
    decided: Mapping[str, str] | None = None,
    link: CaseLink | None = None,
) -> CaseWork:
    logic, site = desk.content.logic, desk.content.site(new.site)
    if new.questionnaire != logic.questionnaire.version:
        logic = load_logic(load_questionnaire(new.questionnaire))
    context = site_context(site, _law(desk, new), desk.today)
    answers = file.answers if file else Answers()
    interview = Interview(logic, answers, context, new.kind, new.settings.run, needed_ids(site), _left_out(desk))

    def proposal(talk: Interview, values: Mapping[str, str]) -> Assessment:
        return assess(logic, talk.answers, site, _law(desk, new), talk.context.day, new.kind, values)

    return CaseWork(
        new,
        interview,
        CaseStorage(desk.opened, desk.staff.id, desk.program, desk.now),
        proposal,
        actor=desk.staff.id,
        program=desk.program,
        now=desk.now,
        file=file,
        link=link,
        decided=decided,
    )


def _law(desk: Desk, new: NewCase) -> LawSet:
    date = new.settings.law
    return desk.content.laws.of(date) if date else desk.content.laws.in_force(desk.today)


def _left_out(desk: Desk) -> frozenset[str]:
    """What is no step for who only leads the interview that was handed to them."""
    if desk.may(Right.INTERVIEWS):
        return frozenset()
    from intake.ui.interpreting import left_out  # for interpreters only

    return left_out(desk.content.questionnaire)


def goes_on_today(desk: Desk, work: CaseWork) -> None:
    """Let a case that was opened on another day go on as of today: a consent may have ended in between."""
    if work.today != desk.today:
        site = desk.content.site(work.new.site)
        work.interview = replace(work.interview, context=site_context(site, _law(desk, work.new), desk.today))


def assess_then(desk: Desk, work: CaseWork) -> Callable[[Answers, dt.date, Mapping[str, str]], Assessment]:
    """The proposal for the case as it stood on a day, by the law set of that day or the one chosen for the case."""
    logic, site, chosen = work.interview.logic, desk.content.site(work.new.site), work.new.settings.law

    def proposal(answers: Answers, day: dt.date, decided: Mapping[str, str]) -> Assessment:
        law = desk.content.laws.of(chosen) if chosen else desk.content.laws.in_force(day)
        return assess(logic, answers, site, law, day, work.new.kind, decided)

    return proposal
