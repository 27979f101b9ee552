"""Deadlines as lines, each with the answer it counts from and the period that is added."""

from __future__ import annotations

from collections.abc import Iterator

from intake.interview.reasons import Reason
from intake.languages.dates import day as shown_day
from intake.pathways.due import MEASURES, DeadlineLine, DueState
from intake.pathways.period import Period
from intake.pathways.present import present
from intake.ui.casework import CaseWork
from intake.ui.screens.line import Line, decided_basis, heading, in_staff_language, still_to_ask
from intake.ui.wording import CaseWording


def due_lines(work: CaseWork, wording: CaseWording) -> Iterator[Line]:
    found = present(work.assessment).deadlines
    if found:
        yield heading(wording.say("Deadlines"))
    for line in found:
        yield _due(line, work, wording)


def _due(line: DeadlineLine, work: CaseWork, wording: CaseWording) -> Line:
    deadline = line.deadline
    details = [in_staff_language(deadline.name, wording)]
    if line.entry:
        details.append(_measure(line, work))
    if line.date is None or line.state is DueState.OPEN:
        details.append(still_to_ask(line.open, work, wording))
    details += decided_basis(deadline.condition, work, wording)
    base = deadline.base.partition(".")[0]
    because = tuple(each for each in work.assessment.facts.because(deadline.condition) if each.question != base)
    if base != MEASURES and line.date is not None:
        because = (Reason(base, True), *because)
    return Line(
        id=f"{deadline.id}:{line.entry}" if line.entry else deadline.id,
        kind="deadline",
        head=_date(line, wording),
        details=tuple(filter(None, details)),
        because=because,
        origin=deadline.origin,
        more=tuple(_counted(line, work, wording)),
    )


def _measure(line: DeadlineLine, work: CaseWork) -> str:
    """The name of the measure that a deadline belongs to."""
    entry = work.interview.answers.entry(MEASURES, line.entry)
    text = entry.answer("text").value if entry else None
    return text if isinstance(text, str) else ""


def _counted(line: DeadlineLine, work: CaseWork, wording: CaseWording) -> Iterator[str]:
    """What the date counts from, and what is added."""
    say = wording.say
    repeat, _, name = line.deadline.base.partition(".")
    question = work.interview.logic.questionnaire[repeat]
    field = question.field_named(name) if name else None
    entry = work.interview.answers.entry(repeat, line.entry) if name else None
    answer = entry.answer(name) if entry else work.interview.answers[repeat]
    base = wording.label(field or question)
    if answer.value is None:
        yield say("Counts from: {question}, not answered yet", question=base)
    else:
        yield say(
            "Counts from: {question} {answer}", question=base, answer=wording.answer(field or question, answer).staff
        )
    yield say("Added: {period}", period=period_words(line.deadline.add, wording))


def period_words(period: Period, wording: CaseWording) -> str:
    """A period in words: months and years, weeks and days."""
    years, months = divmod(period.months, 12)
    weeks, days = divmod(period.days, 7)
    if days:
        weeks, days = 0, period.days
    parts = [
        wording.count("{n} year", "{n} years", years) if years else "",
        wording.count("{n} month", "{n} months", months) if months else "",
        wording.count("{n} week", "{n} weeks", weeks) if weeks else "",
        wording.count("{n} day", "{n} days", days) if days else "",
    ]
    return ", ".join(filter(None, parts)) or wording.say("nothing: it is the day itself")


def _date(line: DeadlineLine, wording: CaseWording) -> str:
    say = wording.say
    if line.date is None:
        return say("date open")
    day = shown_day(line.date, wording.staff)
    day = say("about {day}", day=day) if line.approximate else day
    states = {
        DueState.DUE: day,
        DueState.PAST: say("{day}, overdue", day=day),
        DueState.OPEN: say("{day}, if it applies", day=day),
    }
    return states[line.state]
