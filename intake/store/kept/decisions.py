"""What staff decided about a proposal or a derived value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

DERIVED = "derived"
"""The `line_kind` of a decision about a derived value."""


RESULT = "rule"
"""The line_kind of a decision about a result of the rules: who is responsible, where the person goes."""


class DecisionKind(StrEnum):
    """What staff did with a line of the proposal or a derived value; an own line is one the proposal does not have.

    CHANGED says what holds instead, REOPENED takes the earlier decision about the line back.
    """

    ACCEPTED = "accepted"
    OVERRIDDEN = "overridden"
    OWN_LINE = "own_line"
    CHANGED = "changed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Decision:
    """What staff decided about one line. `line` is its id, empty for an own line, whose words are in `text`.

    A derived value has the line_kind DERIVED and its own id as `line`. A changed one says in `text` what holds instead
    and in `reason` why.
    """

    id: str
    case_id: str
    line_kind: str
    line: str
    decision: DecisionKind
    reason: str
    text: str
    actor: str
    at: datetime
