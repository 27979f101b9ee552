"""The rules that lead a person through a site, those that come before them, and what is said where none holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from intake.interview.conditions.condition import ALWAYS
from intake.pathways.offers import OfferKind
from intake.pathways.profile_rows import Conditional, Origin, Text


class RuleKind(StrEnum):
    """What a true rule means: admission, rejection, the way to stations, something to clarify, a step of the chain."""

    ADMIT = "ADMIT"
    REJECT = "REJECT"
    ROUTE = "ROUTE"
    OPEN = "OPEN"
    STEP = "STEP"


@dataclass(frozen=True, slots=True)
class Rule(Conditional):
    """One strand of a site. `person` replaces the reason on the person's copy where it is set."""

    kind: RuleKind
    stations: tuple[str, ...]
    reason: Text
    person: Text | None = None
    step: str = ""
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Prerule(Conditional):
    """A rule that comes before those of the site.

    `only_kinds` is None where it hides no offers; `is_private` where the person's paper shows it only on request.
    """

    result: str
    name: Text
    reason: Text
    common: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    suspends: bool = False
    only_kinds: tuple[OfferKind, ...] | None = None
    defer_kinds: tuple[OfferKind, ...] = ()
    warn_open: bool = False
    is_private: bool = False
    opens: str = ""
    except_sites: tuple[str, ...] = ()
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Fallback:
    """What is said where no rule of the site is true and none is open."""

    id: str
    kind: RuleKind
    result: str
    to: tuple[str, ...]
    to_child: tuple[str, ...]
    reason: Text

    def as_rule(self, stations: tuple[str, ...]) -> Rule:
        """The fallback as a true rule that leads to these stations."""
        return Rule(self.id, ALWAYS, self.kind, stations, self.reason)


@dataclass(frozen=True, slots=True)
class ChildCase:
    """Which rules and offers the short case of a child has."""

    rule_recipients: tuple[str, ...]
    only_kinds: tuple[OfferKind, ...]
