"""What staff decided, as it stands now: the last word on each line, their own lines, and the values they decided.

Decisions are only ever added; a later one about the same line replaces the earlier, and one that reopens takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from intake.store.kept.decisions import DERIVED, Decision, DecisionKind

K = TypeVar("K")

OWN = "own"
"""The `line_kind` of lines that staff added. The first decision has no `line`; later ones name its id."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line that staff added, with its last words. `id` is that of the decision that added it."""

    id: str
    last: Decision

    @property
    def text(self) -> str:
        return self.last.text

    @property
    def reason(self) -> str:
        return self.last.reason


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions that hold. `lines` are by kind and id of the line; what was taken back is not among them."""

    lines: Mapping[tuple[str, str], Decision]
    own: tuple[OwnLine, ...]

    def about(self, kind: str, line: str) -> Decision | None:
        return self.lines.get((kind, line))

    @property
    def values(self) -> dict[str, str]:
        """The derived values that staff decided otherwise, by id."""
        return {
            line: found.text
            for (kind, line), found in self.lines.items()
            if kind == DERIVED and found.decision is DecisionKind.CHANGED
        }


NOTHING_DECIDED = Decisions({}, ())


def standing_decisions(decisions: Iterable[Decision]) -> Decisions:
    """What holds of these decisions, which stand in the order they were made."""
    lines: dict[tuple[str, str], Decision] = {}
    own: dict[str, Decision] = {}
    for each in decisions:
        if each.decision is DecisionKind.OWN_LINE:
            own[each.id] = each
        elif each.line_kind == OWN:
            _replace(own, each.line, each)
        else:
            _replace(lines, (each.line_kind, each.line), each)
    return Decisions(lines, tuple(OwnLine(id_, last) for id_, last in own.items()))


def _replace(found: dict[K, Decision], key: K, decision: Decision) -> None:
    if decision.decision is DecisionKind.REOPENED:
        found.pop(key, None)
    else:
        found[key] = decision
