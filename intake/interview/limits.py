"""What a value has to keep to: Problems that refuse it, and Problems that only warn.

Source: the checks of interview.md 8. Known forms (phone, e-mail, file numbers) never refuse.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from intake.interview.answers import Value
from intake.interview.questions import Kind, Question
from intake.interview.typed_text import shown_date
from intake.interview.values import Appointment, OwnWords, PartialDate, Problem

Lookup = Callable[[str], "Value | None"]
"""The stored value of another question, or of a field of the same entry; None where there is none."""

_FORMS = {
    "phone": (r"\+?[0-9][0-9 ()/.-]{3,24}", "This does not look like a phone number. It is kept as typed."),
    "email": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "This does not look like an e-mail address. It is kept as typed."),
    "file_number": (
        r"[0-9A-Za-z][0-9A-Za-z /.-]{3,39}",
        "This is no known form of a file number. It is kept as typed.",
    ),
}


@dataclass(frozen=True, slots=True)
class Day:
    """The day of the interview, and what else was answered."""

    today: dt.date
    other: Lookup


MOST_TYPED = 10_000
"""So many characters of a text are taken that has no limit of its own, and kept of what is half typed."""
_MOST_OF_OTHERS = 500


def most_typed(question: Question) -> int:
    """How many characters of what is pasted are taken for a question: as many as its answer can have."""
    return question.limits.max_length or (MOST_TYPED if question.kind is Kind.TEXT else _MOST_OF_OTHERS)


def refusals(question: Question, value: Value, day: Day) -> tuple[Problem, ...]:
    """Why the value cannot be an answer; empty if it can."""
    return (*range_problems(question, value), *_dates(question, value, day), *_relations(question, value, day))


def range_problems(question: Question, value: Value) -> Iterator[Problem]:
    """Lengths and ranges: the limits that need nothing but the value itself."""
    limits = question.limits
    match value:
        case str() | OwnWords():
            text = value if isinstance(value, str) else value.text
            if len(text) < limits.min_length:
                yield Problem("At least {count} characters are needed.", {"count": limits.min_length})
            if limits.max_length is not None and len(text) > limits.max_length:
                yield Problem(
                    "At most {count} characters; these are {length}. Please shorten the text.",
                    {"count": limits.max_length, "length": len(text)},
                )
        case bool():
            return
        case int() | float():
            yield from _number(question, value)
        case tuple():
            if limits.max_items is not None and len(value) > limits.max_items:
                yield Problem("At most {count} entries.", {"count": limits.max_items})
            for item in value:
                if isinstance(item, int | float):
                    yield from _number(question, item)
            alone = [code for code in limits.alone if code in value]
            if alone and len(value) > 1:
                yield Problem("This choice stands alone: take the others away first.")
        case PartialDate():
            if limits.full_date and not value.is_full:
                yield Problem("The full date is needed: day, month and year.")
        case _:
            return


def _number(question: Question, value: float) -> Iterator[Problem]:
    limits = question.limits
    if limits.min is not None and value < limits.min:
        yield Problem("The smallest possible number is {limit}.", {"limit": limits.min})
    if limits.max is not None and value > limits.max:
        yield Problem("The largest possible number is {limit}.", {"limit": limits.max})
    if (value / limits.step) % 1:
        yield Problem("Only steps of {step} are possible.", {"step": limits.step})


def _dates(question: Question, value: Value, day: Day) -> Iterator[Problem]:
    limits, today = question.limits, day.today
    if isinstance(value, Appointment):
        if limits.not_past and value.day < today:
            yield Problem("This day is over. Please give a later day.")
        return
    if not isinstance(value, PartialDate):
        return
    if limits.not_future and value.first > today:
        yield Problem("This day lies in the future.")
    if limits.max_age is not None and value.last < years_before(today, limits.max_age + 1):
        yield Problem("This would be more than {years} years ago.", {"years": limits.max_age})
    if limits.months_back is not None and value.last < add_months(today, -limits.months_back):
        yield Problem("This day is too long ago.")
    if limits.months_ahead is not None and value.first > add_months(today, limits.months_ahead):
        yield Problem("This day is too far ahead.")


def _relations(question: Question, value: Value, day: Day) -> Iterator[Problem]:
    limits = question.limits
    if limits.not_before and isinstance(value, PartialDate):
        earlier = day.other(limits.not_before)
        if isinstance(earlier, PartialDate) and value.last < earlier.first:
            said = {"earlier": shown_date(earlier)}
            yield Problem("This is before {earlier}, which stands at an earlier question.", said)
    if limits.not_below and isinstance(value, int | float):
        lower = day.other(limits.not_below)
        if isinstance(lower, int | float) and value < lower:
            yield Problem("This is less than {lower}, which stands at an earlier question.", {"lower": lower})


def warnings(question: Question, value: Value, day: Day) -> tuple[Problem, ...]:
    """What staff should look at again. A warning never keeps an answer from being saved."""
    found = []
    limits = question.limits
    if isinstance(value, str) and limits.form:
        pattern, message = _FORMS[limits.form]
        if not re.fullmatch(pattern, value.strip()):
            found.append(Problem(message))
    if isinstance(value, PartialDate):
        if limits.expiry_warning_days is not None:
            if value.last < day.today:
                found.append(Problem("This paper has expired."))
            elif value.first < day.today + dt.timedelta(days=limits.expiry_warning_days):
                found.append(Problem("This paper expires soon."))
        if limits.ask_first_january and (value.month, value.day) == (1, 1):
            found.append(
                Problem("1 January: is it printed so on the paper? If only the year is known, type the year alone.")
            )
    return tuple(found)


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years earlier; 1 March for 29 February where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return dt.date(day.year - years, 3, 1)


def add_months(day: dt.date, months: int) -> dt.date:
    """Calendar months later (or earlier), clipped to the last day of the month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    last = PartialDate(year, month + 1).last.day
    return dt.date(year, month + 1, min(day.day, last))
