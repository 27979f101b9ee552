"""What one receiver may see of a case: answers, lines of the proposal, dates, and what is still to be clarified.

Nothing else reaches a record. What is left out leaves no gap, no count and no placeholder. Source: interview.md 4.2.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from intake.handover.projection.derived import Derived, ValueDecided
from intake.handover.projection.filters import Seen
from intake.handover.projection.proposal import ProposalLine, ProposedOffers, SeenProposal
from intake.handover.projection.unasked import not_asked
from intake.handover.projection.view import View
from intake.handover.projection.withholding import GUARDED, Withholding
from intake.interview.facts import PanelLine
from intake.interview.timeline import Timeline
from intake.interview.truth import Truth
from intake.pathways.assess import Assessment
from intake.pathways.due import DeadlineLine, DueState
from intake.pathways.phases import Circle


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
    proposal, derived = SeenProposal(assessment, view), Derived(assessment, view)
    has_result = view.receiver.has("RES")
    return Projection(
        view=view,
        answers=tuple(_with_note(found, found.question in ticked) for found in view.seen.values()),
        lines=tuple(line for line in proposal.lines() if has_result or line.own),
        offers=proposal.offers() if has_result else (),
        deadlines=tuple(_deadlines(assessment, view)),
        to_clarify=_to_clarify(assessment, view),
        panel=tuple(derived.panel()),
        admission=derived.admission() if has_result else None,
        market_ready=derived.market_ready(),
        timeline=derived.timeline(),
        decided_values=tuple(derived.decided_values()) if has_result else (),
        circle=derived.circle(),
        not_asked=not_asked(assessment, view),
    )


def _with_note(found: Seen, is_ticked: bool) -> Seen:
    return found if is_ticked else replace(found, note="")


def _deadlines(assessment: Assessment, view: View) -> Iterator[DeadlineLine]:
    """Dates that are certain, and that rest on an answer in the view: the date would tell the answer."""
    withholding = Withholding(assessment.facts, view)
    for line in assessment.deadlines:
        base = line.deadline.base.partition(".")[0]
        if line.date is None or line.state is DueState.OPEN or base not in view.seen:
            continue
        if not withholding.is_withheld(assessment.facts.because(line.deadline.condition)):
            yield line


def _to_clarify(assessment: Assessment, view: View) -> tuple[str, ...]:
    """Ids that keep a rule open, of packages that the receiver has; never health, protection or declined ones."""
    every = assessment.facts.logic.questionnaire
    lacking = [line.open for line in assessment.prerules if line.is_shown]
    lacking += [line.open for line in assessment.open] + [line.open for line in assessment.offers]
    ids = {id_ for each in lacking for id_ in each.missing}  # declined ones are `blocked`
    questions = (every[id_] for id_ in sorted(ids, key=every.order))
    return tuple(
        question.id for question in questions if question.sensitivity not in GUARDED and view.receiver.may_see(question)
    )
