"""The lines of an assessment in the order of screen and paper. Source: sites.md 0, step 12."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.interview.conditions.leaves import AtLeast
from intake.interview.facts import Facts
from intake.interview.truth import Truth
from intake.pathways.assess import Assessment, OfferLine, OpenLine, PreruleLine, ResultLine
from intake.pathways.due import DeadlineLine
from intake.pathways.offers import OfferKind
from intake.pathways.rules import RuleKind
from intake.pathways.sites import SiteProfile

MAX_PRINTED_OFFERS = 5

_GERMAN_A2 = AtLeast("german_speaking", "a2")


@dataclass(frozen=True, slots=True)
class OfferChoice:
    """One offer, or several language offers that are alternatives of each other."""

    lines: tuple[OfferLine, ...]

    @property
    def is_alternative(self) -> bool:
        return len(self.lines) > 1


@dataclass(frozen=True, slots=True)
class Presentation:
    """Everything to show, from top to bottom. Open pre-rules that do not warn are left out."""

    prerules: tuple[PreruleLine, ...]
    results: tuple[ResultLine, ...]
    open: tuple[OpenLine, ...]
    offers: tuple[OfferChoice, ...]
    deadlines: tuple[DeadlineLine, ...]

    @property
    def printed_offers(self) -> tuple[OfferChoice, ...]:
        """The offers that fit on the printed page."""
        return self.offers[:MAX_PRINTED_OFFERS]


def present(assessment: Assessment) -> Presentation:
    """Pre-rules, admission, the other rules, open points, offers, deadlines."""
    admitting = [line for line in assessment.results if line.rule.kind is RuleKind.ADMIT]
    others = [line for line in assessment.results if line.rule.kind is not RuleKind.ADMIT]
    return Presentation(
        prerules=tuple(line for line in assessment.prerules if line.is_shown),
        results=(*admitting, *others),
        open=assessment.open,
        offers=offer_choices(ordered_offers(assessment.offers, assessment.site, assessment.facts)),
        deadlines=assessment.deadlines,
    )


def ordered_offers(lines: Iterable[OfferLine], site: SiteProfile, facts: Facts) -> tuple[OfferLine, ...]:
    """Language first while German is certainly below A2; then the smallest step; chains before single steps."""
    steps = {step: rank for rank, step in enumerate(site.common.steps)}
    needs_language = _GERMAN_A2.truth(facts) is Truth.FALSE

    def rank(line: OfferLine) -> tuple[bool, int, bool]:
        offer = line.offer
        is_first = needs_language and offer.kind is OfferKind.LANGUAGE
        return (not is_first, min((steps[step] for step in offer.steps), default=len(steps)), len(offer.steps) < 2)

    return tuple(sorted(lines, key=rank))


def offer_choices(lines: Iterable[OfferLine]) -> tuple[OfferChoice, ...]:
    """All language offers as one choice, at the place of the first of them."""
    ordered = tuple(lines)
    languages = tuple(line for line in ordered if line.offer.kind is OfferKind.LANGUAGE)
    return tuple(
        OfferChoice(languages) if line.offer.kind is OfferKind.LANGUAGE else OfferChoice((line,))
        for line in ordered
        if line.offer.kind is not OfferKind.LANGUAGE or line is languages[0]
    )
