"""The lines and offers of a proposal that may go to one receiver. Source: interview.md 4.2.5."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intake.handover.projection.ceilings import AGE
from intake.handover.projection.view import View
from intake.handover.projection.withholding import GUARDED, Withholding
from intake.interview.reasons import Reason
from intake.interview.truth import Truth
from intake.pathways.assess import Assessment, OfferLine, OfferState, PreruleLine, ResultLine
from intake.pathways.offers import Offer
from intake.pathways.present import MAX_PRINTED_OFFERS, offer_choices, ordered_offers, present
from intake.pathways.stations import Station


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A true rule or pre-rule. `because` are ids in the view; `own` the stations that belong to the receiver."""

    rule: str
    kind: str
    title: str
    reason: str
    stations: tuple[Station, ...]
    own: tuple[Station, ...]
    because: tuple[str, ...]
    source: str
    is_prerule: bool = False


@dataclass(frozen=True, slots=True)
class ProposedOffers:
    """One offer, or several of which one is to be chosen. `states` is empty where no state may be shown."""

    offers: tuple[Offer, ...]
    states: tuple[OfferState, ...]


@dataclass(frozen=True, slots=True)
class SeenProposal:
    """The proposal of an assessment, as far as a view lets it through."""

    assessment: Assessment
    view: View

    @property
    def withholding(self) -> Withholding:
        return Withholding(self.assessment.facts, self.view)

    def lines(self) -> Iterator[ProposalLine]:
        for prerule in self.assessment.prerules:
            if prerule.state is Truth.TRUE and not self.withholding.is_withheld(prerule.because):
                yield self._prerule(prerule)
        for result in present(self.assessment).results:
            if not self.withholding.is_withheld(result.because):
                yield self._result(result)

    def _prerule(self, line: PreruleLine) -> ProposalLine:
        rule = line.rule
        return ProposalLine(
            rule=rule.id,
            kind=rule.result,
            title=rule.name.de,
            reason=rule.reason.de,
            stations=line.stations,
            own=self._own(line.stations),
            because=self._printed(line.because),
            source=rule.origin.source or rule.origin.law,
            is_prerule=True,
        )

    def _result(self, line: ResultLine) -> ProposalLine:
        rule = line.rule
        return ProposalLine(
            rule=rule.id,
            kind=rule.kind.value,
            title="",
            reason=rule.reason.de,
            stations=line.stations,
            own=self._own(line.stations),
            because=self._printed(line.because),
            source=rule.origin.source or rule.origin.law,
        )

    def _own(self, stations: tuple[Station, ...]) -> tuple[Station, ...]:
        """The stations of the receiver: by the name of its office where the site has it, else by its kind."""
        ours = [station for station in stations if station.recipient == self.view.recipient]
        office = self.view.office.casefold()
        is_named = any(
            station.recipient == self.view.recipient and station.name.de.strip().casefold() == office
            for station in self.assessment.site.own_stations
        )
        return tuple(station for station in ours if not is_named or station.name.de.strip().casefold() == office)

    def _printed(self, reasons: tuple[Reason, ...]) -> tuple[str, ...]:
        """The deciding answers that are in the view. The age stands for a birth date that may not go."""
        ids = (
            AGE if reason.question == "birth_date" and AGE in self.view.seen else reason.question for reason in reasons
        )
        return tuple(id_ for id_ in ids if id_ in self.view.seen)

    def offers(self) -> tuple[ProposedOffers, ...]:
        """The offers that fit on paper. Where one state would tell too much, none is shown."""
        may_go = [line for line in self.assessment.offers if not self.withholding.is_withheld(line.because)]
        choices = offer_choices(ordered_offers(may_go, self.assessment.site, self.assessment.facts))[
            :MAX_PRINTED_OFFERS
        ]
        hide_states = any(self._hides_state(line) for choice in choices for line in choice.lines)
        return tuple(
            ProposedOffers(
                tuple(line.offer for line in choice.lines),
                () if hide_states else tuple(line.state for line in choice.lines),
            )
            for choice in choices
        )

    def _hides_state(self, line: OfferLine) -> bool:
        """Whether the state would tell what the receiver may not know."""
        if self.withholding.is_withheld(line.inherited):
            return True
        declined = [self.withholding.questions[id_] for id_ in line.open.blocked]
        lacking = [self.withholding.questions[id_] for id_ in line.open.missing]
        return line.state is OfferState.MAYBE and (
            any(question.sensitivity in GUARDED for question in declined)
            or any(question.sensitivity in GUARDED and not self.view.receiver.may_see(question) for question in lacking)
        )
