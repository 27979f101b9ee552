"""The words, numbers, texts and signs of a condition. Source: interview.md 2.4."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import NoReturn

MAX_LENGTH = 2000

OPERATORS = frozenset({"==", "!=", "<", "<=", ">", ">="})
KEYWORDS = frozenset({"and", "or", "not", "in"})
CONSTANTS = frozenset({"True", "False", "None", "always"})

_TOKEN = re.compile(
    r"(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)(?![A-Za-z0-9_.])"
    r"|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<sign>==|!=|<=|>=|[<>()\[\],])"
)


class ConditionError(ValueError):
    """A condition that cannot be read: the column (from 1) and what is wrong there."""

    def __init__(self, column: int, what: str) -> None:
        super().__init__(f"column {column}: {what}")
        self.column = column
        self.what = what


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    column: int


def tokens(text: str) -> list[Token]:
    """The words, numbers, texts and signs of a condition, with an 'end' behind the last."""
    if len(text) > MAX_LENGTH:
        raise ConditionError(MAX_LENGTH + 1, f"a condition has at most {MAX_LENGTH} characters")
    found: list[Token] = []
    position = 0
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        match = _TOKEN.match(text, position)
        kind = match.lastgroup if match else None
        if match is None or kind is None:
            _refuse_character(text, position)
        _check_token(kind, match[0], position + 1)
        found.append(Token(kind, match[0], position + 1))
        position = match.end()
    found.append(Token("end", "", len(text) + 1))
    return found


def _check_token(kind: str, text: str, column: int) -> None:
    if kind == "number" and re.match(r"0[0-9]", text):
        raise ConditionError(column, "a number has no leading zeros")
    if kind == "text":
        for offset, character in enumerate(text):
            if not " " <= character <= "~" or character in "#\\;":
                raise ConditionError(column + offset, f"the character {character!a} is not allowed, not even in a text")


def _refuse_character(text: str, position: int) -> NoReturn:
    character = text[position]
    hints = {
        "=": "write == to compare",
        "!": "write != or not",
        "'": "this text has no end",
        '"': "this text has no end",
        "-": "there are no negative numbers and no arithmetic",
        ".": "there are no attributes; a number has digits before and after the point",
    }
    if character in hints:
        raise ConditionError(position + 1, hints[character])
    if character.isascii() and character.isdigit():
        raise ConditionError(position + 1, "this is no number")
    raise ConditionError(position + 1, f"the character {character!a} is not allowed")


class TokenStream:
    """The tokens one after the other, with the errors of a reader that expected something else."""

    def __init__(self, found: list[Token]) -> None:
        self._found = found
        self._next = 0

    @property
    def peek(self) -> Token:
        return self._found[self._next]

    def take(self) -> Token:
        token = self._found[self._next]
        self._next += token.kind != "end"
        return token

    def at(self, *texts: str) -> bool:
        return self.peek.kind in ("word", "sign") and self.peek.text in texts

    def expect(self, sign: str) -> None:
        token = self.take()
        if token.kind != "sign" or token.text != sign:
            raise ConditionError(token.column, f"`{sign}` was expected here")

    def text(self, what: str) -> Token:
        """The next token as a text without its quotes."""
        token = self.take()
        if token.kind != "text":
            raise ConditionError(token.column, f"{what} was expected here, in quotes")
        return Token("text", token.text[1:-1], token.column)

    def number(self) -> float:
        token = self.take()
        if token.kind != "number":
            raise ConditionError(token.column, "a number was expected here")
        return number_of(token.text)

    def one_of(self, what: str, known: Container[str]) -> str:
        """The next text, which has to be one of the known names."""
        name = self.text(f"a {what}")
        if name.text not in known:
            raise ConditionError(name.column, f"unknown {what} '{name.text}'")
        return name.text

    def codes(self) -> list[Token]:
        """`('a', 'b')` or `['a', 'b']`; one alone in round brackets needs its comma."""
        opening = self.take()
        closing = {"(": ")", "[": "]"}.get(opening.text) if opening.kind == "sign" else None
        if closing is None:
            raise ConditionError(opening.column, "a list of codes was expected here, for example ('a', 'b')")
        codes = [self.text("a code")]
        if opening.text == "(" and not self.at(","):
            raise ConditionError(self.peek.column, f"write ('{codes[0].text}',) for a list of one, or use ==")
        while self.at(","):
            self.take()
            if self.at(closing):
                break
            codes.append(self.text("a code"))
        self.expect(closing)
        return codes


def number_of(text: str) -> float:
    return float(text) if "." in text else int(text)
