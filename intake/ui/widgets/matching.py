"""Which choices fit what is typed, in either language or by code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from intake.interview.questions import Choice
from intake.languages.search import folded
from intake.ui.widgets.field import Pair


def matching(choices: Sequence[tuple[Choice, Pair]], typed: str) -> list[Choice]:
    """The choices that fit, best first. Each typed word has to begin another word of the choice, in any language.

    A number fits a whole number best: `25 2` finds `§ 25 Abs. 2` before `§ 25b`. A longer word may stand inside one.
    """
    wanted = tuple(folded(typed).replace("§", " ").split())
    if not wanted:
        return [choice for choice, _ in choices]
    ranked = []
    for place, (choice, text) in enumerate(choices):
        ranks = [rank for name in (text.staff, text.person, choice.code) if (rank := _rank(wanted, name)) is not None]
        if ranks:
            ranked.append((min(ranks), place, choice))
    return [choice for _, _, choice in sorted(ranked, key=lambda found: found[:2])]


@lru_cache(4096)
def _rank(wanted: tuple[str, ...], name: str) -> int | None:
    """How well the words fit a name, 0 best; None where they do not."""
    words = folded(name.replace("_", " ")).split()
    ways: tuple[Callable[[str, str], bool], ...] = (_whole_number, str.startswith)
    for rank, fits in enumerate(ways):
        rest = iter(words)
        if all(any(fits(word, part) for word in rest) for part in wanted):
            return rank
    if all(any(_begins_or_holds(word, part) for word in words) for part in wanted):
        return 2
    return None


def _begins_or_holds(word: str, part: str) -> bool:
    return _whole_number(word, part) or (len(part) > 2 and part in word)


def _whole_number(word: str, part: str) -> bool:
    """Whether a word begins with the part, and a number in it is not longer than the typed one."""
    return word.startswith(part) and not (part[-1:].isdigit() and word[len(part) : len(part) + 1].isdigit())
