"""The leaves of a parsed condition: comparisons, and functions with a truth value. None has any state.

Each knows its truth for what a view shows. Source: interview.md 2.3. `!=`, `not in`, `>` and `>=` are written with
`not` and the sides exchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from intake.interview.conditions.operands import MonthsSince, Name, Operand, Setting, View
from intake.interview.truth import (
    NA,
    OPEN,
    Datum,
    Interval,
    Truth,
    Value,
    at_most,
    conjunction,
    disjunction,
    equal,
    less,
    truth_of,
)
from intake.interview.values import CEFR_LEVELS, MACRO_LANGUAGES

UNCLEAR_NATIONALITIES = ("XXA", "XXX")
"""Stateless and unknown: the country of origin stands in for them."""

_RANK = {level: rank for rank, level in enumerate(CEFR_LEVELS)}


# Comparisons.


@dataclass(frozen=True, slots=True)
class Equal:
    left: Operand
    right: Operand

    def truth(self, view: View) -> Truth:
        return equal(self.left.value(view), self.right.value(view))


@dataclass(frozen=True, slots=True)
class Less:
    """`left < right`."""

    left: Operand
    right: Operand

    def truth(self, view: View) -> Truth:
        return less(self.left.value(view), self.right.value(view))


@dataclass(frozen=True, slots=True)
class AtMost:
    """`left <= right`."""

    left: Operand
    right: Operand

    def truth(self, view: View) -> Truth:
        return at_most(self.left.value(view), self.right.value(view))


@dataclass(frozen=True, slots=True)
class OneOf:
    """`left in codes`; a single code for `left == 'code'`."""

    left: Name | Setting
    codes: tuple[str, ...]

    def truth(self, view: View) -> Truth:
        value = self.left.value(view)
        if value is OPEN:
            return Truth.OPEN
        return Truth.TRUE if value in self.codes else Truth.FALSE


# Functions with a truth value.


@dataclass(frozen=True, slots=True)
class Has:
    """At least one of the codes is chosen. `overlap` has a list of codes, `has` one code."""

    id: str
    codes: tuple[str, ...]
    is_overlap: bool = False

    def truth(self, view: View) -> Truth:
        value = view.value(self.id)
        if value is OPEN:
            return Truth.OPEN
        return truth_of(isinstance(value, tuple) and any(code in value for code in self.codes))


@dataclass(frozen=True, slots=True)
class AnyBetween:
    """One number of a list lies between `low` and `high`, both included."""

    id: str
    low: float
    high: float

    def truth(self, view: View) -> Truth:
        value = view.value(self.id)
        if value is OPEN:
            return Truth.OPEN
        if not isinstance(value, tuple):
            return Truth.FALSE
        low, high = Interval.exact(self.low), Interval.exact(self.high)
        return disjunction(
            conjunction((at_most(low, item), at_most(item, high)))
            for item in value
            if isinstance(item, Interval) or item is OPEN
        )


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A level of language is this one or higher."""

    id: str
    level: str

    def truth(self, view: View) -> Truth:
        value = view.value(self.id)
        if value is OPEN:
            return Truth.OPEN
        return truth_of(isinstance(value, str) and _RANK.get(value, -1) >= _RANK[self.level])


@dataclass(frozen=True, slots=True)
class NationalityIn:
    """One nationality stands in a named list; the country of origin stands in for stateless and unknown."""

    list: str

    def truth(self, view: View) -> Truth:
        nationalities = view.value("nationality")
        if nationalities is OPEN:
            return Truth.OPEN
        if not isinstance(nationalities, tuple):
            return Truth.FALSE
        codes = view.context.lists[self.list]
        return disjunction(
            _country_in(view.value("origin_country"), codes)
            if code in UNCLEAR_NATIONALITIES
            else truth_of(code in codes)
            for code in nationalities
        )


def _country_in(country: Value, codes: frozenset[str]) -> Truth:
    return Truth.OPEN if country is OPEN else truth_of(country in codes)


@dataclass(frozen=True, slots=True)
class MacroLanguage:
    """The language is a macrolanguage, so that the variety has to be asked."""

    id: str

    def truth(self, view: View) -> Truth:
        value = view.value(self.id)
        return Truth.OPEN if value is OPEN else truth_of(value in MACRO_LANGUAGES)


@dataclass(frozen=True, slots=True)
class UsesRecipient:
    code: str

    def truth(self, view: View) -> Truth:
        return truth_of(self.code in view.context.recipients)


@dataclass(frozen=True, slots=True)
class DeadlineBase:
    id: str

    def truth(self, view: View) -> Truth:
        return truth_of(self.id in view.context.deadline_bases)


@dataclass(frozen=True, slots=True)
class Switch:
    """A configuration key with yes or no."""

    key: str

    def truth(self, view: View) -> Truth:
        return truth_of(view.context.config[self.key] is True)


@dataclass(frozen=True, slots=True)
class Known:
    """The id has a value; never open."""

    id: str

    def truth(self, view: View) -> Truth:
        value = view.value(self.id)
        return truth_of(value is not OPEN and value is not NA)


Leaf: TypeAlias = (
    Equal | Less | AtMost | OneOf | Has | AnyBetween | AtLeast | NationalityIn | MacroLanguage | UsesRecipient
    | DeadlineBase | Switch | Known
)  # fmt: skip


def ids_of(leaf: Leaf) -> tuple[str, ...]:
    """The ids a comparison or function names, in the order of writing. `nat_in` names both of its questions."""
    match leaf:
        case Equal() | Less() | AtMost():
            return tuple(side.id for side in (leaf.left, leaf.right) if isinstance(side, Name | MonthsSince))
        case OneOf():
            return (leaf.left.id,) if isinstance(leaf.left, Name) else ()
        case NationalityIn():
            return ("nationality", "origin_country")
        case Has() | AnyBetween() | AtLeast() | MacroLanguage() | Known():
            return (leaf.id,)
        case UsesRecipient() | DeadlineBase() | Switch():
            return ()


def chosen(leaf: Has, value: Datum) -> tuple[str, ...]:
    """The codes that a `has` or `overlap` tested: those of the list that are chosen, or all of it if none is."""
    if leaf.is_overlap and isinstance(value, tuple):
        return tuple(code for code in leaf.codes if code in value) or leaf.codes
    return leaf.codes
