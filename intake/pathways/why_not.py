"""Why an offer is not proposed, and why a rule does not apply: the question that follows every proposal.

The obstacles are those of `assess`, in its order. Source: sites.md 0, steps 1 to 11.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from intake.interview.reasons import Reason
from intake.interview.truth import Truth
from intake.pathways.assess import Assessment, PreruleLine, admission_basis
from intake.pathways.offers import Offer
from intake.pathways.profile_rows import Conditional
from intake.pathways.rules import Prerule, Rule
from intake.pathways.sites import SiteProfile

T = TypeVar("T", bound=Conditional)


class WhyNotKind(StrEnum):
    """What stands in the way.

    A true pre-rule suspends the site's rules; the short case of a child leaves it out; it ended before the day of
    assessment; a true pre-rule lets only other kinds of offers through; its own condition is false; it needs an
    admission, and no rule admits.
    """

    SUSPENDED = "suspended"
    CHILD_CASE = "child_case"
    ENDED = "ended"
    OTHER_KINDS = "other_kinds"
    CONDITION = "condition"
    NOT_ADMITTED = "not_admitted"


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a row of the profile is not there: the first obstacle, and `also` those that would still be in the way.

    `rules` are the ids of the pre-rules, or of the rules that could admit; `because` the answers that decided. Both
    are empty for an offer that ended (`date` is its last day), and `because` where the law set or the site decides
    alone.
    """

    id: str
    kind: WhyNotKind
    because: tuple[Reason, ...] = ()
    rules: tuple[str, ...] = ()
    date: dt.date | None = None
    also: tuple[WhyNot, ...] = ()


def why_not(assessment: Assessment, offer_id: str) -> WhyNot:
    """Why an offer of the site is hidden. Raises ValueError for one that is shown, or that the site does not have."""
    return _first(tuple(_offer_obstacles(assessment, _row(assessment.site.offers, offer_id))), offer_id)


def why_no_rule(assessment: Assessment, rule_id: str) -> WhyNot:
    """Why a rule or pre-rule of the site does not apply. Raises ValueError for one that is true or open, or unknown."""
    return _first(tuple(_rule_obstacles(assessment, _row(_all_rules(assessment.site), rule_id))), rule_id)


def hidden_offers(assessment: Assessment) -> tuple[WhyNot, ...]:
    """All offers of the site that the assessment does not show, in the order of the profile."""
    shown = {line.offer.id for line in assessment.offers}
    return tuple(why_not(assessment, offer.id) for offer in assessment.site.offers if offer.id not in shown)


def rules_that_do_not_apply(assessment: Assessment) -> tuple[WhyNot, ...]:
    """All pre-rules and rules of the site that are neither true nor open, or are suspended, in their order."""
    shown = {line.rule.id for line in assessment.prerules}
    shown |= {line.rule.id for line in assessment.results} | {line.rule.id for line in assessment.open}
    return tuple(why_no_rule(assessment, row.id) for row in _all_rules(assessment.site) if row.id not in shown)


def _all_rules(site: SiteProfile) -> tuple[Prerule | Rule, ...]:
    return (*site.prerules, *site.rules)


def _row(rows: Sequence[T], id_: str) -> T:
    for row in rows:
        if row.id == id_:
            return row
    raise ValueError(f"the site has no row {id_}")


def _first(obstacles: tuple[WhyNot, ...], id_: str) -> WhyNot:
    if not obstacles:
        raise ValueError(f"{id_} is shown")
    return replace(obstacles[0], also=obstacles[1:])


def _offer_obstacles(assessment: Assessment, offer: Offer) -> Iterator[WhyNot]:
    strands, facts, id_ = assessment.strands, assessment.facts, offer.id
    active = [line for line in assessment.prerules if line.state is Truth.TRUE]
    yield from _suspending(id_, active)
    if offer not in strands.offers:
        yield WhyNot(id_, WhyNotKind.CHILD_CASE)
    if offer.ends is not None and offer.ends < assessment.on:
        yield WhyNot(id_, WhyNotKind.ENDED, date=offer.ends)
    hiding = [line for line in active if line.rule.only_kinds is not None and offer.kind not in line.rule.only_kinds]
    if hiding:
        yield _by_prerules(id_, WhyNotKind.OTHER_KINDS, hiding)
    if offer.condition.truth(facts) is Truth.FALSE:
        yield WhyNot(id_, WhyNotKind.CONDITION, facts.because(offer.condition))
    if offer.needs_admission and strands.admission.truth(facts) is Truth.FALSE:
        rules, because = admission_basis(facts, strands)
        yield WhyNot(id_, WhyNotKind.NOT_ADMITTED, because, rules)


def _rule_obstacles(assessment: Assessment, rule: Prerule | Rule) -> Iterator[WhyNot]:
    facts = assessment.facts
    if isinstance(rule, Rule):
        yield from _suspending(rule.id, [line for line in assessment.prerules if line.state is Truth.TRUE])
        if rule not in assessment.strands.rules:
            yield WhyNot(rule.id, WhyNotKind.CHILD_CASE)
    if rule.condition.truth(facts) is Truth.FALSE:
        yield WhyNot(rule.id, WhyNotKind.CONDITION, facts.because(rule.condition))


def _suspending(id_: str, active: list[PreruleLine]) -> Iterator[WhyNot]:
    suspending = [line for line in active if line.rule.suspends]
    if suspending:
        yield _by_prerules(id_, WhyNotKind.SUSPENDED, suspending)


def _by_prerules(id_: str, kind: WhyNotKind, lines: list[PreruleLine]) -> WhyNot:
    because = dict.fromkeys(reason for line in lines for reason in line.because)
    return WhyNot(id_, kind, tuple(because), tuple(line.rule.id for line in lines))
