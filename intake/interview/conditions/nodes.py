"""A parsed condition: connectives over the comparisons and functions of `leaves`. Source: interview.md 2.2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from intake.interview.conditions.leaves import Leaf
from intake.interview.conditions.operands import View
from intake.interview.truth import Truth, conjunction, disjunction, negation, truth_of


@dataclass(frozen=True, slots=True)
class Always:
    """The empty condition."""

    def truth(self, view: View) -> Truth:
        return Truth.TRUE


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]

    def truth(self, view: View) -> Truth:
        return conjunction(part.truth(view) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]

    def truth(self, view: View) -> Truth:
        return disjunction(part.truth(view) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    part: Node

    def truth(self, view: View) -> Truth:
        return negation(self.part.truth(view))


@dataclass(frozen=True, slots=True)
class Sure:
    """True only where its part is true; never open."""

    part: Node

    def truth(self, view: View) -> Truth:
        return truth_of(self.part.truth(view) is Truth.TRUE)


@dataclass(frozen=True, slots=True)
class Maybe:
    """False only where its part is false; never open."""

    part: Node

    def truth(self, view: View) -> Truth:
        return truth_of(self.part.truth(view) is not Truth.FALSE)


Node: TypeAlias = Always | And | Or | Not | Sure | Maybe | Leaf


def leaves(node: Node) -> Iterator[Leaf]:
    """All comparisons and functions of a condition, in the order of writing."""
    match node:
        case Always():
            return
        case And() | Or():
            for part in node.parts:
                yield from leaves(part)
        case Not() | Sure() | Maybe():
            yield from leaves(node.part)
        case _:
            yield node
