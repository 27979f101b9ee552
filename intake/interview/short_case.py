"""The short case of a child: which children of a household it is for, and what the case of the parent suggests for it.

Source: interview.md 3.2, sites.md 0. Nothing is copied: what is suggested is confirmed in the talk about the child.
What stands behind a closed branch does not count here either; health and protection of the parent are never suggested.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from intake.interview.answers import Entry, Value
from intake.interview.computed import age_of
from intake.interview.facts import EntryFacts, Facts, QuestionState
from intake.interview.household import HOUSEHOLD, SCHOOL_AGES
from intake.interview.logic import Logic
from intake.interview.truth import Interval, Truth, at_most, conjunction, equal
from intake.interview.values import PartialDate

CHILD = "child"
GUARDIAN = "guardian_contact"
LINKED_CASE = "own_case"
_PLACE = "school_or_childcare"
_REACHED_BY = frozenset({"phone", "message"})
_MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class SchoolChild:
    """A child here that is or may be of school age and has no place at school.

    `entry` is its entry in the household, or a name made of its age where only ages are known; the same child keeps it.
    `age` is None where no age is known. `is_certain` says that it is of school age and has no place; else one of both
    is open.
    """

    entry: str
    given_name: str
    birth_date: PartialDate | None
    age: Interval | None
    is_certain: bool
    linked_case: str = ""


def school_children(facts: Facts) -> tuple[SchoolChild, ...]:
    """The children of the household that a short case is for, in the order in which they were named."""
    entries = facts.entries(HOUSEHOLD)
    if entries:
        return tuple(child for entry in entries if (child := _of_entry(entry)))
    return _of_ages(facts)


def _of_entry(entry: EntryFacts) -> SchoolChild | None:
    """The child of an entry; None where it certainly is none of school age here, or has a place or waits for one."""
    birth = entry.value("birth_date")
    age = age_of(birth, entry.context.day) if isinstance(birth, Interval) else None
    low, high = (Interval.exact(years) for years in SCHOOL_AGES)
    known = age if isinstance(age, Interval) else None
    is_here = conjunction((equal(entry.value("relation"), "child"), equal(entry.value("where"), "here")))
    is_of_age = conjunction((at_most(low, known), at_most(known, high))) if known else Truth.OPEN
    has_none = equal(entry.value(_PLACE), "no")
    needs_one = conjunction((is_here, is_of_age, has_none))
    if needs_one is Truth.FALSE:
        return None
    stored = entry.entry
    name, day, case = (stored.answer(id_).value for id_ in ("given_name", "birth_date", LINKED_CASE))
    return SchoolChild(
        entry=stored.id,
        given_name=name if isinstance(name, str) else "",
        birth_date=day if isinstance(day, PartialDate) else None,
        age=known,
        is_certain=needs_one is Truth.TRUE,
        linked_case=case if isinstance(case, str) else "",
    )


def _of_ages(facts: Facts) -> tuple[SchoolChild, ...]:
    """Where only ages are known: each of school age, as nobody said which of them has no place."""
    ages, school = facts.value("children_ages"), facts.value("children_school")
    if not isinstance(ages, tuple) or school in ("yes", "waiting"):
        return ()
    found: list[SchoolChild] = []
    count: Counter[str] = Counter()
    for age in ages:
        if not isinstance(age, Interval) or not SCHOOL_AGES[0] <= age.low <= SCHOOL_AGES[1]:
            continue
        years = f"{age.low:g}"
        count[years] += 1
        found.append(SchoolChild(f"age-{years}-{count[years]}", "", None, age, school == "no"))
    return tuple(found)


def suggestions(logic: Logic, parent: Facts, entry: str) -> Mapping[str, Value]:
    """What the case of the parent suggests for that of the child with this entry, by question."""
    kind = logic.questionnaire.case_kind(CHILD)
    found = {id_: value for id_ in kind.of_parent if (value := _counting(parent, id_)) is not None}
    stored = parent.answers.entry(HOUSEHOLD, entry) or Entry(entry)
    found |= {id_: value for id_ in kind.of_entry if (value := stored.answer(id_).value) is not None}
    if guardian := _guardian(parent):
        found[GUARDIAN] = guardian
    return found


def _counting(facts: Facts, id_: str) -> Value | None:
    return facts.answers[id_].value if facts.state(id_) is QuestionState.ANSWERED else None


def _guardian(parent: Facts) -> str:
    """Name of the parent, and the number where the person may be called or written to."""
    names = [value for id_ in ("given_name", "family_name") if isinstance(value := _counting(parent, id_), str)]
    ways, number = _counting(parent, "contact_safe"), _counting(parent, "phone")
    may_call = isinstance(ways, tuple) and bool(_REACHED_BY.intersection(way for way in ways if isinstance(way, str)))
    parts = [" ".join(names), number if may_call and isinstance(number, str) else ""]
    return ", ".join(part for part in parts if part)[:_MOST_CHARACTERS] if names else ""
