"""The functions of the condition language: what each takes between its brackets. Source: interview.md 2.4."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from intake.interview.conditions.comparisons import Bare, Comparisons
from intake.interview.conditions.leaves import (
    AnyBetween,
    AtLeast,
    DeadlineBase,
    Has,
    Known,
    MacroLanguage,
    NationalityIn,
    UsesRecipient,
)
from intake.interview.conditions.nodes import Maybe, Node, Sure
from intake.interview.conditions.operands import MonthsSince, Name, Setting
from intake.interview.conditions.tokens import CONSTANTS, KEYWORDS, ConditionError, Token, TokenStream
from intake.interview.context import CONFIG_KEYS
from intake.interview.values import CEFR_LEVELS
from intake.interview.vocabulary import ValueType, Vocabulary


class Functions:
    """Reads the arguments of functions; `condition` reads a condition that is one of them."""

    def __init__(self, tokens: TokenStream, vocabulary: Vocabulary, condition: Callable[[], Node]) -> None:
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._condition = condition

    # Arguments

    def _id(self, *types: ValueType) -> str:
        token = self._tokens.take()
        if token.kind != "word" or token.text in KEYWORDS | CONSTANTS:
            raise ConditionError(token.column, "an id was expected here, without quotes")
        self.refuse_unknown(token)
        type_ = self._vocabulary.terms[token.text].type
        if type_ not in types:
            raise ConditionError(token.column, f"`{token.text}` is {type_.value}; this function cannot read it")
        return token.text

    def refuse_unknown(self, token: Token) -> None:
        """Raises ConditionError for a word that is no id."""
        if token.text in CONDITIONS:
            raise ConditionError(token.column, f"{token.text}(...) is true or false, no value to compare")
        if self._tokens.at("("):
            raise ConditionError(token.column, f"there is no function `{token.text}`")
        if token.text not in self._vocabulary.terms:
            raise ConditionError(token.column, f"unknown id `{token.text}`")

    def _known_code(self, id_: str, code: Token) -> str:
        Comparisons(self._vocabulary).check_code(Bare(Name(id_), code.column), code)
        return code.text

    # Values to compare

    def setting(self) -> Setting:
        return Setting(self._tokens.one_of("configuration key", CONFIG_KEYS))

    def months_since(self) -> MonthsSince:
        return MonthsSince(self._id(ValueType.DATE))

    # Conditions

    def known(self) -> Node:
        return Known(self._id(*ValueType))

    def sure(self) -> Node:
        return Sure(self._condition())

    def maybe(self) -> Node:
        return Maybe(self._condition())

    def has(self) -> Node:
        id_ = self._id(ValueType.CODES)
        self._tokens.expect(",")
        return Has(id_, (self._known_code(id_, self._tokens.text("a code")),))

    def overlap(self) -> Node:
        id_ = self._id(ValueType.CODES)
        self._tokens.expect(",")
        return Has(id_, tuple(self._known_code(id_, code) for code in self._tokens.codes()), is_overlap=True)

    def any_between(self) -> Node:
        id_ = self._id(ValueType.NUMBERS)
        self._tokens.expect(",")
        low = self._tokens.number()
        self._tokens.expect(",")
        column = self._tokens.peek.column
        high = self._tokens.number()
        if low > high:
            raise ConditionError(column, "no number lies between these two")
        return AnyBetween(id_, low, high)

    def at_least(self) -> Node:
        id_ = self._id(ValueType.LEVEL)
        self._tokens.expect(",")
        level = self._tokens.text("a level")
        if level.text not in CEFR_LEVELS:
            raise ConditionError(level.column, f"there is no level '{level.text}'")
        return AtLeast(id_, self._known_code(id_, level))

    def nationality_in(self) -> Node:
        for id_ in ("nationality", "origin_country"):
            if id_ not in self._vocabulary.terms:
                raise ConditionError(self._tokens.peek.column, f"nat_in needs the question `{id_}`")
        return NationalityIn(self._tokens.one_of("list", self._vocabulary.lists))

    def macro_language(self) -> Node:
        return MacroLanguage(self._id(ValueType.LANGUAGE))

    def uses_recipient(self) -> Node:
        return UsesRecipient(self._tokens.one_of("recipient", self._vocabulary.recipients))

    def deadline_base(self) -> Node:
        return DeadlineBase(self._tokens.one_of("question", self._vocabulary.questions))


CONDITIONS: Mapping[str, Callable[[Functions], Node]] = {
    "has": Functions.has,
    "overlap": Functions.overlap,
    "any_between": Functions.any_between,
    "atleast": Functions.at_least,
    "nat_in": Functions.nationality_in,
    "macro_language": Functions.macro_language,
    "site_uses_recipient": Functions.uses_recipient,
    "deadline_base": Functions.deadline_base,
    "known": Functions.known,
    "sure": Functions.sure,
    "maybe": Functions.maybe,
}
"""The functions that are true, false or open."""

OPERANDS: Mapping[str, Callable[[Functions], Setting | MonthsSince]] = {
    "cfg": Functions.setting,
    "months_since": Functions.months_since,
}
"""The functions that have a value to compare."""

RESERVED = frozenset({*CONDITIONS, *OPERANDS, *KEYWORDS, *CONSTANTS})
"""Words of the language, which no id may be."""
