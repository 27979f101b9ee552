"""Projections of small cases at real and at changed sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from intake.handover.projection.projection import Projection, project
from intake.interview.conditions.condition import parse_condition
from intake.interview.values import Json
from intake.pathways.assess import OfferState, assess
from intake.pathways.sites import SiteProfile
from tests.handover.handover_cases import ALL_PACKAGES, DAY, LAW, PERSON, answers, assessed, consent, content, view_for

WORKING: Mapping[str, Json] = {
    "residence_status": "res_25_2_r",
    "asylum_stage": "positive",
    "decision_date": "2016-01-08",
    "german_speaking": "b1",
    "literacy": "well",
    "goal_work": "yes",
    "training_state": "finished",
    "school_highest": "isced3",
    "work_months": 60,
}
BEGINNER: Mapping[str, Json] = {
    "german_speaking": "a2",
    "english_level": "none",
    "latin_script": "well",
    "training_state": "none",
    "interest_training_study": "no",
    "goal_main": "work",
}


def projected(
    data: Mapping[str, Json],
    recipient: str,
    packages: tuple[str, ...] = ALL_PACKAGES,
    site: str = "hannover",
    **fields: Json,
) -> Projection:
    assessment = assessed({**PERSON, **data, "consents": [consent(recipient, packages, **fields)]}, site)
    return project(assessment, view_for(assessment, recipient))


def rules(projection: Projection) -> list[str]:
    return [line.rule for line in projection.lines]


def offer_ids(projection: Projection) -> list[str]:
    return [offer.id for group in projection.offers for offer in group.offers]


def states(projection: Projection) -> list[OfferState]:
    return [state for group in projection.offers for state in group.states]


def site_with(offer: str = "True", rule: str = "True") -> SiteProfile:
    """Hannover with two offers and one rule, of which the first offer and the rule have these conditions."""
    site, vocabulary = content().sites["hannover"], content().logic.vocabulary
    first, second = (each for each in site.offers if each.id in ("h_p17", "h_perf"))
    return replace(
        site,
        offers=(
            replace(first, condition=parse_condition(offer, vocabulary), needs_admission=False),
            replace(second, condition=parse_condition("True", vocabulary), needs_admission=False),
        ),
        rules=(replace(site.rules[0], condition=parse_condition(rule, vocabulary)),),
    )


def projected_at(site: SiteProfile, data: Mapping[str, Json], recipient: str, packages: tuple[str, ...]) -> Projection:
    given = answers({**PERSON, **data, "consents": [consent(recipient, packages)]})
    assessment = assess(content().logic, given, site, content().laws.of(LAW), DAY)
    return project(assessment, view_for(assessment, recipient))
