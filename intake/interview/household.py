"""What the entries of the household say about partner and children. Source: interview.md 5.3.

An entry counts as a child here where it is a child and lives here; open is not no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from intake.interview.computed import age_of
from intake.interview.conditions.operands import View
from intake.interview.truth import (
    NA,
    OPEN,
    Interval,
    Number,
    Truth,
    Value,
    at_most,
    conjunction,
    disjunction,
    equal,
)

HOUSEHOLD = "household"

SCHOOL_AGES = (6, 17)
CHILDCARE_AGES = (0, 5)
_SCHOOL = (("no", ("no",)), ("waiting", ("waiting",)), ("yes", ("yes", "not_needed")))
_CHILDCARE = (("none", ("no",)), ("waiting", ("waiting",)), ("has", ("yes",)), ("not_needed", ("not_needed",)))
Urgency = Sequence[tuple[str, tuple[str, ...]]]
"""The values of a question from the most urgent on, each with the codes of the entry that mean it."""


@dataclass(frozen=True, slots=True)
class Child:
    """An entry that is or may be a child here: whether it counts, its age, school or childcare."""

    is_here: Truth
    age: Value
    place: Value

    def counts(self, low: int, high: int) -> Truth:
        return conjunction(
            (self.is_here, at_most(Interval.exact(low), self.age), at_most(self.age, Interval.exact(high)))
        )


def _children(entries: Iterable[View]) -> list[Child]:
    return [
        Child(is_here, _age(entry), entry.value("school_or_childcare"))
        for entry in entries
        if (is_here := _lives_here(entry, "child")) is not Truth.FALSE
    ]


def _lives_here(entry: View, relation: str) -> Truth:
    return conjunction((equal(entry.value("relation"), relation), equal(entry.value("where"), "here")))


def _age(entry: View) -> Value:
    birth = entry.value("birth_date")
    return age_of(birth, entry.context.day) if isinstance(birth, Interval) else OPEN


def children_ages(entries: Sequence[View]) -> Value:
    """One number for each child that is or may be here; open where it is not certain."""
    ages: list[Number] = []
    for child in _children(entries):
        certain = child.is_here is Truth.TRUE and isinstance(child.age, Interval)
        ages.append(child.age if certain and isinstance(child.age, Interval) else OPEN)
    return tuple(ages)


def partner_here(entries: Sequence[View]) -> Value:
    match disjunction(_lives_here(entry, "partner") for entry in entries):
        case Truth.TRUE:
            return "yes"
        case Truth.FALSE:
            return "no"
        case Truth.OPEN:
            return OPEN


def children_school(entries: Sequence[View]) -> Value:
    return _most_urgent(_children(entries), SCHOOL_AGES, _SCHOOL)


def childcare_state(entries: Sequence[View]) -> Value:
    return _most_urgent(_children(entries), CHILDCARE_AGES, _CHILDCARE)


def _most_urgent(children: Sequence[Child], ages: tuple[int, int], urgency: Urgency) -> Value:
    """The most urgent state of a child that counts; open where a more urgent one is possible; n/a without a child."""
    left = [(counts, child.place) for child in children if (counts := child.counts(*ages)) is not Truth.FALSE]
    if not left:
        return NA
    for value, codes in urgency:
        if any(counts is Truth.TRUE and place in codes for counts, place in left):
            return value
        if any(place is OPEN or place in codes for _, place in left):
            return OPEN
    return OPEN


FILLED: Mapping[str, Callable[[Sequence[View]], Value]] = {
    "children_ages": children_ages,
    "partner_here": partner_here,
    "children_school": children_school,
    "childcare_state": childcare_state,
}
