"""Reads the condition language. Nothing is ever evaluated as Python. Source: interview.md 2.4.

It is read by hand, because Python's own parser cannot tell what it refuses: adjacent
texts, number forms, parentheses around lists, the depth of nesting.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

from intake.interview.conditions.comparisons import Bare, Comparisons
from intake.interview.conditions.functions import CONDITIONS, OPERANDS, Functions
from intake.interview.conditions.leaves import (
    Switch,
)
from intake.interview.conditions.nodes import Always, And, Node, Not, Or
from intake.interview.conditions.operands import Literal, MonthsSince, Name, Setting
from intake.interview.conditions.tokens import (
    CONSTANTS,
    KEYWORDS,
    OPERATORS,
    ConditionError,
    TokenStream,
    number_of,
    tokens,
)
from intake.interview.context import CONFIG_KEYS, ConfigType
from intake.interview.truth import Interval
from intake.interview.vocabulary import Vocabulary

MAX_DEPTH = 50
WHOLE = ("always", "True")
"""Conditions without a condition."""

T = TypeVar("T")


def read_condition(text: str, vocabulary: Vocabulary) -> Node:
    """The parsed condition. Raises ConditionError for anything outside the grammar or the vocabulary."""
    found = tokens(text)
    is_whole = len(found) == 2 and found[0].kind == "word" and found[0].text in WHOLE
    return Always() if is_whole else _Parser(TokenStream(found), vocabulary).whole()


class _Parser:
    """Recursive descent along the grammar; `_depth` keeps hostile nesting off Python's stack."""

    def __init__(self, stream: TokenStream, vocabulary: Vocabulary) -> None:
        self._tokens = stream
        self._vocabulary = vocabulary
        self._depth = 0
        self._comparisons = Comparisons(vocabulary)

    @property
    def _functions(self) -> Functions:
        """Not kept: each would hold the other, and the tokens of all conditions would stay as long as the program."""
        return Functions(self._tokens, self._vocabulary, self._condition)

    def whole(self) -> Node:
        node = self._condition()
        if self._tokens.peek.kind != "end":
            self._refuse_rest()
        return node

    def _refuse_rest(self) -> NoReturn:
        token = self._tokens.peek
        if token.text in OPERATORS or token.text in ("in", "not"):
            raise ConditionError(token.column, "only one comparison at a time; join several with `and`")
        if token.kind == "text":
            raise ConditionError(token.column, "an operator was expected before this text")
        raise ConditionError(token.column, f"`{token.text}` was not expected here")

    # Connectives

    def _condition(self) -> Node:
        return self._as_node(self._or())

    def _or(self) -> Node | Bare:
        first = self._and()
        if not self._tokens.at("or"):
            return first
        parts = [self._as_node(first)]
        while self._tokens.at("or"):
            self._tokens.take()
            parts.append(self._as_node(self._and()))
        return Or(tuple(parts))

    def _and(self) -> Node | Bare:
        first = self._not()
        if not self._tokens.at("and"):
            return first
        parts = [self._as_node(first)]
        while self._tokens.at("and"):
            self._tokens.take()
            parts.append(self._as_node(self._not()))
        return And(tuple(parts))

    def _not(self) -> Node | Bare:
        self._deeper()
        try:
            if self._tokens.at("not"):
                self._tokens.take()
                return Not(self._as_node(self._not()))
            return self._comparison()
        finally:
            self._depth -= 1

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ConditionError(self._tokens.peek.column, f"nested more than {MAX_DEPTH} levels deep")

    def _as_node(self, part: Node | Bare) -> Node:
        """A bare id or literal is no condition; a bare yes/no setting is."""
        if not isinstance(part, Bare):
            return part
        match part.operand:
            case Setting(key):
                if CONFIG_KEYS[key].type is ConfigType.YES_NO:
                    return Switch(key)
                raise ConditionError(part.column, f"cfg('{key}') is a value to compare, no condition")
            case Literal():
                raise ConditionError(part.column, "a text or number alone is no condition")
            case MonthsSince():
                raise ConditionError(part.column, "months_since(...) is a number to compare, no condition")
            case Name(id_):
                raise ConditionError(part.column, f"`{id_}` alone is no condition; compare it, for example == 'yes'")

    # Comparisons

    def _comparison(self) -> Node | Bare:
        left = self._primary()
        if not isinstance(left, Bare):
            if self._tokens.peek.text in OPERATORS and self._tokens.peek.kind == "sign":
                raise ConditionError(self._tokens.peek.column, "a condition cannot be compared; only values can")
            return left
        operator = self._tokens.peek
        if operator.kind == "sign" and operator.text in OPERATORS:
            self._tokens.take()
            return self._comparisons.compared(left, operator, self._operand())
        if self._tokens.at("in"):
            self._tokens.take()
            return self._comparisons.one_of(left, self._tokens.codes())
        if self._tokens.at("not"):
            self._tokens.take()
            if not self._tokens.at("in"):
                raise ConditionError(self._tokens.peek.column, "`in` was expected after `not`")
            self._tokens.take()
            return Not(self._comparisons.one_of(left, self._tokens.codes()))
        if operator.kind != "end" and not self._tokens.at("and", "or", ")"):
            raise ConditionError(operator.column, f"an operator was expected here, not {operator.text!a}")
        return left

    def _primary(self) -> Node | Bare:
        if self._tokens.at("("):
            self._tokens.take()
            inner = self._or()
            self._tokens.expect(")")
            return inner
        token = self._tokens.peek
        if token.kind == "word" and token.text in CONDITIONS:
            self._tokens.take()
            return self._call(CONDITIONS[token.text])
        return self._operand()

    def _operand(self) -> Bare:
        self._deeper()
        try:
            if self._tokens.at("("):
                self._tokens.take()
                inner = self._operand()
                self._tokens.expect(")")
                return inner
            return self._plain_operand()
        finally:
            self._depth -= 1

    def _plain_operand(self) -> Bare:
        token = self._tokens.take()
        match token.kind:
            case "text":
                return Bare(Literal(token.text[1:-1]), token.column)
            case "number":
                return Bare(Literal(Interval.exact(number_of(token.text))), token.column)
            case "word" if token.text in OPERANDS:
                return Bare(self._call(OPERANDS[token.text]), token.column)
            case "word" if token.text in CONSTANTS:
                raise ConditionError(token.column, f"`{token.text}` cannot be part of a condition")
            case "word" if token.text not in KEYWORDS:
                self._functions.refuse_unknown(token)
                return Bare(Name(token.text), token.column)
            case "end":
                raise ConditionError(token.column, "the condition ends too early")
            case _:
                raise ConditionError(token.column, f"a value was expected here, not `{token.text}`")

    def _call(self, function: Callable[[Functions], T]) -> T:
        self._deeper()
        self._tokens.expect("(")
        result = function(self._functions)
        self._tokens.expect(")")
        self._depth -= 1
        return result
