"""Whether a condition can ever be true: finds rules and questions that nobody can reach.

Every way to satisfy the condition is written out as a list of comparisons; a way is impossible where one id would
have to be two things at once. Comparisons of two ids, and lists of numbers, always count as possible.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from intake.interview.conditions.condition import Condition
from intake.interview.conditions.leaves import (
    AtLeast,
    AtMost,
    DeadlineBase,
    Equal,
    Has,
    Known,
    Leaf,
    Less,
    OneOf,
    Switch,
    UsesRecipient,
)
from intake.interview.conditions.nodes import Always, And, Maybe, Node, Not, Or, Sure
from intake.interview.conditions.operands import Literal, Name, Operand, Setting
from intake.interview.context import CONFIG_KEYS, ConfigValue
from intake.interview.truth import Interval
from intake.interview.values import CEFR_LEVELS
from intake.interview.vocabulary import Vocabulary

MAX_WAYS = 5000
"""A condition with more ways than this counts as possible."""

Step = tuple[Leaf, bool]
"""A comparison, and whether it has to be true or false."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is certain at a site: settings with all their possible values, recipients, ids with a deadline."""

    config: Mapping[str, frozenset[ConfigValue]] = field(default_factory=dict)
    recipients: frozenset[str] | None = None
    deadline_bases: frozenset[str] | None = None


ANYWHERE = Fixed()


def can_be_true(condition: Condition, vocabulary: Vocabulary, fixed: Fixed = ANYWHERE) -> bool:
    """False only where no answers at all make the condition true."""
    tried = 0
    for way in islice(_ways(condition.root, True), MAX_WAYS):
        tried += 1
        if _Way(vocabulary, fixed).fits(way):
            return True
    return tried == MAX_WAYS


def _ways(node: Node, wanted: bool) -> Iterator[tuple[Step, ...]]:
    """The ways to make a part true, or false where `wanted` is False."""
    match node:
        case Always():
            if wanted:
                yield ()
        case Not():
            yield from _ways(node.part, not wanted)
        case Sure():
            yield from _ways(node.part, True) if wanted else iter(((),))
        case Maybe():
            yield from iter(((),)) if wanted else _ways(node.part, False)
        case And() | Or() if isinstance(node, And) == wanted:
            yield from _joined(node.parts, wanted)
        case And() | Or():
            for part in node.parts:
                yield from _ways(part, wanted)
        case _:
            yield ((node, wanted),)


def _joined(parts: tuple[Node, ...], wanted: bool) -> Iterator[tuple[Step, ...]]:
    if not parts:
        yield ()
        return
    for first in _ways(parts[0], wanted):
        for rest in _joined(parts[1:], wanted):
            yield (*first, *rest)


@dataclass(slots=True)
class _Wish:
    """What one way asks of one id."""

    codes: frozenset[str] | None = None
    excluded: frozenset[str] = frozenset()
    low: tuple[float, bool] = (float("-inf"), False)
    high: tuple[float, bool] = (float("inf"), True)
    chosen: list[frozenset[str]] = field(default_factory=list)
    unchosen: frozenset[str] = frozenset()
    has_data: bool = False
    has_none: bool = False

    def is_possible(self) -> bool:
        """Bounds hold whether they are excluded themselves: `(5, True)` as low means more than 5."""
        (low, is_over), (high, is_in) = self.low, self.high
        return (
            not (self.has_data and self.has_none)
            and (self.codes is None or bool(self.codes - self.excluded))
            and all(codes - self.unchosen for codes in self.chosen)
            and (low < high or (low == high and not is_over and is_in))
        )


@dataclass(slots=True)
class _Way:
    """Collects what one way asks, id by id."""

    vocabulary: Vocabulary
    fixed: Fixed
    wishes: dict[str, _Wish] = field(default_factory=dict)
    switches: dict[str, bool] = field(default_factory=dict)

    def fits(self, way: tuple[Step, ...]) -> bool:
        return all(self._take(leaf, wanted) for leaf, wanted in way) and all(
            wish.is_possible() for wish in self.wishes.values()
        )

    def _take(self, leaf: Leaf, wanted: bool) -> bool:
        """Notes a comparison; False where the site makes it impossible."""
        match leaf:
            case OneOf(Name(id_), codes):
                self._codes(id_, frozenset(codes), wanted)
            case OneOf(Setting(key), codes):
                return any((value in codes) == wanted for value in self._settings(key))
            case AtLeast(id_, level):
                self._codes(id_, frozenset(CEFR_LEVELS[CEFR_LEVELS.index(level) :]), wanted)
            case Has(id_, codes):
                self._list(id_, frozenset(codes), wanted)
            case Less(left, right) if wanted:
                self._bound(left, right, strict=True)
            case AtMost(left, right) if wanted:
                self._bound(left, right, strict=False)
            case Equal(left, right) if wanted:
                self._bound(left, right, strict=False)
                self._bound(right, left, strict=False)
            case Known(id_):
                wish = self._wish(id_)
                wish.has_data, wish.has_none = wish.has_data or wanted, wish.has_none or not wanted
            case Switch(key):
                possible = any((value is True) == wanted for value in self._settings(key))
                return possible and self.switches.setdefault(key, wanted) == wanted
            case UsesRecipient(code):
                return self.fixed.recipients is None or (code in self.fixed.recipients) == wanted
            case DeadlineBase(id_):
                return self.fixed.deadline_bases is None or (id_ in self.fixed.deadline_bases) == wanted
            case _:
                pass
        return True

    def _wish(self, id_: str) -> _Wish:
        return self.wishes.setdefault(id_, _Wish())

    def _codes(self, id_: str, codes: frozenset[str], wanted: bool) -> None:
        wish = self._wish(id_)
        if not wanted:
            wish.excluded |= codes
            return
        known = self.vocabulary.terms[id_].codes
        possible = codes if known is None else codes & known
        wish.has_data = True
        wish.codes = possible if wish.codes is None else wish.codes & possible

    def _list(self, id_: str, codes: frozenset[str], wanted: bool) -> None:
        wish = self._wish(id_)
        if wanted:
            wish.has_data = True
            wish.chosen.append(codes)
        else:
            wish.unchosen |= codes

    def _bound(self, low: Operand, high: Operand, strict: bool) -> None:
        """`low < high` or `low <= high` between an id and a literal."""
        match low, high:
            case Name(id_), Literal(Interval() as end):
                wish = self._wish(id_)
                wish.has_data = True
                wish.high = min(wish.high, (end.high, not strict))
            case Literal(Interval() as start), Name(id_):
                wish = self._wish(id_)
                wish.has_data = True
                wish.low = max(wish.low, (start.low, strict))
            case _:
                pass

    def _settings(self, key: str) -> frozenset[ConfigValue]:
        known = CONFIG_KEYS[key]
        return self.fixed.config.get(key) or frozenset(known.codes or (True, False))
