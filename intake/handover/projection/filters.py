"""What is left of one answer for one receiver: codes, entries and fields that may not go are taken out.

Constants decide, the content can only narrow further. Source: interview.md 4.2.1, 4.2.3, 4.2.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from intake.handover.projection.ceilings import (
    AGE,
    ALIAS_RECIPIENTS,
    CEILINGS,
    CODE_PACKAGES,
    CONTACT_WAYS,
    FILE_NUMBERS,
    NOT_CODES,
    ONLY_CODES,
    WHOLE,
    may_hold,
)
from intake.interview.answers import Answer, Entry, Source, Value
from intake.interview.facts import EntryFacts, Facts, QuestionState
from intake.interview.questions import Question, Sensitivity
from intake.interview.truth import Interval
from intake.interview.truth import Value as Fact
from intake.interview.values import Documents, Plain

_NO_CONTACT, _NOT_AT_HOME = "no_contact", "not_at_home"
_FULL_AGE = 18

Years: TypeAlias = "int | tuple[int, int] | None"
"""Completed years, lowest and highest, or None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Ages of children as the household tells them, or of the person."""

    years: tuple[Years, ...]


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """What is left of one entry: plain values, in the order of the fields."""

    fields: Mapping[str, Plain]


SeenValue: TypeAlias = "Plain | Ages | tuple[SeenEntry, ...]"


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer as a receiver sees it. `source` is None for a value that was computed.

    `is_whole` is False where something of the answer stays here; its note stays here then as well.
    """

    question: str
    value: SeenValue
    source: Source | None = None
    recheck: bool = False
    note: str = ""
    is_whole: bool = True

    @property
    def asked(self) -> str:
        """The question behind it: an age comes from the birth date."""
        return "birth_date" if self.question == AGE else self.question


@dataclass(frozen=True, slots=True)
class Receiver:
    """A kind of office, and the packages that each of its consents names. A consent never borrows from another."""

    recipient: str
    grants: tuple[frozenset[str], ...]
    _rooms: Mapping[str, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_rooms", CEILINGS.get(self.recipient, {}))

    def has(self, *packages: str) -> bool:
        """Whether one consent names all of them, within the ceiling."""
        return all(package in self._rooms for package in packages) and any(
            grant.issuperset(packages) for grant in self.grants
        )

    def has_whole(self, package: str, beside: str) -> bool:
        """Whether the whole package may go, by the same consent as the one beside it."""
        return self._rooms.get(package) is WHOLE and self.has(package, beside)

    def may_see(self, question: Question) -> bool:
        """Whether the ceiling and a consent have room for the question at all."""
        if question.sensitivity is Sensitivity.INTERNAL:
            return False
        return self.has(question.package) and may_hold(self.recipient, question.package, question.id)

    @property
    def sees_age_only(self) -> bool:
        """Whether the age stands in the place of the birth date."""
        return self.has("IDB") and self._rooms["IDB"] is not WHOLE and AGE in self._rooms["IDB"]


def seen(facts: Facts, receiver: Receiver, question: Question) -> Seen | None:
    """What this receiver sees of a question, or None. A birth date is its age where the ceiling says so."""
    if facts.is_filled(question.id):
        return _filled(facts, receiver, question)
    if facts.state(question.id) is not QuestionState.ANSWERED:
        return None
    answer = facts.answers[question.id]
    if question.id == "birth_date" and receiver.sees_age_only:
        return _age(facts, answer)
    if question.fields:
        return _repeat(facts, receiver, question, answer)
    if answer.value is None or not receiver.may_see(question) or not _may_go(facts, receiver.recipient, question.id):
        return None
    left = _codes_left(receiver, question, answer.value)
    return None if left is None else _marked(question.id, left, answer, is_whole=left == answer.value)


def packages_of_code(question: Question, code: str) -> frozenset[str]:
    """The packages that a single code needs beside that of its question."""
    choice = question.choice(code)
    return frozenset({CODE_PACKAGES.get((question.id, code), ""), choice.package if choice else ""} - {""})


def code_may_go(receiver: Receiver, question: Question, code: str) -> bool:
    """Whether a single code of the question may go to this receiver."""
    only = ONLY_CODES.get((receiver.recipient, question.id))
    return (
        receiver.has(question.package, *packages_of_code(question, code))
        and (only is None or code in only)
        and code not in NOT_CODES.get((receiver.recipient, question.id), frozenset())
    )


def _marked(question: str, value: SeenValue, answer: Answer, is_whole: bool) -> Seen:
    return Seen(question, value, answer.source, answer.recheck, answer.note if is_whole else "", is_whole)


def _filled(facts: Facts, receiver: Receiver, question: Question) -> Seen | None:
    """A value that the household tells: a code, or the ages of the children."""
    value = facts.value(question.id)
    if not receiver.may_see(question):
        return None
    if isinstance(value, str):
        return Seen(question.id, value)
    if isinstance(value, tuple):
        return Seen(question.id, Ages(tuple(_years(item) for item in value)))
    return None


def _age(facts: Facts, answer: Answer) -> Seen | None:
    years = _years(facts.value(AGE))
    return None if years is None else Seen(AGE, Ages((years,)), answer.source, answer.recheck, is_whole=False)


def _years(value: Fact | Entry) -> Years:
    if not isinstance(value, Interval):
        return None
    return int(value.low) if value.is_exact else (int(value.low), int(value.high))


def _may_go(facts: Facts, recipient: str, question: str) -> bool:
    """The conditions of interview.md 4.2.4 that depend on other answers."""
    ways = CONTACT_WAYS.get(question)
    if ways is not None:
        chosen = facts.value("contact_safe")
        if not isinstance(chosen, tuple) or _NO_CONTACT in chosen:
            return False
        return bool(ways.intersection(chosen)) and not (question == "address" and _NOT_AT_HOME in chosen)
    if question == "guardian_contact" and recipient == "school":
        age = facts.value(AGE)
        return isinstance(age, Interval) and age.high < _FULL_AGE
    return True


def _codes_left(receiver: Receiver, question: Question, value: Value) -> Plain | None:
    """The value without the codes that may not go; None where nothing is left."""
    match value:
        case str() if question.choices and not code_may_go(receiver, question, value):
            return None
        case tuple():
            codes = tuple(item for item in value if isinstance(item, str) and code_may_go(receiver, question, item))
            numbers = tuple(item for item in value if isinstance(item, int))
            return numbers or codes or (None if value else ())
        case Documents():
            marks = {code: marks for code, marks in value.marks.items() if code_may_go(receiver, question, code)}
            return Documents(marks) if marks or not value.marks else None
        case _:
            return value


def _repeat(facts: Facts, receiver: Receiver, question: Question, answer: Answer) -> Seen | None:
    entries = facts.entries(question.id)
    if not entries:
        return _marked(question.id, (), answer, is_whole=True) if receiver.may_see(question) else None
    left = [found for entry in entries if (found := _entry(receiver, question, entry))]
    if not left:
        return None
    answered = sum(entry.state(each.id) is QuestionState.ANSWERED for entry in entries for each in question.fields)
    whole = answered == sum(len(found.fields) for found in left)
    return _marked(question.id, tuple(left), answer, is_whole=whole)


def _entry(receiver: Receiver, question: Question, entry: EntryFacts) -> SeenEntry | None:
    """What is left of an entry; None where it may not go, or where nothing is left."""
    kind = entry.value("kind") if question.field_named("kind") else None
    package = question.package
    if question.entry_package is not None:
        by = entry.value(question.entry_package.field)
        package = question.entry_package.map.get(by, package) if isinstance(by, str) else package
    if not receiver.has(package) or not may_hold(receiver.recipient, package, question.id):
        return None
    if question.id == "file_numbers" and receiver.recipient not in FILE_NUMBERS.get(str(kind), frozenset()):
        return None
    is_alias = not isinstance(kind, str) or kind == "alias"
    if question.id == "other_names" and is_alias and receiver.recipient not in ALIAS_RECIPIENTS:
        return None
    fields: dict[str, Plain] = {}
    for each in question.fields:
        value = _plain(entry.entry.answer(each.id).value)
        if entry.state(each.id) is not QuestionState.ANSWERED or value is None:
            continue
        own = each.package != question.package
        if each.sensitivity is not Sensitivity.INTERNAL and (not own or receiver.has_whole(each.package, package)):
            fields[each.id] = value
    return SeenEntry(fields) if fields else None


def _plain(value: Value | None) -> Plain | None:
    """The value of a field, which is never a list of entries itself."""
    if not isinstance(value, tuple):
        return value
    numbers = tuple(item for item in value if isinstance(item, int))
    return numbers or tuple(item for item in value if isinstance(item, str))
