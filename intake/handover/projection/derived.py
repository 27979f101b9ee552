"""What is derived from answers and may go to one receiver: panel, admission, circle, values, the gaps of the CV.

Source: interview.md 4.2.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intake.handover.projection.ceilings import AGE, PANEL_RECIPIENTS
from intake.handover.projection.filters import Seen, SeenEntry
from intake.handover.projection.view import View
from intake.handover.projection.withholding import Withholding
from intake.interview.answers import Answer, Entry, State
from intake.interview.conditions.condition import Condition, parse_condition
from intake.interview.conditions.nodes import And
from intake.interview.facts import Facts, PanelLine, PanelState
from intake.interview.timeline import Timeline, timeline
from intake.interview.truth import Truth
from intake.interview.values import PartialDate
from intake.pathways.assess import Assessment
from intake.pathways.phases import Circle, circle_change
from intake.pathways.rules import RuleKind
from intake.pathways.sites import StaffValue

TIMELINE_RECIPIENTS = frozenset({"aa", "jc", "bb"})
MARKET_RECIPIENTS = frozenset({"aa", "jc"})
MARKET_READY = "market_ready"
_CV, _BIRTH, _ARRIVAL = "cv_stations", "birth_date", "arrival_date"
_CV_CARRIERS = ("EDU", "WRK")


@dataclass(frozen=True, slots=True)
class ValueDecided:
    """A derived value that staff decided. `computed` is None where the receiver may not know what the answers give."""

    value: StaffValue
    code: str
    computed: str | None


@dataclass(frozen=True, slots=True)
class Derived:
    """What the answers of an assessment come to, as far as a view lets it through."""

    assessment: Assessment
    view: View

    @property
    def facts(self) -> Facts:
        return self.assessment.facts

    @property
    def withholding(self) -> Withholding:
        return Withholding(self.facts, self.view)

    def panel(self) -> Iterator[PanelLine]:
        """The letters with yes or 'please assess' whose guarded answers are all in the view."""
        if self.view.recipient not in PANEL_RECIPIENTS or not self.view.receiver.has("PRO"):
            return
        for line in self.facts.panel():
            if line.state in (PanelState.YES, PanelState.ASSESS) and not self.withholding.is_withheld(line.because):
                yield line

    def admission(self) -> Truth | None:
        """Whether the site admits the person; None where it admits nobody, or where that is not for the receiver."""
        site = self.assessment.site
        if self.assessment.is_suspended or not any(rule.kind is RuleKind.ADMIT for rule in site.rules):
            return None
        condition = Condition("admission", And((site.admission,)))
        return None if self.withholding.is_withheld(self.facts.because(condition)) else condition.truth(self.facts)

    def market_ready(self) -> str | None:
        """The derived value, where every answer behind it is in the view as a whole."""
        if self.view.recipient not in MARKET_RECIPIENTS:
            return None
        value = self.facts.value(MARKET_READY)
        reasons = self.facts.because(parse_condition(f"known({MARKET_READY})", self.facts.logic.vocabulary))
        return value if isinstance(value, str) and self.withholding.sees_all(reasons) else None

    def circle(self) -> Circle | None:
        """The change of circle, where its day and every answer behind it are in the view; an age does for a birth."""
        found = circle_change(self.assessment)
        if found is None or found.change.date not in self.view.seen:
            return None
        reasons = self.facts.because(found.change.condition)
        is_age_seen = AGE in self.view.seen
        others = tuple(reason for reason in reasons if not (is_age_seen and reason.question == _BIRTH))
        return found if self.withholding.sees_all(others) else None

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
            may_know = isinstance(plain, str) and self.withholding.sees_all(reasons)
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
