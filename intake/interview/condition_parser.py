"""Reads the condition language: tokens, grammar and types. Nothing is ever evaluated as Python.

Grammar: interview.md 2.4. It is read by hand, because Python's own parser cannot tell what it refuses: adjacent
texts, number forms, parentheses around lists, the depth of nesting.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

from intake.interview.condition_nodes import (
    Always,
    And,
    AnyBetween,
    AtLeast,
    AtMost,
    DeadlineBase,
    Equal,
    Has,
    Known,
    Less,
    MacroLanguage,
    Maybe,
    NationalityIn,
    Node,
    Not,
    OneOf,
    Or,
    Sure,
    Switch,
    UsesRecipient,
)
from intake.interview.condition_operands import Literal, MonthsSince, Name, Setting
from intake.interview.condition_tokens import (
    CONSTANTS,
    KEYWORDS,
    OPERATORS,
    ConditionError,
    Token,
    TokenStream,
    number_of,
    tokens,
)
from intake.interview.condition_types import Bare, Sides
from intake.interview.context import CONFIG_KEYS, ConfigType
from intake.interview.truth import Interval
from intake.interview.values import CEFR_LEVELS
from intake.interview.vocabulary import ValueType, Vocabulary

MAX_DEPTH = 50
WHOLE = ("always", "True")
"""Conditions without a condition."""

FUNCTIONS = (
    "has", "overlap", "any_between", "atleast", "nat_in", "macro_language", "site_uses_recipient", "deadline_base",
    "known", "sure", "maybe", "cfg", "months_since",
)  # fmt: skip
RESERVED = frozenset({*FUNCTIONS, *KEYWORDS, *CONSTANTS})
"""Words of the language, which no id may be."""

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
        self._depth = 0
        self._vocabulary = vocabulary
        self._functions: dict[str, Callable[[], Node]] = {
            "has": self._has,
            "overlap": self._overlap,
            "any_between": self._any_between,
            "atleast": self._at_least,
            "nat_in": self._nationality_in,
            "macro_language": self._macro_language,
            "site_uses_recipient": self._uses_recipient,
            "deadline_base": self._deadline_base,
            "known": lambda: Known(self._id(*ValueType)),
            "sure": lambda: Sure(self._condition()),
            "maybe": lambda: Maybe(self._condition()),
        }

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
            return self._compare(left, operator, self._operand())
        if self._tokens.at("in"):
            self._tokens.take()
            return self._one_of(left)
        if self._tokens.at("not"):
            self._tokens.take()
            if not self._tokens.at("in"):
                raise ConditionError(self._tokens.peek.column, "`in` was expected after `not`")
            self._tokens.take()
            return Not(self._one_of(left))
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
        if token.kind == "word" and token.text in self._functions:
            self._tokens.take()
            return self._call(self._functions[token.text])
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
            case "word" if token.text == "cfg":
                return Bare(Setting(self._call(self._config_key)), token.column)
            case "word" if token.text == "months_since":
                return Bare(MonthsSince(self._call(lambda: self._id(ValueType.DATE))), token.column)
            case "word" if token.text in CONSTANTS:
                raise ConditionError(token.column, f"`{token.text}` cannot be part of a condition")
            case "word" if token.text not in KEYWORDS:
                self._refuse_unknown(token)
                return Bare(Name(token.text), token.column)
            case "end":
                raise ConditionError(token.column, "the condition ends too early")
            case _:
                raise ConditionError(token.column, f"a value was expected here, not `{token.text}`")

    def _refuse_unknown(self, token: Token) -> None:
        if token.text in self._functions:
            raise ConditionError(token.column, f"{token.text}(...) is true or false, no value to compare")
        if self._tokens.at("("):
            raise ConditionError(token.column, f"there is no function `{token.text}`")
        if token.text not in self._vocabulary.terms:
            raise ConditionError(token.column, f"unknown id `{token.text}`")

    def _compare(self, left: Bare, operator: Token, right: Bare) -> Node:
        sides = Sides(self._vocabulary)
        sides.check_left(left, operator)
        ordered = operator.text not in ("==", "!=")
        a, b = left.operand, sides.checked_right(left, right, ordered)
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

    def _one_of(self, left: Bare) -> Node:
        sides = Sides(self._vocabulary)
        codes = self._codes()
        sides.check_left(left, Token("word", "in", left.column))
        if not isinstance(left.operand, Name | Setting):
            raise ConditionError(left.column, "`in` compares codes, and this is a number")
        for code in codes:
            sides.check_code(left, code)
        return OneOf(left.operand, tuple(code.text for code in codes))

    def _codes(self) -> list[Token]:
        """`('a', 'b')` or `['a', 'b']`; one alone in round brackets needs its comma."""
        opening = self._tokens.take()
        closing = {"(": ")", "[": "]"}.get(opening.text) if opening.kind == "sign" else None
        if closing is None:
            raise ConditionError(opening.column, "a list of codes was expected here, for example ('a', 'b')")
        codes = [self._tokens.text("a code")]
        if opening.text == "(" and not self._tokens.at(","):
            raise ConditionError(self._tokens.peek.column, f"write ('{codes[0].text}',) for a list of one, or use ==")
        while self._tokens.at(","):
            self._tokens.take()
            if self._tokens.at(closing):
                break
            codes.append(self._tokens.text("a code"))
        self._tokens.expect(closing)
        return codes

    # Functions

    def _call(self, arguments: Callable[[], T]) -> T:
        self._deeper()
        self._tokens.expect("(")
        result = arguments()
        self._tokens.expect(")")
        self._depth -= 1
        return result

    def _id(self, *types: ValueType) -> str:
        token = self._tokens.take()
        if token.kind != "word" or token.text in KEYWORDS | CONSTANTS:
            raise ConditionError(token.column, "an id was expected here, without quotes")
        self._refuse_unknown(token)
        type_ = self._vocabulary.terms[token.text].type
        if type_ not in types:
            raise ConditionError(token.column, f"`{token.text}` is {type_.value}; this function cannot read it")
        return token.text

    def _known_code(self, id_: str, code: Token) -> str:
        Sides(self._vocabulary).check_code(Bare(Name(id_), code.column), code)
        return code.text

    def _has(self) -> Node:
        id_ = self._id(ValueType.CODES)
        self._tokens.expect(",")
        return Has(id_, (self._known_code(id_, self._tokens.text("a code")),))

    def _overlap(self) -> Node:
        id_ = self._id(ValueType.CODES)
        self._tokens.expect(",")
        return Has(id_, tuple(self._known_code(id_, code) for code in self._codes()), is_overlap=True)

    def _any_between(self) -> Node:
        id_ = self._id(ValueType.NUMBERS)
        self._tokens.expect(",")
        low = self._tokens.number()
        self._tokens.expect(",")
        column = self._tokens.peek.column
        high = self._tokens.number()
        if low > high:
            raise ConditionError(column, "no number lies between these two")
        return AnyBetween(id_, low, high)

    def _at_least(self) -> Node:
        id_ = self._id(ValueType.LEVEL)
        self._tokens.expect(",")
        level = self._tokens.text("a level")
        if level.text not in CEFR_LEVELS:
            raise ConditionError(level.column, f"there is no level '{level.text}'")
        return AtLeast(id_, self._known_code(id_, level))

    def _nationality_in(self) -> Node:
        for id_ in ("nationality", "origin_country"):
            if id_ not in self._vocabulary.terms:
                raise ConditionError(self._tokens.peek.column, f"nat_in needs the question `{id_}`")
        return NationalityIn(self._tokens.one_of("list", self._vocabulary.lists))

    def _macro_language(self) -> Node:
        return MacroLanguage(self._id(ValueType.LANGUAGE))

    def _uses_recipient(self) -> Node:
        return UsesRecipient(self._tokens.one_of("recipient", self._vocabulary.recipients))

    def _deadline_base(self) -> Node:
        return DeadlineBase(self._tokens.one_of("question", self._vocabulary.questions))

    def _config_key(self) -> str:
        return self._tokens.one_of("configuration key", CONFIG_KEYS)
