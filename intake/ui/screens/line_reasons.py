"""What a line of the proposal opens to: its reason, the answers behind it, where the rule comes from."""

from __future__ import annotations

from intake.interview.reasons import Reason
from intake.languages.dates import day as shown_day
from intake.ui.casework import CaseWork
from intake.ui.screens.proposal_lines import Line
from intake.ui.wording import CaseWording


def line_reasons(line: Line, work: CaseWork, wording: CaseWording) -> list[str]:
    """A text to read: the line's own texts, the answers behind it, its source, and the law set it stands on."""
    say = wording.say
    lines = [*line.details, ""]
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


def _answer(reason: Reason, work: CaseWork, wording: CaseWording) -> str:
    say, interview = wording.say, work.interview
    question = interview.logic.questionnaire[reason.question]
    answer = wording.answer(question, interview.answers[reason.question]).staff or say("from the household")
    if question.private and interview.facts.lacks_privacy:
        answer = say("(not shown: somebody could listen)")
    return f"{wording.question(question).staff} {answer}"
