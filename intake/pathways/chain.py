"""The chain of steps across legal circles: which step is open, running or done, and what lies on it.

A measure or an offer may join several steps; each names the law that pays for it. Nothing here is decided: it is the
picture of an assessment. Source: sites.md 8; A:29-35, A:161-164.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.interview.facts import EntryFacts
from intake.interview.reasons import NOTHING_MISSING, Missing, Reason
from intake.interview.truth import Truth
from intake.interview.values import PartialDate
from intake.pathways.assess import Assessment, OfferLine
from intake.pathways.due import MEASURES
from intake.pathways.offers import Offer
from intake.pathways.present import ordered_offers
from intake.pathways.profile_rows import Text
from intake.pathways.rules import Rule, RuleKind
from intake.pathways.sites import Sites

LEGAL_CIRCLE = "legal_circle"
_DECISION_DATE = "decision_date"
_ALWAYS_DRAWN = ("S", "D")
"""Language support and data run beside every step (A:135; A:164)."""

_LAW = re.compile(r"SGB [IVX]+|\b[A-ZÄÖÜ][A-Za-zäöü]*G\b")


class Standing(StrEnum):
    """How far a step is."""

    OPEN = "open"
    RUNNING = "running"
    DONE = "done"


class Progress(StrEnum):
    """How far a measure is, as its entry says; UNKNOWN where it does not say."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    STOPPED = "stopped"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the person. `offer` is None where its entry names none; then it lies on no step.

    `keep_funding`: it ends after the change of circle and is to be paid on (B:96).
    """

    entry: str
    text: str
    progress: Progress
    offer: Offer | None
    funder: str = ""
    keep_funding: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        return self.offer.steps if self.offer else ()

    @property
    def circles(self) -> tuple[str, ...]:
        return circles(self.offer.legal_basis if self.offer else "", self.funder)

    @property
    def is_active(self) -> bool:
        return self.progress in (Progress.PLANNED, Progress.RUNNING)


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step with all that lies on it.

    `need` says whether the person needs the step by the rules of the model, None where no rule speaks of it or a
    pre-rule comes before all rules; then `reason` is None too.
    """

    id: str
    name: Text
    standing: Standing
    need: Truth | None
    reason: Text | None
    because: tuple[Reason, ...]
    open: Missing
    measures: tuple[Measure, ...]
    offers: tuple[OfferLine, ...]


@dataclass(frozen=True)
class Chain:
    """The steps in their order, what runs beside them, and the measures that no offer places on a step.

    `circle` is the legal circle of the person now, None while it is open.
    """

    steps: tuple[ChainStep, ...]
    alongside: tuple[ChainStep, ...]
    measures: tuple[Measure, ...]
    offers: tuple[OfferLine, ...]
    circle: str | None

    @property
    def unplaced(self) -> tuple[Measure, ...]:
        return tuple(measure for measure in self.measures if not measure.steps)

    @property
    def circles(self) -> tuple[str, ...]:
        """The laws that pay for what is in the chain, each once."""
        offered = (circles(line.offer.legal_basis) for line in self.offers)
        return tuple(dict.fromkeys(law for laws in (*(m.circles for m in self.measures), *offered) for law in laws))


def chain(assessment: Assessment, model: Iterable[Rule], offers: Mapping[str, Offer]) -> Chain:
    """The chain of a case. `model` are the rules that say which step a person needs, `offers` all offers by id.

    The offers of the site of the assessment win over others with the same id.
    """
    known = {**offers, **{offer.id: offer for offer in assessment.site.offers}}
    measures = tuple(_measure(entry, known, assessment) for entry in assessment.facts.entries(MEASURES))
    rules = {} if assessment.is_suspended else {rule.step: rule for rule in model}
    proposed = ordered_offers(assessment.offers, assessment.site, assessment.facts)
    steps = [_step(id_, rules.get(id_), assessment, measures, proposed) for id_ in assessment.site.common.steps]
    circle = assessment.facts.value(LEGAL_CIRCLE)
    return Chain(
        steps=tuple(step for step in steps if step.id.isdecimal()),
        alongside=tuple(step for step in steps if not step.id.isdecimal() and _is_drawn(step)),
        measures=measures,
        offers=proposed,
        circle=circle if isinstance(circle, str) else None,
    )


def chain_rules(sites: Sites, site_id: str) -> tuple[Rule, ...]:
    """The rules that say which step a person needs: those of the site, else of the first site that has any."""
    first = sites.get(site_id)
    for site in (*([first] if first else []), *sites):
        rules = tuple(rule for rule in site.rules if rule.kind is RuleKind.STEP)
        if rules:
            return rules
    return ()


def offers_by_id(sites: Sites) -> Mapping[str, Offer]:
    """All offers of all sites: a measure may be one of another site."""
    return {offer.id: offer for site in sites for offer in site.offers}


def circles(*texts: str) -> tuple[str, ...]:
    """The laws that these texts name: `§ 45 SGB III, § 16 SGB II` gives SGB III and SGB II."""
    return tuple(dict.fromkeys(law for text in texts for law in _LAW.findall(text)))


def _measure(entry: EntryFacts, offers: Mapping[str, Offer], assessment: Assessment) -> Measure:
    state = entry.value("state")
    progress = Progress(state) if isinstance(state, str) and state in set(Progress) else Progress.UNKNOWN
    offer = offers.get(_text(entry, "offer"))
    return Measure(
        entry=entry.entry.id,
        text=_text(entry, "text"),
        progress=progress,
        offer=offer,
        funder=_text(entry, "funder"),
        keep_funding=progress in (Progress.PLANNED, Progress.RUNNING) and _ends_later(entry, assessment),
    )


def _text(entry: EntryFacts, field: str) -> str:
    value = entry.entry.answer(field).value
    return value.strip() if isinstance(value, str) else ""


def _ends_later(entry: EntryFacts, assessment: Assessment) -> bool:
    """Whether it certainly ends after the decision, with which the circle changes, and is not over for certain."""
    end = entry.entry.answer("planned_end").value
    decided = assessment.facts.answers[_DECISION_DATE].value
    if not isinstance(end, PartialDate) or not isinstance(decided, PartialDate):
        return False
    return end.first > decided.last and end.last >= assessment.on


def _step(
    id_: str,
    rule: Rule | None,
    assessment: Assessment,
    measures: tuple[Measure, ...],
    proposed: tuple[OfferLine, ...],
) -> ChainStep:
    facts = assessment.facts
    on_it = tuple(measure for measure in measures if id_ in measure.steps)
    return ChainStep(
        id=id_,
        name=assessment.site.common.steps[id_],
        standing=_standing(id_, on_it, assessment),
        need=rule.condition.truth(facts) if rule else None,
        reason=rule.reason if rule else None,
        because=facts.because(rule.condition) if rule else (),
        open=facts.missing(rule.condition) if rule else NOTHING_MISSING,
        measures=on_it,
        offers=tuple(line for line in proposed if id_ in line.offer.steps),
    )


def _standing(id_: str, measures: tuple[Measure, ...], assessment: Assessment) -> Standing:
    """What runs comes first; a step with something planned is not done; a measure that was broken off tells nothing."""
    progress = {measure.progress for measure in measures}
    if Progress.RUNNING in progress or _holds(id_, assessment, "running"):
        return Standing.RUNNING
    if Progress.PLANNED in progress:
        return Standing.OPEN
    return Standing.DONE if Progress.ENDED in progress or _holds(id_, assessment, "done") else Standing.OPEN


def _holds(id_: str, assessment: Assessment, what: str) -> bool:
    """Whether the answers certainly say so."""
    state = assessment.site.common.step_states.get(id_)
    condition = (state.running if what == "running" else state.done) if state else None
    return condition is not None and condition.truth(assessment.facts) is Truth.TRUE


def _is_drawn(step: ChainStep) -> bool:
    return step.id in _ALWAYS_DRAWN or bool(step.measures or step.offers) or step.standing is not Standing.OPEN


def links(chain_: Chain) -> Iterator[Measure | OfferLine]:
    """What lies on steps, measures first. An offer that became a measure of the person stands once."""
    taken = {measure.offer.id for measure in chain_.measures if measure.offer and measure.is_active}
    yield from (measure for measure in chain_.measures if measure.steps)
    yield from (line for line in chain_.offers if line.offer.id not in taken)
