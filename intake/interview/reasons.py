"""Why a condition is what it is: the answers that decided it, and those that would decide an open one.

Source: interview.md 2.5, 2.6.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from intake.interview.answers import State
from intake.interview.conditions.condition import Condition
from intake.interview.conditions.leaves import UNCLEAR_NATIONALITIES, Has, Leaf, NationalityIn, chosen, ids_of
from intake.interview.conditions.nodes import Always, And, Maybe, Node, Not, Or, Sure
from intake.interview.conditions.operands import View
from intake.interview.derived import Row
from intake.interview.household import HOUSEHOLD
from intake.interview.truth import NA, OPEN, Truth, Value


@dataclass(frozen=True, slots=True)
class Reason:
    """A question whose answer decided a condition.

    `codes` are the single codes that were tested; `whole` is true where the answer as a whole was.
    """

    question: str
    whole: bool
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """What would decide an open condition: ids still worth asking, and ids the person declined. In interview order."""

    missing: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()


NOTHING_MISSING = Missing()


class Explained(View, Protocol):
    """A view that can tell where its values come from."""

    def relevance_of(self, id_: str, /) -> Condition: ...
    def sources_of(self, id_: str, /) -> tuple[str, ...] | None: ...
    def rows_of(self, id_: str, /) -> tuple[Row, ...] | None: ...
    def is_filled(self, id_: str, /) -> bool: ...
    def is_decided(self, id_: str, /) -> bool: ...
    def stored_state(self, id_: str, /) -> State: ...
    def order(self, id_: str, /) -> int: ...


def because(facts: Explained, condition: Condition) -> tuple[Reason, ...]:
    """The answers that decided the condition, in the order of the questionnaire."""
    deciding = _Deciding(facts)
    deciding.walk(condition.root)
    return deciding.reasons()


def decided_in(facts: Explained, condition: Condition) -> tuple[str, ...]:
    """The derived values that staff decided and on which the condition rests, as they are first read.

    The answers behind such a value are no reasons: staff decided, whatever they say.
    """
    deciding = _Deciding(facts)
    deciding.walk(condition.root)
    return tuple(deciding.decided)


def missing(facts: Explained, condition: Condition) -> Missing:
    """What would decide the condition; nothing where it is not open."""
    if condition.truth(facts) is not Truth.OPEN:
        return NOTHING_MISSING
    lacking = _Lacking(facts)
    lacking.walk(condition.root)
    ids = sorted(lacking.ids, key=facts.order)
    declined = [id_ for id_ in ids if facts.stored_state(id_) is State.DECLINED]
    return Missing(tuple(id_ for id_ in ids if id_ not in declined), tuple(declined))


@dataclass(slots=True)
class _Deciding:
    """Collects the answers that decided a condition."""

    facts: Explained
    found: dict[str, tuple[bool, tuple[str, ...]]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    decided: dict[str, None] = field(default_factory=dict)

    def reasons(self) -> tuple[Reason, ...]:
        return tuple(Reason(id_, *self.found[id_]) for id_ in sorted(self.found, key=self.facts.order))

    def walk(self, node: Node) -> None:
        match node:
            case Always():
                return
            case Not() | Sure() | Maybe():
                self.walk(node.part)
            case And():
                self._walk_parts(node.parts, Truth.FALSE)
            case Or():
                self._walk_parts(node.parts, Truth.TRUE)
            case _:
                self._leaf(node)

    def _walk_parts(self, parts: tuple[Node, ...], decides: Truth) -> None:
        """The first part that decides alone, else all of them."""
        for part in parts:
            if part.truth(self.facts) is decides:
                self.walk(part)
                return
        for part in parts:
            self.walk(part)

    def _leaf(self, leaf: Leaf) -> None:
        if isinstance(leaf, Has):
            self._id(leaf.id, leaf)
            return
        for id_ in _ids_read(self.facts, leaf):
            self._id(id_)

    def _id(self, id_: str, test: Has | None = None) -> None:
        if self.facts.is_filled(id_):
            self._id(HOUSEHOLD)
            return
        if self.facts.is_decided(id_):
            self.decided[id_] = None
            return
        if (rows := self.facts.rows_of(id_)) is not None:
            self._rows(id_, rows)
            return
        if (sources := self.facts.sources_of(id_)) is not None:
            for source in sources:
                self._id(source)
            return
        value = self.facts.value(id_)
        if value is NA:
            self._not_relevant(id_)
        elif value is not OPEN:
            whole, codes = self.found.get(id_, (False, ()))
            new = chosen(test, value) if test else ()
            self.found[id_] = (whole or test is None, tuple(dict.fromkeys((*codes, *new))))

    def _rows(self, id_: str, rows: tuple[Row, ...]) -> None:
        """The rows from the first to the one that hit or stayed open."""
        if id_ in self.seen:
            return
        self.seen.add(id_)
        for row in rows:
            self.walk(row.condition.root)
            if row.condition.truth(self.facts) is not Truth.FALSE:
                return

    def _not_relevant(self, id_: str) -> None:
        if id_ not in self.seen:
            self.seen.add(id_)
            self.walk(self.facts.relevance_of(id_).root)


@dataclass(slots=True)
class _Lacking:
    """Collects what keeps a condition open."""

    facts: Explained
    ids: set[str] = field(default_factory=set)

    def walk(self, node: Node) -> None:
        match node:
            case Always():
                return
            case And() | Or():
                for part in node.parts:
                    if _is_bounded(part) or part.truth(self.facts) is Truth.OPEN:
                        self.walk(part)
            case Not():
                self.walk(node.part)
            case Sure() | Maybe():
                if node.part.truth(self.facts) is Truth.OPEN:
                    self.walk(node.part)
            case _:
                self._leaf(node)

    def _leaf(self, leaf: Leaf) -> None:
        if isinstance(leaf, NationalityIn):
            self._id(_ids_read(self.facts, leaf)[-1])
        else:
            self._open_ones(ids_of(leaf))

    def _open_ones(self, ids: Iterable[str]) -> None:
        """Those without a value; all of them where each has one, but not exact enough."""
        all_ids = tuple(ids)
        for id_ in tuple(id_ for id_ in all_ids if self.facts.value(id_) is OPEN) or all_ids:
            self._id(id_)

    def _id(self, id_: str) -> None:
        if self.facts.is_filled(id_):
            self.ids.add(HOUSEHOLD)
        elif self.facts.is_decided(id_):
            return
        elif (rows := self.facts.rows_of(id_)) is not None:
            self._rows(rows)
        elif (sources := self.facts.sources_of(id_)) is not None:
            self._open_ones(sources)
        else:
            self.ids.add(id_)

    def _rows(self, rows: tuple[Row, ...]) -> None:
        """Into the first row that is not false, if it is open; a row that hit with 'open' is decided by staff."""
        for row in rows:
            truth = row.condition.truth(self.facts)
            if truth is Truth.FALSE:
                continue
            if truth is Truth.OPEN:
                self.walk(row.condition.root)
            return


def _is_bounded(node: Node) -> bool:
    """Whether the part is `sure(...)` or `maybe(...)`, also under `not`: decided, and yet worth asking about."""
    while isinstance(node, Not):
        node = node.part
    return isinstance(node, Sure | Maybe)


def _ids_read(facts: View, leaf: Leaf) -> tuple[str, ...]:
    """The ids a leaf really reads: `nat_in` reads the country of origin only for stateless and unknown."""
    if isinstance(leaf, NationalityIn):
        unclear = _has_unclear(facts.value("nationality"))
        return ("nationality", "origin_country") if unclear else ("nationality",)
    return ids_of(leaf)


def _has_unclear(nationalities: Value) -> bool:
    return isinstance(nationalities, tuple) and any(code in nationalities for code in UNCLEAR_NATIONALITIES)
