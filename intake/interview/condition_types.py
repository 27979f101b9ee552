"""Whether the two sides of a comparison fit each other and the operator. Source: interview.md 2.4."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from intake.interview.condition_operands import Literal, MonthsSince, Name, Operand, Setting
from intake.interview.condition_tokens import OPERATORS, ConditionError, Token
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
class Sides:
    """Whether the two sides of a comparison fit each other and the operator."""

    vocabulary: Vocabulary

    def check_left(self, left: Bare, operator: Token) -> None:
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

    def checked_right(self, left: Bare, right: Bare, ordered: bool) -> Operand:
        """The right side; the text of a date becomes its day."""
        wanted = self._term(left)
        match right.operand:
            case Literal(str() as text):
                if ordered:
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
