"""Site profiles: what one site has of stations, rules, offers, deadlines and recipients, and what all sites share.

Plain data; `profile_reader` reads it from TOML, `assess` applies it. Source: sites.md 0 to 8.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from intake.interview.conditions.condition import Condition
from intake.interview.conditions.nodes import And, Or
from intake.interview.context import ConfigValue
from intake.pathways.case_events import CircleChange, EventKind
from intake.pathways.offers import Offer
from intake.pathways.period import Period
from intake.pathways.profile_rows import Conditional, Origin, Text
from intake.pathways.retention import Retention
from intake.pathways.rules import ChildCase, Fallback, Prerule, Rule, RuleKind
from intake.pathways.stations import Partner, RecipientProfile, Station

if TYPE_CHECKING:
    from intake.pathways.after_handover import LegalBasis


@dataclass(frozen=True, slots=True)
class Deadline(Conditional):
    """A date that follows from an answer. `base` is a question id, or `measures.from` or `measures.planned_end`."""

    name: Text
    base: str
    add: Period
    offer: str = ""
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the way through the site, and who is responsible in it. Several may hold at once.

    `condition` is None where the row describes the work of the office and no case stands in it. `stations` are the
    responsible ones that get a record; `handover` counts the change of agency that leads here (1 or 2), 0 for none.
    """

    id: str
    name: Text
    agency: Text
    content: Text
    condition: Condition | None = None
    stations: tuple[str, ...] = ()
    handover: int = 0
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class Figure(Conditional):
    """A monitoring figure: what is counted, split by which dimensions, for which cases.

    `note` is printed with it: what of the figure cannot be told from the answers. A figure that all sites share is
    left out at `except_sites`, which count the same thing in a figure of their own.
    """

    name: Text
    unit: Text
    count: str
    by: tuple[str, ...]
    seed: str = ""
    source: str = ""
    ours: str = ""
    note: Text | None = None
    except_sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffValue:
    """A derived value that staff may decide otherwise, with the words of its codes in the order they are offered."""

    id: str
    name: Text
    choices: Mapping[str, Text]
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True, slots=True)
class StepState:
    """By which answers a step of the chain is running, or done; None where only measures tell."""

    running: Condition | None
    done: Condition | None
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Common:
    """What every site shares. `steps` are the steps of the chain in their order.

    `confirm_days` after a handover an office should have confirmed it; `legal_bases` allow one without consent.
    """

    prerules: tuple[Prerule, ...]
    fallback: Fallback
    child_case: ChildCase
    stations: Mapping[str, Station]
    deadlines: tuple[Deadline, ...]
    steps: Mapping[str, Text]
    step_states: Mapping[str, StepState] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    events: tuple[EventKind, ...] = ()
    circle_changes: tuple[CircleChange, ...] = ()
    confirm_days: int = 14
    legal_bases: tuple[LegalBasis, ...] = ()
    retention: Retention = field(default_factory=Retention)

    def event(self, id_: str) -> EventKind | None:
        """The kind of event with this id; None where an older program or profile knew it."""
        return next((kind for kind in self.events if kind.id == id_), None)


@dataclass(frozen=True)
class SiteProfile:
    """One site. `config` and `lists` win over those of the law set."""

    id: str
    town: str
    name: Text
    target: Text
    longest_stay: Text
    caseload: Text
    reference_day: dt.date
    reference_law: dt.date
    partners_source: str
    config: Mapping[str, ConfigValue]
    lists: Mapping[str, frozenset[str]]
    own_stations: tuple[Station, ...]
    rules: tuple[Rule, ...]
    offers: tuple[Offer, ...]
    recipients: tuple[RecipientProfile, ...]
    own_deadlines: tuple[Deadline, ...]
    phases: tuple[Phase, ...]
    partners: tuple[Partner, ...]
    figures: tuple[Figure, ...]
    common: Common
    staff_values: tuple[StaffValue, ...] = ()
    confirm_days: int | None = None
    own_retention: Retention | None = None

    @property
    def retention(self) -> Retention:
        """How long cases are kept here."""
        return self.own_retention or self.common.retention

    @cached_property
    def stations(self) -> Mapping[str, Station]:
        """Its own stations and those every site has, by id."""
        return {**self.common.stations, **{station.id: station for station in self.own_stations}}

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        return (*self.common.deadlines, *self.own_deadlines)

    @cached_property
    def prerules(self) -> tuple[Prerule, ...]:
        return tuple(rule for rule in self.common.prerules if self.id not in rule.except_sites)

    @cached_property
    def recipient_codes(self) -> frozenset[str]:
        return frozenset(recipient.code for recipient in self.recipients)

    @cached_property
    def all_figures(self) -> tuple[Figure, ...]:
        """Its own figures, then those that every site can have."""
        return (*self.figures, *(figure for figure in self.common.figures if self.id not in figure.except_sites))

    @property
    def cases_per_staff(self) -> int | None:
        """How many cases one staff member is to have at most; None where the caseload is no number (`1:100`)."""
        one, _, many = self.caseload.de.partition(":")
        return int(many) if one.strip() == "1" and many.strip().isdecimal() else None

    @cached_property
    def admission(self) -> Or:
        """The three-valued `or` of the rules that admit; false where there is none."""
        return Or(tuple(rule.condition.root for rule in self.rules if rule.kind is RuleKind.ADMIT))

    @cached_property
    def offer_conditions(self) -> Mapping[str, Condition]:
        """The condition of each offer, with the admission where it needs one."""
        return {
            offer.id: Condition(offer.condition.text, And((offer.condition.root, self.admission)))
            if offer.needs_admission
            else offer.condition
            for offer in self.offers
        }

    @cached_property
    def for_child(self) -> SiteProfile:
        """The profile for the short case of a child: rules with a station for it, and some kinds of offers."""
        case = self.common.child_case
        return replace(
            self,
            rules=tuple(rule for rule in self.rules if self._has_station_for(rule, case.rule_recipients)),
            offers=tuple(offer for offer in self.offers if offer.kind in case.only_kinds),
            phases=(),
        )

    def _has_station_for(self, rule: Rule, recipients: tuple[str, ...]) -> bool:
        return any(self.stations[id_].recipient in recipients for id_ in rule.stations)

    def recipient(self, code: str) -> RecipientProfile | None:
        return next((recipient for recipient in self.recipients if recipient.code == code), None)

    def station_for(self, codes: tuple[str, ...]) -> Station | None:
        """The first station of the site whose recipient is the first of these codes that the site lists."""
        code = next((code for code in codes if code in self.recipient_codes), None)
        return next((station for station in self.own_stations if station.recipient == code), None) if code else None


@dataclass(frozen=True)
class Sites:
    """All loaded sites in their fixed order, and what they share."""

    common: Common
    by_id: Mapping[str, SiteProfile]

    def __getitem__(self, id_: str) -> SiteProfile:
        return self.by_id[id_]

    def __iter__(self) -> Iterator[SiteProfile]:
        return iter(self.by_id.values())

    def get(self, id_: str) -> SiteProfile | None:
        return self.by_id.get(id_)
