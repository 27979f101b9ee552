"""Evaluates the XPath that a form of ours holds, the way JavaRosa and Enketo do. Anything else is an error."""

from __future__ import annotations

import datetime as dt
import math
import operator
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

Value: TypeAlias = "str | float | bool"
Lookup = Callable[[str], str]

_TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{[^}]+\})|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[a-z][a-z-]*)|(?P<sign>!=|<=|>=|[=<>+*(),.-]))"
)
_LEVELS: Sequence[Sequence[str]] = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def evaluate(expression: str, lookup: Lookup, own: str = "") -> Value:
    """The value of an expression; `own` is that of the row itself, written as a dot."""
    run = _Run(_tokens(expression), lookup, own)
    value = run.level(0)
    assert run.place == len(run.tokens), f"left over: {run.tokens[run.place :]}"
    return value


def holds(expression: str, lookup: Lookup, own: str = "") -> bool:
    return truth(evaluate(expression, lookup, own))


def _tokens(expression: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place = 0
    while expression[place:].strip():
        match = _TOKEN.match(expression, place)
        assert match, f"no XPath of ours: {expression[place : place + 40]!r}"
        assert match.lastgroup
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


def number(value: Value) -> float:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return math.nan
    return float(value)


def text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:.0f}" if value == int(value) else str(value)


def truth(value: Value) -> bool:
    if isinstance(value, str):
        return value != ""
    return value if isinstance(value, bool) else not math.isnan(value) and value != 0


class _Run:
    def __init__(self, tokens: list[tuple[str, str]], lookup: Lookup, own: str) -> None:
        self.tokens = tokens
        self.place = 0
        self._lookup = lookup
        self._own = own

    def _next(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def _take(self, wanted: str = "") -> str:
        kind, token = self._next()
        assert not wanted or token == wanted, f"{wanted} expected, not {token} ({kind})"
        self.place += 1
        return token

    def level(self, depth: int) -> Value:
        if depth == len(_LEVELS):
            return self._one()
        left = self.level(depth + 1)
        while self._next()[0] in ("name", "sign") and self._next()[1] in _LEVELS[depth]:
            left = _apply(self._take(), left, self.level(depth + 1))
        return left

    def _one(self) -> Value:
        kind, token = self._next()
        self.place += 1
        match kind:
            case "ref":
                return self._lookup(token[2:-1])
            case "text":
                return token[1:-1]
            case "number":
                return float(token)
            case "name":
                return _call(token, self._arguments())
        if token == ".":
            return self._own
        assert token == "(", f"unexpected {token!r}"
        value = self.level(0)
        self._take(")")
        return value

    def _arguments(self) -> list[Value]:
        self._take("(")
        found: list[Value] = []
        while self._next()[1] != ")":
            found.append(self.level(0))
            if self._next()[1] == ",":
                self._take(",")
        self._take(")")
        return found


def _apply(sign: str, left: Value, right: Value) -> Value:
    match sign:
        case "or":
            return truth(left) or truth(right)
        case "and":
            return truth(left) and truth(right)
        case "=":
            return _equal(left, right)
        case "!=":
            return not _equal(left, right)
        case "+":
            return number(left) + number(right)
        case "-":
            return number(left) - number(right)
        case "*":
            return number(left) * number(right)
        case "div":
            return number(left) / number(right)
        case "mod":
            return math.fmod(number(left), number(right))
        case _:
            return _ORDER[sign](number(left), number(right))


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return number(left) == number(right)
    return left == right


def _call(name: str, given: list[Value]) -> Value:
    match name, given:
        case "true", []:
            return True
        case "false", []:
            return False
        case "not", [value]:
            return not truth(value)
        case "if", [condition, then, otherwise]:
            return then if truth(condition) else otherwise
        case "selected", [several, code]:
            return text(code) in text(several).split()
        case "count-selected", [several]:
            return float(len(text(several).split()))
        case "string-length", [value]:
            return float(len(text(value)))
        case "number", [value]:
            return number(value)
        case "int", [value]:
            return float(int(number(value))) if not math.isnan(number(value)) else math.nan
        case "concat", values:
            return "".join(map(text, values))
        case "substr", [value, first, last]:
            return text(value)[_place(first) : _place(last)]
        case "regex", [value, pattern]:
            return re.search(text(pattern), text(value)) is not None
        case "format-date", [value, pattern]:
            return dt.date.fromisoformat(text(value)).strftime(text(pattern))
        case _:
            raise AssertionError(f"{name} with {len(given)} arguments is none of our functions")


def _place(value: Value) -> int:
    return 0 if math.isnan(number(value)) else int(number(value))
