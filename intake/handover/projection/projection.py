"""What one receiver may see of a case: answers, lines of the proposal, dates, and what is still to be clarified.

Nothing else reaches a record. What is left out leaves no gap, no count and no placeholder. Source: interview.md 4.2.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from intake.handover.projection.ceilings import AGE, CODE_PACKAGES, PANEL_RECIPIENTS
from intake.handover.projection.filters import Seen, SeenEntry, code_may_go
from intake.handover.projection.unasked import not_asked
from intake.handover.projection.view import View
from intake.interview.answers import Answer, Entry, State
from intake.interview.conditions.condition import Condition, parse_condition
from intake.interview.conditions.nodes import And
from intake.interview.facts import PanelLine, PanelState
from intake.interview.questions import Question, Sensitivity
from intake.interview.reasons import Reason
from intake.interview.timeline import Timeline, timeline
from intake.interview.truth import Truth
from intake.interview.values import PartialDate
from intake.pathways.assess import Assessment, OfferLine, OfferState, PreruleLine, ResultLine
from intake.pathways.due import DeadlineLine, DueState
from intake.pathways.offers import Offer
from intake.pathways.phases import Circle, circle_change
from intake.pathways.present import MAX_PRINTED_OFFERS, offer_choices, ordered_offers, present
from intake.pathways.rules import RuleKind
from intake.pathways.sites import StaffValue
from intake.pathways.stations import Station

TIMELINE_RECIPIENTS = frozenset({"aa", "jc", "bb"})
MARKET_RECIPIENTS = frozenset({"aa", "jc"})
MARKET_READY = "market_ready"
_GUARDED = (Sensitivity.HEALTH, Sensitivity.PROTECTION)
_CV, _BIRTH, _ARRIVAL = "cv_stations", "birth_date", "arrival_date"
_CV_CARRIERS = ("EDU", "WRK")


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
class ValueDecided:
    """A derived value that staff decided. `computed` is None where the receiver may not know what the answers give."""

    value: StaffValue
    code: str
    computed: str | None


@dataclass(frozen=True)
class Projection:
    """Everything that goes into one record. Ids in `to_clarify` and `not_asked` stand in interview order."""

    view: View
    answers: tuple[Seen, ...]
    lines: tuple[ProposalLine, ...]
    offers: tuple[ProposedOffers, ...]
    deadlines: tuple[DeadlineLine, ...]
    to_clarify: tuple[str, ...]
    panel: tuple[PanelLine, ...]
    admission: Truth | None
    market_ready: str | None
    timeline: Timeline | None
    decided_values: tuple[ValueDecided, ...] = ()
    circle: Circle | None = None
    not_asked: tuple[str, ...] = ()


def project(assessment: Assessment, view: View, ticked: Collection[str] = ()) -> Projection:
    """What this view lets through. `ticked` are the questions whose note may go to this receiver."""
    projector = _Projector(assessment, view)
    has_result = view.receiver.has("RES")
    lines = tuple(line for line in projector.lines() if has_result or line.own)
    return Projection(
        view=view,
        answers=tuple(_with_note(found, found.question in ticked) for found in view.seen.values()),
        lines=lines,
        offers=projector.offers() if has_result else (),
        deadlines=tuple(projector.deadlines()),
        to_clarify=projector.to_clarify(),
        panel=tuple(projector.panel()),
        admission=projector.admission() if has_result else None,
        market_ready=projector.market_ready(),
        timeline=projector.timeline(),
        decided_values=tuple(projector.decided_values()) if has_result else (),
        circle=projector.circle(),
        not_asked=not_asked(assessment, view),
    )


def _with_note(found: Seen, is_ticked: bool) -> Seen:
    return found if is_ticked else replace(found, note="")


class _Projector:
    """Applies interview.md 4.2.5 to one view."""

    def __init__(self, assessment: Assessment, view: View) -> None:
        self.assessment = assessment
        self.view = view
        self.facts = assessment.facts
        self.questions = assessment.facts.logic.questionnaire

    # Lines

    def lines(self) -> Iterator[ProposalLine]:
        for prerule in self.assessment.prerules:
            if prerule.state is Truth.TRUE and not self.is_withheld(prerule.because):
                yield self._prerule(prerule)
        for result in present(self.assessment).results:
            if not self.is_withheld(result.because):
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
        ids = (AGE if reason.question == _BIRTH and AGE in self.view.seen else reason.question for reason in reasons)
        return tuple(id_ for id_ in ids if id_ in self.view.seen)

    def is_withheld(self, reasons: tuple[Reason, ...]) -> bool:
        """Whether a deciding answer on health or protection, or a code like it, is not in the view."""
        return any(self._is_hidden(reason) for reason in reasons)

    def _is_hidden(self, reason: Reason) -> bool:
        question = self.questions[reason.question]
        if question.sensitivity in _GUARDED and question.id not in self.view.seen:
            return True
        value = self.facts.value(question.id) if reason.whole else ()
        tested = {
            *reason.codes,
            *(code for code in (value if isinstance(value, tuple) else ()) if isinstance(code, str)),
        }
        return any(
            _is_guarded_code(question, code) and not code_may_go(self.view.receiver, question, code) for code in tested
        )

    # Offers

    def offers(self) -> tuple[ProposedOffers, ...]:
        """The offers that fit on paper. Where one state would tell too much, none is shown."""
        may_go = [line for line in self.assessment.offers if not self.is_withheld(line.because)]
        choices = offer_choices(ordered_offers(may_go, self.assessment.site, self.facts))[:MAX_PRINTED_OFFERS]
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
        if self.is_withheld(line.inherited):
            return True
        declined = [self.questions[id_] for id_ in line.open.blocked]
        lacking = [self.questions[id_] for id_ in line.open.missing]
        return line.state is OfferState.MAYBE and (
            any(question.sensitivity in _GUARDED for question in declined)
            or any(
                question.sensitivity in _GUARDED and not self.view.receiver.may_see(question) for question in lacking
            )
        )

    # Dates and open points

    def deadlines(self) -> Iterator[DeadlineLine]:
        """Dates that are certain, and that rest on an answer in the view: the date would tell the answer."""
        for line in self.assessment.deadlines:
            base = line.deadline.base.partition(".")[0]
            if line.date is None or line.state is DueState.OPEN or base not in self.view.seen:
                continue
            if not self.is_withheld(self.facts.because(line.deadline.condition)):
                yield line

    def to_clarify(self) -> tuple[str, ...]:
        """Ids that keep a rule open, of packages that the receiver has; never health, protection or declined ones."""
        assessment = self.assessment
        lacking = [line.open for line in assessment.prerules if line.is_shown]
        lacking += [line.open for line in assessment.open] + [line.open for line in assessment.offers]
        ids = {id_ for each in lacking for id_ in each.missing}  # declined ones are `blocked`
        questions = (self.questions[id_] for id_ in sorted(ids, key=self.questions.order))
        return tuple(
            question.id
            for question in questions
            if question.sensitivity not in _GUARDED and self.view.receiver.may_see(question)
        )

    # Derived

    def panel(self) -> Iterator[PanelLine]:
        """The letters with yes or 'please assess' whose guarded answers are all in the view."""
        if self.view.recipient not in PANEL_RECIPIENTS or not self.view.receiver.has("PRO"):
            return
        for line in self.facts.panel():
            if line.state in (PanelState.YES, PanelState.ASSESS) and not self.is_withheld(line.because):
                yield line

    def admission(self) -> Truth | None:
        """Whether the site admits the person; None where it admits nobody, or where that is not for the receiver."""
        site = self.assessment.site
        if self.assessment.is_suspended or not any(rule.kind is RuleKind.ADMIT for rule in site.rules):
            return None
        condition = Condition("admission", And((site.admission,)))
        return None if self.is_withheld(self.facts.because(condition)) else condition.truth(self.facts)

    def market_ready(self) -> str | None:
        """The derived value, where every answer behind it is in the view as a whole."""
        if self.view.recipient not in MARKET_RECIPIENTS:
            return None
        value = self.facts.value(MARKET_READY)
        reasons = self.facts.because(parse_condition(f"known({MARKET_READY})", self.facts.logic.vocabulary))
        return value if isinstance(value, str) and self._sees_all(reasons) else None

    def circle(self) -> Circle | None:
        """The change of circle, where its day and every answer behind it are in the view; an age does for a birth."""
        found = circle_change(self.assessment)
        if found is None or found.change.date not in self.view.seen:
            return None
        reasons = self.facts.because(found.change.condition)
        is_age_seen = AGE in self.view.seen
        others = tuple(reason for reason in reasons if not (is_age_seen and reason.question == _BIRTH))
        return found if self._sees_all(others) else None

    def _sees_all(self, reasons: tuple[Reason, ...]) -> bool:
        found = [self.view.seen.get(reason.question) for reason in reasons]
        return all(each and each.is_whole for each in found)

    def decided_values(self) -> Iterator[ValueDecided]:
        """The values that staff decided; the computed one beside it where every answer behind it is in the view.

        The same offices as for `market_ready`: others have no use for an estimate of a person.
        """
        if self.view.recipient not in MARKET_RECIPIENTS:
            return
        computed = self.facts.computed
        for value in self.assessment.site.staff_values:
            code, plain = self.facts.decided.get(value.id), computed.value(value.id)
            if code is None:
                continue
            reasons = computed.because(parse_condition(f"known({value.id})", self.facts.logic.vocabulary))
            found = [self.view.seen.get(reason.question) for reason in reasons]
            may_know = isinstance(plain, str) and all(each and each.is_whole for each in found)
            yield ValueDecided(value, code, plain if may_know and isinstance(plain, str) else None)

    def timeline(self) -> Timeline | None:
        """The gaps of the CV as far as the view tells it; a CV of which a part stays here counts as not told.

        Only what the receiver sees counts, so that a state of a field shows in no gap. None for an office that may
        receive neither schooling nor work.
        """
        if self.view.recipient not in TIMELINE_RECIPIENTS or not any(map(self.view.receiver.has, _CV_CARRIERS)):
            return None
        cv = self.view.seen.get(_CV)
        stations = _as_entries(cv) if cv and cv.is_whole else None
        birth, arrival = (self._seen_date(id_) for id_ in (_BIRTH, _ARRIVAL))
        return timeline(stations, birth, arrival, self.assessment.on)

    def _seen_date(self, id_: str) -> PartialDate | None:
        found = self.view.seen.get(id_)
        return found.value if found and isinstance(found.value, PartialDate) else None


def _as_entries(found: Seen) -> tuple[Entry, ...]:
    """The entries of a seen repeat with their visible fields only."""
    entries = found.value if isinstance(found.value, tuple) else ()
    return tuple(
        Entry("", {id_: Answer(State.ANSWERED, value) for id_, value in entry.fields.items()})
        for entry in entries
        if isinstance(entry, SeenEntry)
    )


def _is_guarded_code(question: Question, code: str) -> bool:
    """Whether the code needs another package than its question."""
    choice = question.choice(code)
    return (question.id, code) in CODE_PACKAGES or bool(choice and choice.package)
