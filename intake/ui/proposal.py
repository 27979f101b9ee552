"""The proposal for the case in hand, and what of it stops the interview."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from intake.interview.session import Interview
from intake.interview.truth import Truth
from intake.pathways.assess import Assessment, PreruleLine

Assess: TypeAlias = Callable[[Interview, Mapping[str, str]], Assessment]
"""The proposal for an interview, with the derived values that staff decided."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A pre-rule that stops the interview or comes before everything else, with where to go."""

    line: PreruleLine


class Proposal:
    """The proposal, computed once for each state of the answers. `decided` are derived values that staff decided."""

    def __init__(self, assess: Assess, decided: Mapping[str, str]) -> None:
        self._assess = assess
        self.decided = decided
        self._last: tuple[Interview, Assessment] | None = None
        self._seen: frozenset[str] = frozenset()

    def of(self, talk: Interview) -> Assessment:
        """The proposal for the answers in hand; it is kept until they change."""
        if self._last is None or self._last[0] is not talk:
            self._last = (talk, self._assess(talk, self.decided))
        return self._last[1]

    def trial(self, talk: Interview) -> Assessment:
        """The proposal for answers that are about to be saved."""
        return self._last[1] if self._last and self._last[0] is talk else self._assess(talk, self.decided)

    def decide(self, decided: Mapping[str, str]) -> None:
        """Propose with these derived values from now on."""
        self.decided = decided
        self._last = None

    def new_stops(self, talk: Interview) -> tuple[Stop, ...]:
        """The true pre-rules that end the interview here or put one office before all others: since the last call."""
        lines = tuple(
            line
            for line in self.of(talk).prerules
            if line.state is Truth.TRUE and (line.rule.suspends or line.rule.only_kinds is not None)
        )
        new = tuple(Stop(line) for line in lines if line.rule.id not in self._seen)
        self._seen = frozenset(line.rule.id for line in lines)
        return new
