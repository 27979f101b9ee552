"""Site profiles: stations, rules, offers, deadlines and recipients of one site, and what all sites share.

Plain data; `profile_reader` reads it from TOML, `assess` applies it. Source: sites.md 0 to 8.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from intake.interview.condition_nodes import And, Or
from intake.interview.conditions import ALWAYS, Condition
from intake.interview.context import ConfigValue
from intake.pathways.period import Period
from intake.pathways.retention import Retention

if TYPE_CHECKING:
    from intake.pathways.after_handover import LegalBasis
    from intake.pathways.case_events import CircleChange, EventKind


class RuleKind(StrEnum):
    """What a true rule means: admission, rejection, the way to stations, something to clarify, a step of the chain."""

    ADMIT = "ADMIT"
    REJECT = "REJECT"
    ROUTE = "ROUTE"
    OPEN = "OPEN"
    STEP = "STEP"


class OfferKind(StrEnum):
    LANGUAGE = "language"
    ADVICE = "advice"
    SUPPORT = "support"
    SCHOOL = "school"
    ORIENTATION = "orientation"
    SKILLS = "skills"
    WORK = "work"
    PLACEMENT = "placement"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a profile: German is binding, English is for staff."""

    de: str
    en: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row comes from: lines of the source documents, law, and what is ours."""

    source: str = ""
    law: str = ""
    ours: str = ""


@dataclass(frozen=True, slots=True)
class Station:
    """A place to go to. One without a recipient code gets no record; the person goes there alone."""

    id: str
    name: Text
    bring: Text
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Conditional:
    """A row of a profile that holds where its condition is true."""

    id: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Rule(Conditional):
    """One strand of a site. `person` replaces the reason on the person's copy where it is set."""

    kind: RuleKind
    stations: tuple[str, ...]
    reason: Text
    person: Text | None = None
    step: str = ""
    origin: Origin = Origin()


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
    origin: Origin = Origin()


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


@dataclass(frozen=True, slots=True)
class DecidedBy:
    """Another station decides about an offer from a day on. `note` is an English message id."""

    since: dt.date
    station: str
    note: str


@dataclass(frozen=True, slots=True)
class Offer(Conditional):
    """A course, a talk, a measure. Not proposed after `ends`, counted from the day of assessment."""

    name: Text
    kind: OfferKind
    steps: tuple[str, ...]
    needs_admission: bool = False
    ends: dt.date | None = None
    ends_status: str = ""
    stage: str = ""
    legal_basis: str = ""
    notes: Mapping[str, Text] | None = None
    decided_by: DecidedBy | None = None
    origin: Origin = Origin()

    def note(self, key: str) -> Text | None:
        """One of the texts that not every offer has: for_whom, provider, duration, entry_level, age, places ..."""
        return (self.notes or {}).get(key)


@dataclass(frozen=True, slots=True)
class Deadline(Conditional):
    """A date that follows from an answer. `base` is a question id, or `measures.from` or `measures.planned_end`."""

    name: Text
    base: str
    add: Period
    offer: str = ""
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class RecipientProfile:
    """A recipient code that this site uses: its stations, the purpose, and the blocks of its record.

    `confirm_days` after a handover the office should have confirmed it; None where it is as for the others.
    """

    code: str
    stations: tuple[str, ...]
    purpose: Text
    origin: str
    sections: tuple[str, ...]
    confirm_days: int | None = None


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
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class Partner:
    name: Text
    role: Text


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
    origin: Origin = Origin()


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
