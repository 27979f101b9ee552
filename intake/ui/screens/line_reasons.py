"""What a line of the proposal opens to: its reason, the answers behind it, where the rule comes from."""

from __future__ import annotations

from collections.abc import Iterator

from intake.interview.reasons import Reason
from intake.languages.dates import day as shown_day
from intake.store.kept.decisions import DERIVED, Decision, DecisionKind
from intake.ui.casework import CaseWork
from intake.ui.cover import is_basis_covered, offers_with_unseen_state
from intake.ui.screens.line import Line
from intake.ui.wording import COVERED, CaseWording


def line_reasons(line: Line, work: CaseWork, wording: CaseWording, decision: Decision | None = None) -> list[str]:
    """A text to read: the line's own texts, what staff decided, the answers behind it, its source and its law set."""
    say = wording.say
    lines = [*line.details, *line.more, ""]
    if decision is not None:
        day = shown_day(decision.at.astimezone().date(), wording.staff)
        is_covered = is_reason_covered(line, work, wording)
        lines += [*decision_texts(decision, wording, is_covered=is_covered), say("Decided on {day}.", day=day), ""]
    if line.because:
        lines.append(say("Because of these answers:"))
        lines += [f"  {_answer(reason, work, wording)}" for reason in line.because]
    law = shown_day(work.assessment.law.date, wording.staff)
    texts = (
        say("Source: {source}", source=line.origin.source) if line.origin.source else "",
        say("Law: {law}", law=line.origin.law) if line.origin.law else "",
        say("Not in the source documents: {ours}", ours=line.origin.ours) if line.origin.ours else "",
        say("Law set of {law}", law=law),
        say("Proposal – staff decide."),
    )
    return [*lines, *filter(None, texts)]


def is_reason_covered(line: Line, work: CaseWork, wording: CaseWording) -> bool:
    """Whether what staff wrote about a line would tell an answer that is covered now."""
    unseen = offers_with_unseen_state(work.assessment, wording.cover) if line.kind == "offer" else ()
    return line.id in unseen or is_basis_covered(wording.cover, line.because, work.interview.facts)


def decision_texts(decision: Decision, wording: CaseWording, *, is_covered: bool = False) -> Iterator[str]:
    """What staff decided about a line, and why. That they accepted it, its mark says."""
    say = wording.say
    reason, text = (say(COVERED) if is_covered else words for words in (decision.reason, decision.text))
    match decision.decision:
        case DecisionKind.OVERRIDDEN:
            yield say("set aside by staff: {reason}", reason=reason)
        case DecisionKind.CHANGED if decision.line_kind == DERIVED:
            yield say("decided by staff: {reason}", reason=reason)
        case DecisionKind.CHANGED:
            yield say("instead: {text}", text=text)
            yield say("changed by staff: {reason}", reason=reason)
        case DecisionKind.ACCEPTED | DecisionKind.OWN_LINE | DecisionKind.REOPENED:
            return


def _answer(reason: Reason, work: CaseWork, wording: CaseWording) -> str:
    say, interview = wording.say, work.interview
    question = interview.logic.questionnaire[reason.question]
    answer = wording.answer(question, interview.answers[reason.question]).staff or say("from the household")
    if question.private and interview.facts.lacks_privacy:
        answer = say("(not shown: somebody could listen)")
    return f"{wording.question(question).staff} {answer}"
