"""The words for what staff decided: about a line, an offer or a date, about a derived value, and their own lines."""

from __future__ import annotations

from intake.handover.formats.sheet import Proposal, Row
from intake.handover.record.proposal_parts import Decided, DecidedValue, Decision, OwnLine
from intake.handover.record.wording import Wording
from intake.handover.record.words import Words
from intake.handover.sanitize import shown


def decision_rows(decision: Decision | None, wording: Wording) -> list[Row]:
    """What staff decided, and the words of theirs that go along: what holds instead, and why."""
    if decision is None:
        return []
    say = wording.say
    words = {
        Decided.ACCEPTED: say("accepted"),
        Decided.SET_ASIDE: say("set aside"),
        Decided.CHANGED: say("changed"),
    }[decision.decided]
    rows = [Row(say("decision of staff"), (Words(words),))]
    if decision.text:
        rows.append(Row(say("staff say instead"), (Words(shown(decision.text)),)))
    if decision.reason:
        rows.append(Row(say("reason of staff"), (Words(shown(decision.reason)),)))
    return rows


def own_line(line: OwnLine, wording: Wording, fine: str) -> Proposal:
    """A line that staff added; `fine` names the law set."""
    say = wording.say
    facts = (Row(say("reason of staff"), (Words(shown(line.reason)),)),) if line.reason else ()
    return Proposal(shown(line.text), tag=say("added by staff"), facts=facts, fine=fine)


def value_marks(value: DecidedValue, wording: Wording) -> list[str]:
    """That staff decided a value, and what the answers give where that may be told."""
    say = wording.say
    if value.computed is None:
        return [say("decided by staff")]
    return [say("decided by staff"), say("computed from the answers: {value}", value=shown(value.computed.text))]
