"""Comparisons: whether both sides fit each other and the operator, and the node they make. Source: interview.md 2."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from intake.interview.conditions.leaves import AtMost, Equal, Less, OneOf
from intake.interview.conditions.nodes import Node, Not
from intake.interview.conditions.operands import Literal, MonthsSince, Name, Operand, Setting
from intake.interview.conditions.tokens import OPERATORS, ConditionError, Token
from intake.interview.context import CONFIG_KEYS, ConfigType
from intake.interview.truth import Interval
from intake.interview.vocabulary import Term, ValueType, Vocabulary

_ORDERED = (ValueType.NUMBER, ValueType.DATE)


@dataclass(frozen=True, slots=True)
class Bare:
    """An operand that has not met its operator yet."""

    operand: Operand
    column: int


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Makes the nodes of comparisons whose sides fit. Raises ConditionError for others."""

    vocabulary: Vocabulary

    def compared(self, left: Bare, operator: Token, right: Bare) -> Node:
        self._check_left(left, operator)
        is_ordered = operator.text not in ("==", "!=")
        a, b = left.operand, self._checked_right(left, right, is_ordered)
        match operator.text, a, b:
            case "==", Name() | Setting(), Literal(str() as code):
                return OneOf(a, (code,))
            case "!=", Name() | Setting(), Literal(str() as code):
                return Not(OneOf(a, (code,)))
            case "==", _, _:
                return Equal(a, b)
            case "!=", _, _:
                return Not(Equal(a, b))
            case "<", _, _:
                return Less(a, b)
            case "<=", _, _:
                return AtMost(a, b)
            case ">", _, _:
                return Less(b, a)
            case _:
                return AtMost(b, a)

    def one_of(self, left: Bare, codes: list[Token]) -> Node:
        self._check_left(left, Token("word", "in", left.column))
        if not isinstance(left.operand, Name | Setting):
            raise ConditionError(left.column, "`in` compares codes, and this is a number")
        for code in codes:
            self.check_code(left, code)
        return OneOf(left.operand, tuple(code.text for code in codes))

    def _check_left(self, left: Bare, operator: Token) -> None:
        term = self._term(left)
        if isinstance(left.operand, Literal):
            raise ConditionError(left.column, "no text or number on the left; write the id first")
        if term.type in (ValueType.CODES, ValueType.NUMBERS):
            raise ConditionError(left.column, f"{term.type.value} is read with has, overlap or any_between")
        if term.type is ValueType.OTHER:
            raise ConditionError(left.column, "this id cannot be compared; only known(...) reads it")
        if operator.text in OPERATORS - {"==", "!="} and term.type not in _ORDERED:
            hint = "; use atleast" if term.type is ValueType.LEVEL else ""
            raise ConditionError(operator.column, f"`{operator.text}` compares numbers and dates only{hint}")
        if operator.text == "in" and term.type in _ORDERED:
            raise ConditionError(left.column, f"`in` compares codes, and this is {term.type.value}")

    def _checked_right(self, left: Bare, right: Bare, is_ordered: bool) -> Operand:
        """The right side; the text of a date becomes its day."""
        wanted = self._term(left)
        match right.operand:
            case Literal(str() as text):
                if is_ordered:
                    return Literal(_full_date(wanted, text, right.column))
                self.check_code(left, Token("text", text, right.column))
            case Literal():
                if wanted.type is not ValueType.NUMBER:
                    raise ConditionError(right.column, f"a number cannot be compared with {wanted.type.value}")
            case _:
                found = self._term(right)
                if found.type is not wanted.type:
                    raise ConditionError(
                        right.column, f"{wanted.type.value} cannot be compared with {found.type.value}"
                    )
                if wanted.codes is not None and found.codes is not None and not wanted.codes & found.codes:
                    raise ConditionError(right.column, "the two sides have no code in common")
        return right.operand

    def check_code(self, left: Bare, code: Token) -> None:
        """Whether the left side can have this code."""
        term = self._term(left)
        if term.type is ValueType.DATE:
            raise ConditionError(code.column, "a date meets a text only with <, <=, > or >=")
        if term.type is ValueType.NUMBER:
            raise ConditionError(code.column, "a number cannot be compared with a text")
        if term.codes is not None and code.text not in term.codes:
            name = left.operand.id if isinstance(left.operand, Name) else "this setting"
            raise ConditionError(code.column, f"`{name}` never has the code '{code.text}'")

    def _term(self, side: Bare) -> Term:
        match side.operand:
            case Name(id_):
                return self.vocabulary.terms[id_]
            case MonthsSince():
                return Term(ValueType.NUMBER)
            case Literal(datum):
                return Term(ValueType.TEXT if isinstance(datum, str) else ValueType.NUMBER)
            case Setting(key):
                known = CONFIG_KEYS[key]
                if known.type is ConfigType.CODE:
                    return Term(ValueType.CODE, frozenset(known.codes))
                if known.type is ConfigType.NUMBER:
                    return Term(ValueType.NUMBER)
                raise ConditionError(side.column, f"cfg('{key}') is {known.type.value}, no value to compare")


def _full_date(wanted: Term, text: str, column: int) -> Interval:
    if wanted.type is not ValueType.DATE:
        raise ConditionError(column, "a number cannot be compared with a text")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ConditionError(column, "a full date was expected here: 'YYYY-MM-DD'")
    try:
        return Interval.of_date(dt.date.fromisoformat(text))
    except ValueError:
        raise ConditionError(column, f"there is no day '{text}'") from None
