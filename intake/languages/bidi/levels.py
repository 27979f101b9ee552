"""The embedding level of each character of a line (Unicode Standard Annex 9), and the order that follows from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.languages.bidi.explicit import Isolates, explicit_levels, has_explicit, isolates, runs
from intake.languages.bidi.properties import classes
from intake.languages.bidi.resolving import resolved
from intake.languages.direction import Direction

_first_strong = re.compile("[LRA]").search
_PARAGRAPHS = re.compile("[^p]*p|[^p]+")
_TRAILING = re.compile("(?<![wijkqeflrxb])[wijkqeflrxb]*+(?:[ps]|$)")


@dataclass(frozen=True, slots=True)
class Levels:
    """The level of each character, even for left to right and odd for right to left; `base` is the paragraph's."""

    base: int
    of: Sequence[int]


def levels(text: str, base: Direction | None = None) -> Levels:
    """The levels of a text that is one line. Without `base` each paragraph's first strong letter decides (P2, P3).

    Characters that the order ignores (rule X9) take the level of the one before. Half surrogate pairs are neutral
    letters like any other: no text is refused.
    """
    codes = classes(text)
    found: list[int] = []
    bases: list[int] = []
    for part in _PARAGRAPHS.finditer(codes):
        at, of = _paragraph(text[part.start() : part.end()], part[0], base)
        bases.append(at)
        found += of
    return Levels(bases[0] if bases else int(base == "rtl"), found)


def _paragraph(text: str, codes: str, wanted: Direction | None) -> tuple[int, list[int]]:
    if has_explicit(codes):
        inside = isolates(codes)
        base = _base(inside.base, wanted)
        found = _with_controls(text, codes, base, inside)
    else:
        strong = _first_strong(codes)
        base = _base(strong[0] if strong else "", wanted)
        found = _one_run(text, codes, base)
    _reset_white_space(found, codes, base)
    return base, found


def _base(strong: str, wanted: Direction | None) -> int:
    if wanted is not None:
        return int(wanted == "rtl")
    return int(strong in ("R", "A"))


def _one_run(text: str, codes: str, base: int) -> list[int]:
    """The usual paragraph: nothing embeds, nothing isolates."""
    direction = "LR"[base]
    if "b" not in codes:
        return resolved(codes, text, codes, base, direction, direction)
    kept = [index for index, code in enumerate(codes) if code != "b"]
    seen = "".join([codes[index] for index in kept])
    found = resolved(seen, [text[index] for index in kept], seen, base, direction, direction)
    return _spread(dict(zip(kept, found, strict=True)), len(codes), base)


def _with_controls(text: str, codes: str, base: int, inside: Isolates) -> list[int]:
    at, types = explicit_levels(codes, base, inside)
    found: dict[int, int] = {}
    for run in runs(codes, at, base, inside.match):
        run_types = "".join([types[index] for index in run.indexes])
        chars = [text[index] for index in run.indexes]
        originals = "".join([codes[index] for index in run.indexes])
        of = resolved(run_types, chars, originals, run.level, run.before, run.after)
        found.update(zip(run.indexes, of, strict=True))
    return _spread(found, len(codes), base)


def _spread(found: dict[int, int], length: int, base: int) -> list[int]:
    """A level for every character: what X9 removed takes that of the one before."""
    last = base
    return [last := found.get(index, last) for index in range(length)]


def _reset_white_space(found: list[int], codes: str, base: int) -> None:
    """L1: separators, and white space before them or at the end, stand at the level of the paragraph."""
    for blank in _TRAILING.finditer(codes):
        found[blank.start() : blank.end()] = [base] * (blank.end() - blank.start())


def visual_order(of: Sequence[int]) -> list[int]:
    """L2: from left to right, which item of the logical order stands there. `of` holds the level of each item."""
    order = list(range(len(of)))
    lowest_odd = min((level for level in of if level & 1), default=0)
    if not lowest_odd:
        return order
    for level in range(max(of), lowest_odd - 1, -1):
        first = -1
        for place in range(len(order) + 1):
            is_in = place < len(order) and of[order[place]] >= level
            if is_in and first < 0:
                first = place
            elif not is_in and first >= 0:
                order[first:place] = order[first:place][::-1]
                first = -1
    return order
