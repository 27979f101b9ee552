"""Dates due at a site: what counts from which answer, and whether it lies ahead. Source: sites.md 0, step 11."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from intake.interview.answers import Answer, State
from intake.interview.facts import EntryFacts, Facts
from intake.interview.reasons import Missing
from intake.interview.truth import NA, Truth
from intake.interview.values import PartialDate
from intake.pathways.sites import Deadline, SiteProfile

MEASURES = "measures"
_ACTIVE = ("planned", "running")


class DueState(StrEnum):
    """Not before the day of assessment, before it, or not certain."""

    DUE = "due"
    PAST = "past"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One date. `date` is None while its base is open; `approximate` where the base is a month or a year.

    `entry` is the id of the measure it belongs to, `open` what would decide its condition and its base.
    """

    deadline: Deadline
    date: dt.date | None
    approximate: bool
    state: DueState
    open: Missing
    entry: str = ""


def deadline_lines(facts: Facts, site: SiteProfile, on: dt.date) -> Iterator[DeadlineLine]:
    """The lines of all deadlines, those of every site first; none where the condition is false or the base n/a."""
    for deadline in site.deadlines:
        truth = deadline.condition.truth(facts)
        if truth is Truth.FALSE:
            continue
        repeat, _, field = deadline.base.partition(".")
        if not field:
            if facts.value(repeat) is not NA:
                yield _line(deadline, facts, truth, facts.answers[repeat], on)
            continue
        for entry in facts.entries(repeat) if facts.relevance(repeat) is not Truth.FALSE else ():
            if _counts(deadline, entry) and entry.value(field) is not NA:
                yield _line(deadline, facts, truth, entry.entry.answer(field), on, entry.entry.id)


def _counts(deadline: Deadline, entry: EntryFacts) -> bool:
    """Whether a measure is planned or running, and belongs to the offer that the deadline names."""
    return entry.value("state") in _ACTIVE and (not deadline.offer or entry.value("offer") == deadline.offer)


def _line(deadline: Deadline, facts: Facts, truth: Truth, base: Answer, on: dt.date, entry: str = "") -> DeadlineLine:
    missing = facts.missing(deadline.condition)
    if not isinstance(base.value, PartialDate):
        return DeadlineLine(deadline, None, False, DueState.OPEN, _with_base(missing, deadline, facts), entry)
    date = deadline.add.after(base.value.first)
    state = DueState.PAST if date < on else DueState.DUE
    if truth is Truth.OPEN:
        state = DueState.OPEN
    return DeadlineLine(deadline, date, not base.value.is_full, state, missing, entry)


def _with_base(missing: Missing, deadline: Deadline, facts: Facts) -> Missing:
    """What would decide the condition, and the answer the deadline counts from."""
    base = deadline.base.partition(".")[0]
    declined = facts.stored_state(base) is State.DECLINED
    return Missing(
        missing.missing if declined else _in_order((*missing.missing, base), facts),
        _in_order((*missing.blocked, base), facts) if declined else missing.blocked,
    )


def _in_order(ids: tuple[str, ...], facts: Facts) -> tuple[str, ...]:
    return tuple(sorted(set(ids), key=facts.order))
