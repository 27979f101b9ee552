"""Rules W1 to W7, N0 to N2, I1 and I2 of Unicode Standard Annex 9, for one isolating run sequence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from intake.languages.bidi.properties import CLOSING, OPENING

MAX_BRACKETS: Final = 63
"""Openings that may wait for their closing bracket; with one more, no pair of the run is found (BD16)."""

_MARKS_OF_ISOLATES = re.compile("[ijkq]m+")
_MARKS = re.compile("(.)(m+)")
_BEHIND_ARABIC = re.compile("A[^LR]*")
_BEHIND_LATIN = re.compile("L[^R]*")
_NUMBER_SEPARATORS = re.compile(r"(?<=1)[+,](?=1)|(?<=2),(?=2)")
_TERMINATORS = re.compile(r"(?<!\$)\$++(?=1)|(?<=1)\$++")
_LEFT_OVER = str.maketrans("+$,", "ooo")
_NEUTRALS = re.compile("[opswijkq]+")
_LEVELS_LTR = {"L": 0, "R": 1, "1": 2, "2": 2}
_LEVELS_RTL = {"L": 1, "R": 0, "1": 1, "2": 1}
_AS_STRONG = {"L": "L", "R": "R", "1": "R", "2": "R"}


def resolved(types: str, chars: Sequence[str], originals: str, level: int, before: str, after: str) -> list[int]:
    """The level of each character of an isolating run sequence.

    `types` are the classes after overrides, `originals` those before; `before` and `after` (L or R) stand for what is
    beyond the two ends.
    """
    embedding = "LR"[level & 1]
    whole = _weak(before + types) + after
    if _has_brackets(chars):
        whole = _brackets(whole, chars, originals, embedding)
    whole = _NEUTRALS.sub(lambda found: _neutral(found, embedding), whole)
    above = _LEVELS_RTL if level & 1 else _LEVELS_LTR
    return [level + above[code] for code in whole[1:-1]]


def _weak(types: str) -> str:
    """W1 to W7; the first letter is what stands before the run."""
    if "m" in types:
        types = _MARKS_OF_ISOLATES.sub(lambda found: found[0].replace("m", "o"), types)
        types = _MARKS.sub(lambda found: found[1] * len(found[0]), types)
    if "A" in types:
        types = _BEHIND_ARABIC.sub(lambda found: found[0].replace("1", "2"), types).replace("A", "R")
    types = _NUMBER_SEPARATORS.sub(lambda found: found.string[found.start() - 1], types)
    if "$" in types:
        types = _TERMINATORS.sub(lambda found: "1" * len(found[0]), types)
    types = types.translate(_LEFT_OVER)
    return _BEHIND_LATIN.sub(lambda found: found[0].replace("1", "L"), types) if "1" in types else types


def _has_brackets(chars: Sequence[str]) -> bool:
    return any(char in OPENING for char in chars)


def _pairs(whole: str, chars: Sequence[str]) -> list[tuple[int, int]]:
    """BD16: the places of bracket pairs, in the order of their openings."""
    is_open: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, char in enumerate(chars, 1):
        if whole[place] != "o":
            continue
        if char in OPENING:
            if len(is_open) == MAX_BRACKETS:
                return []
            is_open.append((OPENING[char], place))
        elif char in CLOSING:
            closing = CLOSING[char]
            for depth in range(len(is_open) - 1, -1, -1):
                if is_open[depth][0] == closing:
                    pairs.append((is_open[depth][1], place))
                    del is_open[depth:]
                    break
    return sorted(pairs)


def _brackets(whole: str, chars: Sequence[str], originals: str, embedding: str) -> str:
    """N0: a pair takes the direction of what stands in it, and marks behind a bracket go with it."""
    types = list(whole)
    for opening, closing in _pairs(whole, chars):
        inside = {_AS_STRONG.get(code) for code in types[opening + 1 : closing]}
        if embedding in inside:
            direction = embedding
        elif inside & {"L", "R"}:
            direction = next(_AS_STRONG[types[at]] for at in range(opening - 1, -1, -1) if types[at] in _AS_STRONG)
        else:
            continue
        for bracket in (opening, closing):
            types[bracket] = direction
            mark = bracket + 1
            while mark <= len(originals) and originals[mark - 1] == "m":
                types[mark] = direction
                mark += 1
    return "".join(types)


def _neutral(found: re.Match[str], embedding: str) -> str:
    """N1 and N2: between two of the same direction that one, else the direction of the run."""
    before, after = found.string[found.start() - 1], found.string[found.end()]
    same = _AS_STRONG[before] == _AS_STRONG[after]
    return (_AS_STRONG[before] if same else embedding) * len(found[0])
