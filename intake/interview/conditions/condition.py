"""A condition as the rest of the program holds it: parsed once, evaluated often."""

from __future__ import annotations

from dataclasses import dataclass

from intake.interview.conditions.grammar import read_condition
from intake.interview.conditions.leaves import ids_of
from intake.interview.conditions.nodes import Always, Node, leaves
from intake.interview.conditions.operands import View
from intake.interview.truth import Truth
from intake.interview.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition as it was written, and its parsed form."""

    text: str
    root: Node

    def truth(self, view: View) -> Truth:
        """True, false or open for what the view shows."""
        return self.root.truth(view)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids it names, each once, in the order of writing."""
        return tuple(dict.fromkeys(id_ for leaf in leaves(self.root) for id_ in ids_of(leaf)))


ALWAYS = Condition("always", Always())


def parse_condition(text: str, vocabulary: Vocabulary) -> Condition:
    """The condition. Raises ConditionError with the column (from 1) where it leaves the language or the vocabulary."""
    return Condition(text, read_condition(text, vocabulary))
