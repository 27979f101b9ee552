"""Conditions as XPath, in three values: one expression for 'certainly true', one for 'certainly false'.

What is neither is open. XPath has two values only, so a condition is always asked for one of the two sides; a question
is relevant where its condition is not certainly false. Source: interview.md 1.2, 2.2, 2.3.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import assert_never

from intake.interop import nodes
from intake.interop.subjects import Subject, Subjects
from intake.interop.xpath import FALSE, TRUE, all_of, any_of, negated, one_of, ref
from intake.interview.conditions.leaves import (
    UNCLEAR_NATIONALITIES,
    AnyBetween,
    AtLeast,
    AtMost,
    DeadlineBase,
    Equal,
    Has,
    Known,
    Leaf,
    Less,
    MacroLanguage,
    NationalityIn,
    OneOf,
    Switch,
    UsesRecipient,
)
from intake.interview.conditions.nodes import Always, And, Maybe, Node, Not, Or, Sure
from intake.interview.conditions.operands import Literal, MonthsSince, Name, Operand, Setting
from intake.interview.questions import Kind
from intake.interview.truth import Interval
from intake.interview.values import CEFR_LEVELS, MACRO_LANGUAGES
from intake.interview.vocabulary import ValueType

_WIDEST = 200
"""More numbers than this are not written out one by one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """When something is certainly true, and when it is certainly false."""

    true: str
    false: str


NEVER_KNOWN = Pair(FALSE, FALSE)
"""Open, whatever was answered."""


def decided(fact: bool) -> Pair:
    return Pair(TRUE, FALSE) if fact else Pair(FALSE, TRUE)


@dataclass(frozen=True, slots=True)
class Reader:
    """Translates conditions for one place of the form: outside of all entries, or inside those of one repeat."""

    subjects: Subjects

    def pair(self, node: Node) -> Pair:
        match node:
            case Always():
                return decided(True)
            case And():
                parts = [self.pair(part) for part in node.parts]
                return Pair(all_of(part.true for part in parts), any_of(part.false for part in parts))
            case Or():
                parts = [self.pair(part) for part in node.parts]
                return Pair(any_of(part.true for part in parts), all_of(part.false for part in parts))
            case Not():
                part = self.pair(node.part)
                return Pair(part.false, part.true)
            case Sure():
                part = self.pair(node.part)
                return Pair(part.true, negated(part.true))
            case Maybe():
                part = self.pair(node.part)
                return Pair(negated(part.false), part.false)
            case _:
                return self._leaf(node)

    def _leaf(self, leaf: Leaf) -> Pair:
        context = self.subjects.context
        match leaf:
            case Equal() | Less() | AtMost():
                return self._comparison(leaf)
            case OneOf():
                if isinstance(leaf.left, Setting):
                    return decided(context.config[leaf.left.key] in leaf.codes)
                return self._is_one_of(self.subjects.subject(leaf.left.id), leaf.codes)
            case MacroLanguage():
                return self._is_one_of(self.subjects.subject(leaf.id), tuple(sorted(MACRO_LANGUAGES)))
            case AtLeast():
                high_enough = CEFR_LEVELS[CEFR_LEVELS.index(leaf.level) :]
                return self._is_one_of(self.subjects.subject(leaf.id), high_enough)
            case Has():
                return self._has(leaf)
            case AnyBetween():
                return self._any_between(leaf)
            case NationalityIn():
                return self._nationality_in(leaf)
            case Known():
                subject = self.subjects.subject(leaf.id)
                known = subject.true(TRUE) if subject else FALSE
                return Pair(known, negated(known))
            case UsesRecipient():
                return decided(leaf.code in context.recipients)
            case DeadlineBase():
                return decided(leaf.id in context.deadline_bases)
            case Switch():
                return decided(context.config[leaf.key] is True)
            case _:
                assert_never(leaf)

    def _is_one_of(self, subject: Subject | None, codes: tuple[str, ...]) -> Pair:
        if subject is None:
            return NEVER_KNOWN
        wanted = [code for code in codes if not subject.codes or code in subject.codes]
        fact = one_of(subject.value, wanted)
        true = all_of((negated(subject.not_applicable), subject.counts, fact))  # a code that is there is known
        if subject.codes and len(subject.codes) - len(wanted) <= len(nodes.STATES):  # shorter than 'known and not'
            others = one_of(subject.value, (code for code in subject.codes if code not in wanted))
            return Pair(true, any_of((subject.not_applicable, all_of((subject.counts, others)))))
        return Pair(true, subject.false(fact))

    def _has(self, leaf: Has) -> Pair:
        question = self.subjects.question(leaf.id)
        subject = self.subjects.subject(leaf.id)
        if subject is None:
            return NEVER_KNOWN
        if question is not None and question.kind is Kind.DOC_LIST:  # a paper counts with at least one mark
            fact = any_of(f"{ref(nodes.part(subject.name, code))} != ''" for code in leaf.codes)
        else:
            fact = _selected(subject, leaf.codes)
        return Pair(subject.true(fact), subject.false(fact))

    def _any_between(self, leaf: AnyBetween) -> Pair:
        subject = self.subjects.subject(leaf.id)
        if subject is None:
            return NEVER_KNOWN
        low, high = int(-(-leaf.low // 1)), int(leaf.high // 1)
        if high - low > _WIDEST:
            self.subjects.demand.unread.setdefault(leaf.id)
            return NEVER_KNOWN
        fact = _selected(subject, tuple(str(number) for number in range(low, high + 1)))
        return Pair(subject.true(fact), subject.false(fact))

    def _nationality_in(self, leaf: NationalityIn) -> Pair:
        nationality, origin = self.subjects.subject("nationality"), self.subjects.subject("origin_country")
        if nationality is None or origin is None:
            return NEVER_KNOWN
        countries = tuple(sorted(self.subjects.context.lists[leaf.list]))
        own = _selected(nationality, countries)
        unclear = _selected(nationality, UNCLEAR_NATIONALITIES)
        origin_in = self._is_one_of(origin, countries)
        return Pair(
            nationality.true(any_of((own, all_of((unclear, origin_in.true))))),
            nationality.false(any_of((own, all_of((unclear, negated(origin_in.false)))))),
        )

    # Comparisons

    def _comparison(self, leaf: Equal | Less | AtMost) -> Pair:
        if isinstance(leaf, Equal) and self._type(leaf.left) not in (ValueType.NUMBER, ValueType.DATE):
            return self._same_code(leaf)
        is_date = ValueType.DATE in (self._type(leaf.left), self._type(leaf.right))
        left, right = (self._operand(side, is_date) for side in (leaf.left, leaf.right))
        if left is None or right is None:
            return NEVER_KNOWN
        match leaf:
            case Less():
                true, false = f"{left.high} < {right.low}", f"{left.low} >= {right.high}"
            case AtMost():
                true, false = f"{left.high} <= {right.low}", f"{left.low} > {right.high}"
            case Equal():
                ends = [f"{one} = {left.low}" for one in (left.high, right.low, right.high) if one != left.low]
                true = all_of(ends)
                false = any_of((f"{left.high} < {right.low}", f"{right.high} < {left.low}"))
            case _:
                assert_never(leaf)
        known = all_of((left.known, right.known))
        apart = any_of((left.not_applicable, right.not_applicable))
        return Pair(all_of((negated(apart), known, true)), any_of((apart, all_of((known, false)))))

    def _same_code(self, leaf: Equal) -> Pair:
        match leaf.left, leaf.right:
            case Name(id_), Literal(str() as code):
                return self._is_one_of(self.subjects.subject(id_), (code,))
            case (Name(id_), Setting(key)) | (Setting(key), Name(id_)):
                return self._is_one_of(self.subjects.subject(id_), (str(self.subjects.context.config[key]),))
            case Name(one), Name(other):
                left, right = self.subjects.subject(one), self.subjects.subject(other)
                if left is None or right is None:
                    return NEVER_KNOWN
                fact = f"{left.value} = {right.value}"
                both = all_of((left.known, right.known))
                apart = any_of((left.not_applicable, right.not_applicable))
                return Pair(all_of((negated(apart), both, fact)), any_of((apart, all_of((both, negated(fact))))))
            case _:
                left_value, right_value = (_constant(side, self.subjects) for side in (leaf.left, leaf.right))
                return decided(left_value == right_value)

    def _type(self, operand: Operand) -> ValueType:
        match operand:
            case Name():
                return self.subjects.type_of(operand.id)
            case MonthsSince():
                return ValueType.NUMBER
            case Literal():
                return ValueType.TEXT if isinstance(operand.datum, str) else ValueType.NUMBER
            case Setting():
                is_number = isinstance(self.subjects.context.config[operand.key], int)
                return ValueType.NUMBER if is_number else ValueType.CODE

    def _operand(self, operand: Operand, is_date: bool) -> Subject | None:
        """A side of a comparison of numbers or days; None where it stays open. A literal day counts its days."""
        match operand:
            case Name():
                return self.subjects.subject(operand.id)
            case Literal(Interval() as number):
                return _exactly(day_number(dt.date.fromordinal(int(number.low))) if is_date else f"{number.low:g}")
            case Setting():
                return _exactly(str(self.subjects.context.config[operand.key]))
            case MonthsSince():
                return self._months_since(operand.id)
            case Literal():
                return None

    def _months_since(self, id_: str) -> Subject | None:
        since, today = self.subjects.subject(id_), self.subjects.subject("assessment_day")
        if since is None or today is None:
            return None
        low, high = (months_between(end, today.low) for end in (since.high, since.low))
        return replace(since, low=low, high=high)


def months_between(since: str, until: str) -> str:
    """Completed months between two days that are written as numbers."""
    whole = f"{_months(until)} - {_months(since)}"
    return f"({whole} - if({until} mod 100 < {since} mod 100, 1, 0))"


def _months(day: str) -> str:
    return f"(int({day} div 10000) * 12 + int(({day} mod 10000) div 100))"


def _selected(subject: Subject, codes: tuple[str, ...]) -> str:
    return any_of(f"selected({subject.value}, '{code}')" for code in codes)


def day_number(day: dt.date) -> str:
    """A day as the number that its figures make."""
    return f"{day:%Y%m%d}"


def _exactly(number: str) -> Subject:
    return Subject("", TRUE, low=number, high=number)


def _constant(side: Operand, subjects: Subjects) -> str:
    match side:
        case Setting():
            return str(subjects.context.config[side.key])
        case Literal(str() as code):
            return code
        case _:
            raise ValueError("an operand that is no code")
