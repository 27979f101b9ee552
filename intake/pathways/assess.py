"""Applies a site's rules to one case: pre-rules, results, open points, offers, deadlines. Staff decide.

Source: sites.md 0, steps 1 to 11. `present` puts the lines in the order of screen and paper, `as_json` writes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.errors import InputError
from intake.interview.answers import Answers
from intake.interview.conditions.condition import Condition
from intake.interview.conditions.nodes import And
from intake.interview.facts import Facts
from intake.interview.logic import Logic
from intake.interview.reasons import NOTHING_MISSING, Missing, Reason
from intake.interview.truth import Truth
from intake.pathways.due import DeadlineLine, deadline_lines
from intake.pathways.law import LawSet, site_context
from intake.pathways.offers import Offer
from intake.pathways.rules import Prerule, Rule, RuleKind
from intake.pathways.sites import SiteProfile
from intake.pathways.staff_values import allowed
from intake.pathways.stations import Station

FULL = "full"
CHILD = "child"


class OfferState(StrEnum):
    """Proposed now, deferred by a pre-rule, or possible once the missing answers are there."""

    PROPOSED = "proposed"
    LATER = "later"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True)
class PreruleLine:
    """A pre-rule that is true or open, with its stations at this site. An open one is shown only where it warns."""

    rule: Prerule
    state: Truth
    stations: tuple[Station, ...]
    because: tuple[Reason, ...]
    open: Missing

    @property
    def is_shown(self) -> bool:
        return self.state is Truth.TRUE or self.rule.warn_open


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A rule that is true, or the fallback. `result` is set for the fallback only."""

    rule: Rule
    stations: tuple[Station, ...]
    because: tuple[Reason, ...]
    result: str = ""


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A rule that is open, with what would decide it. Nothing missing: the law leaves it to the responsible office."""

    rule: Rule
    open: Missing

    @property
    def is_left_to_office(self) -> bool:
        return not self.open.missing and not self.open.blocked


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer that is proposed, deferred or possible.

    `because` decided its own condition. `changed_by` are the rules that its state also rests on (admission,
    deferral), `inherited` what decided those.
    """

    offer: Offer
    state: OfferState
    because: tuple[Reason, ...]
    open: Missing
    changed_by: tuple[str, ...] = ()
    inherited: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """What a site proposes for one case on one day, every line with its reason.

    A true pre-rule that suspends leaves `results`, `open`, `offers` and `deadlines` empty.
    """

    site: SiteProfile
    law: LawSet
    on: dt.date
    kind: str
    facts: Facts
    prerules: tuple[PreruleLine, ...]
    results: tuple[ResultLine, ...] = ()
    open: tuple[OpenLine, ...] = ()
    offers: tuple[OfferLine, ...] = ()
    deadlines: tuple[DeadlineLine, ...] = ()

    @property
    def strands(self) -> SiteProfile:
        """The profile as it was applied: for the short case of a child only a part of it."""
        return strands_of(self.site, self.kind)

    @property
    def is_suspended(self) -> bool:
        return any(line.rule.suspends and line.state is Truth.TRUE for line in self.prerules)


def assess(
    logic: Logic,
    answers: Answers,
    site: SiteProfile,
    law: LawSet,
    on: dt.date,
    kind: str = FULL,
    decided: Mapping[str, str] | None = None,
) -> Assessment:
    """The proposal for one case. Raises InputError where the birth date lies after the day of assessment.

    `kind` is the kind of case: 'full', or 'child' for the short case of a child. `decided` are derived values that
    staff decided otherwise; those that the site does not leave to staff count nothing.
    """
    facts = Facts(logic, answers, site_context(site, law, on), allowed(site, decided or {}))
    if not facts.is_birth_date_possible:
        raise InputError(
            "The birth date lies after the day of assessment.",
            "Nothing was assessed. Correct the birth date, or choose a later day.",
        )
    strands = strands_of(site, kind)
    prerules = tuple(_prerules(facts, strands))
    active = [line.rule for line in prerules if line.state is Truth.TRUE]
    if any(rule.suspends for rule in active):
        return Assessment(site, law, on, kind, facts, prerules)
    results, open_lines = _results(facts, strands)
    if not results and not open_lines:
        results = (_fallback(strands, kind),)
    return Assessment(
        site=site,
        law=law,
        on=on,
        kind=kind,
        facts=facts,
        prerules=prerules,
        results=results,
        open=open_lines,
        offers=tuple(_offers(facts, strands, prerules, on)),
        deadlines=tuple(deadline_lines(facts, strands, on)),
    )


def strands_of(site: SiteProfile, kind: str) -> SiteProfile:
    """The part of a profile that a kind of case is assessed with."""
    return site.for_child if kind == CHILD else site


def _prerules(facts: Facts, site: SiteProfile) -> Iterator[PreruleLine]:
    for rule in site.prerules:
        state = rule.condition.truth(facts)
        if state is not Truth.FALSE:
            yield PreruleLine(
                rule, state, _prerule_stations(rule, site), facts.because(rule.condition), facts.missing(rule.condition)
            )


def _prerule_stations(rule: Prerule, site: SiteProfile) -> tuple[Station, ...]:
    """The common stations it names, else the first station of the first recipient the site lists."""
    if rule.common:
        return tuple(site.stations[id_] for id_ in rule.common)
    station = site.station_for(rule.to)
    return (station,) if station else ()


def _results(facts: Facts, site: SiteProfile) -> tuple[tuple[ResultLine, ...], tuple[OpenLine, ...]]:
    """All rules are tested: they are strands, no list of which the first counts."""
    results, open_lines = [], []
    for rule in site.rules:
        match rule.condition.truth(facts):
            case Truth.TRUE:
                stations = tuple(site.stations[id_] for id_ in rule.stations)
                results.append(ResultLine(rule, stations, facts.because(rule.condition)))
            case Truth.OPEN:
                open_lines.append(OpenLine(rule, facts.missing(rule.condition)))
            case Truth.FALSE:
                pass
    return tuple(results), tuple(open_lines)


def _fallback(site: SiteProfile, kind: str) -> ResultLine:
    fallback = site.common.fallback
    station = site.station_for(fallback.to_child if kind == CHILD else fallback.to)
    stations = (station,) if station else ()
    return ResultLine(fallback.as_rule(tuple(found.id for found in stations)), stations, (), fallback.result)


def _offers(facts: Facts, site: SiteProfile, prerules: tuple[PreruleLine, ...], on: dt.date) -> Iterator[OfferLine]:
    active = [line for line in prerules if line.state is Truth.TRUE]
    allowed = [line.rule.only_kinds for line in active if line.rule.only_kinds is not None]
    for offer in site.offers:
        if offer.ends is not None and offer.ends < on:
            continue
        if any(offer.kind not in kinds for kinds in allowed):
            continue
        deferring = [line for line in active if offer.kind in line.rule.defer_kinds]
        line = _offer(facts, site, offer, deferring)
        if line is not None:
            yield line


def _offer(facts: Facts, site: SiteProfile, offer: Offer, deferring: list[PreruleLine]) -> OfferLine | None:
    condition = site.offer_conditions[offer.id]
    truth = condition.truth(facts)
    if truth is Truth.FALSE:
        return None
    own = facts.because(offer.condition)
    changed_by, inherited = admission_basis(facts, site) if offer.needs_admission else ((), ())
    if truth is Truth.OPEN:
        return OfferLine(offer, OfferState.MAYBE, own, facts.missing(condition), changed_by, inherited)
    if not deferring:
        return OfferLine(offer, OfferState.PROPOSED, own, NOTHING_MISSING, changed_by, inherited)
    return OfferLine(
        offer,
        OfferState.LATER,
        own,
        NOTHING_MISSING,
        (*changed_by, *(line.rule.id for line in deferring)),
        (*inherited, *(reason for line in deferring for reason in line.because)),
    )


def admission_basis(facts: Facts, site: SiteProfile) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    """The rules on which the admission rests, and what decided them."""
    admitting = [rule for rule in site.rules if rule.kind is RuleKind.ADMIT]
    certain = [rule.id for rule in admitting if rule.condition.truth(facts) is Truth.TRUE]
    deciding = certain[:1] or [rule.id for rule in admitting]
    return tuple(deciding), facts.because(Condition("admission", And((site.admission,))))
