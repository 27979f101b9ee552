"""Expressions of XPath as ODK reads them, put together so that what is decided already falls away.

Every part that is longer than a comparison stands in parentheses: parts can be joined without knowing each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

TRUE: Final = "true()"
FALSE: Final = "false()"


def ref(name: str) -> str:
    """The value of another row; empty where nothing was answered and where the row is not relevant."""
    return f"${{{name}}}"


def text(value: str) -> str:
    """A text in quotation marks. Raises ValueError for one with both kinds of them, which XPath cannot write."""
    if "'" not in value:
        return f"'{value}'"
    if '"' not in value:
        return f'"{value}"'
    raise ValueError("a text with both kinds of quotation marks")


def all_of(parts: Iterable[str]) -> str:
    """`and`; true for none at all."""
    found = list(dict.fromkeys(part for part in parts if part != TRUE))
    if FALSE in found:
        return FALSE
    return _joined(found, " and ") if found else TRUE


def any_of(parts: Iterable[str]) -> str:
    """`or`; false for none at all."""
    found = list(dict.fromkeys(part for part in parts if part != FALSE))
    if TRUE in found:
        return TRUE
    return _joined(found, " or ") if found else FALSE


def negated(part: str) -> str:
    if part == TRUE:
        return FALSE
    return TRUE if part == FALSE else f"not({part})"


def one_of(subject: str, codes: Iterable[str]) -> str:
    """The subject is one of these codes."""
    return any_of(f"{subject} = {text(code)}" for code in codes)


def none_of(subject: str, codes: Iterable[str]) -> str:
    """The subject is none of these codes."""
    return all_of(f"{subject} != {text(code)}" for code in codes)


def choose(condition: str, then: str, otherwise: str) -> str:
    if condition == TRUE:
        return then
    return otherwise if condition == FALSE else f"if({condition}, {then}, {otherwise})"


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"({word.join(parts)})"
